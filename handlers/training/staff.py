"""People as staff: their own hours and leave, for everything that counts days."""

from collections.abc import Collection
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, or_, select

from handlers.calendar import WorkingHours
from handlers.errors import Refusal
from handlers.people import Actor
from handlers.permissions import OFFICER
from handlers.rules import Rules
from handlers.training import due_dates
from handlers.training.due_dates import NO_END, Leave
from storage import core
from storage.transaction import Transaction


class NotForYou(Refusal):
    """Only a privacy officer can do this. `/compliance roles` shows who they are, `/training` your own training."""


class NotStaff(Refusal):
    """This person is not on the staff list. Add them first: `/compliance training`, then Import a list."""


class Worker(NamedTuple):
    """Somebody on the staff list, as dates need to know them."""

    person_id: int
    hours: WorkingHours
    leaves: tuple[Leave, ...]
    told_on: date | None

    def today(self, now: datetime) -> date:
        return due_dates.day_of(now, self.hours)


_staff, _pause = core.staff.c, core.pause.c
_WORKERS = (
    select(_staff.person_id, _staff.calendar, _staff.zone, _staff.told_on, core.person.c.zone.label("own_zone"))
    .join_from(core.staff, core.person, core.person.c.id == _staff.person_id)
    .where(_staff.person_id.in_(bindparam("people", expanding=True)), _staff.employed)
    .order_by(_staff.person_id)
    .with_for_update(of=core.staff)
)
_LEAVES = (
    select(_pause.person_id, _pause.from_on, _pause.until_on)
    .where(_pause.person_id.in_(bindparam("people", expanding=True)))
    .order_by(_pause.from_on)
)
_home = core.identity.alias("home")
# Under their own id last, so that it counts.
_LISTED_AS = (
    select(_home.c.person_id, _staff.person_id.label("listed"))
    .join_from(_home, core.staff, or_(_staff.person_id == _home.c.home_id, _staff.person_id == _home.c.person_id))
    .where(_home.c.person_id.in_(bindparam("people", expanding=True)), _staff.employed)
    .order_by(_staff.person_id == _home.c.person_id, _staff.person_id)
)


def require_officer(actor: Actor) -> None:
    if OFFICER not in actor.roles:
        raise NotForYou


def workers(tx: Transaction, people: Collection[int], rules: Rules) -> dict[int, Worker]:
    """Those of these people who work here, by id, held until the transaction ends: what is due to them and when they
    are told of it changes in one transaction at a time."""
    wanted = {"people": sorted(people)}
    leaves: dict[int, list[Leave]] = {}
    found = tx.execute(_WORKERS, wanted).all()
    for row in tx.execute(_LEAVES, wanted):
        leaves.setdefault(row.person_id, []).append(Leave(row.from_on, row.until_on or NO_END))
    return {
        row.person_id: Worker(
            row.person_id,
            due_dates.own_hours(rules.hours, row.zone or row.own_zone, row.calendar),
            tuple(leaves.get(row.person_id, ())),
            row.told_on,
        )
        for row in found
    }


def listed_as(tx: Transaction, people: Collection[int]) -> dict[int, int]:
    """Under which id each of these people is on the staff list: whoever linked accounts later may be listed under one
    they had before. Those who do not work here are left out."""
    return {row.person_id: row.listed for row in tx.execute(_LISTED_AS, {"people": sorted(people)})}


def listed(tx: Transaction, person_id: int) -> int:
    """Under which id somebody is on the staff list; raises `NotStaff`."""
    found = listed_as(tx, {person_id})
    if person_id not in found:
        raise NotStaff
    return found[person_id]


def worker(tx: Transaction, person_id: int, rules: Rules) -> Worker:
    """One of them; raises `NotStaff`."""
    found = workers(tx, {person_id}, rules)
    if person_id not in found:
        raise NotStaff
    return found[person_id]
