"""What the organization may say of itself: names, addresses, telephone numbers and events that are no finding."""

import re
import unicodedata
from collections.abc import Collection, Iterator
from functools import lru_cache

from handlers.phi import normal
from handlers.phi.findings import Category, Hit
from handlers.phi.patterns import Pattern, pattern
from handlers.phi.spans import Span, Spans

#: What an organization has of its own; nothing makes a patient's numbers allowed.
OWN = frozenset(
    {Category.NAME, Category.GEO, Category.DATE, Category.PHONE, Category.FAX, Category.EMAIL, Category.URL}
)
_NUMBERS = (Category.PHONE, Category.FAX)


class Allowed:
    """An allow-list beside one text; case, accents, blanks, invisible characters and how a
    telephone number is punctuated make no difference."""

    def __init__(self, phrases: Collection[str], plain: str) -> None:
        self._plain = plain
        self._spans = Spans(_occurrences(tuple(phrases), plain))
        self._numbers = frozenset(map(_digits, phrases)) if phrases else frozenset()

    def __contains__(self, hit: Hit) -> bool:
        if hit.rule.category not in OWN:
            return False
        if self._spans.hold(hit.start, hit.end):
            return True
        return hit.rule.category in _NUMBERS and _digits(self._plain[hit.start : hit.end]) in self._numbers

    def covers(self, start: int, end: int) -> bool:
        """Whether a slice of the text lies within something of the organization's own."""
        return self._spans.hold(start, end)


def tidy(phrase: str) -> str:
    """A phrase as the scanner reads it: single blanks, nothing invisible, no look-alikes of other scripts."""
    return " ".join(normal.read(phrase).plain.split())


def bare(text: str) -> str:
    """The same text, character by character, without accents."""
    return text if text.isascii() else "".join(unicodedata.normalize("NFD", character)[0] for character in text)


def _occurrences(phrases: tuple[str, ...], plain: str) -> Iterator[Span]:
    searched = _searched(phrases)
    return (match.span() for match in searched.finditer(bare(plain))) if searched else iter(())


@lru_cache(maxsize=16)
def _searched(phrases: tuple[str, ...]) -> Pattern | None:
    """All phrases at once, the longest first."""
    read = {bare(tidy(phrase)) for phrase in phrases} - {""}
    if not read:
        return None
    ordered = sorted(read, key=lambda phrase: (-len(phrase), phrase))
    alternatives = (r"\s+".join(map(re.escape, phrase.split())) for phrase in ordered)
    return pattern(rf"(?:\b|^|\s)(?:{'|'.join(alternatives)})(?:\b|\W|$)")


def _digits(number: str) -> str:
    digits = "".join(character for character in number if character.isdigit())
    return digits.removeprefix("1") if len(digits) == 11 else digits
