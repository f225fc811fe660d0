"""An approver says that a finding is none: recorded, so that rules that cry wolf can be told from the others."""

from collections.abc import Collection

from sqlalchemy import insert

from handlers import announcements, drafts, findings, permissions, proposals, reviews
from handlers.errors import FieldProblem, Refusal
from handlers.messages import FindingView
from handlers.people import Actor
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


class ReasonNeeded(FieldProblem):
    """Say why it tells of no patient, in up to {limit} characters."""

    field = "reason"


def dismissable(tx: Transaction, actor: Actor, proposal_id: int, seen: int) -> tuple[Proposal, list[FindingView]]:
    """What `actor` may dismiss in revision `seen`. Raises what `reviews.openable` raises, and `NothingFound`."""
    permissions.require_approver(actor)
    proposal = proposals.find(tx, proposal_id)
    return proposal, _standing(tx, proposal, reviews.openable(tx, actor, proposal, seen))


def _standing(tx: Transaction, proposal: Proposal, revision: Revision) -> list[FindingView]:
    standing = [one for one in findings.of(tx, revision.id, revision.draft) if not one.dismissed]
    if not standing:
        raise NothingFound(proposal.id, number=proposal.number)
    return standing


def dismiss(
    tx: Transaction, actor: Actor, proposal_id: int, seen: int, chosen: Collection[int], reason: str, rules: Rules
) -> Proposal:
    """Dismisses findings of revision `seen`, which then stand on the card with who did it and why. It decides nothing.
    Raises what `dismissable` raises, `ChooseFinding` and `ReasonNeeded`."""
    permissions.require_approver(actor)
    proposal = proposals.find(tx, proposal_id, lock=True)
    standing = _standing(tx, proposal, reviews.openable(tx, actor, proposal, seen))
    dismissed = [one for one in standing if one.id in chosen]
    if not dismissed:
        raise ChooseFinding
    reason = drafts.clean(reason)
    if not reason or len(reason) > REASON_LIMIT or drafts.hidden(reason):
        raise ReasonNeeded(limit=REASON_LIMIT)
    for one in dismissed:
        _record(tx, actor, proposal, one, reason)
    announcements.cards(tx, proposal.id, proposal.revision, rules)
    return proposal


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
