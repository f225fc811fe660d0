"""The whole text of a revision, in as many parts as it needs; what a card could not show is approved at its end."""

from bot.teams.cards.actions import at, submits
from bot.teams.cards.notices import copy_box
from bot.teams.cards.text import LIMIT, Card, Element, box, card, ours, paragraph, parts, small, words
from handlers.messages import ReviewCard
from handlers.states import State

TEXT = "proposal.text"
_FRAME = 2_000


def form(review: ReviewCard, page: int = 1) -> Card:
    """Part `page`, from 1; the last one offers Approve while the revision can be decided on. An approved text can be
    copied from here."""
    copyable = review.current and review.state is State.APPROVED
    pieces = parts(review.content.text, (LIMIT - _FRAME) // (2 if copyable else 1))
    page = min(max(page, 1), len(pieces))
    piece = pieces[page - 1]
    counted = f"Revision {review.content.revision}, {len(review.content.text):,} characters"
    where = f"{counted}, part {page} of {len(pieces)}" if len(pieces) > 1 else counted
    body = [small(where), box(paragraph(words(piece))), *([copy_box(piece)] if copyable else [])]
    more = [ours("Approve is at the end of the last part.")] if review.live and page < len(pieces) else []
    return card([*body, *more], _buttons(review, page, len(pieces)))


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
