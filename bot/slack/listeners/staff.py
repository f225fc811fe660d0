"""`/compliance staff`: somebody looked up on the staff list, and what changes for them."""

import html
from collections.abc import Awaitable, Callable
from datetime import date

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack.blocks.text import Block
from bot.slack.desk import Body, Desk, View
from bot.slack.modals import staff as forms
from bot.slack.modals.inputs import Answers
from handlers.errors import FieldProblem, under
from handlers.people import Sighting, recognise
from handlers.training import employment, exemptions, staff_changes, staff_list
from handlers.training import staff_words as say
from handlers.training.assignments import Kind
from handlers.training.employment import LeaveBackwards, NotOnLeave, NotPlanned
from handlers.training.staff import NotStaff, listed_as
from handlers.training.staff_list import Listed
from storage.transaction import Transaction

Press = Callable[[Sighting, str], Awaitable[View]]
Submit = Callable[[Sighting, int, Answers], Awaitable[View]]


class FirstDay(FieldProblem):
    """Give the day this begins."""


class Staff:
    """All presses and forms of `staff.<verb>`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._verbs: dict[str, Press] = {
            "open": self._open,
            "list": self._list,
            "earlier": self._page,
            "later": self._page,
            "leave": self._ask_leave,
            "back": self._ask_back,
            "cancel_leave": self._cancel_leave,
            "manager": self._ask_manager,
            "exempt": self._ask_exempt,
            "left": self._ask_left,
            "rehire": self._rehire,
        }
        self._forms: dict[str, Submit] = {
            "leave": self._leave,
            "back": self._back,
            "manager": self._manager,
            "exempt": self._exempt,
            "left": self._left,
        }

    @property
    def verbs(self) -> frozenset[str]:
        """Every verb a button may have; a test holds what is drawn against it."""
        return frozenset(self._verbs)

    async def typed(self, seen: Sighting, body: Body, rest: str) -> list[Block]:
        """The list, or those of it whose names have `rest` in them."""
        await self._desk.open_form(body, await self._listing(seen, html.unescape(rest)[:80]))
        return []

    async def pressed(self, ack: AsyncAck, body: Body) -> None:
        """Acknowledges once what was pressed is done."""
        action = body["actions"][0]
        press = self._verbs.get(_verb(action["action_id"]))
        if press is None:
            raise NotStaff
        await self._desk.redraw_form(body, await press(await self._desk.actor(body), str(action.get("value", ""))))
        await ack()

    async def submitted(self, ack: AsyncAck, body: Body) -> None:
        """Shows what comes of a form in its place."""
        view, seen = body["view"], await self._desk.actor(body)
        answers = Answers(view)
        if view["callback_id"] == forms.SEARCH:
            shown = await self._listing(seen, answers.text("typed"))
        else:
            submit = self._forms.get(_verb(view["callback_id"]))
            if submit is None:
                raise NotStaff
            shown = await submit(seen, _id(answers.subject), answers)
        await ack(response_action="update", view=shown)

    async def _listing(self, seen: Sighting, typed: str, number: int = 1) -> View:
        found = await self._desk.act(seen, staff_list.page, self._desk.rules, typed, number)
        return forms.listing(found, self._today)

    async def _list(self, seen: Sighting, _value: str) -> View:
        return await self._listing(seen, "")

    async def _page(self, seen: Sighting, value: str) -> View:
        number, _, typed = value.partition("/")
        return await self._listing(seen, typed, int(number) if number.isdecimal() and len(number) < 6 else 1)

    async def _open(self, seen: Sighting, value: str) -> View:
        return await self._person(seen, _id(value))

    async def _person(self, seen: Sighting, person_id: int, note: str = "") -> View:
        one, reminders = await self._desk.act(seen, staff_list.opened, self._desk.rules, person_id)
        return forms.person(one, reminders, self._today, note)

    async def _ask_leave(self, seen: Sighting, value: str) -> View:
        return forms.leave(await self._one(seen, _id(value)), self._today)

    async def _ask_back(self, seen: Sighting, value: str) -> View:
        return forms.back(await self._one(seen, _id(value)), self._today)

    async def _ask_manager(self, seen: Sighting, value: str) -> View:
        return forms.manager(await self._one(seen, _id(value)))

    async def _ask_exempt(self, seen: Sighting, value: str) -> View:
        required = await self._desk.act(seen, exemptions.choices)
        return forms.exempt(await self._one(seen, _id(value)), required)

    async def _ask_left(self, seen: Sighting, value: str) -> View:
        return forms.left(*await self._desk.act(seen, staff_changes.leaving, _id(value), self._desk.rules), self._today)

    async def _rehire(self, seen: Sighting, value: str) -> View:
        await self._desk.act(seen, staff_changes.rehire, _id(value), self._desk.rules)
        return await self._person(seen, _id(value), say.REHIRE_MEANS)

    async def _cancel_leave(self, seen: Sighting, value: str) -> View:
        person_id, from_on = _planned(value)
        await self._desk.act(seen, employment.cancel_leave, person_id, from_on, self._desk.rules)
        return await self._person(seen, person_id, say.leave_cancelled(from_on))

    async def _leave(self, seen: Sighting, person_id: int, answers: Answers) -> View:
        first, until = _day(answers, "from"), answers.day("until")
        with_field = (person_id, first, until, self._desk.rules)
        try:
            await self._desk.act(seen, employment.take_leave, *with_field)
        except LeaveBackwards as refusal:
            raise under("until", refusal) from None
        return await self._person(seen, person_id, say.on_leave(first, until))

    async def _back(self, seen: Sighting, person_id: int, answers: Answers) -> View:
        on = _day(answers, "on")
        try:
            await self._desk.act(seen, employment.come_back, person_id, on, self._desk.rules)
        except NotOnLeave as refusal:
            raise under("on", refusal) from None
        return await self._person(seen, person_id, say.back(on))

    async def _manager(self, seen: Sighting, person_id: int, answers: Answers) -> View:
        chosen = await self._chosen(answers.account("manager"))
        await self._desk.act(seen, staff_changes.change_manager, person_id, chosen, self._desk.rules)
        one = await self._one(seen, person_id)
        return await self._person(seen, person_id, say.managed_by(one.manager))

    async def _exempt(self, seen: Sighting, person_id: int, answers: Answers) -> View:
        kind, _, key = (answers.choice("what") or "").partition(":")
        at = (person_id, Kind(kind), key)
        if answers.choice("way") == "end":
            await self._desk.act(seen, exemptions.end, *at, self._desk.rules)
        else:
            await self._desk.act(seen, exemptions.exempt, *at, answers.text("reason"), self._desk.rules)
        return await self._person(seen, person_id, "It is recorded.")

    async def _left(self, seen: Sighting, person_id: int, answers: Answers) -> View:
        successor = await self._chosen(answers.account("successor"))
        day = _day(answers, "left_on")
        stopped = await self._desk.act(seen, staff_changes.leave, person_id, day, successor, self._desk.rules)
        return await self._person(seen, person_id, say.left(stopped))

    async def _one(self, seen: Sighting, person_id: int) -> Listed:
        return await self._desk.act(seen, staff_list.one, self._desk.rules, person_id)

    async def _chosen(self, account: str) -> int | None:
        if not account:
            return None
        return await self._desk.db.run(_listed, await self._desk.directory.mentioned(account))

    @property
    def _today(self) -> date:
        return self._desk.rules.today(self._desk.clock())


def _listed(tx: Transaction, seen: Sighting) -> int:
    who = recognise(tx, seen).id
    return listed_as(tx, {who}).get(who, who)


def _day(answers: Answers, name: str) -> date:
    day = answers.day(name)
    if day is None:
        raise under(name, FirstDay())
    return day


def _planned(value: str) -> tuple[int, date]:
    """Whose leave a button is about, and its first day; raises `NotStaff` and `NotPlanned`."""
    person, _, first = value.partition("/")
    try:
        return _id(person), date.fromisoformat(first)
    except ValueError:
        raise NotPlanned from None


def _id(value: str) -> int:
    """The person a button or form is about; raises `NotStaff`."""
    if not (value.isascii() and value.isdecimal() and len(value) <= 9):
        raise NotStaff
    return int(value)


def _verb(id: str) -> str:
    return str(id).removeprefix("staff.")
