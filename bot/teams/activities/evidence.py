"""What a case may need besides a conversation: the clock and assessment of a suspected breach, and takedowns. Whatever
is done leads back to the opened case."""

from collections.abc import Callable

from bot.teams.activities.cases import Step, case_id, drawn_again, opened
from bot.teams.cards.text import Card
from bot.teams.desk import Desk
from bot.teams.forms import answers, takedown
from bot.teams.forms import breach as forms
from bot.teams.forms.answers import Answer
from bot.teams.forms.inputs import Answers
from bot.teams.talk import Json
from handlers.errors import Refusal
from handlers.numbers import Unreadable
from handlers.people import Sighting
from handlers.reporting import breach, cases
from handlers.reporting import takedown as takedowns
from handlers.reporting.evidence_words import BUTTONS


class Evidence:
    """The verbs of breaches and takedowns: `case.<verb>` too."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        #: Buttons that open a dialog within one.
        self.opening: dict[str, Step] = {
            "case.suspect": self._draws("suspect", forms.suspect),
            "case.assess": self._draws("assess", forms.assess),
            "case.notify": self._notify,
            "case.takedown": self._draws("takedown", takedown.ask),
            "case.snapshot": self._keep,
        }
        self.sending: dict[str, Step] = {
            **self.opening,
            "case.suspected": self._suspected,
            "case.assessed": self._assessed,
            "case.notified": self._notified,
            "case.takedown_asked": self._asked,
            "case.snapshot_kept": self._kept,
            "case.down": self._finish,
        }

    # Opening.

    def _draws(self, verb: str, form: Callable[[str], Card]) -> Step:
        async def draw(seen: Sighting, data: Json) -> Answer:
            case = await self._desk.act(seen, cases.find, case_id(data))
            return answers.dialog(f"{BUTTONS[verb]}: {case.number}", form(case.number))

        return draw

    async def _notify(self, seen: Sighting, data: Json) -> Answer:
        view = await self._desk.act(seen, breach.opened, case_id(data))
        return answers.dialog(f"{BUTTONS['notify']}: {view.number}", forms.notify(view.number, view.notifications))

    async def _keep(self, seen: Sighting, data: Json) -> Answer:
        case = await self._desk.act(seen, cases.find, case_id(data))
        form = takedown.keep(case.number, _position(data))
        return answers.dialog(f"Keep a snapshot: {case.number}", form)

    # Sending.

    async def _suspected(self, seen: Sighting, data: Json) -> Answer:
        day = Answers(data).day("discovered_on")
        if day is None:
            raise forms.WhichDay
        await self._desk.act(seen, breach.suspect, case_id(data), day, self._desk.rules)
        return await opened(self._desk, seen, data, "Its 60 days run from the day of discovery. Next, assess it.")

    async def _assessed(self, seen: Sighting, data: Json) -> Answer:
        await self._desk.act(seen, breach.assess, case_id(data), forms.typed(data), self._desk.rules)
        return await opened(self._desk, seen, data, "The assessment is kept.")

    async def _notified(self, seen: Sighting, data: Json) -> Answer:
        try:
            await self._desk.act(seen, breach.notified, case_id(data), forms.notified_on(data), self._desk.rules)
        except Refusal as refusal:
            return drawn_again(await self._notify(seen, data), data, refusal)
        return await opened(self._desk, seen, data, "It is recorded who was notified.")

    async def _asked(self, seen: Sighting, data: Json) -> Answer:
        link = Answers(data).text("link")
        await self._desk.act(seen, takedowns.ask, case_id(data), link, self._desk.rules)
        return await opened(self._desk, seen, data, "The takedown is asked for. Next, keep a snapshot.")

    async def _kept(self, seen: Sighting, data: Json) -> Answer:
        text, at = Answers(data).text("text"), (case_id(data), _position(data))
        await self._desk.act(seen, takedowns.keep, *at, self._desk.rules, text=text)
        return await opened(self._desk, seen, data, "The snapshot is kept. It may be taken down now.")

    async def _finish(self, seen: Sighting, data: Json) -> Answer:
        await self._desk.act(seen, takedowns.finish, case_id(data), _position(data), self._desk.rules)
        return await opened(self._desk, seen, data, "It is recorded as taken down.")


def _position(data: Json) -> int:
    """The takedown a button is about; raises `Unreadable`."""
    position = data.get("position")
    if not isinstance(position, int):
        raise Unreadable
    return position
