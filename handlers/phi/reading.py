"""A text cut into words that know what kind of word they are, once for all context rules; linear in its length."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, reduce
from operator import or_

from handlers.phi import lexicon, lexicon_people

_TOKEN = re.compile(r"https?://\S+|[^\W_]+(?:'[^\W_]+)?|[.!?\n]+|[%★]|\"")
#: Words that are others in capitals: "or" and "Ed" are no departments, and nobody may on May 4.
_CAPITALS = {"OR": "operatingroom", "ED": "emergencydept", "May": "month"}
_ENDS = frozenset(".!?\n")
#: A full stop after these ends nothing.
_SHORTENED = frozenset("dr mr mrs ms st vs no jr sr mt".split())
#: Capitalised without being anybody's name.
_NOBODY = frozenset(
    """i a the our we my it he she they you your his her this that these those and but or so if when what who why how dr yes no not
    in on at to of for from with by as is are was were be been have has had do does did can could will would should may all any some
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october
    november december american americans english spanish thank thanks please happy congratulations hi hello dear sorry center clinic
    health hospital medical care day week month awareness national world america united states group practice office privacy
    notice practices facebook instagram tiktok google yelp hipaa ppo medicare medicaid covid""".split()
)
NAME = 1
PAST = 2
#: What readers of a page did, not visitors of a practice.
_WRITTEN = frozenset(
    """posted shared mentioned raised described expressed experienced reached interested concerned disappointed frustrated satisfied
    pleased liked enjoyed loved noticed commented reviewed rated tagged followed asked inquired contacted wanted appreciated indeed need
    needed speed feed breed seed exceed proceed succeed stated worried excited encouraged invited related listed unhappy hundred
    inspired impressed welcomed supported thrilled honored touched humbled delighted""".split()
)


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


def any_bit(*names: str) -> int:
    """The bits of several classes."""
    return _union(_tables().bits, names)


def _cut(plain: str, reading: Reading) -> list[str]:
    raws: list[str] = []
    first = 0
    for found in _TOKEN.finditer(plain):
        raw = found.group()
        if raw[0] not in _ENDS:
            shouted = bool(raws) and raws[-1].isupper()
            raws.append(raw)
            lowered = raw.lower() if shouted or raw not in _CAPITALS else _CAPITALS[raw]
            reading.words.append(lowered[:-2] if lowered.endswith("'s") else lowered)
            reading.starts.append(found.start())
            reading.ends.append(found.end())
            reading.sentence.append(len(reading.bounds))
        elif len(raws) > first and not _inside(plain, found.end(), raw, reading.words[-1]):
            reading.bounds.append((first, len(raws)))
            first = len(raws)
    if len(raws) > first:
        reading.bounds.append((first, len(raws)))
    return raws


def _inside(plain: str, after: int, mark: str, word: str) -> bool:
    if mark != ".":
        return False
    return word in _SHORTENED or (len(word) == 1 and word.isalpha()) or (after < len(plain) and plain[after].isalnum())


def _classify(reading: Reading) -> None:
    tables = _tables()
    words, single, several = reading.words, tables.single, tables.several
    reading.bits = [single.get(word, 0) | (PAST if _is_past(word) else 0) for word in words]
    reading.through = list(range(len(words)))
    for index, word in enumerate(words):
        for rest, classes in several.get(word, ()):
            last = index + len(rest)
            if words[index + 1 : last + 1] == rest and last < reading.stop(index):
                for place in range(index, last + 1):
                    reading.bits[place] |= classes
                    reading.through[place] = max(reading.through[place], last)


def _is_past(word: str) -> bool:
    return word.endswith("ed") and len(word) > 4 and word not in _WRITTEN


def _name(reading: Reading, raws: list[str]) -> None:
    tables = _tables()
    for first, stop in reading.bounds:
        for index in range(first, stop):
            raw = raws[index]
            if not raw[0].isupper() or reading.words[index] in _NOBODY or reading.bits[index] & tables.common:
                continue
            if index > first and reading.bits[index - 1] & tables.staff:
                reading.bits[index] |= tables.staff
                continue
            if reading.words[index] in lexicon_people.GIVEN:
                reading.bits[index] |= NAME
                continue
            follows = index + 1 < stop and raws[index + 1][0].isupper() and reading.words[index + 1] not in _NOBODY
            if (index > first or follows) and not (len(raw) > 1 and raw.isupper()):
                reading.bits[index] |= NAME


@dataclass(frozen=True)
class _Tables:
    bits: dict[str, int]
    single: dict[str, int]
    several: dict[str, list[tuple[list[str], int]]]
    #: What is no name, however it is written.
    common: int
    #: Whoever is called "nurse" or "Dr." is no patient.
    staff: int


@cache
def _tables() -> _Tables:
    classes = lexicon.classes()
    bits = {"name": NAME, "past": PAST, **{name: 4 << place for place, name in enumerate(classes)}}
    single: dict[str, int] = {}
    joined: dict[tuple[str, ...], int] = {}
    for name, terms in classes.items():
        for words in map(_words, terms):
            if len(words) == 1:
                single[words[0]] = single.get(words[0], 0) | bits[name]
            else:
                joined[words] = joined.get(words, 0) | bits[name]
    several: dict[str, list[tuple[list[str], int]]] = {}
    for words, value in joined.items():
        several.setdefault(words[0], []).append((list(words[1:]), value))
    return _Tables(bits, single, several, _union(bits, ("condition", "procedure", "patient", "patients", "staff", "time")), bits["staff"])


def _words(term: str) -> tuple[str, ...]:
    found = (word.removesuffix("'s") for word in _TOKEN.findall(term))
    return tuple(found)


def _union(bits: dict[str, int], names: Iterable[str]) -> int:
    return reduce(or_, (bits[name] for name in names))
