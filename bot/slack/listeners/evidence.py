"""What the compliance team does about the harm: suspected breaches, takedowns, and which account it is."""

from collections.abc import Awaitable, Callable
from functools import partial

from bot.slack.desk import Body, Desk
from bot.slack.modals import evidence as forms
from bot.slack.modals.inputs import Answers, View
from handlers.errors import FieldProblem
from handlers.people import Sighting
from handlers.reporting import breach, cases, casework, takedown
from handlers.reporting.breach_form import BreachView

Press = Callable[[Sighting, Body, int], Awaitable[None]]
Submit = Callable[[Sighting, Answers, int], Awaitable[object]]


class NoDay(FieldProblem):
    """Choose the day on which it was discovered."""

    field = "discovered_on"


class NobodyYet(FieldProblem):
    """Give the day of at least one of them; those without a day stay open."""

    field = "individuals"


class Evidence:
    """The verbs of an opened case that are not its conversation."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.presses: dict[str, Press] = {
            "suspect": self._ask_for(forms.suspect),
            "takedown": self._ask_for(forms.takedown),
            "account": self._ask_for(forms.account),
            "assess": self._ask_about_breach(forms.assess),
            "notify": self._ask_about_breach(forms.notify),
            "snapshot": self._ask_snapshot,
        }
        self.forms: dict[str, Submit] = {
            "suspect": self._suspect,
            "assess": self._assess,
            "notify": self._notify,
            "takedown": self._takedown,
            "snapshot": self._snapshot,
            "account": self._account,
        }

    def _ask_for(self, form: Callable[[str], View]) -> Press:
        async def ask(seen: Sighting, body: Body, case_id: int) -> None:
            case = await self._desk.act(seen, casework.workable, case_id)
            await self._desk.open_form(body, form(case.number))

        return ask

    def _ask_about_breach(self, form: Callable[[BreachView], View]) -> Press:
        async def ask(seen: Sighting, body: Body, case_id: int) -> None:
            await self._desk.open_form(body, form(await self._desk.act(seen, breach.opened, case_id)))

        return ask

    async def _ask_snapshot(self, seen: Sighting, body: Body, case_id: int) -> None:
        case = await self._desk.act(seen, cases.find, case_id)
        await self._desk.open_form(body, forms.snapshot(f"{case.number}/{part(body['actions'][0].get('value'))}"))

    async def down(self, seen: Sighting, body: Body, case_id: int) -> None:
        """Says that it is taken down."""
        position = part(body["actions"][0].get("value"))
        await self._desk.act(seen, takedown.finish, case_id, position, self._desk.rules)

    async def _suspect(self, seen: Sighting, answers: Answers, case_id: int) -> None:
        day = answers.day("discovered_on")
        if day is None:
            raise NoDay
        await self._desk.act(seen, breach.suspect, case_id, day, self._desk.rules)

    async def _assess(self, seen: Sighting, answers: Answers, case_id: int) -> None:
        await self._desk.act(seen, breach.assess, case_id, forms.assessed(answers), self._desk.rules)

    async def _notify(self, seen: Sighting, answers: Answers, case_id: int) -> None:
        told = forms.told(answers)
        if not told:
            raise NobodyYet
        await self._desk.act(seen, breach.notified, case_id, told, self._desk.rules)

    async def _takedown(self, seen: Sighting, answers: Answers, case_id: int) -> None:
        await self._desk.act(seen, takedown.ask, case_id, answers.text("link"), self._desk.rules)

    async def _snapshot(self, seen: Sighting, answers: Answers, case_id: int) -> None:
        await self._desk.act(seen, cases.find, case_id)
        files, text = answers.files("snapshot"), answers.raw("text")
        content = b"".join(await self._desk.shelf.fetch(files[:1], takedown.SIZE_LIMIT))
        name = str(files[0].get("name", ""))[:200] if files else ""
        keep = partial(takedown.keep, text=text, content=content, name=name)
        await self._desk.act(seen, keep, case_id, part(answers.subject), self._desk.rules)

    async def _account(self, seen: Sighting, answers: Answers, case_id: int) -> None:
        network, address = answers.choice("network") or "", answers.text("address")
        await self._desk.act(seen, casework.link_account, case_id, network, address, self._desk.rules)


def part(subject: object) -> int:
    """The number after a case's: which takedown, or which page; 0 when there is none."""
    number = str(subject).partition("/")[2]
    return int(number) if number.isdecimal() and len(number) < 6 else 0
