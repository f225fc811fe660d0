"""Mistakes in a course file: where, and what to do about them; and what fits on a page of both platforms."""

import json
from collections.abc import Iterable
from typing import NamedTuple

from handlers.drafts import escaped_length
from handlers.errors import Refusal
from handlers.training.courses.course import Block

#: A header of Slack's takes 150 characters.
TITLE_LIMIT = 150
#: A page is one Slack modal or one Adaptive Card of 25 KB, with room for buttons and notices.
PAGE_LIMIT = 6_000
_PAGE_BYTES = 16_000
#: Blocks of a Slack modal are 100; a page draws a few more than its texts.
PIECES_LIMIT = 60
#: Every text is one block of Slack's, which takes 3,000.
TEXT_LIMIT = 2_500
OPTION_LIMIT = 300
WHY_LIMIT = 600


class Mistake(NamedTuple):
    """One thing to mend; lines count from 1."""

    line: int
    problem: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.problem}"


class CourseMistakes(Refusal):
    """This course cannot be used yet: {count} to mend, the first on line {line}. `python -m bot course check FILE`
    lists all of them."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        #: In the order of the file.
        self.mistakes = tuple(sorted(set(mistakes)))
        count = f"{len(self.mistakes)} mistake{'s' if len(self.mistakes) > 1 else ''}"
        super().__init__(count=count, line=self.mistakes[0].line)


def over(what: str, text: str, limit: int) -> str | None:
    """A sentence when a text is longer than `limit` as Slack counts."""
    length = escaped_length(text)
    return f"{what} may have {limit:,} characters; this one counts {length:,}." if length > limit else None


def page_problem(what: str, texts: list[str]) -> str | None:
    """A sentence when these texts do not fit on one page of Slack's and Teams'."""
    if len(texts) > PIECES_LIMIT:
        return f"{what} may have {PIECES_LIMIT} paragraphs and list items; this one has {len(texts)}. Split it in two."
    longest = max(texts, key=escaped_length, default="")
    if problem := over("A paragraph or list item", longest, TEXT_LIMIT):
        return f"{problem} Split it in two."
    length = sum(map(escaped_length, texts))
    if length > PAGE_LIMIT or len(json.dumps(texts, ensure_ascii=False).encode()) > _PAGE_BYTES:
        return (
            f"{what} fits on one page of Slack and Teams up to {PAGE_LIMIT:,} characters (fewer emoji or letters other "
            f"than Latin); this one counts {length:,}. Split it in two."
        )
    return None


def texts(blocks: Iterable[Block]) -> list[str]:
    """What the blocks say."""
    return [block.text for block in blocks]
