"""Policies as people find them: which there are, the newest version of each, and what its reader has signed.

Written policies, changed as needed and kept six years, with the workforce told of them, are 45 CFR 164.530(i) and (j)
and 164.316(b). `policy_versions` publishes them, `policy_duties` is what they ask of people.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from handlers.diff import Span, word_diff
from handlers.errors import Refusal
from handlers.people import Actor
from handlers.permissions import OFFICER
from handlers.training.assignments import Kind
from storage import core, ledger
from storage.transaction import Transaction


class NoSuchPolicy(Refusal):
    """There is no policy of this name. `/compliance policy` lists them."""


class NotItsOwner(Refusal):
    """Only the owner of this policy or a privacy officer can do this. `/compliance policy` shows who that is."""


@dataclass(frozen=True)
class Policy:
    """One policy as it is now."""

    key: str
    title: str
    owner_id: int
    owner: str
    number: int
    #: Since when nobody is asked to sign it any more.
    retired_at: datetime | None = None


@dataclass(frozen=True)
class Document:
    """A version as somebody reads it: `sha256` is of the exact bytes, `signed` the version they signed last, 0 for
    none, and `changes` what is different from that."""

    policy: Policy
    text: str
    sha256: str
    note: str
    published_at: datetime
    signed: int
    changes: tuple[Span, ...]

    @property
    def is_signed(self) -> bool:
        """Whether there is nothing left for them to sign."""
        return self.signed == self.policy.number


_policy, _version, _attestation = core.policy.c, core.policy_version.c, core.attestation.c
_requirement = core.requirement.c
_key: Any = bindparam("which")
_ALL = (
    select(
        _policy.key,
        _policy.title,
        _policy.owner_id,
        core.person.c.name.label("owner"),
        _policy.number,
        _requirement.ended_at.label("retired_at"),
    )
    .join_from(core.policy, core.person, core.person.c.id == _policy.owner_id)
    .outerjoin(core.requirement, (_requirement.kind == Kind.POLICY) & (_requirement.key == _policy.key))
    .order_by(_requirement.ended_at.is_not(None), _policy.title, _policy.key)
)
_ONE = _ALL.where(_policy.key == _key)
_ONE_LOCKED = _ONE.with_for_update(of=core.policy)
_VERSION = select(core.policy_version).where(_version.policy == _key, _version.number == bindparam("of"))
_SIGNED = (
    select(_attestation.policy, func.max(_attestation.number).label("number"))
    .where(_attestation.person_id.in_(bindparam("people", expanding=True)))
    .group_by(_attestation.policy)
)


def listing(tx: Transaction, actor: Actor) -> list[tuple[Policy, int]]:
    """Every policy by title, retired ones last, with the version the actor signed last, 0 for none."""
    signed = signed_last(tx, actor)
    policies = [Policy(**row._mapping) for row in tx.execute(_ALL)]
    return [(policy, signed.get(policy.key, 0)) for policy in policies]


def read(tx: Transaction, actor: Actor, key: str) -> Document:
    """The newest version, and what changed since the actor signed one. Raises `NoSuchPolicy`."""
    policy = find(tx, key)
    row = version(tx, policy.key, policy.number)
    text, signed = row.content.decode(), signed_last(tx, actor).get(key, 0)
    before = version(tx, key, signed).content.decode() if signed else ""
    changes = tuple(word_diff(before, text)) if signed and signed != policy.number else ()
    return Document(policy, text, row.sha256, row.note, row.published_at, signed, changes)


def in_force(tx: Transaction) -> list[Document]:
    """Every policy people have to sign, as it is now, by title; without anybody's signature."""
    found = [Policy(**row._mapping) for row in tx.execute(_ALL)]
    return [_unsigned(policy, version(tx, policy.key, policy.number)) for policy in found if policy.retired_at is None]


def source(tx: Transaction, key: str, number: int) -> bytes | None:
    """The exact bytes of one version; None when there is no such version."""
    row = tx.execute(_VERSION, {"which": key, "of": number}).first()
    return row.content if row else None


def known(tx: Transaction, key: str, lock: bool = False) -> Policy | None:
    """One policy, where there is one of this name."""
    row = tx.execute(_ONE_LOCKED if lock else _ONE, {"which": key}).first()
    return Policy(**row._mapping) if row else None


def find(tx: Transaction, key: str, lock: bool = False) -> Policy:
    """One policy; raises `NoSuchPolicy`."""
    found = known(tx, key, lock)
    if found is None:
        raise NoSuchPolicy
    return found


def version(tx: Transaction, key: str, number: int) -> Any:
    """The row of a version there is."""
    return tx.execute(_VERSION, {"which": key, "of": number}).one()


def signed_last(tx: Transaction, actor: Actor) -> dict[str, int]:
    """The version of each policy that somebody signed last."""
    return {row.policy: row.number for row in tx.execute(_SIGNED, {"people": sorted(actor.ids)})}


def require_owner(actor: Actor, policy: Policy) -> None:
    """Raises `NotItsOwner`; a privacy officer may do what an owner may."""
    if policy.owner_id not in actor.ids and OFFICER not in actor.roles:
        raise NotItsOwner


def record(tx: Transaction, actor: Actor, what: str, key: str, payload: dict[str, Any]) -> None:
    """An entry in the ledger, about one policy."""
    ledger.append(tx, f"policy:{what}", f"policy:{key}", actor.entry, actor.platform, {"policy": key, **payload})


def _unsigned(policy: Policy, row: Any) -> Document:
    return Document(policy, row.content.decode(), row.sha256, row.note, row.published_at, 0, ())
