"""Reading what was recorded: a proposal's history for those who may see it, and lists of proposals."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from handlers import permissions, proposals, revisions, views
from handlers.drafts import Upload
from handlers.messages import Content, ReviewCard
from handlers.numbers import public
from handlers.passages import shortened
from handlers.people import Actor
from handlers.states import State
from storage import core, ledger
from storage.transaction import Transaction

LIST_LIMIT = 20
_OPENING = 80


@dataclass(frozen=True)
class Line:
    """One proposal in a list."""

    number: str
    author: str
    author_id: int
    state: State
    revision: int
    networks: tuple[str, ...]
    opening: str
    submitted_at: datetime


@dataclass(frozen=True)
class Event:
    """One thing that happened to a proposal."""

    at: datetime
    event: str
    name: str
    revision: int
    reason: str


@dataclass(frozen=True)
class History:
    """All that happened to a proposal, and one of its revisions in full."""

    card: ReviewCard
    revisions: int
    events: tuple[Event, ...]


_LIST = (
    select(
        core.proposal.c.id,
        core.proposal.c.author_id,
        core.proposal.c.state,
        core.proposal.c.revision,
        core.person.c.name,
        core.revision.c.networks,
        core.revision.c.text,
        core.revision.c.created_at,
    )
    .select_from(core.proposal)
    .join(core.person, core.person.c.id == core.proposal.c.author_id)
    .join(
        core.revision,
        (core.revision.c.proposal_id == core.proposal.c.id) & (core.revision.c.number == core.proposal.c.revision),
    )
    .limit(LIST_LIMIT)
)
_QUEUE = _LIST.where(core.proposal.c.state == State.IN_REVIEW).order_by(core.revision.c.created_at)
_MINE = _LIST.where(core.proposal.c.author_id.in_(bindparam("authors", expanding=True))).order_by(
    core.proposal.c.updated_at.desc()
)


def opening(text: str) -> str:
    """The first words of a text on one line of at most 80 characters, with … where it goes on."""
    return shortened(text, _OPENING)


def _line(row: Any) -> Line:
    return Line(
        public(row.id),
        row.name,
        row.author_id,
        State(row.state),
        row.revision,
        views.network_names(tuple(row.networks)),
        opening(row.text),
        row.created_at,
    )


def queue(tx: Transaction, actor: Actor) -> list[Line]:
    """What waits for a decision, longest first. Approvers see all of it, others their own."""
    lines = [_line(row) for row in tx.execute(_QUEUE)]
    return lines if permissions.may_decide(actor) else [line for line in lines if line.author_id in actor.ids]


def mine(tx: Transaction, actor: Actor) -> list[Line]:
    """The actor's own proposals, last changed first."""
    return [_line(row) for row in tx.execute(_MINE, {"authors": sorted(actor.ids)})]


def visible(tx: Transaction, actor: Actor, proposal_id: int, typed: str) -> proposals.Proposal:
    """A proposal its author, approvers and privacy officers may see; others get the same `NotFound` as for an unknown
    id, so that nobody learns what exists."""
    try:
        proposal = proposals.find(tx, proposal_id)
    except proposals.NotFound:
        raise proposals.NotFound(typed=typed) from None
    if proposal.author_id not in actor.ids and not permissions.may_decide(actor):
        raise proposals.NotFound(typed=typed)
    return proposal


def history(tx: Transaction, actor: Actor, proposal_id: int, number: int | None = None) -> History:
    """Everything about a proposal, with revision `number` (the current one by default) in full."""
    proposal = visible(tx, actor, proposal_id, public(proposal_id))
    shown = min(max(number or proposal.revision, 1), proposal.revision)
    card = views.review_card(tx, proposal_id, shown)
    if card is None:
        raise proposals.NotFound(typed=proposal.number)
    entries = ledger.entries(tx, subject=f"proposal:{proposal_id}")
    return History(card, proposal.revision, tuple(_event(entry) for entry in entries))


def _event(entry: ledger.Entry) -> Event:
    payload = entry.payload or {}
    event = entry.tag.rsplit(":", 1)[1]
    return Event(
        entry.at,
        event,
        # Approvals lapse by themselves, also when somebody's linking brought to light that they were their own.
        "" if event == "lapsed" else entry.actor_name or "",
        int(payload.get("revision", 0)),
        str(payload.get("reason", "")),
    )


def media_of(tx: Transaction, actor: Actor, proposal_id: int, number: int) -> tuple[Upload, ...]:
    """The files of one revision, without their bytes; none when there is no such revision. Raises `NotFound`."""
    visible(tx, actor, proposal_id, public(proposal_id))
    revision = revisions.read(tx, proposal_id, number)
    return revision.draft.media if revision else ()


def current_content(tx: Transaction, actor: Actor, proposal_id: int, seen: int) -> tuple[Content, revisions.Revision]:
    """The revision to start an edit from, and how it reads; raises what `proposals.require_editable` raises."""
    proposal = proposals.find(tx, proposal_id)
    revision = proposals.require_editable(tx, actor, proposal, seen)
    return views.content(tx, proposal, revision), revision


def recent(tx: Transaction, after: int = 0, limit: int = 200) -> list[dict[str, Any]]:
    """Ledger entries after number `after` as plain data, oldest first."""
    return [
        {
            "number": entry.number,
            "at": entry.at.isoformat(),
            "tag": entry.tag,
            "subject": entry.subject,
            "actor": entry.actor_name,
            "platform": entry.platform,
            "payload": entry.payload,
            "hash": entry.hash,
        }
        for entry in ledger.entries(tx, after=after, limit=limit)
    ]
