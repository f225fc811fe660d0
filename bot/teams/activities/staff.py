"""`staff`: somebody looked up on the staff list, and what changes for them."""

from collections.abc import Awaitable, Callable
from datetime import date

from bot.teams.cards.text import Card
from bot.teams.desk import Desk
from bot.teams.forms import answers, inputs
from bot.teams.forms import staff as forms
from bot.teams.forms.answers import Answer
from bot.teams.forms.inputs import Answers
from bot.teams.talk import Json
from handlers.errors import FieldProblem, Refusal, under
from handlers.numbers import Unreadable
from handlers.people import Sighting
from handlers.training import employment, exemptions, staff_changes, staff_list
from handlers.training import staff_words as say
from handlers.training.assignments import Kind
from handlers.training.employment import LeaveBackwards, NotOnLeave
from handlers.training.staff import NotForYou, NotStaff
from handlers.training.staff_list import Listed, Page
from handlers.training.training_words import RECORDED

Step = Callable[[Sighting, Json], Awaitable[Answer]]
Form = Callable[[Sighting, int], Awaitable[Card]]
#: Does what a form asks for, and says what came of it.
Change = Callable[[Sighting, int, Answers], Awaitable[str]]


class FirstDay(FieldProblem):
    """Choose a day."""


class Staff:
    """All verbs of the staff list: `staff.<verb>`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        asks: dict[str, Form] = {
            "leave": self._leave_form,
            "back": self._back_form,
            "manager": self._manager_form,
            "exempt": self._exempt_form,
            "left": self._left_form,
        }
        changes: dict[str, Change] = {
            "leave": self._leave,
            "back": self._back,
            "manager": self._manager,
            "exempt": self._exempt,
            "left": self._left,
        }
        #: Buttons that open a dialog.
        self.opening: dict[str, Step] = {forms.LIST: self._list, forms.OPEN: self._open}
        self.sending: dict[str, Step] = {
            **self.opening,
            **{f"staff.ask_{verb}": self._asks(say.CHANGES[verb], form) for verb, form in asks.items()},
            **{
                f"staff.{verb}": self._changes(say.CHANGES[verb], asks[verb], change)
                for verb, change in changes.items()
            },
            "staff.rehire": self._rehire,
            forms.CANCEL_LEAVE: self._cancel_leave,
        }

    async def typed(self, seen: Sighting, name: str) -> Card:
        """The answer to `staff`, and to `staff` with a name."""
        found = await self._page(seen, name)
        return forms.summary(found, self._today)

    async def _list(self, seen: Sighting, data: Json) -> Answer:
        """From a search what was typed counts, between pages what was typed before."""
        typed = data.get("typed", data.get("of"))
        page = data.get("page")
        found = await self._page(seen, typed if isinstance(typed, str) else "", page if isinstance(page, int) else 1)
        return answers.dialog(say.TITLE, forms.listing(found, self._today))

    async def _page(self, seen: Sighting, typed: str, number: int = 1) -> Page:
        return await self._desk.act(seen, staff_list.page, self._desk.rules, typed[:80], number)

    async def _open(self, seen: Sighting, data: Json) -> Answer:
        return await self._person(seen, _id(data))

    async def _person(self, seen: Sighting, person_id: int, note: str = "") -> Answer:
        one, reminders = await self._desk.act(seen, staff_list.opened, self._desk.rules, person_id)
        return answers.dialog(say.TITLE, forms.person(one, reminders, self._today, note))

    async def _rehire(self, seen: Sighting, data: Json) -> Answer:
        await self._desk.act(seen, staff_changes.rehire, _id(data), self._desk.rules)
        return await self._person(seen, _id(data), say.REHIRE_MEANS)

    async def _cancel_leave(self, seen: Sighting, data: Json) -> Answer:
        from_on = _day(Answers(data), "from")
        await self._desk.act(seen, employment.cancel_leave, _id(data), from_on, self._desk.rules)
        return await self._person(seen, _id(data), say.leave_cancelled(from_on))

    def _asks(self, title: str, form: Form) -> Step:
        async def ask(seen: Sighting, data: Json) -> Answer:
            return answers.dialog(title, await form(seen, _id(data)))

        return ask

    def _changes(self, title: str, form: Form, change: Change) -> Step:
        async def step(seen: Sighting, data: Json) -> Answer:
            try:
                note = await change(seen, _id(data), Answers(data))
            except (NotForYou, Unreadable):
                raise
            except Refusal as refusal:
                asked = await form(seen, _id(data))
                return answers.dialog(title, inputs.again(asked, data, *inputs.problems(refusal)))
            return await self._person(seen, _id(data), note)

        return step

    # Forms.

    async def _leave_form(self, seen: Sighting, person_id: int) -> Card:
        return forms.leave(await self._one(seen, person_id), self._today)

    async def _back_form(self, seen: Sighting, person_id: int) -> Card:
        return forms.back(await self._one(seen, person_id), self._today)

    async def _manager_form(self, seen: Sighting, person_id: int) -> Card:
        return forms.manager(await self._one(seen, person_id))

    async def _exempt_form(self, seen: Sighting, person_id: int) -> Card:
        return forms.exempt(await self._one(seen, person_id), await self._desk.act(seen, exemptions.choices))

    async def _left_form(self, seen: Sighting, person_id: int) -> Card:
        return forms.left(*await self._desk.act(seen, staff_changes.leaving, person_id, self._desk.rules), self._today)

    # What they change.

    async def _leave(self, seen: Sighting, person_id: int, filled: Answers) -> str:
        first, until = _day(filled, "from"), filled.day("until")
        try:
            await self._desk.act(seen, employment.take_leave, person_id, first, until, self._desk.rules)
        except LeaveBackwards as refusal:
            raise under("until", refusal) from None
        return say.on_leave(first, until)

    async def _back(self, seen: Sighting, person_id: int, filled: Answers) -> str:
        on = _day(filled, "on")
        try:
            await self._desk.act(seen, employment.come_back, person_id, on, self._desk.rules)
        except NotOnLeave as refusal:
            raise under("on", refusal) from None
        return say.back(on)

    async def _manager(self, seen: Sighting, person_id: int, filled: Answers) -> str:
        chosen = await self._named(seen, filled, "manager")
        await self._desk.act(seen, staff_changes.change_manager, person_id, chosen, self._desk.rules)
        return say.managed_by((await self._one(seen, person_id)).manager)

    async def _exempt(self, seen: Sighting, person_id: int, filled: Answers) -> str:
        kind, _, key = (filled.choice("what") or "").partition(":")
        if kind not in set(Kind):
            raise exemptions.NotRequired
        at = (person_id, Kind(kind), key)
        if filled.choice("way") == "end":
            await self._desk.act(seen, exemptions.end, *at, self._desk.rules)
        else:
            await self._desk.act(seen, exemptions.exempt, *at, filled.text("reason"), self._desk.rules)
        return RECORDED

    async def _left(self, seen: Sighting, person_id: int, filled: Answers) -> str:
        successor, day = await self._named(seen, filled, "successor"), _day(filled, "left_on")
        return say.left(await self._desk.act(seen, staff_changes.leave, person_id, day, successor, self._desk.rules))

    async def _one(self, seen: Sighting, person_id: int) -> Listed:
        return await self._desk.act(seen, staff_list.one, self._desk.rules, person_id)

    async def _named(self, seen: Sighting, filled: Answers, field: str) -> int | None:
        typed = filled.text(field)
        return await self._desk.act(seen, staff_list.named, typed, field) if typed else None

    @property
    def _today(self) -> date:
        return self._desk.rules.today(self._desk.clock())


def _day(filled: Answers, name: str) -> date:
    day = filled.day(name)
    if day is None:
        raise under(name, FirstDay())
    return day


def _id(data: Json) -> int:
    """The person a button is about; raises `NotStaff`."""
    person = data.get("person")
    if not isinstance(person, int) or isinstance(person, bool) or not 0 < person < 2**31:
        raise NotStaff
    return person
