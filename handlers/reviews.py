"""Deciding on a revision: one decision, by somebody else, on exactly what was seen (four eyes)."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select

from handlers import announcements, drafts, people, permissions, proposals
from handlers.drafts import Draft
from handlers.errors import FieldProblem, Refusal
from handlers.people import Actor
from handlers.proposals import Proposal
from handlers.revisions import Revision
from handlers.rules import Rules
from handlers.states import STATE_WORDS, State, Verdict
from storage import core, timers
from storage.direct import Direct
from storage.timers import Planned
from storage.transaction import Transaction

REASON_LIMIT = 500


class AlreadyDecided(Refusal):
    """{name} was quicker: {number} is already {verdict}. The card has been redrawn; nothing else is needed from you."""


class NotWaiting(Refusal):
    """{number} is no longer waiting for a decision: {state}. The card has been redrawn."""


class ReasonNeeded(FieldProblem):
    """Say why, in a sentence or two: the author sees it and acts on it."""

    field = "reason"


class ReasonTooLong(FieldProblem):
    """A reason may have {limit} characters; this one has {length}."""

    field = "reason"


class ReasonHides(FieldProblem):
    """There is an invisible control character in this reason, which can make it read differently from what is kept.
    Please type it anew."""

    field = "reason"


class ContentChanged(Refusal):
    """What is stored for {number} is not what was submitted, so it cannot be decided on or used. Do not publish it, and
    tell your privacy officer: somebody or something changed the records outside Imprimatur."""


@dataclass(frozen=True)
class Decision:
    """What was decided on one revision, by whom."""

    verdict: Verdict
    reason: str
    approver_id: int
    platform: str
    content_hash: str
    decided_at: datetime


_ONE = select(core.decision).where(
    core.decision.c.proposal_id == bindparam("proposal"), core.decision.c.revision == bindparam("number")
)
_DECIDE = Direct(insert(core.decision))


def decision_on(tx: Transaction, proposal_id: int, number: int) -> Decision | None:
    row = tx.execute(_ONE, {"proposal": proposal_id, "number": number}).first()
    if row is None:
        return None
    return Decision(Verdict(row.verdict), row.reason, row.approver_id, row.platform, row.content_hash, row.decided_at)


def decide(
    tx: Transaction, actor: Actor, proposal_id: int, seen: int, verdict: Verdict, reason: str, rules: Rules
) -> Proposal:
    """Records the one decision on revision `seen` and tells everybody it concerns. The same approver deciding the same
    twice changes nothing. Raises what `openable` raises, `ReasonNeeded`, `ReasonTooLong` and `ReasonHides`."""
    permissions.require_approver(actor)
    waiting = proposals.in_review(tx, proposal_id, seen)
    if waiting is None:
        return _decided_before(tx, actor, proposal_id, seen, verdict)
    proposal, revision = waiting
    _require_fit(tx, actor, proposal, revision)
    reason = _checked(reason, verdict)
    moved = proposals.move(tx, proposal, State(verdict))
    _record(tx, actor, moved, revision, verdict, reason)
    follows = [announcements.planned(moved.id, moved.revision, verdict.value)]
    if verdict is Verdict.APPROVED:
        follows.append(Planned("lapse", moved.id, tx.now + rules.lapse, str(moved.revision)))
    timers.schedule(tx, *follows)
    return moved


def openable(tx: Transaction, actor: Actor, proposal: Proposal, seen: int) -> Revision:
    """The revision `actor` may decide on now; raises `NotAnApprover`, `Outdated`, `AlreadyDecided`, `NotWaiting`,
    `OwnWork` or `ContentChanged`."""
    permissions.require_approver(actor)
    if proposal.state is not State.IN_REVIEW and seen == proposal.revision:
        raise _no_longer_waiting(tx, proposal)
    revision = proposals.require_revision(tx, proposal, seen)
    _require_fit(tx, actor, proposal, revision)
    return revision


def _require_fit(tx: Transaction, actor: Actor, proposal: Proposal, revision: Revision) -> None:
    permissions.require_four_eyes(tx, actor, revision.workers | {proposal.author_id})
    if not revision.intact:
        raise ContentChanged(number=proposal.number)


def decidable(tx: Transaction, actor: Actor, proposal_id: int, seen: int) -> Proposal:
    """The proposal `actor` is about to decide on; raises what `openable` raises."""
    proposal = proposals.find(tx, proposal_id)
    openable(tx, actor, proposal, seen)
    return proposal


def cleared_text(tx: Transaction, proposal: Proposal, seen: int) -> Draft:
    """The approved draft, checked against the hash the approval is bound to. Raises `Outdated`, `ContentChanged`."""
    if proposal.state not in (State.APPROVED, State.PUBLISHED):
        raise proposals.outdated(proposal)
    revision = proposals.require_revision(tx, proposal, seen)
    decision = decision_on(tx, proposal.id, seen)
    if decision is None or decision.content_hash != drafts.content_hash(revision.draft):
        raise ContentChanged(number=proposal.number)
    return revision.draft


def _decided_before(tx: Transaction, actor: Actor, proposal_id: int, seen: int, verdict: Verdict) -> Proposal:
    """The proposal, when `actor` decided just this already; raises why it cannot be decided on otherwise."""
    proposal = proposals.find(tx, proposal_id, lock=True)
    made = decision_on(tx, proposal.id, seen)
    if made is not None and made.approver_id in actor.ids and made.verdict is verdict:
        return proposal
    openable(tx, actor, proposal, seen)
    raise proposals.outdated(proposal)


def _no_longer_waiting(tx: Transaction, proposal: Proposal) -> Refusal:
    made = decision_on(tx, proposal.id, proposal.revision)
    if made is None:
        words = STATE_WORDS[proposal.state].lower()
        return NotWaiting(proposal.id, number=proposal.number, state=words)
    name = people.names(tx, {made.approver_id})[made.approver_id]
    words = "sent back for changes" if made.verdict is Verdict.CHANGES_REQUESTED else made.verdict.value
    return AlreadyDecided(proposal.id, name=name, number=proposal.number, verdict=words)


def _checked(reason: str, verdict: Verdict) -> str:
    reason = drafts.clean(reason)
    if verdict is not Verdict.APPROVED and not reason:
        raise ReasonNeeded
    if len(reason) > REASON_LIMIT:
        raise ReasonTooLong(limit=REASON_LIMIT, length=len(reason))
    if drafts.hidden(reason):
        raise ReasonHides
    return reason


def _record(
    tx: Transaction, actor: Actor, proposal: Proposal, revision: Revision, verdict: Verdict, reason: str
) -> None:
    row = {
        "proposal_id": proposal.id,
        "revision": proposal.revision,
        "verdict": verdict,
        "reason": reason,
        "approver_id": actor.id,
        "platform": actor.platform,
        "content_hash": revision.content_hash,
        "decided_at": tx.now,
    }
    _DECIDE.change(tx, row)
    payload = {
        "proposal": proposal.number,
        "revision": proposal.revision,
        "verdict": verdict.value,
        "reason": reason,
        "content_hash": revision.content_hash,
    }
    proposals.record(tx, actor, proposal, verdict.value, payload)
