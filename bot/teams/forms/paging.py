"""What was said, in as many pages as it takes; nothing is left out between them."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from bot.teams.cards.actions import row, submits
from bot.teams.cards.text import Element, Style, box, name, paragraph, parts, size, small, words

#: For the box around a piece and who wrote it.
_FRAME = 1_500


class Said(NamedTuple):
    """One text, who wrote it when, and buttons about it."""

    head: str
    text: str
    style: Style = "default"
    actions: tuple[Element, ...] = ()


def pages(said: Iterable[Said], room: int) -> list[list[Element]]:
    """Everything in order, at most `room` bytes a page; one page at least."""
    found: list[list[Element]] = [[]]
    left = room
    for one in said:
        pieces = parts(one.text, room - _FRAME)
        for number, piece in enumerate(pieces, start=1):
            buttons = [row(*one.actions, spacing="Small")] if one.actions and number == len(pieces) else []
            head = paragraph(name(one.head, weight="Bolder"))
            shown = box(head, paragraph(words(piece), spacing="Small"), *buttons, style=one.style)
            if size(shown) > left and found[-1]:
                found.append([])
                left = room
            found[-1].append(shown)
            left -= size(shown) + 2
    return found


def turning(verb: str, page: int, count: int, data: Mapping[str, Any]) -> list[Element]:
    """Which page of how many this is, from 1, and the buttons to the others."""
    if count == 1:
        return []
    ways = ((page > 1, "Earlier", page - 1), (page < count, "Later", page + 1))
    buttons = [submits(verb, title, inputs=False, **{**data, "page": to}) for there, title, to in ways if there]
    return [small(f"Part {page} of {count}"), row(*buttons, spacing="Small")]


def chosen(page: object, count: int) -> int:
    """The page somebody asked for, from 1; the last one for whoever asked for none that is there."""
    return page if isinstance(page, int) and 1 <= page <= count else count
