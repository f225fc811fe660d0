"""Who works here: hired, on leave, gone, back again."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, insert, null, select, update

from handlers.errors import Refusal
from handlers.people import Actor, Sighting, recognise
from handlers.rules import Rules
from handlers.training import assignments, reminders, staff
from handlers.training.assignments import Standing, Why
from handlers.training.due_dates import NO_END
from storage import core, ledger
from storage.transaction import Transaction

_DAY = timedelta(days=1)


class LeaveBackwards(Refusal):
    """This leave would end before it begins. Give the first and the last day of it."""


class NotOnLeave(Refusal):
    """This person is not on leave then, so there is nothing to end."""


class NotPlanned(Refusal):
    """This leave has begun, or is cancelled already, so nothing was changed. `/compliance staff` shows where they
    stand; Back from leave ends one that has begun."""


class Hired(NamedTuple):
    """Somebody as the staff list has them. Empty zone and calendar are the person's and the practice's."""

    person_id: int
    joined_on: date
    group_name: str = ""
    manager_id: int | None = None
    zone: str | None = None
    calendar: str | None = None


_PLACED = ("group_name", "manager_id", "zone", "calendar")
_staff, _pause = core.staff.c, core.pause.c
_people: Any = bindparam("people", expanding=True)
_KNOWN = select(_staff.person_id, _staff.employed).where(_staff.person_id.in_(_people))
_PLACE = (
    update(core.staff)
    .where(_staff.person_id == bindparam("who"))
    .values({name: bindparam(f"new_{name}") for name in _PLACED})
)
_BACK = (
    update(core.staff)
    .where(_staff.person_id.in_(_people))
    .values(employed=True, remind_on=null(), told_on=null(), snoozed_on=null())
)
_GONE = update(core.staff).where(_staff.person_id.in_(_people)).values(employed=False, remind_on=null())
_LEFT = (
    update(core.employment)
    .where(core.employment.c.person_id.in_(_people), core.employment.c.left_on.is_(None))
    .values(left_on=bindparam("day"))
)
_before = core.employment.alias("before")
_JOINED_EARLIER = (
    update(core.employment)
    .where(
        core.employment.c.person_id == bindparam("who"),
        core.employment.c.joined_on > bindparam("day"),
        core.employment.c.person_id.not_in(select(_before.c.person_id).where(_before.c.left_on.is_not(None))),
    )
    .values(joined_on=bindparam("day"))
)
_NO_LONGER_EXEMPT = (
    update(core.exemption)
    .where(core.exemption.c.person_id.in_(_people), core.exemption.c.ended_at.is_(None))
    .values(ended_at=bindparam("moment"))
)
_NO_LONGER_AWAY = (
    update(core.pause)
    .where(_pause.person_id.in_(_people), _pause.until_on.is_(None) | (_pause.until_on > bindparam("day")))
    .values(until_on=bindparam("day"))
)
_END_PAUSE = (
    update(core.pause)
    .where(
        _pause.person_id == bindparam("who"),
        _pause.from_on < bindparam("day"),
        _pause.until_on.is_(None) | (_pause.until_on >= bindparam("day")),
    )
    .values(until_on=bindparam("last"))
)


_CANCEL_PAUSE = delete(core.pause).where(_pause.person_id == bindparam("who"), _pause.from_on == bindparam("day"))


def hire(
    tx: Transaction, actor: Actor | None, hired: Iterable[Hired], rules: Rules, why: Why | None = None
) -> list[int]:
    """Puts people on the staff list and assigns what is required of everybody; whoever worked here before starts anew.
    Those on the list already, under whichever of their accounts, are left as they are. Returns who was new. Nobody acts
    when a platform says who joined. `why` is given where the day they joined is not known."""
    ledger.lock(tx)
    wanted = {one.person_id: one for one in hired}
    known = {row.person_id: row.employed for row in tx.execute(_KNOWN, {"people": sorted(wanted)})}
    under = staff.listed_as(tx, wanted)
    new = [one for who, one in sorted(wanted.items()) if not known.get(who, False) and who not in under]
    if not new:
        return []
    _list(tx, new, {who for who, employed in known.items() if not employed})
    workers = staff.workers(tx, [one.person_id for one in new], rules)
    for requirement in assignments.requirements(tx):
        for reason in (Why.HIRE, Why.CHANGE):
            people = [workers[one.person_id] for one in new if (why or _why(one, tx, rules)) is reason]
            assignments.assign(tx, people, requirement, reason, rules)
    assignments.refresh(tx, workers)
    _record(tx, actor, "hired", [one.person_id for one in new])
    return [one.person_id for one in new]


def joined(tx: Transaction, seen: Iterable[Sighting], rules: Rules, why: Why | None = None) -> int:
    """A platform says who is here: they work here from today, as `hire` has it, and hear of what there is to do without
    waiting for the next sweep. Returns how many were new."""
    new = hire(tx, None, [Hired(recognise(tx, one).id, rules.today(tx.now)) for one in seen], rules, why)
    if new:
        reminders.soon(tx)
    return len(new)


def place(tx: Transaction, actor: Actor, changed: Iterable[Hired], rules: Rules) -> None:
    """Changes group, manager, zone and calendar of people on the staff list, and what follows for their due dates."""
    staff.require_officer(actor)
    listed = list(changed)
    if listed:
        tx.execute(_PLACE, [_placed(one) for one in listed])
        people = [one.person_id for one in listed]
        assignments.redate(tx, staff.workers(tx, people, rules))
        _record(tx, actor, "changed", people)


def joined_earlier(tx: Transaction, listed: Iterable[Hired]) -> None:
    """Those a platform put on the staff list, on the day it told of them, joined when a list says, so that what they
    had done by then counts. Not for whoever left meanwhile: they started anew."""
    days = [{"who": one.person_id, "day": one.joined_on} for one in listed]
    if days:
        tx.execute(_JOINED_EARLIER, days)


def depart(tx: Transaction, actor: Actor | None, people: Collection[int], left_on: date, rules: Rules) -> None:
    """Takes people off the staff list: whatever they had to do is cancelled, and they hear of nothing more."""
    ledger.lock(tx)
    leaving = staff.workers(tx, people, rules)
    everybody = {"people": sorted(leaving)}
    for one in assignments.open_for(tx, leaving):
        assignments.close(tx, one, Standing.CANCELLED, left_on)
    tx.execute(_GONE, everybody)
    tx.execute(_LEFT, {**everybody, "day": left_on})
    tx.execute(_NO_LONGER_EXEMPT, {**everybody, "moment": tx.now})
    tx.execute(_NO_LONGER_AWAY, {**everybody, "day": left_on})
    if leaving:
        _record(tx, actor, "left", sorted(leaving), left_on=left_on.isoformat())


def take_leave(
    tx: Transaction, actor: Actor, person_id: int, from_on: date, until_on: date | None, rules: Rules
) -> None:
    """Pauses somebody's clocks, both days included; without `until_on` until they are back. Raises `NotStaff` and
    `LeaveBackwards`."""
    staff.require_officer(actor)
    staff.worker(tx, person_id, rules)
    if (until_on or NO_END) < from_on:
        raise LeaveBackwards
    row = {"person_id": person_id, "from_on": from_on, "until_on": until_on}
    tx.execute(insert(core.pause), {**row, "entered_by": actor.id, "entered_at": tx.now})
    days = {"from_on": from_on.isoformat(), "until_on": until_on.isoformat() if until_on else None}
    _record(tx, actor, "leave", [person_id], **days)
    assignments.redate(tx, staff.workers(tx, {person_id}, rules))


def come_back(tx: Transaction, actor: Actor, person_id: int, on: date, rules: Rules) -> None:
    """Ends somebody's leave: they work again from that day. Raises `NotStaff` and `NotOnLeave`."""
    staff.require_officer(actor)
    staff.worker(tx, person_id, rules)
    if tx.execute(_END_PAUSE, {"who": person_id, "day": on, "last": on - _DAY}).rowcount == 0:
        raise NotOnLeave
    _record(tx, actor, "back", [person_id], on=on.isoformat())
    assignments.redate(tx, staff.workers(tx, {person_id}, rules))


def cancel_leave(tx: Transaction, actor: Actor, person_id: int, from_on: date, rules: Rules) -> None:
    """Takes back a leave that begins on a day still to come, as if it had not been entered. Raises `NotStaff` and
    `NotPlanned`."""
    staff.require_officer(actor)
    staff.worker(tx, person_id, rules)
    begun = from_on <= rules.today(tx.now)
    if begun or tx.execute(_CANCEL_PAUSE, {"who": person_id, "day": from_on}).rowcount == 0:
        raise NotPlanned
    _record(tx, actor, "leave_cancelled", [person_id], from_on=from_on.isoformat())
    assignments.redate(tx, staff.workers(tx, {person_id}, rules))


def _why(one: Hired, tx: Transaction, rules: Rules) -> Why:
    """Somebody who has worked here for long and is only now listed is not new: they may post while they catch up."""
    return Why.HIRE if (tx.now.date() - one.joined_on).days <= rules.training.hire_days else Why.CHANGE


def _list(tx: Transaction, new: list[Hired], returning: set[int]) -> None:
    fresh = [one for one in new if one.person_id not in returning]
    if fresh:
        days = {"employed": True, "remind_on": None, "told_on": None, "snoozed_on": None}
        rows = [{name: getattr(one, name) for name in ("person_id", *_PLACED)} | days for one in fresh]
        tx.execute(insert(core.staff), rows)
    if returning:
        tx.execute(_BACK, {"people": sorted(returning)})
        tx.execute(_PLACE, [_placed(one) for one in new if one.person_id in returning])
    tx.execute(insert(core.employment), [{"person_id": one.person_id, "joined_on": one.joined_on} for one in new])


def _placed(one: Hired) -> dict[str, Any]:
    return {"who": one.person_id, **{f"new_{name}": getattr(one, name) for name in _PLACED}}


def _record(tx: Transaction, actor: Actor | None, what: str, people: list[int], **details: object) -> None:
    entry, platform = (actor.entry, actor.platform) if actor else (None, "system")
    subject = f"person:{people[0]}" if len(people) == 1 else "staff"
    ledger.append(tx, f"training:staff:{what}", subject, entry, platform, {"people": people, **details})
