"""What a person must be shown: plain data, complete, with an example each. Every platform draws these its own way."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from handlers import template_messages
from handlers.diff import Span, word_diff
from handlers.phi.findings import Severity
from handlers.reporting import case_messages
from handlers.reporting.case_messages import CaseCard, CaseNotice
from handlers.states import State, Verdict
from handlers.template_messages import TemplateNotice
from handlers.training import reminder_messages
from handlers.training.reminder_messages import TrainingMessage


@dataclass(frozen=True)
class MediaView:
    """One file of a revision; `slack_file` is Slack's own id of it, empty for one that came another way."""

    name: str
    mime: str
    alt_text: str
    sha256: str
    slack_file: str = ""


@dataclass(frozen=True)
class FindingView:
    """A finding as people read it. `part` 0 is the post, n the alt text of its nth file."""

    id: int
    rule: str
    part: int
    start: int
    end: int
    quoted: str
    severity: Severity
    why: str
    suggestion: str
    citation: str
    #: Who says that it is none, and why; both empty while it stands.
    dismissed_by: str = ""
    dismissed: str = ""


@dataclass(frozen=True)
class DecisionView:
    """A decision as people read it."""

    verdict: Verdict
    name: str
    decided_at: datetime
    reason: str


@dataclass(frozen=True)
class Content:
    """One revision exactly as it would appear, with what the approver has to know about it."""

    number: str
    proposal_id: int
    revision: int
    author: str
    editor: str
    submitted_at: datetime
    networks: tuple[str, ...]
    kind: str
    planned_at: datetime | None
    text: str
    patient_shown: bool
    authorization_reference: str
    note: str
    media: tuple[MediaView, ...] = ()
    #: The gravest first.
    findings: tuple[FindingView, ...] = ()
    #: Why the author sends it to review all the same.
    override: str = ""


@dataclass(frozen=True)
class ReviewCard:
    """The card in the compliance channel. `current` is False once a newer revision exists."""

    content: Content
    state: State
    current: bool
    decision: DecisionView | None = None
    #: What changed, and since which revision; None for a first revision.
    changes: tuple[Span, ...] | None = None
    changes_since: int = 0
    #: (network, link) of what was published.
    links: tuple[tuple[str, str], ...] = ()

    @property
    def live(self) -> bool:
        """Whether it can be decided on."""
        return self.current and self.state is State.IN_REVIEW


@dataclass(frozen=True)
class AuthorNotice:
    """What the author (and whoever edited) is told when something happened. `event` is submitted, revised or a state;
    `live` is False once something newer happened."""

    content: Content
    event: str
    live: bool
    decision: DecisionView | None = None
    #: When an approval lapses.
    until: datetime | None = None
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Nudge:
    """A reminder in the card's thread."""

    number: str
    proposal_id: int
    revision: int
    waiting_since: datetime
    expires_at: datetime


@dataclass(frozen=True)
class Undeliverable:
    """Tells a privacy officer what could not be delivered, without any of its text."""

    what: str
    #: Of what; empty for what has no number.
    number: str
    place: str
    code: str
    #: Which refuses it; the officer may be told on the other.
    platform: str


Message = ReviewCard | AuthorNotice | Nudge | Undeliverable | TemplateNotice | CaseCard | CaseNotice | TrainingMessage

_AT = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)
_CONTENT = Content(
    number="P-1042",
    proposal_id=42,
    revision=2,
    author="Maya Lindqvist",
    editor="Maya Lindqvist",
    submitted_at=_AT,
    networks=("Facebook", "Instagram"),
    kind="Post",
    planned_at=datetime(2026, 3, 5, 9, 0, tzinfo=UTC),
    text="Our new hygiene room opens on Monday.\nCome and see it between 9 and 5!",
    patient_shown=True,
    authorization_reference="AUTH-2026-014",
    note="The photo is the one Priya asked for.",
    media=(MediaView("room.jpg", "image/jpeg", "The hygiene room, empty and bright", "a" * 64, "F0ROOM"),),
)
_DECISION = DecisionView(Verdict.CHANGES_REQUESTED, "Dr. Priya Raman", _AT, "Name the day the room opens.")

_NAMED = replace(
    _CONTENT,
    text="Welcome Ellen Moore, who answers our telephone from Monday on.",
    findings=(
        FindingView(
            id=7,
            rule="A_NAME",
            part=0,
            start=8,
            end=19,
            quoted="Ellen Moore",
            severity=Severity.BLOCK,
            why="A name says who somebody is.",
            suggestion="Leave the name out.",
            citation="45 CFR 164.514(b)(2)(i)(A)",
        ),
        FindingView(
            id=8,
            rule="A_GEO",
            part=1,
            start=4,
            end=16,
            quoted="hygiene room",
            severity=Severity.NOTE,
            why="A place smaller than a state narrows down who is meant.",
            suggestion="Name the state at most, or no place.",
            citation="45 CFR 164.514(b)(2)(i)(B)",
            dismissed_by="Dr. Priya Raman",
            dismissed="A room is no place in this sense.",
        ),
    ),
    override="Ellen is one of us, and agreed.",
)

EXAMPLES: dict[type, tuple[Message, ...]] = {
    ReviewCard: (
        ReviewCard(
            _CONTENT,
            State.IN_REVIEW,
            current=True,
            changes=tuple(word_diff("Our new hygiene room opens soon.", _CONTENT.text)),
            changes_since=1,
        ),
        ReviewCard(_CONTENT, State.CHANGES_REQUESTED, current=True, decision=_DECISION),
        ReviewCard(_CONTENT, State.IN_REVIEW, current=False),
        ReviewCard(
            _CONTENT,
            State.PUBLISHED,
            current=True,
            decision=DecisionView(Verdict.APPROVED, "Dr. Priya Raman", _AT, ""),
            links=(("Facebook", "https://facebook.com/riverside/posts/1"),),
        ),
        ReviewCard(_NAMED, State.IN_REVIEW, current=True),
    ),
    AuthorNotice: (
        AuthorNotice(_CONTENT, "submitted", live=True),
        AuthorNotice(_CONTENT, "changes_requested", live=True, decision=_DECISION),
        AuthorNotice(
            _CONTENT,
            "approved",
            live=True,
            decision=DecisionView(Verdict.APPROVED, "Dr. Priya Raman", _AT, ""),
            until=datetime(2026, 3, 16, 15, 30, tzinfo=UTC),
        ),
        AuthorNotice(_CONTENT, "lapsed", live=True),
    ),
    Nudge: (Nudge("P-1042", 42, 2, _AT, datetime(2026, 3, 9, 15, 30, tzinfo=UTC)),),
    Undeliverable: (Undeliverable("the review card", "P-1042", "the compliance channel", "is_archived", "slack"),),
    TemplateNotice: template_messages.NOTICES,
    CaseCard: case_messages.CARDS,
    CaseNotice: case_messages.NOTICES,
    **reminder_messages.EXAMPLES,
}
