"""Towns, by the list of them (towns.txt): a name that stands where a place does.

None of the names on the list is an English word or a given name by itself; see NOTICE for where they come from."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from handlers.phi.findings import Hit
from handlers.phi.identifiers import rules
from handlers.phi.patterns import LETTER, WORD, pattern

_LIST = Path(__file__).with_name("towns.txt")
_WORDS = 4
_PLACED = pattern(
    r"(?:\b(?i:in|from|near|outside|of|to|at|on|around|toward|via|leaving)(?: downtown| the)?|[,;(])"
    rf" ?({WORD}(?: {WORD}){{0,3}})",
    cased=True,
)
_PLACED_LOWER = pattern(
    rf"\b(?:in|from|near|outside) ([a-z][{LETTER}'.-]{{3,20}}(?: [a-z][{LETTER}'.-]{{2,20}}){{0,2}})", cased=True
)
#: After the name of a town stands what was first described there.
_NAMESAKE = re.compile(
    r" (?:\w+ )?(?:criteri|score|scale|rule|classification|stag|disease|syndrome|virus|fever|protocol|trial|study|coma|"
    r"consensus|guideline|index|declaration|grading|method)",
    re.IGNORECASE,
)


def find(plain: str) -> Iterator[Hit]:
    """They score low: a town by itself is nobody's."""
    for pattern_ in (_PLACED, _PLACED_LOWER):
        for match in pattern_.finditer(plain):
            name = _town(match.group(1))
            end = match.start(1) + len(name)
            if name and not _NAMESAKE.match(plain, end, end + 30):
                yield Hit(match.start(1), end, rules.GEO, "list", 0.4)


def _town(name: str) -> str:
    """The longest beginning that is a town."""
    parts = name.split(" ")
    for count in range(min(len(parts), _WORDS), 0, -1):
        beginning = " ".join(parts[:count]).rstrip(".-'").removesuffix("'s")
        if not {beginning.lower(), beginning.lower().replace("'", "")}.isdisjoint(_towns()):
            return beginning
    return ""


@cache
def _towns() -> frozenset[str]:
    return frozenset(_LIST.read_text().splitlines())
