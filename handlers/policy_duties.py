"""What a policy asks of people: everybody's signature under a version, and its owner's review once a year.

The yearly review is the practice's own rule; a workforce that is told of policies is 45 CFR 164.530(b) and (i).
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from handlers import drafts, people, policies
from handlers.errors import FieldProblem, Refusal
from handlers.people import Actor
from handlers.policies import NotItsOwner, Policy
from handlers.reporting.deadlines import months_later
from handlers.rules import Rules
from handlers.training import assignments, requirements, staff
from handlers.training.assignments import REVIEW_MONTHS, Kind, Standing
from storage import core, ledger
from storage.transaction import Transaction

NOTE_LIMIT = 500


class NewerVersion(Refusal):
    """There is a newer version of “{title}” than the one you had before you. Please read that one, then sign it."""


class Retired(Refusal):
    """“{title}” is retired: nobody has to sign or review it. `/compliance policy` lists those in force; a new version
    puts this one in force again."""


class BadNote(FieldProblem):
    """A note has up to 500 characters, none of them invisible."""

    field = "note"


_policy, _version = core.policy.c, core.policy_version.c
_key: Any = bindparam("which")
_HAND_OVER = update(core.policy).where(_policy.key == _key).values(owner_id=bindparam("to"))
_LAST_REVIEW = select(func.max(core.policy_review.c.reviewed_at)).where(core.policy_review.c.policy == _key)
_FIRST = select(func.min(_version.published_at)).where(_version.policy == _key)


def attest(tx: Transaction, actor: Actor, key: str, number: int, sha256: str, rules: Rules) -> None:
    """Signs “I have read and understand” for the newest version, named by number and by the hash of what was shown.
    Signing twice is signing once. Raises `NoSuchPolicy`, `Retired` and `NewerVersion`."""
    policy = _newest(tx, key, number, sha256)
    if policies.signed_last(tx, actor).get(key, 0) == number:
        return
    row = {"person_id": actor.id, "policy": key, "number": number, "sha256": sha256}
    tx.execute(insert(core.attestation), {**row, "platform": actor.platform, "attested_at": tx.now})
    policies.record(tx, actor, "attestation:signed", key, {"title": policy.title, "number": number, "sha256": sha256})
    assignments.finish(tx, actor.ids, Kind.POLICY, key, number, rules)


def review(tx: Transaction, actor: Actor, key: str, number: int, sha256: str, note: str, rules: Rules) -> None:
    """The owner has looked through the newest version and found that it needs no change; signed like a version. Raises
    `NoSuchPolicy`, `Retired`, `NewerVersion`, `NotItsOwner` and `BadNote`."""
    policy = _newest(tx, key, number, sha256)
    if policy.owner_id not in actor.ids:
        raise NotItsOwner
    if len(note) > NOTE_LIMIT or drafts.hidden(note):
        raise BadNote
    sign_review(tx, actor, policy, sha256, changed=False, note=note, rules=rules)


def hand_over(tx: Transaction, actor: Actor, key: str, owner_id: int, rules: Rules) -> Policy:
    """Gives a policy to another owner, with the review that is due. Raises `NoSuchPolicy`, `NotItsOwner`,
    `NotStaff`."""
    ledger.lock(tx)
    policy = policies.find(tx, key, lock=True)
    policies.require_owner(actor, policy)
    owner_id = staff.listed(tx, owner_id)
    tx.execute(_HAND_OVER, {"which": key, "to": owner_id})
    _end_reviews(tx, policy, rules)
    policies.record(tx, actor, "owner:changed", key, {"from": policy.owner_id, "to": owner_id})
    policy = policies.find(tx, key)
    keep_reviewed(tx, policy, rules)
    return policy


def retire(tx: Transaction, actor: Actor, key: str, rules: Rules) -> None:
    """Nobody is asked to sign or review it any more; its versions and what was signed stay on record, and it can be
    read as before. Raises `NoSuchPolicy`, `NotItsOwner` and `Retired`."""
    ledger.lock(tx)
    policy = policies.find(tx, key, lock=True)
    policies.require_owner(actor, policy)
    if policy.retired_at:
        raise Retired(title=policy.title)
    requirements.withdraw(tx, actor, Kind.POLICY, key)
    _end_reviews(tx, policy, rules)
    policies.record(tx, actor, "version:retired", key, {"title": policy.title, "number": policy.number})


def sign_review(
    tx: Transaction, actor: Actor, policy: Policy, sha256: str, changed: bool, note: str, rules: Rules
) -> None:
    """Records that the newest version was looked through, and asks for the next review a year later."""
    row = {"policy": policy.key, "number": policy.number, "sha256": sha256, "changed": changed, "note": note}
    tx.execute(insert(core.policy_review), {**row, "reviewed_by": actor.id, "reviewed_at": tx.now})
    policies.record(
        tx, actor, "review:signed", policy.key, {name: row[name] for name in ("number", "sha256", "changed", "note")}
    )
    assignments.finish(tx, {policy.owner_id}, Kind.REVIEW, policy.key, policy.number, rules)


def keep_reviewed(tx: Transaction, policy: Policy, rules: Rules) -> None:
    """Sees to it that a review is before the owner of what is in force: a year after the last one, or after it was
    first published."""
    owner = staff.workers(tx, {policy.owner_id}, rules)
    if policy.retired_at or not owner or _reviews(tx, policy.owner_id, policy.key):
        return
    at = {"which": policy.key}
    last: datetime = tx.execute(_LAST_REVIEW, at).scalar() or tx.execute(_FIRST, at).scalar_one()
    today = owner[policy.owner_id].today(tx.now)
    due: date = max(months_later(last.date(), REVIEW_MONTHS), today)
    assignments.assign_review(tx, owner[policy.owner_id], policy.key, policy.number, due, rules)
    assignments.refresh(tx, owner)


def _newest(tx: Transaction, key: str, number: int, sha256: str) -> Policy:
    # Locked: a version published meanwhile is either seen here, or sees this signature.
    policy = policies.find(tx, key, lock=True)
    if policy.retired_at:
        raise Retired(title=policy.title)
    if number != policy.number or policies.version(tx, key, number).sha256 != sha256:
        raise NewerVersion(title=policy.title)
    return policy


def _end_reviews(tx: Transaction, policy: Policy, rules: Rules) -> None:
    for one in _reviews(tx, policy.owner_id, policy.key):
        assignments.close(tx, one, Standing.CANCELLED, tx.now.date())
    assignments.refresh(tx, staff.workers(tx, {policy.owner_id}, rules))
    assignments.redraw(tx, people.now(tx, {policy.owner_id}))


def _reviews(tx: Transaction, owner_id: int, key: str) -> list[assignments.Assignment]:
    return [one for one in assignments.open_for(tx, {owner_id}) if (one.kind, one.key) == (Kind.REVIEW, key)]
