"""What does not fit one form, in as many pages as it takes; nothing is left out between them."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from bot.slack.blocks.text import Block, actions, button, line, words

#: A form takes 100 blocks (docs.slack.dev, views) and, by experience, 250 kB; the rest is for what stands around.
_BLOCKS = 60
_BYTES = 100_000


class Page(NamedTuple):
    """One of `total` pages; `number` is from 1."""

    blocks: list[Block]
    number: int
    total: int


def page(blocks: Iterable[Block], wanted: int = 0) -> Page:
    """The page somebody asked for; the last one, where the newest stands, for whoever asked for none that is there."""
    found = _pages(blocks)
    number = wanted if 1 <= wanted <= len(found) else len(found)
    return Page(found[number - 1], number, len(found))


def _pages(blocks: Iterable[Block]) -> list[list[Block]]:
    found: list[list[Block]] = [[]]
    room = _BYTES
    for block in blocks:
        size = len(json.dumps(block))
        if found[-1] and (len(found[-1]) >= _BLOCKS or size > room):
            found.append([])
            room = _BYTES
        found[-1].append(block)
        room -= size
    return found


def turning(at: Page, of: str, subject: str = "") -> list[Block]:
    """Which page this is, and the buttons to the others; they say `subject` and the page."""
    if at.total == 1:
        return []
    ways = (("earlier", "Earlier", at.number - 1), ("later", "Later", at.number + 1))
    buttons = [button(verb, label, f"{subject}/{to}", of=of) for verb, label, to in ways if 1 <= to <= at.total]
    return [line(words(f"Part {at.number} of {at.total}", italic=True)), actions("turning", *buttons)]
