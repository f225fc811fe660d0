"""Who is acting: a platform's account becomes a person of ours, with a name, a zone and roles."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import bindparam, insert, select, update

from handlers import rows
from handlers.errors import Refusal
from storage import core, ledger
from storage.transaction import Transaction


class NotAMember(Refusal):
    """Only full members of this workspace can use Imprimatur; guests, bots, deactivated accounts and people of other
    organisations cannot. If you need something cleared, ask a colleague who is a member to propose it."""


class Unknown(Refusal):
    """That person is not a member Imprimatur can see. Mention a full member of this workspace, like @name."""


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

    @property
    def entry(self) -> ledger.Actor:
        """How the ledger names this person: id, and the name at the time."""
        return ledger.Actor(self.id, self.name)


_BY_ACCOUNT = (
    select(core.person.c.id, core.person.c.name, core.person.c.zone, core.identity.c.team, core.role_grant.c.role)
    .select_from(
        core.identity.join(core.person).outerjoin(
            core.role_grant,
            (core.role_grant.c.person_id == core.person.c.id) & core.role_grant.c.revoked_at.is_(None),
        )
    )
    .where(core.identity.c.platform == bindparam("platform"), core.identity.c.external_id == bindparam("external_id"))
)


def recognise(tx: Transaction, seen: Sighting) -> Actor:
    """The person behind an account, recorded at first sight; name and zone follow the platform's."""
    account = {"platform": seen.platform, "external_id": seen.external_id}
    found = tx.execute(_BY_ACCOUNT, account).all()
    if not found:
        return Actor(_create(tx, seen), seen.name, seen.platform, seen.zone, frozenset())
    first = found[0]
    if (first.name, first.zone, first.team) != (seen.name, seen.zone, seen.team):
        _refresh(tx, first.id, seen)
    return Actor(first.id, seen.name, seen.platform, seen.zone, frozenset(row.role for row in found if row.role))


def _create(tx: Transaction, seen: Sighting) -> int:
    person = {"name": seen.name, "zone": seen.zone, "seen_at": tx.now}
    person_id = rows.add(tx, core.person, person)
    tx.execute(
        insert(core.identity),
        {
            "person_id": person_id,
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


def names(tx: Transaction, ids: set[int]) -> dict[int, str]:
    """Display names by person id."""
    found = tx.execute(select(core.person.c.id, core.person.c.name).where(core.person.c.id.in_(sorted(ids))))
    return {row.id: row.name for row in found}


def account(tx: Transaction, person_id: int, platform: str) -> str | None:
    """The person's id on a platform, when they have one there."""
    found: str | None = tx.execute(
        select(core.identity.c.external_id).where(
            core.identity.c.person_id == person_id, core.identity.c.platform == platform
        )
    ).scalar()
    return found
