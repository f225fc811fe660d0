"""What to post and what not, and what it can cost: a card in the chat, and further parts in a dialog."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from bot.teams.cards.actions import opens, submits
from bot.teams.cards.text import (
    LIMIT,
    Card,
    Element,
    Style,
    beginning,
    bold,
    box,
    card,
    heading,
    in_teams,
    paragraph,
    said,
    size,
    small,
    words,
)
from handlers.training import course_words as say
from handlers.training.courses.course import Block
from handlers.training.guidance import Examples, Guide, Penalties
from handlers.training.training_words import DO, DONT

EXAMPLES, PENALTIES = "guide.examples", "guide.penalties"
_ROOM, _SOURCES = LIMIT - 4_000, 1_500


def examples(found: Guide, page: int = 1, *, dialog: bool = False) -> Card:
    """Part `page`, from 1, of do and don't by lesson and the neutral answers; in a `dialog` its buttons turn pages."""
    shown = [element for one in found.examples for element in _lesson(one)]
    replies = [box(paragraph(bold(one.occasion)), paragraph(words(one.text), spacing="Small")) for one in found.replies]
    return _part(
        EXAMPLES,
        say.EXAMPLES,
        found.sources,
        [*shown, heading(say.NEUTRAL_REPLIES), *replies],
        page,
        dialog,
    )


def penalties(found: Penalties, page: int = 1, *, dialog: bool = False) -> Card:
    """Part `page` of what the courses say about it, and of the amounts, each with its day and source."""
    costs = [
        box(
            paragraph(bold(one.what)),
            paragraph(words(one.amount), spacing="Small"),
            paragraph(words(say.in_force(one), size="Small", isSubtle=True), spacing="Small"),
        )
        for one in found.penalties
    ]
    sanctions = list(_blocks(found.sanctions))
    return _part(
        PENALTIES,
        say.COSTS,
        found.sources,
        [*sanctions, said(say.costs(found)), *costs],
        page,
        dialog,
    )


def handbook(address: str) -> Card:
    """The way to the handbook."""
    return card([said(say.HANDBOOK)], [{"type": "Action.OpenUrl", "title": "Open the handbook", "url": address}])


def _lesson(one: Examples) -> list[Element]:
    lists: tuple[tuple[str, tuple[str, ...], Style], ...] = (
        (DO, one.do, "good"),
        (DONT, one.dont, "attention"),
    )
    shown = [
        box(paragraph(bold(label)), *(paragraph(words(f"• {item}"), spacing="Small") for item in items), style=style)
        for label, items, style in lists
        if items
    ]
    return [paragraph(bold(say.examples_for(one)), spacing="Large"), *shown]


def _blocks(blocks: Iterable[Block]) -> Iterable[Element]:
    for kind, group in groupby(blocks, lambda block: block.kind):
        for one in group:
            yield paragraph(words(f"• {one.text}" if kind == "item" else one.text, italic=kind == "quote"))


def _part(verb: str, title: str, sources: Sequence[str], shown: list[Element], page: int, dialog: bool) -> Card:
    pages = _pages(shown)
    here = min(max(page, 1), len(pages))
    where = [small(f"Part {here} of {len(pages)}")] if len(pages) > 1 else []
    last = [said(say.NOT_SURE, spacing="Large")] if here == len(pages) else []
    source = beginning(in_teams(say.guide_from(sources)), _SOURCES)
    body = [heading(title), *where, *pages[here - 1], *last, paragraph(words(source, size="Small", isSubtle=True))]
    return card(body, _turning(verb, here, len(pages), dialog))


def _turning(verb: str, here: int, count: int, dialog: bool) -> list[Element]:
    ways = ((here < count, "Next part", here + 1), (here > 1, "Previous part", here - 1))
    return [
        submits(verb, label, inputs=False, page=to) if dialog else opens(verb, label, page=to)
        for there, label, to in ways
        if there
    ]


def _pages(shown: Iterable[Element]) -> list[list[Element]]:
    """What belongs together by its size; one page at least."""
    found: list[list[Element]] = [[]]
    room = _ROOM
    for element in shown:
        if found[-1] and size(element) > room:
            found.append([])
            room = _ROOM
        found[-1].append(element)
        room -= size(element) + 2
    return found
