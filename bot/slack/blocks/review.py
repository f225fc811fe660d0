"""The review card in the compliance channel, and the reminder in its thread."""

from collections.abc import Callable

from bot.slack.blocks import findings
from bot.slack.blocks.text import (
    Block,
    Element,
    actions,
    button,
    divider,
    header,
    line,
    moment,
    runs,
    words,
)
from handlers.diff import Span, abbreviated
from handlers.drafts import escaped_length
from handlers.finding_words import DISMISS
from handlers.messages import Content, DecisionView, MediaView, Nudge, ReviewCard
from handlers.states import STATE_WORDS, State
from handlers.words import (
    NO_PATIENT,
    PATIENT_SHOWN,
    SUPERSEDED,
    UNCHANGED,
    VERDICTS,
    revised_by,
)

#: Makes an address for a file's SHA-256.
Picture = Callable[[str], str]
#: What Slack takes in one message, less a reserve for names, labels and JSON we do not count (DESIGN.md section 3).
_MESSAGE_BUDGET = 12_000
_DIFF_STYLE: dict[str, dict[str, bool]] = {"same": {}, "added": {"bold": True}, "removed": {"strike": True}}


def value(content: Content) -> str:
    """What a button says about the card it sits on."""
    return f"{content.proposal_id}/{content.revision}"


def review_card(card: ReviewCard, thumbnails: bool = True) -> list[Block]:
    """The whole card: what, by whom, when, flags, text, changes, media, note, and buttons or the verdict."""
    content = card.content
    blocks = [header(f"{content.number} · {content.kind} for {', '.join(content.networks)}"), *about(content)]
    blocks += findings.text(content)
    budget = _MESSAGE_BUDGET - escaped_length(content.text)
    blocks += findings.findings(content, budget)
    blocks += changes(card, budget - findings.taken(content)) if card.live else []
    blocks += media(content.media, thumbnails)
    if content.note:
        blocks.append(line(words("Note to the approver: ", bold=True), words(content.note)))
    return [*blocks, divider(), *_ending(card)]


def about(content: Content) -> list[Block]:
    """Who, when, and what has to be watched."""
    who = [words(content.author, bold=True), words(" proposes this")]
    if revision := revised_by(content):
        who.append(words(revision))
    when = [words("  ·  sent "), moment(content.submitted_at), words(" ("), moment(content.submitted_at, "{ago}")]
    planned = [moment(content.planned_at)] if content.planned_at else [words("as soon as approved")]
    facts = line(*who, *when, words(")\nPlanned for: "), *planned)
    return [facts, _flag(content)]


def _flag(content: Content) -> Block:
    if content.patient_shown:
        return line(
            words(PATIENT_SHOWN, bold=True),
            words(f"Written authorization: {content.authorization_reference}"),
        )
    return line(words(NO_PATIENT))


def changes(card: ReviewCard, budget: int) -> list[Block]:
    """The word diff, when there is one and room for it."""
    if card.changes is None:
        return []
    title = words(f"Changes since revision {card.changes_since}", bold=True)
    if all(span.kind == "same" for span in card.changes):
        return [line(title, words(UNCHANGED))]
    spans = abbreviated(card.changes)
    if sum(escaped_length(span.text) for span in spans) > budget:
        return [line(title, words(": too many to show here; open History."))]
    hint = words("  (added is bold, removed is struck through)", italic=True)
    return [line(title, hint), *runs(diff_runs(spans))]


def diff_runs(spans: list[Span]) -> list[Element]:
    """Spans as styled text."""
    return [words(span.text, **_DIFF_STYLE[span.kind]) for span in spans if span.text]


def media(files: tuple[MediaView, ...], thumbnails: bool = True, picture: Picture | None = None) -> list[Block]:
    """Pictures as Slack shows them to whoever may see the file, the rest by name; alt text always in words. One that
    Slack does not have is shown under the address `picture` makes; without, it is said where it can be seen."""
    blocks: list[Block] = []
    for file in files:
        alt = {"type": "image", "alt_text": file.alt_text[:2_000]}
        shown = file.mime.startswith("image/")
        if shown and picture and not file.slack_file:
            blocks.append(alt | {"image_url": picture(file.sha256)})
        elif shown and thumbnails and file.slack_file:
            blocks.append(alt | {"slack_file": {"id": file.slack_file}})
        name = file.name if len(file.name) <= 80 else file.name[:79] + "…"
        elsewhere = "" if file.slack_file or picture else " · sent in Teams: History shows it"
        blocks.append(line(words(name, bold=True), words(f"{elsewhere} · alt text: {file.alt_text}")))
    return blocks


def verdict(decision: DecisionView) -> Block:
    """What was decided, by whom, when and why."""
    sign, word = VERDICTS[decision.verdict]
    elements = [words(f"{sign} {word}", bold=True), words(f" by {decision.name}, "), moment(decision.decided_at)]
    if decision.reason:
        elements.append(words(f"\n{decision.reason}"))
    return line(*elements)


def _ending(card: ReviewCard) -> list[Block]:
    at = value(card.content)
    history = button("history", "History", at)
    if card.live:
        buttons = (
            button("approve", "Approve", at, "primary"),
            button("request_changes", "Request changes", at),
            button("reject", "Reject", at, "danger"),
            button("edit", "Edit", at),
            history,
        )
        standing = any(not finding.dismissed for finding in card.content.findings)
        dismiss = [actions("findings", button("dismiss", DISMISS, at))] if standing else []
        return [actions("review", *buttons), *dismiss]
    blocks = [verdict(card.decision)] if card.decision else []
    if not card.current:
        blocks.append(line(words(SUPERSEDED, italic=True)))
    elif card.state not in (State.APPROVED, State.CHANGES_REQUESTED, State.REJECTED):
        blocks.append(line(words(STATE_WORDS[card.state], bold=True), *_published(card)))
    return [*blocks, actions("review", history)]


def _published(card: ReviewCard) -> list[Element]:
    elements = []
    for network, link in card.links:
        elements += [words(f"  {network}: "), {"type": "link", "url": link, "text": link[:100], "unsafe": True}]
    return elements


def nudge(message: Nudge) -> list[Block]:
    """A reminder: how long it has waited, and what happens if nobody decides."""
    return [
        line(
            words(f"{message.number} is still waiting for a decision, since "),
            moment(message.waiting_since),
            words(". Nothing is approved by waiting: undecided, it expires on "),
            moment(message.expires_at, "{date_short_pretty}"),
            words("."),
        )
    ]
