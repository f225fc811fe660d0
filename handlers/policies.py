"""Policies: versions of exact bytes, who has read and understood which, and the owner's yearly review.

Written policies, changed as needed and kept six years, with the workforce told of them, are 45 CFR 164.530(i) and (j)
and 164.316(b); the yearly review is the practice's own rule.
"""

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from handlers import drafts
from handlers.diff import Span, word_diff
from handlers.errors import FieldProblem, Refusal
from handlers.people import Actor
from handlers.permissions import OFFICER
from handlers.reporting.deadlines import months_later
from handlers.rules import Rules
from handlers.training import assignments, requirements, staff
from handlers.training.assignments import REVIEW_MONTHS, Kind, Requirement, Standing
from storage import core, ledger
from storage.transaction import Transaction

#: Bytes of one version: forty printed pages.
SIZE_LIMIT = 100_000
NOTE_LIMIT = 500
TITLE_LIMIT = 100
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


class NoSuchPolicy(Refusal):
    """There is no policy of this name. `/compliance policy` lists them."""


class NotItsOwner(Refusal):
    """Only the owner of this policy or a privacy officer can do this. `/compliance policy` shows who that is."""


class NewerVersion(Refusal):
    """There is a newer version of “{title}” than the one you had before you. Please read that one, then sign it."""


class SameText(Refusal):
    """This is word for word the version that is there already. If you have looked through it, sign the review with “no
    change”."""


class BadKey(FieldProblem):
    """A policy's short name has up to 60 small letters, digits and hyphens, like photos-and-videos."""

    field = "key"


class KeyTaken(FieldProblem):
    """There is a policy of this short name already: “{title}”. Choose another, or open that policy and press New
    version."""

    field = "key"


class BadTitle(FieldProblem):
    """Give the policy a title of one line, up to 100 characters."""

    field = "title"


class BadText(FieldProblem):
    """This cannot be a policy's text: it has to be Markdown in UTF-8, up to 100 kB, without invisible control
    characters. Save it as plain text in UTF-8 and try again."""

    field = "text"


class BadNote(FieldProblem):
    """A note has up to 500 characters, none of them invisible."""

    field = "note"


@dataclass(frozen=True)
class Policy:
    """One policy as it is now."""

    key: str
    title: str
    owner_id: int
    owner: str
    number: int


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


@dataclass(frozen=True)
class NewVersion:
    """What an owner hands in. `material` asks everybody to read it again; `months`, how long a signature holds, 0 for
    until then; `first`, that it is meant to be a policy of its own."""

    key: str
    title: str
    content: bytes
    material: bool = True
    note: str = ""
    months: int = 0
    first: bool = False


_policy, _version, _attestation = core.policy.c, core.policy_version.c, core.attestation.c
_key: Any = bindparam("which")
_ALL = (
    select(_policy.key, _policy.title, _policy.owner_id, core.person.c.name.label("owner"), _policy.number)
    .join_from(core.policy, core.person, core.person.c.id == _policy.owner_id)
    .order_by(_policy.title, _policy.key)
)
_ONE = _ALL.where(_policy.key == _key)
_ONE_LOCKED = _ONE.with_for_update(of=core.policy)
_VERSION = select(core.policy_version).where(_version.policy == _key, _version.number == bindparam("of"))
_MATERIAL = select(func.max(_version.number)).where(_version.policy == _key, _version.material)
_SIGNED = select(_attestation.policy, func.max(_attestation.number).label("number")).where(
    _attestation.person_id.in_(bindparam("people", expanding=True))
)
_SIGNED = _SIGNED.group_by(_attestation.policy)
_MOVE = (
    update(core.policy).where(_policy.key == _key).values(title=bindparam("new_title"), number=bindparam("new_number"))
)
_HAND_OVER = update(core.policy).where(_policy.key == _key).values(owner_id=bindparam("to"))
_LAST_REVIEW = select(func.max(core.policy_review.c.reviewed_at)).where(core.policy_review.c.policy == _key)
_FIRST = select(func.min(_version.published_at)).where(_version.policy == _key)


def listing(tx: Transaction, actor: Actor) -> list[tuple[Policy, int]]:
    """Every policy by title, with the version the actor signed last, 0 for none."""
    signed = _signed(tx, actor)
    policies = [Policy(**row._mapping) for row in tx.execute(_ALL)]
    return [(policy, signed.get(policy.key, 0)) for policy in policies]


def read(tx: Transaction, actor: Actor, key: str) -> Document:
    """The newest version, and what changed since the actor signed one. Raises `NoSuchPolicy`."""
    policy = find(tx, key)
    row = _row(tx, policy.key, policy.number)
    text, signed = row.content.decode(), _signed(tx, actor).get(key, 0)
    before = _row(tx, key, signed).content.decode() if signed else ""
    changes = tuple(word_diff(before, text)) if signed and signed != policy.number else ()
    return Document(policy, text, row.sha256, row.note, row.published_at, signed, changes)


def in_force(tx: Transaction) -> list[Document]:
    """Every policy people have to sign, as it is now, by title; without anybody's signature."""
    required = {one.key for one in assignments.requirements(tx) if one.kind is Kind.POLICY}
    found = [Policy(**row._mapping) for row in tx.execute(_ALL)]
    return [_unsigned(policy, _row(tx, policy.key, policy.number)) for policy in found if policy.key in required]


def source(tx: Transaction, key: str, number: int) -> bytes | None:
    """The exact bytes of one version; None when there is no such version."""
    row = tx.execute(_VERSION, {"which": key, "of": number}).first()
    return row.content if row else None


def find(tx: Transaction, key: str, lock: bool = False) -> Policy:
    """One policy; raises `NoSuchPolicy`."""
    row = tx.execute(_ONE_LOCKED if lock else _ONE, {"which": key}).first()
    if row is None:
        raise NoSuchPolicy
    return Policy(**row._mapping)


def editable(tx: Transaction, actor: Actor, key: str) -> tuple[Policy | None, int, str]:
    """The policy a new version is of, how many months its signature holds, and its text; none and the usual for a new
    one, with an empty `key`. Raises `NoSuchPolicy`, `NotItsOwner` and `NotForYou`."""
    if not key:
        staff.require_officer(actor)
        return None, REVIEW_MONTHS, ""
    policy = find(tx, key)
    _require_owner(actor, policy)
    months = {one.key: one.months for one in assignments.requirements(tx) if one.kind is Kind.POLICY}
    return policy, months.get(key, 0), _row(tx, key, policy.number).content.decode()


def publish(tx: Transaction, actor: Actor, new: NewVersion, rules: Rules) -> Policy:
    """Publishes the first or the next version. A material one is assigned to everybody; the first makes the actor its
    owner, with a review every year, which an owner's next version is too. Raises `BadKey`, `KeyTaken`, `BadTitle`,
    `BadText`, `BadNote`, `SameText`, `NotStaff` and `NotItsOwner`."""
    _check(new)
    ledger.lock(tx)
    before = tx.execute(_ONE_LOCKED, {"which": new.key}).first()
    if before is None:
        staff.require_officer(actor)
        number, owner = 1, staff.listed(tx, actor.id)
        tx.execute(insert(core.policy), {"key": new.key, "title": new.title, "owner_id": owner, "number": number})
    else:
        _require_owner(actor, Policy(**before._mapping))
        number = before.number + 1
        if _row(tx, new.key, before.number).content == new.content:
            raise SameText
        if new.first:
            raise KeyTaken(title=before.title)
        tx.execute(_MOVE, {"which": new.key, "new_title": new.title, "new_number": number})
    sha256 = _store(tx, actor, new, number)
    _record(tx, actor, "version:published", new.key, {"number": number, "sha256": sha256, "material": new.material})
    material = tx.execute(_MATERIAL, {"which": new.key}).scalar() or 1
    requirements.put(tx, actor, Requirement(Kind.POLICY, new.key, new.title, material, new.months))
    policy = find(tx, new.key)
    if number > 1 and policy.owner_id in actor.ids:
        _sign_review(tx, actor, policy, sha256, changed=True, note=new.note, rules=rules)
    _keep_reviewed(tx, policy, rules)
    return policy


def attest(tx: Transaction, actor: Actor, key: str, number: int, sha256: str, rules: Rules) -> None:
    """Signs “I have read and understand” for the newest version, named by number and by the hash of what was shown.
    Signing twice is signing once. Raises `NoSuchPolicy` and `NewerVersion`."""
    policy = _newest(tx, key, number, sha256)
    if _signed(tx, actor).get(key, 0) == number:
        return
    row = {"person_id": actor.id, "policy": key, "number": number, "sha256": sha256}
    tx.execute(insert(core.attestation), {**row, "platform": actor.platform, "attested_at": tx.now})
    _record(tx, actor, "attestation:signed", key, {"title": policy.title, "number": number, "sha256": sha256})
    assignments.finish(tx, actor.ids, Kind.POLICY, key, number, rules)


def review(tx: Transaction, actor: Actor, key: str, number: int, sha256: str, note: str, rules: Rules) -> None:
    """The owner has looked through the newest version and found that it needs no change; signed like a version. Raises
    `NoSuchPolicy`, `NewerVersion`, `NotItsOwner` and `BadNote`."""
    policy = _newest(tx, key, number, sha256)
    if policy.owner_id not in actor.ids:
        raise NotItsOwner
    if len(note) > NOTE_LIMIT or drafts.hidden(note):
        raise BadNote
    _sign_review(tx, actor, policy, sha256, changed=False, note=note, rules=rules)


def hand_over(tx: Transaction, actor: Actor, key: str, owner_id: int, rules: Rules) -> Policy:
    """Gives a policy to another owner, with the review that is due. Raises `NoSuchPolicy`, `NotItsOwner`,
    `NotStaff`."""
    ledger.lock(tx)
    policy = find(tx, key, lock=True)
    _require_owner(actor, policy)
    owner_id = staff.listed(tx, owner_id)
    tx.execute(_HAND_OVER, {"which": key, "to": owner_id})
    for one in _reviews(tx, policy.owner_id, key):
        assignments.close(tx, one, Standing.CANCELLED, tx.now.date())
    assignments.refresh(tx, staff.workers(tx, {policy.owner_id}, rules))
    _record(tx, actor, "owner:changed", key, {"from": policy.owner_id, "to": owner_id})
    policy = find(tx, key)
    _keep_reviewed(tx, policy, rules)
    return policy


def retire(tx: Transaction, actor: Actor, key: str) -> None:
    """Nobody has to read it any more; what was signed stays on record. Raises `NoSuchPolicy` and `NotForYou`."""
    find(tx, key, lock=True)
    requirements.drop(tx, actor, Kind.POLICY, key)
    requirements.drop(tx, actor, Kind.REVIEW, key)


def _unsigned(policy: Policy, row: Any) -> Document:
    return Document(policy, row.content.decode(), row.sha256, row.note, row.published_at, 0, ())


def _check(new: NewVersion) -> None:
    if not _KEY.fullmatch(new.key):
        raise BadKey
    if not new.title.strip() or len(new.title) > TITLE_LIMIT or not new.title.isprintable():
        raise BadTitle
    if len(new.note) > NOTE_LIMIT or drafts.hidden(new.note):
        raise BadNote
    try:
        text = new.content.decode()
    except UnicodeDecodeError:
        raise BadText from None
    if not text.strip() or len(new.content) > SIZE_LIMIT or drafts.hidden(text.replace("\r\n", "\n")):
        raise BadText


def _store(tx: Transaction, actor: Actor, new: NewVersion, number: int) -> str:
    sha256 = hashlib.sha256(new.content).hexdigest()
    row = {"policy": new.key, "number": number, "content": new.content, "sha256": sha256, "note": new.note}
    # Nobody has read anything before the first.
    material = new.material or number == 1
    by = {"published_by": actor.id, "published_at": tx.now, "material": material}
    tx.execute(insert(core.policy_version), row | by)
    return sha256


def _newest(tx: Transaction, key: str, number: int, sha256: str) -> Policy:
    # Locked: a version published meanwhile is either seen here, or sees this signature.
    policy = find(tx, key, lock=True)
    if number != policy.number or _row(tx, key, number).sha256 != sha256:
        raise NewerVersion(title=policy.title)
    return policy


def _require_owner(actor: Actor, policy: Policy) -> None:
    if policy.owner_id not in actor.ids and OFFICER not in actor.roles:
        raise NotItsOwner


def _sign_review(
    tx: Transaction, actor: Actor, policy: Policy, sha256: str, changed: bool, note: str, rules: Rules
) -> None:
    row = {"policy": policy.key, "number": policy.number, "sha256": sha256, "changed": changed, "note": note}
    tx.execute(insert(core.policy_review), {**row, "reviewed_by": actor.id, "reviewed_at": tx.now})
    _record(
        tx, actor, "review:signed", policy.key, {name: row[name] for name in ("number", "sha256", "changed", "note")}
    )
    assignments.finish(tx, {policy.owner_id}, Kind.REVIEW, policy.key, policy.number, rules)


def _keep_reviewed(tx: Transaction, policy: Policy, rules: Rules) -> None:
    """Sees to it that a review is before the owner: a year after the last one, or after it was first published."""
    owner = staff.workers(tx, {policy.owner_id}, rules)
    if not owner or _reviews(tx, policy.owner_id, policy.key):
        return
    at = {"which": policy.key}
    last: datetime = tx.execute(_LAST_REVIEW, at).scalar() or tx.execute(_FIRST, at).scalar_one()
    today = owner[policy.owner_id].today(tx.now)
    due: date = max(months_later(last.date(), REVIEW_MONTHS), today)
    assignments.assign_review(tx, owner[policy.owner_id], policy.key, policy.number, due, rules)
    assignments.refresh(tx, owner)


def _reviews(tx: Transaction, owner_id: int, key: str) -> list[assignments.Assignment]:
    return [one for one in assignments.open_for(tx, {owner_id}) if (one.kind, one.key) == (Kind.REVIEW, key)]


def _signed(tx: Transaction, actor: Actor) -> dict[str, int]:
    return {row.policy: row.number for row in tx.execute(_SIGNED, {"people": sorted(actor.ids)})}


def _row(tx: Transaction, key: str, number: int) -> Any:
    return tx.execute(_VERSION, {"which": key, "of": number}).one()


def _record(tx: Transaction, actor: Actor, what: str, key: str, payload: dict[str, Any]) -> None:
    ledger.append(tx, f"policy:{what}", f"policy:{key}", actor.entry, actor.platform, {"policy": key, **payload})
