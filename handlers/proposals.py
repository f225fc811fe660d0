"""A proposal's life: submitted, revised, decided, published, withdrawn. Every step writes state, ledger and outbox in
one transaction; none of them can approve anything by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from handlers import allow_list, announcements, drafts, numbers, permissions, revisions, rows, screening
from handlers.drafts import Draft
from handlers.errors import Refusal
from handlers.passages import Found
from handlers.people import Actor
from handlers.rules import Rules
from handlers.states import EDITABLE, RESUBMITTABLE_UNCHANGED, STATE_WORDS, WITHDRAWABLE, State
from handlers.training import standing
from storage import core, ledger, timers
from storage.direct import Direct
from storage.timers import Planned
from storage.transaction import Transaction


class NotFound(Refusal):
    """There is no {typed} here that you may see. `/compliance mine` lists your own proposals, `/compliance queue` those
    waiting for review."""


class NotEditable(Refusal):
    """{number} is {state}, so it can no longer be changed. Propose the post anew with `/propose-post`."""


class NotYours(Refusal):
    """Only the author can do this with {number}. Ask {author}, or add a note with Request changes."""


class Outdated(Refusal):
    """{number} has moved on: it is at revision {revision} and {state}. The card has been redrawn; please look at the
    newest one."""


class Unchanged(Refusal):
    """Nothing was changed in {number}, so there is nothing to review again. Change something, or close this form."""


class NowhereToReview(Refusal):
    """No channel is set up in which posts are reviewed, so nobody would see this one. Ask a privacy officer to set one
    up: in Teams, by writing `@Imprimatur setup compliance` in it; then send this again."""


@dataclass(frozen=True)
class Proposal:
    """Where one proposal stands."""

    id: int
    author_id: int
    state: State
    revision: int
    created_at: datetime

    @property
    def number(self) -> str:
        return numbers.public(self.id)


#: What time may do to a proposal. A decision leaves these where they are, for they look before they act.
_CLOCKS = ("nudge", "expire", "lapse")
_SUBJECTS = {
    "submitted": "revision",
    "revised": "revision",
    "approved": "decision",
    "changes_requested": "decision",
    "rejected": "decision",
    "published": "publication",
}
_COLUMNS = (
    core.proposal.c.id,
    core.proposal.c.author_id,
    core.proposal.c.state,
    core.proposal.c.revision,
    core.proposal.c.created_at,
)
_ONE = select(*_COLUMNS).where(core.proposal.c.id == bindparam("wanted"))
_ONE_LOCKED = _ONE.with_for_update()
# One look instead of three: this is what every Approve begins with.
_IN_REVIEW = Direct(
    select(*revisions.COLUMNS, core.proposal.c.author_id, core.proposal.c.created_at.label("began_at"))
    .select_from(core.proposal.join(revisions.WITH_MEDIA, core.revision.c.proposal_id == core.proposal.c.id))
    .where(
        core.proposal.c.id == bindparam("wanted"),
        core.proposal.c.state == bindparam("state"),
        core.proposal.c.revision == bindparam("seen"),
        core.revision.c.number == bindparam("seen"),
    )
    .order_by(core.media.c.position)
    .with_for_update(of=core.proposal)
)
_MOVE = Direct(
    update(core.proposal)
    .where(
        core.proposal.c.id == bindparam("wanted"),
        core.proposal.c.state == bindparam("was"),
        core.proposal.c.revision == bindparam("was_revision"),
    )
    .values(state=bindparam("becomes"), revision=bindparam("becomes_revision"), updated_at=bindparam("at"))
)


def find(tx: Transaction, proposal_id: int, lock: bool = False) -> Proposal:
    """Raises `NotFound`."""
    row = tx.execute(_ONE_LOCKED if lock else _ONE, {"wanted": proposal_id}).first()
    if row is None:
        raise NotFound(typed=numbers.public(proposal_id))
    return Proposal(row.id, row.author_id, State(row.state), row.revision, row.created_at)


def in_review(tx: Transaction, proposal_id: int, seen: int) -> tuple[Proposal, revisions.Revision] | None:
    """A proposal that waits for a decision on revision `seen`, locked, with that revision; None when it does not."""
    found = _IN_REVIEW.rows(tx, {"wanted": proposal_id, "seen": seen, "state": State.IN_REVIEW})
    if not found:
        return None
    row, revision = found[0], revisions.from_rows(found)
    return Proposal(proposal_id, row.author_id, State.IN_REVIEW, seen, row.began_at), revision


def move(tx: Transaction, proposal: Proposal, state: State, revision: int | None = None) -> Proposal:
    """Compare-and-set: raises `Outdated` when the proposal is no longer where the caller saw it."""
    becomes = proposal.revision if revision is None else revision
    moved = _MOVE.change(
        tx,
        {
            "wanted": proposal.id,
            "was": proposal.state,
            "was_revision": proposal.revision,
            "becomes": state,
            "becomes_revision": becomes,
            "at": tx.now,
        },
    )
    if moved != 1:
        raise outdated(find(tx, proposal.id))
    return Proposal(proposal.id, proposal.author_id, state, becomes, proposal.created_at)


def outdated(proposal: Proposal) -> Outdated:
    """The refusal for a button or form of an earlier state; carries what to redraw."""
    words = STATE_WORDS[proposal.state].lower()
    return Outdated(proposal.id, number=proposal.number, revision=proposal.revision, state=words)


def require_revision(tx: Transaction, proposal: Proposal, number: int) -> revisions.Revision:
    """The proposal's current revision, if it is `number`; raises `Outdated` otherwise."""
    revision = revisions.read(tx, proposal.id, number) if number == proposal.revision else None
    if revision is None:
        raise outdated(proposal)
    return revision


def submit(tx: Transaction, actor: Actor, draft: Draft, key: str, rules: Rules) -> Proposal:
    """Puts a new proposal before the approvers. `key` names the form it came from: the same form delivered again
    returns the proposal it made. Raises `Invalid`, and what `standing.require_trained` raises."""
    if made := revisions.submitted_with(tx, key):
        return find(tx, made[0])
    standing.require_trained(tx, actor, rules)
    found = _screened(tx, actor, draft)
    row = {
        "author_id": actor.id,
        "state": State.IN_REVIEW,
        "revision": 1,
        "created_at": tx.now,
        "updated_at": tx.now,
    }
    proposal_id = rows.add(tx, core.proposal, row)
    proposal = Proposal(proposal_id, actor.id, State.IN_REVIEW, 1, tx.now)
    _put_to_review(tx, actor, proposal, draft, found, key, rules, "submitted")
    return proposal


def revise(
    tx: Transaction, actor: Actor, proposal_id: int, seen: int, draft: Draft, key: str, rules: Rules
) -> Proposal:
    """Revision `seen` + 1, back in review; an earlier approval is void. Raises `Invalid`, `NotYours`, `NotEditable`,
    `Unchanged`, `Outdated`."""
    proposal = find(tx, proposal_id, lock=True)
    if revisions.submitted_with(tx, key):
        return proposal
    current = require_editable(tx, actor, proposal, seen)
    found = _screened(tx, actor, draft)
    same = drafts.content_hash(draft) == current.content_hash and draft.note == current.draft.note
    if same and proposal.state not in RESUBMITTABLE_UNCHANGED:
        raise Unchanged(number=proposal.number)
    moved = move(tx, proposal, State.IN_REVIEW, proposal.revision + 1)
    timers.cancel(tx, proposal.id, *_CLOCKS)
    _put_to_review(tx, actor, moved, draft, found, key, rules, "revised")
    announcements.cards(tx, proposal.id, proposal.revision, rules)
    return moved


def require_editable(tx: Transaction, actor: Actor, proposal: Proposal, seen: int) -> revisions.Revision:
    """The revision to start an edit from; raises `NotYours`, `NotEditable` or `Outdated`."""
    if proposal.author_id not in actor.ids and not permissions.may_decide(actor):
        raise NotYours(number=proposal.number, author="its author")
    if proposal.state not in EDITABLE:
        raise NotEditable(proposal.id, number=proposal.number, state=STATE_WORDS[proposal.state].lower())
    return require_revision(tx, proposal, seen)


def _screened(tx: Transaction, actor: Actor, draft: Draft) -> list[Found]:
    drafts.require_valid(draft, tx.now)
    found = screening.read(draft, allow_list.phrases(tx))
    screening.require_passable(actor, draft, found)
    return found


def _put_to_review(
    tx: Transaction,
    actor: Actor,
    proposal: Proposal,
    draft: Draft,
    found: Sequence[Found],
    key: str,
    rules: Rules,
    event: str,
) -> None:
    if not announcements.review_places(tx, rules):
        raise NowhereToReview
    digest = revisions.write(tx, actor, proposal.id, proposal.revision, draft, key, found)
    payload = {
        "proposal": proposal.number,
        "revision": proposal.revision,
        "content_hash": digest,
        "text": draft.text,
        "networks": list(draft.networks),
        "kind": draft.kind,
        "planned_at": draft.planned_at.isoformat() if draft.planned_at else None,
        "patient_shown": bool(draft.patient_shown),
        "authorization_reference": draft.authorization_reference,
        "media": [[upload.sha256, upload.alt_text] for upload in draft.media],
        "attested": draft.attested,
        "findings": screening.counted(found),
        "override": draft.override,
    }
    record(tx, actor, proposal, event, payload)
    news = announcements.planned(proposal.id, proposal.revision, event)
    timers.schedule(tx, news, *_review_timers(tx, proposal, rules))


def _review_timers(tx: Transaction, proposal: Proposal, rules: Rules) -> list[Planned]:
    nudges = [
        Planned("nudge", proposal.id, rules.hours.add_working_hours(tx.now, hours), f"{proposal.revision}:{index}")
        for index, hours in enumerate(rules.nudge_hours, 1)
    ]
    return [*nudges, Planned("expire", proposal.id, tx.now + rules.expiry, str(proposal.revision))]


def withdraw(tx: Transaction, actor: Actor, proposal_id: int, seen: int) -> Proposal:
    """Takes a proposal back, for good. Only its author can. Raises `NotYours`, `NotEditable`, `Outdated`."""
    proposal = find(tx, proposal_id, lock=True)
    if proposal.author_id not in actor.ids:
        raise NotYours(number=proposal.number, author="its author")
    if proposal.state is State.WITHDRAWN:
        return proposal
    if proposal.state not in WITHDRAWABLE:
        raise NotEditable(proposal.id, number=proposal.number, state=STATE_WORDS[proposal.state].lower())
    require_revision(tx, proposal, seen)
    return close(tx, actor, proposal, State.WITHDRAWN)


def close(
    tx: Transaction,
    actor: Actor | None,
    proposal: Proposal,
    state: State,
    details: dict[str, object] | None = None,
) -> Proposal:
    """Moves a proposal to `state`, stops its timers, records it and redraws what shows it. `actor` is None when time
    did it."""
    moved = move(tx, proposal, state)
    timers.cancel(tx, proposal.id, *_CLOCKS)
    payload = {"proposal": moved.number, "revision": moved.revision, **(details or {})}
    record(tx, actor, moved, state.value, payload)
    timers.schedule(tx, announcements.planned(moved.id, moved.revision, state.value))
    return moved


def record(tx: Transaction, actor: Actor | None, proposal: Proposal, event: str, payload: dict[str, object]) -> None:
    """One ledger entry about a proposal, tagged `proposal:<subject>:<event>`; `actor` is None when time did it."""
    subject = _SUBJECTS.get(event, "state")
    entry = actor.entry if actor else None
    platform = actor.platform if actor else "clock"
    ledger.append(tx, f"proposal:{subject}:{event}", f"proposal:{proposal.id}", entry, platform, payload)
