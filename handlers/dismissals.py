"""An approver says that a finding is none: recorded, so that rules that cry wolf can be told from the others."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import insert

from handlers import allow_list, announcements, drafts, findings, permissions, proposals, reviews
from handlers.errors import FieldProblem, Refusal
from handlers.messages import FindingView
from handlers.passages import texts
from handlers.people import Actor
from handlers.permissions import OFFICER
from handlers.phi.allowed import OWN
from handlers.phi.catalogue import RULES
from handlers.proposals import Proposal
from handlers.revisions import Revision
from handlers.rules import Rules
from storage import core, ledger
from storage.transaction import Transaction

REASON_LIMIT = 200


class NothingFound(Refusal):
    """Nothing in {number} is left to dismiss. The card has been redrawn."""


class ChooseFinding(FieldProblem):
    """Choose what you dismiss."""

    field = "findings"


class NotOurs(FieldProblem):
    """“{words}” cannot be let pass always: only names, places, days, telephone numbers and addresses of the practice's
    own can, in up to {limit} characters. Untick this, or choose other findings."""

    field = "always"


class OfficerAlways(FieldProblem):
    """Only privacy officers can let words always pass. Untick this, or ask one of them: `/compliance roles`."""

    field = "always"


class ReasonNeeded(FieldProblem):
    """Say why it tells of no patient, in up to {limit} characters."""

    field = "reason"


class Dismissable(NamedTuple):
    """What may be dismissed, and whether its words may be let pass always with the same press."""

    proposal: Proposal
    found: list[FindingView]
    always: bool


def dismissable(tx: Transaction, actor: Actor, proposal_id: int, seen: int) -> Dismissable:
    """What `actor` may dismiss in revision `seen`. Raises what `reviews.openable` raises, and `NothingFound`."""
    permissions.require_approver(actor)
    proposal = proposals.find(tx, proposal_id)
    standing = _standing(tx, proposal, reviews.openable(tx, actor, proposal, seen))
    ours = any(RULES[one.rule].category in OWN for one in standing)
    return Dismissable(proposal, standing, ours and OFFICER in actor.roles)


def _standing(tx: Transaction, proposal: Proposal, revision: Revision) -> list[FindingView]:
    standing = [one for one in findings.of(tx, revision.id, revision.draft) if not one.dismissed]
    if not standing:
        raise NothingFound(proposal.id, number=proposal.number)
    return standing


@dataclass(frozen=True)
class Why:
    """What an approver says of the findings chosen, by their ids. `always` puts their words on the allow-list too."""

    chosen: Collection[int]
    reason: str
    always: bool = False


def dismiss(tx: Transaction, actor: Actor, proposal_id: int, seen: int, why: Why, rules: Rules) -> Proposal:
    """Dismisses findings of revision `seen`, which then stand on the card with who did it and why. It decides nothing.
    Raises what `dismissable` raises, `ChooseFinding`, `ReasonNeeded`, `OfficerAlways`, `NotOurs` and `ListFull`."""
    permissions.require_approver(actor)
    proposal = proposals.find(tx, proposal_id, lock=True)
    revision = reviews.openable(tx, actor, proposal, seen)
    standing = _standing(tx, proposal, revision)
    dismissed = [one for one in standing if one.id in why.chosen]
    if not dismissed:
        raise ChooseFinding
    reason = drafts.clean(why.reason)
    if not reason or len(reason) > REASON_LIMIT or drafts.hidden(reason):
        raise ReasonNeeded(limit=REASON_LIMIT)
    if why.always:
        _let_pass(tx, actor, revision, dismissed)
    for one in dismissed:
        _record(tx, actor, proposal, one, reason)
    announcements.cards(tx, proposal.id, proposal.revision, rules)
    return proposal


def _let_pass(tx: Transaction, actor: Actor, revision: Revision, dismissed: Iterable[FindingView]) -> None:
    if OFFICER not in actor.roles:
        raise OfficerAlways
    parts = texts(revision.draft)
    for one in dismissed:
        words = parts[one.part][one.start : one.end]
        if RULES[one.rule].category not in OWN:
            raise NotOurs(words=one.quoted, limit=allow_list.LONGEST)
        try:
            allow_list.allow(tx, actor, words)
        except allow_list.BadPhrase:
            raise NotOurs(words=one.quoted, limit=allow_list.LONGEST) from None


def _record(tx: Transaction, actor: Actor, proposal: Proposal, finding: FindingView, reason: str) -> None:
    row = {
        "finding_id": finding.id,
        "reason": reason,
        "person_id": actor.id,
        "platform": actor.platform,
        "dismissed_at": tx.now,
    }
    tx.execute(insert(core.dismissal), row)
    payload = {"proposal": proposal.number, "revision": proposal.revision, "rule": finding.rule, "reason": reason}
    ledger.append(tx, "approver:finding:dismissed", f"proposal:{proposal.id}", actor.entry, actor.platform, payload)
