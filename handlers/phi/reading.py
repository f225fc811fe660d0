"""A text cut into words that know what kind of word they are, once for all context rules; linear in its length."""

import re
from dataclasses import dataclass, field
from functools import cache, reduce
from operator import or_
from typing import NamedTuple

from handlers.phi import lexicon
from handlers.phi.data import words

_TOKEN = re.compile(r"https?://\S+|[^\W_]+(?:'[^\W_]+)?|[.!?\n]+|[%★]|\"")
#: Words that are others in capitals: "or" and "Ed" are no departments, and nobody may on May 4.
_CAPITALS = {"OR": "operatingroom", "ED": "emergencydept", "May": "month"}
_ENDS = frozenset(".!?\n")
#: A full stop after these ends nothing.
_SHORTENED = words("reading", "shortened")
#: Capitalised without being anybody's name.
_NOBODY = words("reading", "nobody")
_NEVER_NAMES = ("condition", "procedure", "patient", "patients", "staff", "time")
NAME = 1
PAST = 2
#: What readers of a page did, not visitors of a practice.
_UNPAST = words("reading", "unpast")


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
    within: list[tuple[frozenset[str], int]] = field(default_factory=list)

    def stop(self, index: int) -> int:
        """The word after the last one of the sentence `index` stands in."""
        return self.bounds[self.sentence[index]][1]

    def has(self, sentence: int, words: frozenset[str]) -> bool:
        """Whether any of `words` stands in the sentence."""
        return not words.isdisjoint(self.within[sentence][0])

    def span(self, first: int, last: int) -> tuple[int, int]:
        """The characters from one word to another, its term included."""
        return self.starts[first], self.ends[self.through[last]]


def read(plain: str) -> Reading:
    """Never raises, whatever the text is."""
    reading = Reading()
    raws = _cut(plain, reading)
    _classify(reading)
    _name(reading, raws)
    for first, stop in reading.bounds:
        bits = reduce(or_, reading.bits[first:stop])
        reading.within.append((frozenset(reading.words[first:stop]), bits))
    return reading


def bit(name: str) -> int:
    """The bit of a class of the lexicon; `name` stands for a capitalised word that could be somebody's,
    `past` for a word that looks like a verb of the past."""
    return _tables().bits[name]


@cache
def any_bit(*names: str) -> int:
    """The bits of several classes."""
    return reduce(or_, map(bit, names))


def _cut(plain: str, reading: Reading) -> list[str]:
    raws: list[str] = []
    words, starts, ends, bounds = reading.words, reading.starts, reading.ends, reading.bounds
    first = 0
    for found in _TOKEN.finditer(plain):
        raw = found[0]
        if raw[0] not in _ENDS:
            word = _CAPITALS[raw] if raw in _CAPITALS and not (raws and raws[-1].isupper()) else raw.lower()
            raws.append(raw)
            words.append(word[:-2] if word.endswith("'s") else word)
            start, end = found.span()
            starts.append(start)
            ends.append(end)
        elif len(raws) > first and not _inside(plain, found.end(), raw, words[-1]):
            bounds.append((first, len(raws)))
            first = len(raws)
    if len(raws) > first:
        bounds.append((first, len(raws)))
    for number, (first, stop) in enumerate(bounds):
        reading.sentence += [number] * (stop - first)
    return raws


def _inside(plain: str, after: int, mark: str, word: str) -> bool:
    if mark != ".":
        return False
    return word in _SHORTENED or (len(word) == 1 and word.isalpha()) or (after < len(plain) and plain[after].isalnum())


def _classify(reading: Reading) -> None:
    tables = _tables()
    words, single, several = reading.words, tables.single, tables.several
    reading.bits = [single.get(word, 0) | (PAST if word.endswith("ed") and _is_past(word) else 0) for word in words]
    reading.through = list(range(len(words)))
    for index, word in enumerate(words):
        if word not in several:
            continue
        for rest, classes in several[word]:
            last = index + len(rest)
            if words[index + 1 : last + 1] == rest and last < reading.stop(index):
                for place in range(index, last + 1):
                    reading.bits[place] |= classes
                    reading.through[place] = max(reading.through[place], last)


def _is_past(word: str) -> bool:
    return len(word) > 4 and word not in _UNPAST


def _name(reading: Reading, raws: list[str]) -> None:
    for first, stop in reading.bounds:
        capitals = sum(raw[0].isupper() for raw in raws[first:stop])
        headline = stop - first > 3 and capitals > 0.6 * (stop - first)
        for index in range(first, stop):
            if raws[index][0].isupper() and reading.words[index] not in _NOBODY:
                reading.bits[index] |= _name_bits(reading, raws, index, headline)


def _name_bits(reading: Reading, raws: list[str], index: int, headline: bool) -> int:
    """In a headline every word is capitalised, and where a sentence begins one is: there only known names count."""
    first, stop = reading.bounds[reading.sentence[index]]
    if reading.bits[index] & any_bit(*_NEVER_NAMES):
        return 0
    if index > first and reading.bits[index - 1] & bit("staff"):
        return bit("staff")
    if reading.bits[index] & bit("given"):
        return NAME
    if headline or raws[index].isupper():
        return 0
    follows = index + 1 < stop and raws[index + 1][0].isupper() and reading.words[index + 1] not in _NOBODY
    return NAME if index > first or follows else 0


class _Tables(NamedTuple):
    bits: dict[str, int]
    #: The classes of words that stand alone.
    single: dict[str, int]
    #: By their first word, the others of terms of several, and their classes.
    several: dict[str, list[tuple[list[str], int]]]


@cache
def _tables() -> _Tables:
    classes = lexicon.classes()
    bits = {"name": NAME, "past": PAST, **{name: 4 << place for place, name in enumerate(classes)}}
    joined: dict[tuple[str, ...], int] = {}
    for name, terms in classes.items():
        for term in terms:
            parts = tuple(part.removesuffix("'s") for part in _TOKEN.findall(term))
            joined[parts] = joined.get(parts, 0) | bits[name]
    several: dict[str, list[tuple[list[str], int]]] = {}
    for parts, value in joined.items():
        if len(parts) > 1:
            several.setdefault(parts[0], []).append((list(parts[1:]), value))
    return _Tables(bits, {parts[0]: value for parts, value in joined.items() if len(parts) == 1}, several)
