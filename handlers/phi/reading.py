"""The words of a text, and what kind of word each is: bits, one for each class of the lexicon and a few more."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache, reduce
from operator import or_
from typing import Any, NamedTuple

from handlers.phi import lexicon
from handlers.phi.name_features import read_list

TOKEN = re.compile(r"https?://\S+|[^\W_]+(?:'[^\W_]+)?|[.!?\n]+|[%★📸📷🎥]|\"")
_NEVER_NAMES = ("condition", "procedure", "patient", "patients", "staff", "time")
NAME = 1
PAST = 2
#: A name by the lists of names or by the title before it, and not only by its capital.
KNOWN = 4
ING = 8
NUMBER = 16
_FIRST_CLASS = 32

Within = tuple[frozenset[str], int]


@dataclass
class Reading:
    """The words of a text, their places, their classes as bits, and the sentences they stand in."""

    words: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    bits: list[int] = field(default_factory=list)
    #: The last word of the term a word belongs to; itself where it stands alone.
    through: list[int] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    #: First word of each sentence and the word after its last.
    bounds: list[tuple[int, int]] = field(default_factory=list)
    #: All words and bits of each sentence.
    within: list[Within] = field(default_factory=list)
    #: What was looked up in it once (handlers/phi/book.py).
    kept: dict[object, Any] = field(default_factory=dict)

    def stop(self, index: int) -> int:
        """The word after the last one of the sentence `index` stands in."""
        return self.bounds[self.sentence[index]][1]

    def extent(self, sentence: int) -> tuple[int, int]:
        """The characters of a sentence."""
        first, stop = self.bounds[sentence]
        return self.starts[first], self.ends[stop - 1]

    def sum_up(self) -> None:
        """Gathers what each sentence holds, again after words or bits were changed."""
        self.within = [
            (frozenset(self.words[first:stop]), reduce(or_, self.bits[first:stop])) for first, stop in self.bounds
        ]
        self.kept.clear()

    def sentence_at(self, place: int) -> int:
        """The sentence a character of the text lies in, or the one before it."""
        return self.sentence[max(0, bisect_right(self.starts, place) - 1)]

    def has(self, sentence: int, words: frozenset[str]) -> bool:
        """Whether any of `words` stands in the sentence."""
        return not words.isdisjoint(self.within[sentence][0])

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The characters from one word to another, its term included."""
        return self.starts[first], self.ends[self.through[last]]


def bit(name: str) -> int:
    """The bit of a class of the lexicon; `name` stands for a capitalised word that could be somebody's,
    `past` for a word that looks like a verb of the past."""
    return tables().bits[name]


@cache
def any_bit(*names: str) -> int:
    """The bits of several classes."""
    return reduce(or_, map(bit, names))


@cache
def given() -> frozenset[str]:
    """Given names that are no words besides."""
    return frozenset(read_list("given")) - frozenset(read_list("words"))


class Tables(NamedTuple):
    """The lexicon, ready for words to be looked up."""

    bits: dict[str, int]
    never_names: int
    patient: int
    time: int
    idle: int
    #: The classes of words that stand alone.
    single: dict[str, int]
    #: By their first two words, the others of terms of several, and their classes.
    several: dict[tuple[str, str], list[tuple[list[str], int]]]


@cache
def tables() -> Tables:
    """Read once."""
    classes = lexicon.classes()
    bits = {"name": NAME, "past": PAST, "known": KNOWN, "ing": ING, "number": NUMBER}
    bits |= {name: _FIRST_CLASS << place for place, name in enumerate(classes)}
    single: dict[str, int] = {}
    joined: dict[tuple[str, ...], int] = {}
    for name, terms in classes.items():
        for term in terms:
            if term.isalnum():
                single[term] = single.get(term, 0) | bits[name]
            else:
                plain = term.replace(" ", "").isalnum()
                parts = tuple(term.split() if plain else (one.removesuffix("'s") for one in TOKEN.findall(term)))
                joined[parts] = joined.get(parts, 0) | bits[name]
    several: dict[tuple[str, str], list[tuple[list[str], int]]] = {}
    for (first, *rest), value in joined.items():
        if rest:
            several.setdefault((first, rest[0]), []).append((rest[1:], value))
        else:
            single[first] = single.get(first, 0) | value
    never_names = reduce(or_, map(bits.__getitem__, _NEVER_NAMES))
    return Tables(bits, never_names, bits["patient"], bits["time"], bits["idle"], single, several)
