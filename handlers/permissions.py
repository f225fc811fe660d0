"""Who may do what: the two roles, how they are handed on, and four eyes (45 CFR 164.308(a)(2) and (a)(4))."""

from collections.abc import Set
from typing import NamedTuple

from sqlalchemy import insert, select, update

from handlers import people
from handlers.errors import Refusal
from handlers.people import Actor, Sighting, recognise
from storage import core, ledger
from storage.transaction import Transaction

APPROVER = "approver"
OFFICER = "privacy_officer"
ROLE_WORDS = {APPROVER: "approver", OFFICER: "privacy officer"}


class NotAnApprover(Refusal):
    """Only approvers and privacy officers can decide on a post. A privacy officer can make someone an approver with
    `/compliance roles grant approver @name`."""


class NotAnOfficer(Refusal):
    """Only a privacy officer can change roles. `/compliance roles` shows who they are."""


class OwnWork(Refusal):
    """You wrote, edited or added media to this revision, so somebody else has to decide on it. `/compliance roles`
    shows who can."""


class OwnRole(Refusal):
    """Nobody gives a role to themselves. Ask another privacy officer to do it."""


class LastHolder(Refusal):
    """This is the last {role}, and there must always be one. Grant the role to somebody else first with
    `/compliance roles grant`."""


class HasRole(Refusal):
    """{name} is {role} already; nothing was changed."""


class LacksRole(Refusal):
    """{name} is not {role}; nothing was changed. `/compliance roles` shows who holds what."""


class Holder(NamedTuple):
    """One person holding one role. `granted_by` is None for those named in the configuration."""

    person_id: int
    name: str
    role: str
    granted_by: int | None


def may_decide(actor: Actor) -> bool:
    """Approvers decide; privacy officers may too."""
    return may_decide_with(actor.roles)


def may_decide_with(roles: Set[str]) -> bool:
    """Whether one of these roles makes somebody part of the compliance team."""
    return bool(roles & {APPROVER, OFFICER})


def require_approver(actor: Actor) -> None:
    if not may_decide(actor):
        raise NotAnApprover


def require_four_eyes(tx: Transaction, actor: Actor, workers: Set[int]) -> None:
    """Refuses everybody whose work it is, author, last editor and uploaders, whatever their role."""
    # On SQLite nobody is linked while this transaction runs, so what was known at its beginning still holds.
    alone = tx.dialect == "sqlite" and not actor.moved
    if actor.id in workers or (not alone and own_work(tx, actor.id, workers)):
        raise OwnWork


def own_work(tx: Transaction, person_id: int, workers: Set[int]) -> bool:
    """Whether the person, or anybody they were ever linked with, is among `workers`. Who was linked is looked up each
    time: with the proposal locked, also a link made since the person was recognised counts."""
    return not workers.isdisjoint(people.kin(tx, person_id))


def holders(tx: Transaction, role: str | None = None) -> list[Holder]:
    """Everybody holding a role now, by role and name."""
    grants, person = core.role_grant, core.person
    query = (
        select(person.c.id, person.c.name, grants.c.role, grants.c.granted_by)
        .join_from(grants, person, grants.c.person_id == person.c.id)
        .where(grants.c.revoked_at.is_(None))
        .order_by(grants.c.role, person.c.name)
    )
    found = (Holder(row.id, row.name, row.role, row.granted_by) for row in tx.execute(query))
    return [holder for holder in found if role in (None, holder.role)]


def grant(tx: Transaction, actor: Actor, seen: Sighting, role: str) -> Holder:
    """Gives `role` to the person behind `seen`."""
    subject = _other(tx, actor, seen)
    if role in subject.roles:
        raise HasRole(name=subject.name, role=with_article(role))
    _insert(tx, subject.id, role, actor.id)
    _record(tx, actor, "granted", subject.id, subject.name, role)
    return Holder(subject.id, subject.name, role, actor.id)


def revoke(tx: Transaction, actor: Actor, seen: Sighting, role: str) -> Holder:
    """Takes `role` from the person behind `seen`; the last holder keeps it."""
    subject = _subject(tx, actor, seen)
    if role not in subject.roles:
        raise LacksRole(name=subject.name, role=with_article(role))
    if len(holders(tx, role)) == 1:
        raise LastHolder(role=ROLE_WORDS[role])
    _end(tx, actor, subject.id, role)
    _record(tx, actor, "revoked", subject.id, subject.name, role)
    return Holder(subject.id, subject.name, role, None)


def unite(tx: Transaction, actor: Actor, keeper: int, other: int) -> None:
    """Makes the roles of two people one set, the keeper's. A role that only one of the two gave the other ends, because
    nobody gives a role to themselves; unless nobody else holds it, for there must always be one."""
    kin = people.kin(tx, keeper)
    name = people.names(tx, {keeper})[keeper]
    for role in ROLE_WORDS:
        everybody = holders(tx, role)
        ours = [holder for holder in everybody if holder.person_id in (keeper, other)]
        last = len(ours) == len(everybody)
        good = [holder for holder in ours if holder.granted_by not in kin] or (ours if last else [])
        for holder in ours:
            if holder.person_id == other or holder not in good:
                _end(tx, actor, holder.person_id, role)
                _record(tx, actor, "revoked", holder.person_id, holder.name, role, why="linked")
        if good and all(holder.person_id == other for holder in good):
            _insert(tx, keeper, role, good[0].granted_by)
            _record(tx, actor, "granted", keeper, name, role, why="linked")


def seed(tx: Transaction, role: str, accounts: tuple[tuple[str, str], ...]) -> None:
    """Makes the accounts named in the configuration first holders of `role`. Somebody whose role was ever granted or
    revoked in chat, to them or to somebody they were linked with, is left as the chat left them."""
    ledger.lock(tx)
    for platform, external_id in accounts:
        subject = _known(tx, platform, external_id)
        ever = select(core.role_grant.c.id).where(
            core.role_grant.c.person_id.in_(people.kin(tx, subject.id)), core.role_grant.c.role == role
        )
        if tx.execute(ever).first() is None:
            _insert(tx, subject.id, role, None)
            payload = {"person": subject.id, "role": role}
            ledger.append(tx, "configuration:role:granted", f"person:{subject.id}", None, "system", payload)


def _known(tx: Transaction, platform: str, external_id: str) -> Actor:
    row = tx.execute(
        select(core.person.c.name, core.person.c.zone, core.identity.c.team)
        .join_from(core.identity, core.person, core.person.c.id == core.identity.c.person_id)
        .where(core.identity.c.platform == platform, core.identity.c.external_id == external_id)
    ).first()
    if row is None:
        return recognise(tx, Sighting(platform, external_id, "", external_id))
    return recognise(tx, Sighting(platform, external_id, row.team, row.name, row.zone))


def _subject(tx: Transaction, actor: Actor, seen: Sighting) -> Actor:
    """Whose role is to change. Changes of roles wait for one another: of two officers taking each other's role at once,
    the second is the last."""
    if OFFICER not in actor.roles:
        raise NotAnOfficer
    ledger.lock(tx)
    return recognise(tx, seen)


def _other(tx: Transaction, actor: Actor, seen: Sighting) -> Actor:
    subject = _subject(tx, actor, seen)
    if subject.id in people.kin(tx, actor.id):
        raise OwnRole
    return subject


def _insert(tx: Transaction, person_id: int, role: str, granted_by: int | None) -> None:
    row = {"person_id": person_id, "role": role, "granted_by": granted_by, "granted_at": tx.now}
    tx.execute(insert(core.role_grant), row)


def _end(tx: Transaction, actor: Actor, person_id: int, role: str) -> None:
    tx.execute(
        update(core.role_grant).where(
            core.role_grant.c.person_id == person_id,
            core.role_grant.c.role == role,
            core.role_grant.c.revoked_at.is_(None),
        ),
        {"revoked_by": actor.id, "revoked_at": tx.now},
    )


def _record(tx: Transaction, actor: Actor, what: str, person_id: int, name: str, role: str, **why: str) -> None:
    payload = {"person": person_id, "name": name, "role": role, **why}
    ledger.append(tx, f"compliance:role:{what}", f"person:{person_id}", actor.entry, actor.platform, payload)


def with_article(role: str) -> str:
    """“an approver”, “a privacy officer”."""
    return ("an " if role == APPROVER else "a ") + ROLE_WORDS[role]
