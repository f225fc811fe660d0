"""The staff list, as privacy officers look somebody up in it: group, manager, leave, and what each still has to do."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, func, select

from handlers.errors import FieldProblem
from handlers.people import Actor
from handlers.rules import Rules
from handlers.training import assignments, oversight, reminders, staff
from handlers.training.due_dates import NO_END, Leave
from handlers.training.oversight import Delivered
from handlers.training.reminder_messages import DueItem
from storage import core
from storage.transaction import Transaction

#: People on one page.
PAGE = 10
_TELLING = 5


class NobodyCalled(FieldProblem):
    """Nobody on the staff list is called “{typed}”. `/compliance staff` lists everybody."""


class SeveralCalled(FieldProblem):
    """Several people are called that: {names}. Type enough of the name that it fits one of them only."""


@dataclass(frozen=True)
class Listed:
    """Somebody on the staff list. `due` is all they have to do now, most urgent first; `leave` the one they are on, or
    the next one; `left_on` is given once they no longer work here. `known`: they have an account."""

    person_id: int
    name: str
    group: str
    manager: str
    joined_on: date
    left_on: date | None
    leave: Leave | None
    due: tuple[DueItem, ...]
    known: bool = True


@dataclass(frozen=True)
class Page:
    """One page of those whose names contain what was `typed`; `number` is from 1, `total` counts people."""

    people: tuple[Listed, ...]
    number: int
    pages: int
    total: int
    typed: str


_staff, _employment = core.staff.c, core.employment.c
_people: Any = bindparam("people", expanding=True)
_NAMES = (
    select(_staff.person_id, core.person.c.name, _staff.employed)
    .join_from(core.staff, core.person, core.person.c.id == _staff.person_id)
    .order_by(core.person.c.name, _staff.person_id)
)
_latest = select(_employment.person_id, func.max(_employment.id).label("id")).group_by(_employment.person_id).subquery()
_chief = core.person.alias("chief")
_DETAILS = (
    select(
        _staff.person_id,
        core.person.c.name,
        _staff.group_name,
        _chief.c.name.label("manager"),
        _employment.joined_on,
        _employment.left_on,
        select(core.identity.c.id).where(core.identity.c.home_id == _staff.person_id).exists().label("known"),
    )
    .select_from(
        core.staff.join(core.person, core.person.c.id == _staff.person_id)
        .join(_latest, _latest.c.person_id == _staff.person_id)
        .join(core.employment, _employment.id == _latest.c.id)
        .outerjoin(_chief, _chief.c.id == _staff.manager_id)
    )
    .where(_staff.person_id.in_(_people))
)


def page(tx: Transaction, actor: Actor, rules: Rules, typed: str = "", number: int = 1) -> Page:
    """Those who work here, by name; by part of a name also those who have left. The last page for a number there is
    none of."""
    staff.require_officer(actor)
    found = [who for who, _ in _called(tx, typed, gone=bool(typed.strip()))]
    pages = max(-(-len(found) // PAGE), 1)
    here = number if 1 <= number <= pages else pages
    listed = _details(tx, found[(here - 1) * PAGE : here * PAGE], rules)
    return Page(tuple(listed), here, pages, len(found), typed.strip())


def one(tx: Transaction, actor: Actor, rules: Rules, person_id: int) -> Listed:
    """Somebody who is or was on the staff list; raises `NotStaff`."""
    staff.require_officer(actor)
    found = _details(tx, [person_id], rules)
    if not found:
        raise staff.NotStaff
    return found[0]


def opened(tx: Transaction, actor: Actor, rules: Rules, person_id: int) -> tuple[Listed, Delivered]:
    """As `one`, with how their reminders fare."""
    return one(tx, actor, rules, person_id), oversight.deliveries(tx, actor, [person_id], rules)[0]


def named(tx: Transaction, actor: Actor, typed: str, field: str) -> int:
    """The one person who works here and is called so, in whole or in part; raises `NobodyCalled` and `SeveralCalled`
    for the form's `field`."""
    staff.require_officer(actor)
    found = _called(tx, typed, gone=False) if typed.strip() else []
    exact = [who for who in found if _plain(who[1]) == _plain(typed)]
    if len(exact or found) == 1:
        return (exact or found)[0][0]
    names = ", ".join(name for _, name in found[:_TELLING])
    problem = SeveralCalled(names=names) if found else NobodyCalled(typed=typed.strip()[:40])
    problem.field = field
    raise problem


def _called(tx: Transaction, typed: str, *, gone: bool) -> list[tuple[int, str]]:
    wanted = _plain(typed)
    return [
        (row.person_id, row.name) for row in tx.execute(_NAMES) if (row.employed or gone) and wanted in _plain(row.name)
    ]


def _plain(name: str) -> str:
    """A name as people type it in a hurry: small letters, no accents, single blanks."""
    apart = unicodedata.normalize("NFD", " ".join(name.split()).casefold())
    return "".join(character for character in apart if not unicodedata.combining(character))


def _details(tx: Transaction, people: list[int], rules: Rules) -> list[Listed]:
    rows = {row.person_id: row for row in tx.execute(_DETAILS, {"people": people})}
    working = staff.workers(tx, people, rules)
    due = _due(tx, working, reminders.titles(tx))
    return [
        Listed(
            who,
            rows[who].name,
            rows[who].group_name,
            rows[who].manager or "",
            rows[who].joined_on,
            rows[who].left_on,
            _leave(working[who].leaves, working[who].today(tx.now)) if who in working else None,
            tuple(due.get(who, ())),
            rows[who].known,
        )
        for who in people
        if who in rows
    ]


def _due(
    tx: Transaction, working: dict[int, staff.Worker], titles: dict[tuple[str, str], str]
) -> dict[int, list[DueItem]]:
    found: dict[int, list[DueItem]] = {}
    for one in assignments.open_for(tx, working):
        today = working[one.person_id].today(tx.now)
        if one.due_on is None or one.begins_on > today:
            continue
        title = titles.get((one.kind, one.key), one.key)
        item = DueItem(one.kind, one.key, title, one.why, one.due_on, (one.due_on - today).days)
        found.setdefault(one.person_id, []).append(item)
    return found


def _leave(leaves: Iterable[Leave], today: date) -> Leave | None:
    return next((leave for leave in leaves if leave.until_on >= today), None)


def without_end(leave: Leave) -> bool:
    """Whether nobody has said yet when they are back."""
    return leave.until_on == NO_END
