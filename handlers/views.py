"""Loads what people are shown about proposals and neutral answers: current state in, `handlers.messages` data out."""

from datetime import timedelta

from sqlalchemy import bindparam, func, select

from handlers import findings, numbers, people, proposals, reply_templates, revisions
from handlers.diff import Span, word_diff
from handlers.drafts import KINDS
from handlers.messages import AuthorNotice, Content, DecisionView, MediaView, Nudge, ReviewCard
from handlers.networks import NETWORKS
from handlers.proposals import Proposal
from handlers.revisions import Revision
from handlers.rules import Rules
from handlers.states import State, Verdict
from handlers.template_messages import TemplateNotice
from storage import core
from storage.transaction import Transaction

_LINKS = (
    select(core.publication.c.network, core.publication.c.link)
    .where(core.publication.c.proposal_id == bindparam("proposal"), core.publication.c.revision == bindparam("number"))
    .order_by(core.publication.c.id)
)
_DECISION = (
    select(core.decision.c.verdict, core.person.c.name, core.decision.c.decided_at, core.decision.c.reason)
    .join_from(core.decision, core.person, core.person.c.id == core.decision.c.approver_id)
    .where(core.decision.c.proposal_id == bindparam("proposal"), core.decision.c.revision == bindparam("number"))
)
_LAST_DECIDED = select(func.max(core.decision.c.revision)).where(
    core.decision.c.proposal_id == bindparam("proposal"), core.decision.c.revision < bindparam("number")
)


def content(tx: Transaction, proposal: Proposal, revision: Revision) -> Content:
    """One revision with names instead of ids."""
    names = people.names(tx, {proposal.author_id, revision.editor_id})
    draft = revision.draft
    media = tuple(
        MediaView(upload.name, upload.mime, upload.alt_text, upload.sha256, upload.platform_file)
        for upload in draft.media
    )
    return Content(
        number=proposal.number,
        proposal_id=proposal.id,
        revision=revision.number,
        author=names[proposal.author_id],
        editor=names[revision.editor_id],
        submitted_at=revision.created_at,
        networks=network_names(draft.networks),
        kind=KINDS.get(draft.kind, draft.kind),
        planned_at=draft.planned_at,
        text=draft.text,
        patient_shown=bool(draft.patient_shown),
        authorization_reference=draft.authorization_reference,
        note=draft.note,
        media=media,
        findings=findings.of(tx, revision.id, draft),
        override=draft.override,
    )


def network_names(keys: tuple[str, ...]) -> tuple[str, ...]:
    """What people call the networks behind the keys."""
    return tuple(NETWORKS[key].name if key in NETWORKS else key for key in keys)


def decision(tx: Transaction, proposal_id: int, number: int) -> DecisionView | None:
    """The decision on one revision, if there is one."""
    made = tx.execute(_DECISION, {"proposal": proposal_id, "number": number}).first()
    return DecisionView(Verdict(made.verdict), made.name, made.decided_at, made.reason) if made else None


def links(tx: Transaction, proposal_id: int, number: int) -> tuple[tuple[str, str], ...]:
    """(network name, link) for what was published of one revision."""
    rows = tx.execute(_LINKS, {"proposal": proposal_id, "number": number})
    return tuple((network_names((row.network,))[0], row.link) for row in rows)


def changes(tx: Transaction, revision: Revision) -> tuple[tuple[Span, ...] | None, int]:
    """The word diff against the last revision somebody decided on (else the one before), and that one's number."""
    if revision.number == 1:
        return None, 0
    key = {"proposal": revision.proposal_id, "number": revision.number}
    since = tx.execute(_LAST_DECIDED, key).scalar() or revision.number - 1
    before = revisions.read(tx, revision.proposal_id, since)
    if before is None:
        return None, 0
    return tuple(word_diff(before.draft.text, revision.draft.text)), since


def review_card(tx: Transaction, proposal_id: int, number: int) -> ReviewCard | None:
    """The card of one revision as it should look now."""
    proposal = proposals.find(tx, proposal_id)
    revision = revisions.read(tx, proposal_id, number)
    if revision is None:
        return None
    spans, since = changes(tx, revision)
    return ReviewCard(
        content=content(tx, proposal, revision),
        state=proposal.state,
        current=number == proposal.revision,
        decision=decision(tx, proposal_id, number),
        changes=spans,
        changes_since=since,
        links=links(tx, proposal_id, number) if proposal.state is State.PUBLISHED else (),
    )


def author_notice(tx: Transaction, proposal_id: int, detail: str, rules: Rules) -> AuthorNotice | None:
    """The notice about one event; `detail` is `revision:event`."""
    number, event = detail.split(":", 1)
    proposal = proposals.find(tx, proposal_id)
    revision = revisions.read(tx, proposal_id, int(number))
    if revision is None:
        return None
    made = decision(tx, proposal_id, revision.number)
    happened = State.IN_REVIEW.value if event in ("submitted", "revised") else event
    return AuthorNotice(
        content=content(tx, proposal, revision),
        event=event,
        live=proposal.revision == revision.number and proposal.state.value == happened,
        decision=made if event in ("approved", "changes_requested", "rejected") else None,
        until=made.decided_at + rules.lapse if made and event == "approved" else None,
        links=links(tx, proposal_id, revision.number) if event == "published" else (),
    )


def template_notice(tx: Transaction, version_id: int) -> TemplateNotice | None:
    """What those who may approve a neutral answer are told of one of its wordings."""
    version = reply_templates.find(tx, version_id)
    return TemplateNotice(version) if version else None


def nudge(tx: Transaction, proposal_id: int, detail: str, rules: Rules) -> Nudge | None:
    """A reminder, unless the proposal has moved on; `detail` is `revision:index`."""
    number = int(detail.split(":", 1)[0])
    proposal = proposals.find(tx, proposal_id)
    revision = revisions.read(tx, proposal_id, number)
    if revision is None or proposal.state is not State.IN_REVIEW or proposal.revision != number:
        return None
    at = revision.created_at
    return Nudge(numbers.public(proposal_id), proposal_id, number, at, at + max(rules.expiry, timedelta()))
