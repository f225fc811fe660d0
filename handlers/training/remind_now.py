"""A privacy officer reminds people outside the usual days, having seen whom."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, bindparam, cast, exists, func, or_, select, update

from handlers.people import Actor
from handlers.rules import Rules
from handlers.training import oversight, reminders, staff
from handlers.training.assignments import Standing
from storage import core, ledger
from storage.transaction import Transaction

LIST_LIMIT = 20


@dataclass(frozen=True)
class Preview:
    """Who would be reminded: how many, and the first of their names. The others have something due too, but are on
    leave, have heard of it today, or have no account any more."""

    people: int
    names: tuple[str, ...]
    on_leave: int
    told_today: int
    unreachable: int


_staff = core.staff.c
_today: Any = bindparam("today")
_has_due = exists().where(
    core.assignment.c.person_id == _staff.person_id,
    core.assignment.c.state == Standing.OPEN,
    core.assignment.c.opens_on <= _today,
)
_away = exists().where(
    core.pause.c.person_id == _staff.person_id,
    core.pause.c.from_on <= _today,
    or_(core.pause.c.until_on.is_(None), core.pause.c.until_on >= _today),
)
_told = func.coalesce(_staff.told_on >= _today, False)
_reachable = exists().where(core.identity.c.home_id == _staff.person_id)
_group: Any = bindparam("group", type_=String())
_candidates = (_staff.employed, _has_due, or_(cast(_group, String).is_(None), _staff.group_name == _group))
_whom = (*_candidates, ~_away, ~_told, _reachable)
_COUNTS = select(
    func.count().filter(~_away, ~_told, _reachable).label("people"),
    func.count().filter(_away).label("on_leave"),
    func.count().filter(~_away, _told).label("told_today"),
    func.count().filter(~_away, ~_told, ~_reachable).label("unreachable"),
).where(*_candidates)
_NAMES = (
    select(core.person.c.name)
    .join_from(core.staff, core.person, core.person.c.id == _staff.person_id)
    .where(*_whom)
    .order_by(core.person.c.name, core.person.c.id)
    .limit(LIST_LIMIT)
)
_NOW = update(core.staff).where(*_whom).values(remind_on=_today)


def preview(tx: Transaction, actor: Actor, rules: Rules, group: str | None = None) -> Preview:
    """Whom `remind` would remind now: of one group, or of everybody."""
    staff.require_officer(actor)
    at = {"today": oversight.today(tx, rules), "group": group}
    counts = tx.execute(_COUNTS, at).one()
    names = tuple(tx.execute(_NAMES, at).scalars())
    return Preview(counts.people, names, counts.on_leave, counts.told_today, counts.unreachable)


def remind(tx: Transaction, actor: Actor, rules: Rules, group: str | None = None) -> int:
    """Reminds them today, each in their own working hours and still once a day; returns how many."""
    staff.require_officer(actor)
    people = tx.execute(_NOW, {"today": oversight.today(tx, rules), "group": group}).rowcount
    reminders.start(tx, rules)
    payload = {"group": group, "people": people}
    ledger.append(tx, "training:reminder:asked", "staff", actor.entry, actor.platform, payload)
    return people
