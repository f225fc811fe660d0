"""Who is acting: a platform's account becomes a person of ours, with a name, a zone and roles.

Records keep the id of the person they were written by. Linking makes two people one by moving an account to the other
person (`handlers/linking.py`), so who somebody *is* has more than one id: `Actor.ids` are theirs now, `kin` every one
that ever was theirs.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import Integer, bindparam, case, exists, insert, or_, select, update

from handlers import rows
from handlers.errors import Refusal
from storage import core, ledger
from storage.direct import Direct
from storage.transaction import Transaction


class NotAMember(Refusal):
    """Only full members can use Imprimatur, not guests or accounts of other organizations. Ask a colleague to propose
    your post for you. Reporting a violation is open to everybody: `/report-violation`."""


class Unknown(Refusal):
    """That person is not a member Imprimatur can see. Mention a full member, like @name."""


class Sighting(NamedTuple):
    """What a platform says about the account that acts."""

    platform: str
    external_id: str
    team: str
    name: str
    zone: str | None = None


@dataclass(frozen=True)
class Actor:
    """A person about to do something, and the platform they do it from."""

    id: int
    name: str
    platform: str
    zone: str | None
    roles: frozenset[str]
    #: `id`, and the people whose accounts are linked into this one now: what those wrote is this person's own.
    ids: frozenset[int]
    #: Whether this person was ever linked with another.
    moved: bool = field(default=False, compare=False)

    @property
    def entry(self) -> ledger.Actor:
        """How the ledger names this person: id, and the name at the time."""
        return ledger.Actor(self.id, self.name)


_linked = core.identity.alias("linked")
_BY_ACCOUNT = Direct(
    select(
        core.person.c.id,
        core.person.c.name,
        core.person.c.zone,
        core.identity.c.team,
        core.identity.c.home_id,
        _linked.c.home_id.label("also"),
        core.role_grant.c.role,
        exists()
        .where(
            (core.identity_move.c.from_person_id == core.person.c.id)
            | (core.identity_move.c.to_person_id == core.person.c.id)
        )
        .label("moved"),
    )
    .select_from(
        core.identity.join(core.person, core.person.c.id == core.identity.c.person_id)
        .join(_linked, _linked.c.person_id == core.identity.c.person_id)
        .outerjoin(
            core.role_grant,
            (core.role_grant.c.person_id == core.person.c.id) & core.role_grant.c.revoked_at.is_(None),
        )
    )
    .where(core.identity.c.platform == bindparam("platform"), core.identity.c.external_id == bindparam("external_id"))
)


def recognise(tx: Transaction, seen: Sighting) -> Actor:
    """The person behind an account, recorded at first sight. Name and zone follow the account the person was first
    seen with; one linked later has its own spelling, and would rename them at every turn."""
    account = {"platform": seen.platform, "external_id": seen.external_id}
    found = _BY_ACCOUNT.rows(tx, account)
    if not found:
        person_id = _create(tx, seen)
        return Actor(person_id, seen.name, seen.platform, seen.zone, frozenset(), frozenset((person_id,)))
    first = found[0]
    if first.home_id != first.id:
        seen = seen._replace(name=first.name, zone=first.zone)
    if (first.name, first.zone, first.team) != (seen.name, seen.zone, seen.team):
        _refresh(tx, first.id, seen)
    roles = frozenset(row.role for row in found if row.role)
    ids = frozenset(row.also for row in found)
    return Actor(first.id, seen.name, seen.platform, seen.zone, roles, ids, first.moved)


def _create(tx: Transaction, seen: Sighting) -> int:
    person = {"name": seen.name, "zone": seen.zone, "seen_at": tx.now}
    person_id = rows.add(tx, core.person, person)
    tx.execute(
        insert(core.identity),
        {
            "person_id": person_id,
            "home_id": person_id,
            "platform": seen.platform,
            "external_id": seen.external_id,
            "team": seen.team,
        },
    )
    return person_id


def _refresh(tx: Transaction, person_id: int, seen: Sighting) -> None:
    tx.execute(
        update(core.person).where(core.person.c.id == person_id),
        {"name": seen.name, "zone": seen.zone, "seen_at": tx.now},
    )
    tx.execute(
        update(core.identity).where(
            core.identity.c.platform == seen.platform, core.identity.c.external_id == seen.external_id
        ),
        {"team": seen.team},
    )


def unseen(tx: Transaction, platform: str) -> list[str]:
    """Accounts known from the configuration only, by id."""
    found = select(core.identity.c.external_id).where(core.identity.c.platform == platform, core.identity.c.team == "")
    return list(tx.execute(found).scalars())


_NAMES = select(core.person.c.id, core.person.c.name).where(core.person.c.id.in_(bindparam("people", expanding=True)))


def names(tx: Transaction, ids: set[int]) -> dict[int, str]:
    """Display names by person id."""
    return {row.id: row.name for row in tx.execute(_NAMES, {"people": sorted(ids)})}


_home = core.identity.alias("home")
_REACHED = select(core.identity.c.person_id, core.identity.c.platform, core.identity.c.external_id).join_from(
    _home, core.identity, core.identity.c.person_id == _home.c.person_id
)
_THERE = _REACHED.where(_home.c.home_id == bindparam("person"), core.identity.c.platform == bindparam("platform"))
_ANYWHERE = (
    _REACHED.where(_home.c.home_id == bindparam("person"))
    .order_by(core.identity.c.platform != bindparam("platform"))
    .limit(1)
)
# The first account seen comes last, and counts.
_EVERYWHERE = (
    _REACHED.add_columns(_home.c.home_id)
    .where(_home.c.home_id.in_(bindparam("people", expanding=True)))
    .order_by(core.identity.c.id.desc())
)
_SELVES = select(core.identity.c.home_id).where(core.identity.c.person_id == bindparam("person"))


def account(tx: Transaction, person_id: int, platform: str) -> str | None:
    """The account on a platform of whoever that person is now, when they have one there."""
    row = tx.execute(_THERE, {"person": person_id, "platform": platform}).first()
    return row.external_id if row else None


_SEEN = (
    select(core.identity, core.person.c.name, core.person.c.zone)
    .join_from(core.identity, core.person, core.person.c.id == core.identity.c.person_id)
    .where(core.identity.c.person_id == bindparam("person"))
    .order_by(core.identity.c.platform != bindparam("platform"))
    .limit(1)
)


def sighting(tx: Transaction, person_id: int, platform: str) -> Sighting:
    """A person with an account as last seen, on `platform` if they have one there."""
    row = tx.execute(_SEEN, {"person": person_id, "platform": platform}).one()
    return Sighting(row.platform, row.external_id, row.team, row.name, row.zone)


def destination(tx: Transaction, person_id: int, platform: str) -> str:
    """Where whoever that person is now is told something: on `platform` if they have an account there, else where they
    have one."""
    row = tx.execute(_ANYWHERE, {"person": person_id, "platform": platform}).one()
    return address(row.person_id, row.platform)


def reached(tx: Transaction, ids: Collection[int]) -> dict[int, tuple[int, str]]:
    """Who each of these people is now, and the platform they were first seen on. Those without any account are left
    out."""
    return {row.home_id: (row.person_id, row.platform) for row in tx.execute(_EVERYWHERE, {"people": sorted(ids)})}


def now(tx: Transaction, ids: Collection[int]) -> set[int]:
    """Who these people are now; those without any account are left out."""
    return {who for who, _ in reached(tx, ids).values()}


def selves(tx: Transaction, person_id: int) -> set[int]:
    """The ids of somebody whose accounts were linked, as `Actor.ids`."""
    return {person_id, *tx.execute(_SELVES, {"person": person_id}).scalars()}


def address(person_id: int, platform: str) -> str:
    """A person's direct messages on a platform, as the outbox names them."""
    return f"person:{person_id}@{platform}"


_self = select(bindparam("person", type_=Integer()).label("id")).cte("kin", recursive=True)
_move = core.identity_move.c
#: Ids of everybody who was ever one person with `person`, that one included; also through a third.
KIN = _self.union(
    select(case((_move.from_person_id == _self.c.id, _move.to_person_id), else_=_move.from_person_id)).join_from(
        _self, core.identity_move, or_(_move.from_person_id == _self.c.id, _move.to_person_id == _self.c.id)
    )
)
_ALL_KIN = select(KIN.c.id)


def kin(tx: Transaction, person_id: int) -> set[int]:
    """Every person this one is or ever was: unlinking makes nobody a second pair of eyes."""
    return set(tx.execute(_ALL_KIN, {"person": person_id}).scalars())
