"""One person on two platforms: a code made on one and typed on the other proves that both accounts are the same
person's. From then on they have one vote and one set of roles, and four eyes apply to the person; also to what happened
before, and for good."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Row, bindparam, exists, insert, or_, select, update

from handlers import codes, people, permissions, proposals, revisions
from handlers.codes import Code
from handlers.errors import Refusal
from handlers.numbers import public
from handlers.people import Actor
from handlers.permissions import APPROVER, OFFICER, ROLE_WORDS
from handlers.platforms import PLATFORM_WORDS, command, ways
from handlers.states import State
from storage import core, ledger
from storage.transaction import Transaction


class AlreadyLinked(Refusal):
    """Your {here} account is one person with your {there} account already, so nothing was changed. To take them apart
    first, {unlink}."""


class NotLinked(Refusal):
    """Your {here} account is not linked to another, so nothing was changed. To get a code for linking it, {make}."""


class SamePlatform(Refusal):
    """This code was made in {here}, so it has to be typed from your other account: {type_there}."""


@dataclass(frozen=True)
class Linked:
    """Two accounts that are one person now."""

    #: Platform to the name each account had.
    accounts: dict[str, str]
    platform: str
    roles: frozenset[str]
    #: Approvals that lapsed, and publications left standing, because approver and author turn out to be one person.
    lapsed: tuple[str, ...]
    published: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What the person is told."""
        both = " and ".join(f"{PLATFORM_WORDS[platform]} ({name})" for platform, name in self.accounts.items())
        roles = f" and {_roles(self.roles)}" if self.roles else ""
        said = [f"Your accounts in {both} are now one person, with one vote{roles}. It is recorded."]
        if self.lapsed:
            said.append(f"You had approved your own work in {', '.join(self.lapsed)}: that approval has lapsed.")
        if self.published:
            said.append(f"{', '.join(self.published)} went online that way: please tell your privacy officer.")
        undo = command(self.platform, "unlink")
        said.append(f"If one of the accounts is not yours, {undo} at once and tell your privacy officer.")
        return " ".join(said)


@dataclass(frozen=True)
class Unlinked:
    """Two people again: the account on `left` went back to being its own person."""

    stayed: str
    left: str
    roles: frozenset[str]

    @property
    def sentence(self) -> str:
        """What the person is told."""
        stayed, left = PLATFORM_WORDS[self.stayed], PLATFORM_WORDS[self.left]
        roles = f"{_roles(self.roles)}, and " if self.roles else ""
        return (
            f"Your {stayed} and {left} accounts are two people again. It is recorded. The {stayed} account keeps "
            f"{roles}what was proposed and decided as one; a privacy officer can give the {left} account a role. "
            "For four eyes they stay one: neither ever decides on the other's work."
        )


def _roles(roles: frozenset[str]) -> str:
    words = [word for role, word in ROLE_WORDS.items() if role in roles]
    return f"the role{'s' if len(words) > 1 else ''} of {' and '.join(words)}"


def make_code(tx: Transaction, actor: Actor) -> Code:
    """A new code for the actor's account; an older one is void. Raises `AlreadyLinked`."""
    ledger.lock(tx)
    here = _single(tx, actor)
    code = codes.make(tx, here.id, actor.platform)
    _record(tx, actor, "code_made", here, {"account": _named(here), "until": code.expires_at.isoformat()})
    return code


def redeem(tx: Transaction, actor: Actor, typed: str) -> Linked | Refusal:
    """Makes the actor and the maker of the code one person.

    That is the one with the roles: a privacy officer before an approver, an approver before others, else the maker. The
    other's account moves there. Raises `AlreadyLinked`, `NotACode`, `TooManyTries`, `RunOut`, `SamePlatform`. A wrong
    code is *returned*, as `WrongCode` or `TooManyTries`, for the caller to raise: raised in here, its count would be
    undone with the transaction."""
    # Nobody else links, unlinks or changes roles meanwhile: tries are counted, and codes used, one after the other.
    ledger.lock(tx)
    here = _single(tx, actor)
    plain = codes.read(typed, here.platform)
    codes.require_tries(tx, here.id, here.platform)
    made = codes.matching(tx, plain)
    if made is None:
        return _wrong(tx, actor, here)
    maker = tx.execute(_BY_ID, {"account": made.account}).one()
    if maker.platform == here.platform:
        raise SamePlatform(**ways(here.platform))
    codes.require_current(tx, made, here.platform)
    return _link(tx, actor, maker, here)


def unlink(tx: Transaction, actor: Actor) -> Unlinked:
    """Takes the actor's two accounts apart. Roles, and what was done as one, stay with the person they were linked
    into. Raises `NotLinked`."""
    ledger.lock(tx)
    together = _together(tx, actor)
    away = next((account for account in together if account.home_id != account.person_id), None)
    if away is None:
        raise NotLinked(**ways(actor.platform))
    stayed = next(account for account in together if account.id != away.id)
    _move(tx, actor, away, away.home_id)
    roles = _held(tx, stayed.person_id)
    payload = {"again": away.home_id, "account": _named(away), "roles_stay": sorted(roles)}
    _record(tx, actor, "unlinked", stayed, payload)
    return Unlinked(stayed.platform, away.platform, roles)


_here, _mate = core.identity.alias("here"), core.identity.alias("mate")
_ACCOUNT = select(
    _mate.c.id, _mate.c.person_id, _mate.c.home_id, _mate.c.platform, _mate.c.external_id, core.person.c.name
).join_from(_mate, core.person, core.person.c.id == _mate.c.home_id)
_BY_ID = _ACCOUNT.where(_mate.c.id == bindparam("account"))
_TOGETHER = (
    _ACCOUNT.join(_here, _here.c.person_id == _mate.c.person_id)
    .where(_here.c.home_id.in_(bindparam("ids", expanding=True)), _here.c.platform == bindparam("platform"))
    .order_by(_mate.c.platform)
)


def _together(tx: Transaction, actor: Actor) -> list[Row[Any]]:
    """The accounts of whoever the acting account belongs to now; found by where it was first seen, which never
    changes, because the actor may have been linked or unlinked since they were recognised."""
    return list(tx.execute(_TOGETHER, {"ids": sorted(actor.ids), "platform": actor.platform}).all())


def _single(tx: Transaction, actor: Actor) -> Row[Any]:
    """The acting account; raises `AlreadyLinked`. So nobody ever has two accounts on one platform."""
    together = _together(tx, actor)
    if len(together) > 1:
        raise AlreadyLinked(**ways(actor.platform))
    return together[0]


def _wrong(tx: Transaction, actor: Actor, here: Row[Any]) -> Refusal:
    refusal = codes.wrong(tx, here.id, here.platform)
    if isinstance(refusal, codes.TooManyTries):
        _record(tx, actor, "guessing_stopped", here, {"account": _named(here), "wrong_codes": codes.TRIES})
    return refusal


def _link(tx: Transaction, actor: Actor, maker: Row[Any], here: Row[Any]) -> Linked:
    first, second = (here, maker) if _rank(tx, here) > _rank(tx, maker) else (maker, here)
    _move(tx, actor, second, first.person_id)
    codes.void(tx, maker.id, here.id)
    permissions.unite(tx, actor, first.person_id, second.person_id)
    lapsed, published = _own_approvals(tx, actor, first.person_id)
    payload = {
        "also": second.person_id,
        "accounts": [_named(first), _named(second)],
        "lapsed": lapsed,
        "published": published,
    }
    _record(tx, actor, "linked", first, payload)
    accounts = {account.platform: account.name for account in (maker, here)}
    return Linked(accounts, here.platform, _held(tx, first.person_id), tuple(lapsed), tuple(published))


def _rank(tx: Transaction, account: Row[Any]) -> tuple[bool, bool]:
    held = _held(tx, account.person_id)
    return OFFICER in held, APPROVER in held


def _held(tx: Transaction, person_id: int) -> frozenset[str]:
    return frozenset(holder.role for holder in permissions.holders(tx) if holder.person_id == person_id)


def _move(tx: Transaction, actor: Actor, account: Row[Any], to: int) -> None:
    tx.execute(update(core.identity).where(core.identity.c.id == account.id), {"person_id": to})
    row = {
        "identity_id": account.id,
        "from_person_id": account.person_id,
        "to_person_id": to,
        "moved_by": actor.id,
        "platform": actor.platform,
        "moved_at": tx.now,
    }
    tx.execute(insert(core.identity_move), row)


def _named(account: Row[Any]) -> str:
    return f"{account.platform}:{account.external_id}"


def _record(tx: Transaction, actor: Actor, what: str, account: Row[Any], payload: dict[str, Any]) -> None:
    tag, subject = f"compliance:identity:{what}", f"person:{account.person_id}"
    ledger.append(tx, tag, subject, actor.entry, actor.platform, {"person": account.person_id, **payload})


_people: BindParameter[Any] = bindparam("people", expanding=True)
_worked = or_(
    core.proposal.c.author_id.in_(_people),
    exists()
    .where(core.revision.c.proposal_id == core.proposal.c.id, core.revision.c.editor_id.in_(_people))
    .correlate(core.proposal),
    exists()
    .where(
        core.revision.c.proposal_id == core.proposal.c.id,
        core.media.c.revision_id == core.revision.c.id,
        core.media.c.uploader_id.in_(_people),
    )
    .correlate(core.proposal),
)
# New work refers to its person, so it waits for this; decisions wait for their proposal, and then look who is linked.
_HOLD_PEOPLE = (
    select(core.person.c.id).where(core.person.c.id.in_(_people)).order_by(core.person.c.id).with_for_update()
)
_HOLD_WORK = select(core.proposal.c.id).where(_worked).order_by(core.proposal.c.id).with_for_update(of=core.proposal)
_APPROVALS = (
    select(core.proposal.c.id, core.proposal.c.state, core.proposal.c.author_id, core.proposal.c.revision)
    .join_from(
        core.proposal,
        core.decision,
        (core.decision.c.proposal_id == core.proposal.c.id) & (core.decision.c.revision == core.proposal.c.revision),
    )
    .where(
        _worked,
        core.decision.c.approver_id.in_(_people),
        core.proposal.c.state.in_((State.APPROVED, State.PUBLISHED)),
    )
    .order_by(core.proposal.c.id)
)


def _workers(tx: Transaction, row: Row[Any]) -> frozenset[int]:
    revision = revisions.read(tx, row.id, row.revision)
    return (revision.workers if revision else frozenset()) | {row.author_id}


def _own_approvals(tx: Transaction, actor: Actor, person_id: int) -> tuple[list[str], list[str]]:
    """Approvals by whoever, as is known now, did the work: those not used yet lapse; those published are named."""
    everybody = {"people": sorted(people.kin(tx, person_id))}
    tx.execute(_HOLD_PEOPLE, everybody).all()
    tx.execute(_HOLD_WORK, everybody).all()
    found = [
        row for row in tx.execute(_APPROVALS, everybody).all() if permissions.own_work(tx, person_id, _workers(tx, row))
    ]
    lapsed = [row.id for row in found if row.state == State.APPROVED]
    for proposal_id in lapsed:
        details: dict[str, object] = {"reason": "Whoever approved it is one person with whoever worked on it."}
        proposals.close(tx, actor, proposals.find(tx, proposal_id), State.LAPSED, details)
    return [public(number) for number in lapsed], [public(row.id) for row in found if row.state == State.PUBLISHED]
