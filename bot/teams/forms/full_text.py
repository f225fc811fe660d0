"""The whole text of a revision, in as many parts as it needs; what a card could not show is approved at its end."""

from bot.teams.cards import findings
from bot.teams.cards.actions import at, submits
from bot.teams.cards.notices import copy_box
from bot.teams.cards.text import LIMIT, Card, Element, beginning, box, card, ours, paragraph, parts, size, small, words
from handlers.finding_words import HIGHLIGHTED
from handlers.marks import marked
from handlers.messages import Content, ReviewCard
from handlers.states import State

TEXT = "proposal.text"
_FRAME = 2_000


def form(review: ReviewCard, page: int = 1) -> Card:
    """Part `page`, from 1; the last one offers Approve while the revision can be decided on. An approved text can be
    copied from here."""
    copyable = review.current and review.state is State.APPROVED
    pieces = _pages(review.content, (LIMIT - _FRAME) // (2 if copyable else 1))
    page = min(max(page, 1), len(pieces))
    start, end = pieces[page - 1]
    piece = review.content.text[start:end]
    counted = f"Revision {review.content.revision}, {len(review.content.text):,} characters"
    where = f"{counted}, part {page} of {len(pieces)}" if len(pieces) > 1 else counted
    text = box(findings.text(review.content, (start, end), most=None))
    highlighted = any(found for _, found in marked(review.content.text, review.content.findings))
    legend = [small(HIGHLIGHTED)] if highlighted else []
    body = [small(where), *legend, text, *([copy_box(piece)] if copyable else [])]
    more = [ours("Approve is at the end of the last part.")] if review.live and page < len(pieces) else []
    return card([*body, *more], _buttons(review, page, len(pieces)))


def _pages(content: Content, room: int) -> list[tuple[int, int]]:
    """Where each part of the text starts and ends; with everything marked in it, it takes at most `room` bytes."""
    found, start = [], 0
    for piece in parts(content.text, room):
        found += _halved(content, (start, start + len(piece)), room)
        start += len(piece)
    return found


def _halved(content: Content, within: tuple[int, int], room: int) -> list[tuple[int, int]]:
    start, end = within
    middle = start + len(beginning(content.text[start:end], size(paragraph(words(content.text[start:end]))) // 2))
    if size(findings.text(content, within, most=None)) <= room or middle in within:
        return [within]
    return [*_halved(content, (start, middle), room), *_halved(content, (middle, end), room)]


def _buttons(review: ReviewCard, page: int, pages: int) -> list[Element]:
    here = at(review.content)
    buttons = []
    if page == pages and review.live:
        buttons.append(submits("proposal.approve", "Approve", "positive", inputs=False, at=here))
    if page < pages:
        buttons.append(submits(TEXT, "Next part", "positive", inputs=False, at=here, page=page + 1))
    if page > 1:
        buttons.append(submits(TEXT, "Previous part", inputs=False, at=here, page=page - 1))
    return buttons
