"""Patterns whose time is linear in the text, whatever somebody writes: RE2 automata, no backtracking."""

from collections.abc import Iterator, Sequence
from typing import Any

import re2

LETTER = r"A-Za-z\x{C0}-\x{24F}"
#: A word that begins with a capital letter, or an ordinal.
WORD = rf"(?:[A-Z][{LETTER}0-9'&.-]*|\d{{1,3}}(?:st|nd|rd|th)(?: (?i:street|avenue|ave))?)"
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)"
)


_ANYWHERE = re2._re2.RE2.Anchor.UNANCHORED


class Match:
    """Where a pattern matched, and its groups; a group that took no part is None."""

    __slots__ = ("_spans", "_text")

    def __init__(self, text: str, spans: Sequence[tuple[int, int]]) -> None:
        self._text, self._spans = text, spans

    def start(self, group: int = 0) -> int:
        """The first character of a group, -1 when it took no part."""
        return self._spans[group][0]

    def end(self, group: int = 0) -> int:
        """The character after its last."""
        return self._spans[group][1]

    def span(self, group: int = 0) -> tuple[int, int]:
        """Both."""
        return self._spans[group]

    def taken(self) -> tuple[int, int]:
        """Where the first group that took part stands; the whole match, when there is none."""
        return next((span for span in self._spans[1:] if span[0] >= 0), self._spans[0])

    def group(self, group: int = 0) -> str:
        """Its text; empty when it took no part."""
        start, end = self._spans[group]
        return self._text[start:end] if start >= 0 else ""


class Pattern:
    """A compiled expression. Texts of ASCII alone, which most are, are given to RE2 as bytes: their places need no
    translation, which takes longer than the search. They are also given to its automaton itself, for what the package
    puts around every match takes as long as finding it."""

    def __init__(self, source: str, options: re2.Options) -> None:
        self._compiled: Any = re2.compile(source, options)
        self._automaton: Any = self._compiled._regexp.Match

    def finditer(self, text: str) -> Iterator[Match]:
        """Matches from left to right, without overlaps."""
        if not text.isascii():
            for found in self._compiled.finditer(text):
                # Asking for each group takes as long as finding them.
                yield Match(text, found._spans)
            return
        given, at, end = text.encode(), 0, len(text)
        while at <= end:
            spans = self._automaton(_ANYWHERE, given, at, end)
            first, last = spans[0]
            if first < 0:
                return
            yield Match(text, spans)
            at = last if last > at else at + 1

    def search(self, text: str) -> Match | None:
        """The first match."""
        return next(self.finditer(text), None)


def pattern(source: str, *, cased: bool = False) -> Pattern:
    """Compiles RE2 syntax (no look-around, no back-references), without regard to case unless `cased`."""
    options = re2.Options()
    options.case_sensitive = cased
    options.log_errors = False
    return Pattern(source, options)


def words(text: str) -> str:
    """A group of alternatives from a list with blanks between them; an underscore stands for a blank in one."""
    return "(?:" + "|".join(text.split()).replace("_", " ") + ")"
