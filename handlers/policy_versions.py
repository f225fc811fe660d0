"""How policies change: the first version and every next one, kept byte for byte as it was handed in."""

import hashlib
import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from handlers import drafts, policies, policy_duties
from handlers.errors import FieldProblem, Refusal
from handlers.people import Actor
from handlers.policies import Policy
from handlers.policy_duties import NOTE_LIMIT, BadNote
from handlers.rules import Rules
from handlers.training import assignments, requirements, staff
from handlers.training.assignments import REVIEW_MONTHS, Kind, Requirement
from storage import core, ledger
from storage.transaction import Transaction

#: Bytes of one version: forty printed pages.
SIZE_LIMIT = 100_000
TITLE_LIMIT = 100
_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")


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


_policy, _version = core.policy.c, core.policy_version.c
_key: Any = bindparam("which")
_MATERIAL = select(func.max(_version.number)).where(_version.policy == _key, _version.material)
_MOVE = (
    update(core.policy).where(_policy.key == _key).values(title=bindparam("new_title"), number=bindparam("new_number"))
)


def editable(tx: Transaction, actor: Actor, key: str) -> tuple[Policy | None, int, str]:
    """The policy a new version is of, how many months its signature holds, and its text; none and the usual for a new
    one, with an empty `key`. Raises `NoSuchPolicy`, `NotItsOwner` and `NotForYou`."""
    if not key:
        staff.require_officer(actor)
        return None, REVIEW_MONTHS, ""
    policy = policies.find(tx, key)
    policies.require_owner(actor, policy)
    months = {one.key: one.months for one in assignments.requirements(tx) if one.kind is Kind.POLICY}
    return policy, months.get(key, 0), policies.version(tx, key, policy.number).content.decode()


def publish(tx: Transaction, actor: Actor, new: NewVersion, rules: Rules) -> Policy:
    """Publishes the first or the next version. A material one is assigned to everybody, and so is any that puts a
    retired policy in force again; the first makes the actor its owner, with a review every year, which an owner's next
    version is too. Raises `BadKey`, `KeyTaken`, `BadTitle`,
    `BadText`, `BadNote`, `SameText`, `NotStaff` and `NotItsOwner`."""
    _check(new)
    ledger.lock(tx)
    before = policies.known(tx, new.key, lock=True)
    if before is None:
        staff.require_officer(actor)
        number, owner = 1, staff.listed(tx, actor.id)
        tx.execute(insert(core.policy), {"key": new.key, "title": new.title, "owner_id": owner, "number": number})
    else:
        policies.require_owner(actor, before)
        number = before.number + 1
        if not before.retired_at and policies.version(tx, new.key, before.number).content == new.content:
            raise SameText
        if new.first:
            raise KeyTaken(title=before.title)
        tx.execute(_MOVE, {"which": new.key, "new_title": new.title, "new_number": number})
    sha256 = _store(tx, actor, new, number)
    policies.record(
        tx, actor, "version:published", new.key, {"number": number, "sha256": sha256, "material": new.material}
    )
    material = tx.execute(_MATERIAL, {"which": new.key}).scalar() or 1
    requirements.put(tx, actor, Requirement(Kind.POLICY, new.key, new.title, material, new.months))
    policy = policies.find(tx, new.key)
    if number > 1 and policy.owner_id in actor.ids:
        policy_duties.sign_review(tx, actor, policy, sha256, changed=True, note=new.note, rules=rules)
    policy_duties.keep_reviewed(tx, policy, rules)
    return policy


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
