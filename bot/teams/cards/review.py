"""The review card in the compliance channel, and the reminder beneath it.

A text that does not fit the card whole is shown as far as it fits; then the card says so, opens the dialog that shows
all of it, and leaves Approve to that dialog: nobody can approve what they could not read.
"""

from collections.abc import Sequence
from typing import Any

from bot.teams.cards import findings
from bot.teams.cards.actions import at, execute, opens, row, shows
from bot.teams.cards.text import (
    LIMIT,
    Card,
    Element,
    Style,
    beginning,
    bold,
    box,
    card,
    columns,
    heading,
    label,
    links,
    moment,
    name,
    ours,
    paragraph,
    said,
    size,
    small,
    words,
)
from handlers.diff import Span, abbreviated
from handlers.finding_words import DISMISS
from handlers.messages import Content, DecisionView, MediaView, Nudge, ReviewCard
from handlers.reviews import REASON_LIMIT
from handlers.states import STATE_WORDS, State, Verdict
from handlers.words import (
    CONSEQUENCES,
    NO_PATIENT,
    PATIENT_SHOWN,
    REASON_HINT,
    SENDS,
    SUPERSEDED,
    UNCHANGED,
    VERDICTS,
    revised_by,
    summary,
)

#: For the sentence and the button that stand in for the rest of a long text.
_REMARK = 700
#: Bytes for the list of findings, and for the beginning of it beside a text of any length.
_FINDINGS, _FEW_FINDINGS = 6_000, 1_500
_BOXES: dict[Verdict, Style] = {
    Verdict.APPROVED: "good",
    Verdict.CHANGES_REQUESTED: "warning",
    Verdict.REJECTED: "attention",
}
_DIFF_STYLES: dict[str, dict[str, object]] = {
    "same": {},
    "added": {"weight": "Bolder", "highlight": True},
    "removed": {"strikethrough": True, "isSubtle": True},
}
_TO_APPROVE = "To approve it, read it in full."
_TOO_MANY = ": too many to show here; History shows both revisions."
_REASONS = {"proposal.request_changes": Verdict.CHANGES_REQUESTED, "proposal.reject": Verdict.REJECTED}


def review_card(review: ReviewCard, notice: str = "", typed: str = "") -> Card:
    """The card as everybody sees it; whoever pressed also sees `notice` on top, a sentence about what came of it, and
    does not lose the reason they `typed`."""
    content = review.content
    before = [*told(notice, "" if review.live else typed), title(review), *about(content), label("Post")]
    after = [*media(content), *note(content), *_ending(review)]
    room = LIMIT - size(card([*before, *after], _buttons(review, typed, approve=True), summary(review)))
    found = listed(content, room)
    room -= size(found)
    text, whole = compared(review, room, remark=_TO_APPROVE) if review.live else post(content, room)
    return card([*before, *text, *found, *after], _buttons(review, typed, approve=whole), summary(review))


def listed(content: Content, room: int) -> list[Element]:
    """The findings, in what the text leaves of `room`; a few in any case."""
    return findings.findings(content, max(min(room - size(box(findings.text(content))), _FINDINGS), _FEW_FINDINGS))


def told(notice: str, typed: str = "") -> list[Element]:
    """What only the person who pressed sees."""
    if not notice:
        return []
    yours = [paragraph(bold("You wrote: "), words(typed[:REASON_LIMIT]))] if typed else []
    return [box(said(notice), *yours, style="accent")]


def title(review: ReviewCard) -> Element:
    """What it is, for where, and how it stands."""
    content = review.content
    what = heading(f"{content.number} · {content.kind} for {', '.join(content.networks)}")
    state = STATE_WORDS[review.state] if review.current else "Outdated"
    return columns(("stretch", [what]), ("auto", [ours(state, isSubtle=True, horizontalAlignment="Right")]))


def about(content: Content) -> list[Element]:
    """Who, when, and what has to be watched."""
    planned = moment(content.planned_at) if content.planned_at else "as soon as approved"
    who = paragraph(name(content.author, weight="Bolder"), words(" proposes this"), _revised(content), spacing="Small")
    return [who, small(f"Sent {moment(content.submitted_at)}"), ours(f"Planned for: {planned}"), _flag(content)]


def _revised(content: Content) -> list[Element]:
    return name(revised_by(content), isSubtle=True) if content.revision > 1 else []


def _flag(content: Content) -> Element:
    if not content.patient_shown:
        return paragraph(words(NO_PATIENT))
    reference = paragraph(words("Written authorization: "), words(content.authorization_reference), spacing="Small")
    return box(paragraph(bold(PATIENT_SHOWN.strip())), reference, style="warning")


def post(content: Content, room: int, *, more: Element | None = None, remark: str = "") -> tuple[list[Element], bool]:
    """The text set off from ours, and whether it is all there. Cut, it says so, with `remark`, and offers the whole
    through `more`, by default the button of a message."""
    text = content.text
    whole = box(findings.text(content))
    if size(whole) <= room:
        return [whole], True
    shown = beginning(text, max(room - _REMARK, 0))
    # What is marked takes room of its own, and less in less of the text.
    marks = size(findings.text(content, (0, len(shown)))) - size(paragraph(words(shown)))
    shown = beginning(text, max(room - _REMARK - marks, 0))
    sentence = f"This is the beginning; {len(text) - len(shown):,} of {len(text):,} characters are missing here."
    button = more or opens("proposal.text", "Read in full", "positive", at=at(content))
    cut = box(findings.text(content, (0, len(shown)), "…"))
    return [cut, ours(f"{sentence} {remark}".strip(), weight="Bolder", spacing="Small"), row(button)], False


def compared(review: ReviewCard, room: int, **cut: Any) -> tuple[list[Element], bool]:
    """The text, what changed in it, and whether the text is all there; `cut` is for `post`. Where it is not, what
    changed comes first: the text has to be read elsewhere anyway."""
    needed = size(box(findings.text(review.content)))
    changed = _changes(review, room - needed if needed <= room else room // 2)
    text, whole = post(review.content, room if needed <= room else room - size(changed), **cut)
    return [*text, *changed], whole


def _changes(review: ReviewCard, room: int) -> list[Element]:
    """The word diff, when there is one and room for it."""
    if review.changes is None:
        return []
    title = f"Changes since revision {review.changes_since}"
    if all(span.kind == "same" for span in review.changes):
        return [ours(title + UNCHANGED, spacing="Small")]
    shown = [
        label(title),
        box(differences(abbreviated(review.changes))),
        small("Added is bold and highlighted, removed is struck through."),
    ]
    return shown if size(shown) <= room else [ours(title + _TOO_MANY, spacing="Small")]


def differences(spans: Sequence[Span]) -> Element:
    """What took the place of something stands apart from it, else the two read as one word."""
    runs: list[list[Element]] = []
    for before, span in zip([None, *spans], spans, strict=False):
        replaces = before and before.kind == "removed" and not before.text[-1:].isspace()
        runs += [words(" " if replaces else ""), words(span.text, **_DIFF_STYLES[span.kind])]
    return paragraph(*runs)


def media(content: Content, pictures: Element | None = None) -> list[Element]:
    """Files by name with their alt text in words; pictures are one press away, as Teams shows none that are not public.
    `pictures` is the button for it, if not the one of a message."""
    if not content.media:
        return []
    files = [_file(file) for file in content.media]
    button = pictures or opens("proposal.pictures", "Show pictures", at=at(content))
    shown = [row(button, spacing="Small")] if any(file.mime.startswith("image/") for file in content.media) else []
    return [label("Media"), *files, *shown]


def _file(file: MediaView) -> Element:
    return paragraph(name(file.name, weight="Bolder"), words(f" · alt text: {file.alt_text}"), spacing="Small")


def note(content: Content) -> list[Element]:
    """What the author wants the approver to know."""
    return [label("Note to the approver"), paragraph(words(content.note), spacing="Small")] if content.note else []


def verdict(decision: DecisionView) -> Element:
    """What was decided, by whom, when and why."""
    sign, word = VERDICTS[decision.verdict]
    reason = [paragraph(words(decision.reason))] if decision.reason else []
    who = paragraph(bold(f"{sign} {word}"), words(" by "), name(decision.name))
    return box(who, small(moment(decision.decided_at)), *reason, style=_BOXES[decision.verdict])


def _ending(review: ReviewCard) -> list[Element]:
    shown = [verdict(review.decision)] if review.decision else []
    if not review.current:
        shown.append(paragraph(words(SUPERSEDED, italic=True)))
    elif review.state not in (State.IN_REVIEW, State.APPROVED, State.CHANGES_REQUESTED, State.REJECTED):
        shown += [ours(STATE_WORDS[review.state], weight="Bolder"), *links(review.links)]
    return shown


def _buttons(review: ReviewCard, typed: str, approve: bool) -> list[Element]:
    here = at(review.content)
    history = opens("proposal.history", "History", at=here)
    if not review.live:
        return [history]
    standing = any(not finding.dismissed for finding in review.content.findings)
    return [
        *([execute("proposal.approve", "Approve", here, "positive")] if approve else []),
        _asks_why("proposal.request_changes", "Request changes", here, typed),
        _asks_why("proposal.reject", "Reject", here, typed, "destructive"),
        opens("proposal.edit", "Edit", at=here),
        history,
        *([opens("proposal.dismiss", DISMISS, at=here)] if standing else []),
    ]


def _asks_why(verb: str, title: str, at: str, typed: str, style: str = "default") -> Element:
    field = {
        "type": "Input.Text",
        "id": verb.replace("proposal.", "reason:"),
        "label": "Reason",
        "isMultiline": True,
        "isRequired": True,
        "errorMessage": "Say why, in a sentence or two.",
        "maxLength": REASON_LIMIT,
    }
    typed_before = {"value": typed} if typed else {}
    verdict = _REASONS[verb]
    body = [ours(CONSEQUENCES[verdict]), field | typed_before, small(REASON_HINT)]
    sends = "positive" if style == "default" else style
    return shows(title, body, [execute(verb, SENDS[verdict], at, sends, inputs=True)], style)


def reason(data: dict[str, object]) -> str:
    """The reason typed on the card, from the data of its press."""
    return next((str(data[key]) for key in data if key.startswith("reason:") and data[key]), "")


def nudge(message: Nudge) -> Card:
    """A reminder: how long it has waited, and what happens if nobody decides."""
    waiting = ours(f"{message.number} is still waiting for a decision, since {moment(message.waiting_since)}.")
    end = ours(
        f"Nothing is approved by waiting: undecided, it expires on {moment(message.expires_at)}.", spacing="Small"
    )
    return card([waiting, end], fallback=summary(message))
