"""What changes for one person on the staff list: another manager, leaving with a handover, coming back to work here."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from handlers import numbers, people, permissions, policy_duties
from handlers.errors import FieldProblem, Refusal
from handlers.people import Actor
from handlers.rules import Rules
from handlers.states import State
from handlers.training import assignments, employment, oversight, staff, staff_list
from handlers.training.employment import Hired
from handlers.training.staff_list import Listed
from storage import core, ledger
from storage.transaction import Transaction

#: A post in one of these still needs somebody.
_OPEN = (State.IN_REVIEW, State.CHANGES_REQUESTED, State.APPROVED)


class OwnManager(FieldProblem):
    """Nobody is their own manager. Choose somebody else."""

    field = "manager"


class OwnDeparture(Refusal):
    """Nobody takes themselves off the staff list. Ask another privacy officer to do it; `/compliance roles` shows who
    they are."""


class StillToCome(FieldProblem):
    """This day is still to come. Come back to this form when it has."""

    field = "left_on"


class BeforeJoining(FieldProblem):
    """They joined on {joined}, so they cannot have left before that."""

    field = "left_on"


class WhoTakesOver(FieldProblem):
    """Say who takes over: {what}."""

    field = "successor"


class SucceedsThemselves(FieldProblem):
    """Whoever leaves cannot take over from themselves. Choose somebody else."""

    field = "successor"


class WorksHere(Refusal):
    """This person works here already; nothing was changed."""


@dataclass(frozen=True)
class Stops:
    """What ends with somebody's work here, or needs somebody else. `due` counts what they had to do, `managed` whose
    manager they are; `posts` are numbers of proposals that are still open."""

    person_id: int
    name: str
    joined_on: date
    due: int
    roles: tuple[str, ...]
    posts: tuple[str, ...]
    managed: int
    policies: tuple[str, ...]

    @property
    def handed_over(self) -> str:
        """What somebody has to take over, in words; nothing when there is nothing."""
        managed = f"{self.managed} {'person has' if self.managed == 1 else 'people have'} them as manager"
        owned = f"they own the {'policy' if len(self.policies) == 1 else 'policies'} {', '.join(self.policies)}"
        return " and ".join([*([managed] if self.managed else []), *([owned] if self.policies else [])])


_staff = core.staff.c
_JOINED = select(core.employment.c.joined_on).where(
    core.employment.c.person_id == bindparam("who"), core.employment.c.left_on.is_(None)
)
_MANAGED = select(_staff.person_id).where(_staff.manager_id.in_(bindparam("people", expanding=True)), _staff.employed)
_OWNED = select(core.policy.c.key, core.policy.c.title).where(
    core.policy.c.owner_id.in_(bindparam("people", expanding=True))
)
_POSTS = (
    select(core.proposal.c.id)
    .where(core.proposal.c.author_id.in_(bindparam("people", expanding=True)), core.proposal.c.state.in_(_OPEN))
    .order_by(core.proposal.c.id)
)
_LISTED = select(_staff.group_name, _staff.manager_id, _staff.zone, _staff.calendar, _staff.employed).where(
    _staff.person_id == bindparam("who")
)
_ACCOUNT = select(core.identity.c.person_id, core.identity.c.home_id).where(
    core.identity.c.platform == bindparam("platform"), core.identity.c.external_id == bindparam("external_id")
)
_ALL_ACCOUNTS = select(core.identity.c.home_id).where(core.identity.c.person_id == bindparam("who"))


def change_manager(tx: Transaction, actor: Actor, person_id: int, manager_id: int | None, rules: Rules) -> None:
    """Makes somebody who works here another's manager; None for nobody. Raises `NotStaff` and `OwnManager`."""
    staff.require_officer(actor)
    staff.worker(tx, person_id, rules)
    if manager_id is not None:
        staff.worker(tx, manager_id, rules)
        if person_id in people.kin(tx, manager_id):
            raise OwnManager
    employment.place(tx, actor, [_as_listed(tx, person_id, manager_id=manager_id)], rules)


def leaving(tx: Transaction, actor: Actor, person_id: int, rules: Rules) -> tuple[Listed, Stops]:
    """Somebody on the staff list, and what their leaving would mean; raises `NotStaff`."""
    return staff_list.one(tx, actor, rules, person_id), what_stops(tx, actor, person_id, rules)


def what_stops(tx: Transaction, actor: Actor, person_id: int, rules: Rules) -> Stops:
    """What leaving would mean for somebody who works here; raises `NotStaff`."""
    staff.require_officer(actor)
    staff.worker(tx, person_id, rules)
    ids = _listed_as(tx, person_id)
    held = [one.role for one in permissions.holders(tx) if one.person_id in ids]
    return Stops(
        person_id,
        people.names(tx, {person_id})[person_id],
        tx.execute(_JOINED, {"who": person_id}).scalar_one(),
        len(assignments.open_for(tx, ids)),
        tuple(held),
        tuple(numbers.public(id) for id in tx.execute(_POSTS, {"people": sorted(ids)}).scalars()),
        len(tx.execute(_MANAGED, {"people": sorted(ids)}).all()),
        tuple(row.title for row in tx.execute(_OWNED, {"people": sorted(ids)})),
    )


def leave(tx: Transaction, actor: Actor, person_id: int, left_on: date, successor: int | None, rules: Rules) -> Stops:
    """Takes somebody off the staff list, with their roles; their people and policies go to `successor`. Open posts stay
    as they are: approvers can edit, decide and publish them. Returns what stopped. Raises `OwnDeparture`, `NotStaff`,
    `StillToCome`, `BeforeJoining`, `WhoTakesOver`, `SucceedsThemselves`, and `LastHolder` of a role."""
    staff.require_officer(actor)
    ledger.lock(tx)
    if person_id in people.kin(tx, actor.id):
        raise OwnDeparture
    stops = what_stops(tx, actor, person_id, rules)
    _check(tx, stops, left_on, successor, rules)
    _end_roles(tx, actor, stops)
    if successor is not None:
        _hand_over(tx, actor, stops, successor, rules)
    employment.depart(tx, actor, _listed_as(tx, person_id), left_on, rules)
    return stops


def rehire(tx: Transaction, actor: Actor, person_id: int, rules: Rules) -> None:
    """Somebody who had left works here again, from today and as if new. Raises `NotStaff` and `WorksHere`."""
    staff.require_officer(actor)
    row = tx.execute(_LISTED, {"who": person_id}).first()
    if row is None:
        raise staff.NotStaff
    if row.employed:
        raise WorksHere
    employment.hire(tx, actor, [_as_listed(tx, person_id, oversight.today(tx, rules))], rules)


def account_gone(tx: Transaction, platform: str, external_id: str, rules: Rules) -> bool:
    """A platform says that an account is no longer there: whoever has no other one has left, and hears of nothing more.
    False when nobody left by it."""
    row = tx.execute(_ACCOUNT, {"platform": platform, "external_id": external_id}).first()
    if row is None or len(tx.execute(_ALL_ACCOUNTS, {"who": row.person_id}).all()) > 1:
        return False
    working = staff.workers(tx, {row.person_id, row.home_id}, rules)
    employment.depart(tx, None, working, oversight.today(tx, rules), rules)
    return bool(working)


def _check(tx: Transaction, stops: Stops, left_on: date, successor: int | None, rules: Rules) -> None:
    if left_on > oversight.today(tx, rules):
        raise StillToCome
    if left_on < stops.joined_on:
        raise BeforeJoining(joined=stops.joined_on)
    if successor is None:
        if stops.handed_over:
            raise WhoTakesOver(what=stops.handed_over)
        return
    if stops.person_id in people.kin(tx, successor):
        raise SucceedsThemselves
    staff.worker(tx, successor, rules)


def _end_roles(tx: Transaction, actor: Actor, stops: Stops) -> None:
    if not stops.roles:
        return
    # Roles are held by whoever they are now, with an account.
    now, platform = people.reached(tx, {stops.person_id})[stops.person_id]
    seen = people.sighting(tx, now, platform)
    for role in stops.roles:
        permissions.revoke(tx, actor, seen, role)


def _hand_over(tx: Transaction, actor: Actor, stops: Stops, successor: int, rules: Rules) -> None:
    ids = sorted(_listed_as(tx, stops.person_id))
    managed = tx.execute(_MANAGED, {"people": ids}).scalars().all()
    # Whoever was managed by the one who leaves and takes over has no manager then, until somebody says who.
    listed = [_as_listed(tx, who, manager_id=None if who == successor else successor) for who in managed]
    employment.place(tx, actor, listed, rules)
    for row in tx.execute(_OWNED, {"people": ids}).all():
        policy_duties.hand_over(tx, actor, row.key, successor, rules)


def _listed_as(tx: Transaction, person_id: int) -> set[int]:
    """Everybody somebody is: whoever was listed twice before their accounts were linked leaves once."""
    now = people.reached(tx, {person_id}).get(person_id, (person_id, ""))[0]
    return {person_id, *people.selves(tx, now)}


def _as_listed(tx: Transaction, person_id: int, joined_on: date = date.min, **other: Any) -> Hired:
    """Somebody as the list has them, but for `other`."""
    row = tx.execute(_LISTED, {"who": person_id}).one()
    listed = Hired(person_id, joined_on, row.group_name, row.manager_id, row.zone, row.calendar)
    return listed._replace(**other)
