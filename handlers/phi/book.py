"""All patterns that are asked of the same texts, gone through together: what a sentence has is looked up once for all
of them, and each pattern that cannot match costs one comparison of numbers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from handlers.phi.reading import Reading, Within, bit

#: What a word and its classes are to the patterns that may begin with it.
_Key = tuple[str, int]
#: Files that are asked of answers only, and of personal accounts only; all others are one book.
_APART = ("replies", "work_talk")


@dataclass(frozen=True)
class Element:
    """What a word has to be: alternatives of words and of classes of the lexicon."""

    words: frozenset[str]
    bits: int

    @classmethod
    def parse(cls, part: str) -> "Element":
        """Reads `our|@patient`."""
        names = part.split("|")
        bits = 0
        for name in names:
            bits |= bit(name[1:]) if name.startswith("@") else 0
        return cls(frozenset(name for name in names if not name.startswith("@")), bits)

    def fits(self, reading: Reading, index: int) -> bool:
        """Whether a word is it."""
        return bool(reading.bits[index] & self.bits) or reading.words[index] in self.words

    def within(self, within: Within) -> bool:
        """Whether one of a sentence's words is it."""
        return bool(within[1] & self.bits) or not self.words.isdisjoint(within[0])


class Pattern(Protocol):
    """What may begin at a word."""

    @property
    def needs(self) -> int:
        """What a sentence must have for a match to be possible: bits that `Book.needs` gave."""

    def end(self, reading: Reading, start: int) -> int:
        """The last word of the match that begins at `start`; negative without one."""


class Member(Protocol):
    """A section of a file."""

    def compile(self) -> None:
        """Hands its patterns to its book."""


class Book:
    """Sections register; they are compiled when one of them is first asked for."""

    def __init__(self) -> None:
        self._members: list[Member] = []
        self._numbers: dict[Element, int] = {}
        self._has: dict[str, int] = defaultdict(int)
        self._is: dict[int, int] = defaultdict(int)
        self._by_word: dict[str, list[tuple[Member, Pattern]]] = defaultdict(list)
        self._by_bits: dict[int, list[tuple[Member, Pattern]]] = defaultdict(list)
        self._bits = self._all = 0
        self._starting: dict[_Key, list[tuple[Member, Pattern]]] = {}

    def join(self, member: Member) -> None:
        """The book has another section."""
        self._members.append(member)

    def needs(self, elements: Iterable[Element]) -> int:
        """The bits of elements that a sentence must have."""
        bits = 0
        for one in elements:
            bits |= self._number(one)
        return bits

    def begin(self, member: Member, first: Element, pattern: Pattern) -> None:
        """A section's pattern begins with `first`."""
        for word in first.words:
            self._by_word[word].append((member, pattern))
        if first.bits:
            self._by_bits[first.bits].append((member, pattern))
            self._bits |= first.bits

    def met(self, reading: Reading) -> list[int]:
        """Of each sentence, the bits of the elements it has."""
        while self._members:
            self._members.pop().compile()
        if (self, "met") not in reading.kept:
            reading.kept[self, "met"] = [self._met(within) for within in reading.within]
        met: list[int] = reading.kept[self, "met"]
        return met

    def beginnings(self, reading: Reading, member: Member) -> list[tuple[int, list[Pattern]]]:
        """The words at which patterns of a section may begin, and those patterns."""
        met = self.met(reading)
        if (self, "beginnings") not in reading.kept:
            reading.kept[self, "beginnings"] = self._beginnings(reading, met)
        found: list[tuple[int, list[Pattern]]] = reading.kept[self, "beginnings"].get(member, [])
        return found

    def _beginnings(self, reading: Reading, met: list[int]) -> dict[Member, list[tuple[int, list[Pattern]]]]:
        found: dict[Member, list[tuple[int, list[Pattern]]]] = defaultdict(list)
        # Thousands of sentences of the same words are compared once.
        known: dict[int, dict[_Key, list[tuple[Member, list[Pattern]]]]] = defaultdict(dict)
        starters, classes, words, all_bits = self._by_word, self._bits, reading.words, reading.bits
        for (first, stop), has in zip(reading.bounds, met, strict=True):
            hopeful = known[has]
            for index in range(first, stop):
                word, bits = words[index], all_bits[index] & classes
                if word not in starters:
                    if not bits:
                        continue
                    word = ""
                key = word, bits
                if key not in hopeful:
                    hopeful[key] = self._hopeful(key, has)
                for member, patterns in hopeful[key]:
                    found[member].append((index, patterns))
        return found

    def _hopeful(self, key: _Key, met: int) -> list[tuple[Member, list[Pattern]]]:
        by_member: dict[Member, list[Pattern]] = {}
        missing = self._all & ~met
        for member, pattern in self._beginning(key):
            if not pattern.needs & missing:
                by_member.setdefault(member, []).append(pattern)
        return list(by_member.items())

    def _beginning(self, key: _Key) -> list[tuple[Member, Pattern]]:
        """Kept once found: there are as many kinds of beginnings as the lexicon has kinds of words."""
        if key not in self._starting:
            word, bits = key
            found = list(self._by_word[word]) if word else []
            for some, patterns in self._by_bits.items():
                found += patterns if some & bits else ()
            self._starting[key] = found
        return self._starting[key]

    def _met(self, within: Within) -> int:
        words, bits = within
        met = 0
        for word in words & self._has.keys():
            met |= self._has[word]
        for one in _single(bits):
            met |= self._is[one]
        return met

    def _number(self, one: Element) -> int:
        if one not in self._numbers:
            number = self._numbers[one] = 1 << len(self._numbers)
            self._all |= number
            for word in one.words:
                self._has[word] |= number
            for single in _single(one.bits):
                self._is[single] |= number
        return self._numbers[one]


def _single(bits: int) -> Iterable[int]:
    while bits:
        yield (lowest := bits & -bits)
        bits ^= lowest


@cache
def _book(name: str) -> Book:
    return Book()


def book(name: str) -> Book:
    """The book a file belongs to."""
    return _book(name if name in _APART else "")
