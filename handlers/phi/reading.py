"""A text cut into words that know what kind of word they are, once for all context rules; linear in its length."""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache, reduce
from itertools import pairwise
from operator import or_
from typing import Any, NamedTuple, Protocol

from handlers.phi import lexicon
from handlers.phi.data import words
from handlers.phi.name_features import read_list

_TOKEN = re.compile(r"https?://\S+|[^\W_]+(?:'[^\W_]+)?|[.!?\n]+|[%★📸📷🎥]|\"")
#: Words that are others in capitals: "or" and "Ed" are no departments, and nobody may on May 4.
_CAPITALS = {
    "OR": "operatingroom",
    "ED": "emergencydept",
    "May": "month",
    "MS": "multiplesclerosis",
    "PT": "physiotherapy",
}
_ENDS = frozenset(".!?\n")
#: A full stop after these ends nothing.
_SHORTENED = words("reading", "shortened")
#: Capitalised without being anybody's name.
_NOBODY = words("reading", "nobody")
#: What stands behind the name of somebody on the staff.
_CREDENTIALS = words("reading", "credentials")
_OUR, _BEFORE_OUR = words("reading", "our"), words("reading", "before our")
_PRONOUNS = words("reading", "pronouns")
#: What is done with what is one's own, before "her" or "his".
_OWN = words("reading", "own")
#: Whom a sentence is about stands among its first words.
_EARLY = 5
#: How words are written in a hurry, and what is meant.
_SPELT = dict(pair.split("=") for pair in words("reading", "spelt"))
#: What many words of medicine end in.
_ENDINGS = {name: tuple(words("reading", f"{name} endings")) for name in ("condition", "procedure", "drug", "person")}
_ANY_ENDING = tuple(ending for endings in _ENDINGS.values() for ending in endings)
_NO_ENDING = words("reading", "no ending")
_AGED = re.compile(r"[1-9]\d?(?:yo|yof|yom|yr|yrs|mo|f|m)")
_NEVER_NAMES = ("condition", "procedure", "patient", "patients", "staff", "time")
#: Classes of words that can stand for a person.
_SOMEBODY = ("name", "known", "given", "person", "patient", "patients", "relative", "title", "reviewer")
NAME = 1
PAST = 2
#: A name by the lists of names or by the title before it, and not only by its capital.
KNOWN = 4
ING = 8
NUMBER = 16
_FIRST_CLASS = 32
#: What comes of one patient, behind "patient".
_STORIES = words("reading", "stories")
#: What stands before a place, which may be called like a person.
_WHERE = words("reading", "where")
_SAINTS = words("reading", "saints")
#: What readers of a page did, not visitors of a practice.
_UNPAST = words("reading", "unpast")


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


class Own(Protocol):
    """What the organisation says of itself."""

    def covers(self, start: int, end: int) -> bool:
        """Whether a slice of the text lies within it."""


def read(plain: str, own: Own | None = None) -> Reading:
    """Never raises, whatever the text is. Words of the organisation's `own` names are nobody."""
    reading = Reading()
    raws = _cut(plain, reading)
    _classify(reading)
    _name(reading, raws)
    if own is not None:
        _spare(reading, own)
    reading.sum_up()
    return reading


def bit(name: str) -> int:
    """The bit of a class of the lexicon; `name` stands for a capitalised word that could be somebody's,
    `past` for a word that looks like a verb of the past."""
    return _tables().bits[name]


@cache
def any_bit(*names: str) -> int:
    """The bits of several classes."""
    return reduce(or_, map(bit, names))


def _spare(reading: Reading, own: Own) -> None:
    nobody = ~any_bit(*_SOMEBODY)
    for index, bits in enumerate(reading.bits):
        if bits & ~nobody and own.covers(reading.starts[index], reading.ends[index]):
            reading.bits[index] = bits & nobody


def _cut(plain: str, reading: Reading) -> list[str]:
    raws: list[str] = []
    words, starts, ends, bounds = reading.words, reading.starts, reading.ends, reading.bounds
    first = 0
    meant = dict[str, str]()
    for found in _TOKEN.finditer(plain):
        raw = found[0]
        if raw[0] not in _ENDS:
            word = meant.get(raw)
            if word is None:
                if raw in _CAPITALS:
                    word = _meant(raw) if raws and raws[-1].isupper() else _CAPITALS[raw]
                else:
                    word = meant[raw] = _meant(raw)
            words.append(word)
            raws.append(raw)
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


def _meant(raw: str) -> str:
    word = raw.lower()
    if word in _SPELT and (len(raw) > 1 or raw.islower()):
        word = _SPELT[word]
    return word.removesuffix("'s")


def _inside(plain: str, after: int, mark: str, word: str) -> bool:
    if mark != ".":
        return False
    return word in _SHORTENED or (len(word) == 1 and word.isalpha()) or (after < len(plain) and plain[after].isalnum())


def _classify(reading: Reading) -> None:
    tables = _tables()
    words, single, several = reading.words, tables.single, tables.several
    known = {word: single.get(word, 0) | _by_ending(word) for word in set(words)}
    reading.bits = [known[word] for word in words]
    reading.through = list(range(len(words)))
    for index, pair in enumerate(pairwise(words)):
        if reading.bits[index] & tables.patient:
            _patient_of_all(reading, index)
        if pair not in several:
            continue
        for rest, classes in several[pair]:
            last = index + 1 + len(rest)
            if words[index + 2 : last + 1] == rest and last < reading.stop(index):
                for place in range(index, last + 1):
                    # Nobody's mother is meant on Mother's Day, and no bite in "every bit".
                    reading.bits[place] = (
                        classes if classes in (tables.time, tables.idle) else reading.bits[place] | classes
                    )
                    reading.through[place] = max(reading.through[place], last)
    _compound(reading)


def _compound(reading: Reading) -> None:
    """ "Patient portal" and "new patient appointment" speak of no patient."""
    patient, compound = any_bit("patient", "patients"), bit("compound")
    for index in range(len(reading.bits) - 1):
        if reading.bits[index] & patient and reading.bits[index + 1] & compound:
            reading.bits[index] &= ~any_bit("patient", "patients", "person")


def _patient_of_all(reading: Reading, index: int) -> None:
    """Patient safety and patient and family meetings are about nobody; a patient's story is somebody's."""
    after = index + 2 if reading.words[index + 1] == "and" else index + 1
    known = _tables().single.get(reading.words[after], 0) if after < reading.stop(index) else 0
    if known & bit("compound") and reading.words[after] not in _STORIES:
        reading.bits[index] &= ~any_bit("patient", "person", "reviewer")


def _by_ending(word: str) -> int:
    """The classes of words no list has: verbs, numbers, ages as nurses write them, what medicine calls in Greek."""
    if not word[:1].isalpha():
        return bit("person") if _AGED.fullmatch(word) else NUMBER
    if len(word) < 5:
        return 0
    if word.endswith("ed"):
        return PAST if word not in _UNPAST else 0
    if word.endswith("ing"):
        return ING
    if len(word) < 7 or not word.isalpha() or word in _NO_ENDING or not word.endswith(_ANY_ENDING):
        return 0
    return bit(next(name for name, endings in _ENDINGS.items() if word.endswith(endings)))


def _name(reading: Reading, raws: list[str]) -> None:
    capital = [raw[0].isupper() for raw in raws]
    for first, stop in reading.bounds:
        capitals = sum(capital[first:stop])
        if not capitals:
            continue
        headline = stop - first > 3 and capitals > 0.6 * (stop - first)
        for index in range(first, stop):
            if capital[index] and reading.words[index] not in _NOBODY:
                reading.bits[index] |= _name_bits(reading, raws, index, headline)
    if reduce(or_, set(reading.bits), 0) & bit("staff"):
        _apposed(reading)
        _staff_again(reading)
        staff_meant(reading)


def staff_meant(reading: Reading) -> None:
    """ "She" is nobody to protect where only a clinician was spoken of before: "Dr. Kim and her team".

    Who was treated by a clinician is somebody else: "Dr. Kim fixed her knee"."""
    staff, somebody, treated = bit("staff"), any_bit("known", "patient", "patients"), bit("treated")
    named, classes = False, _tables().single
    for index, word in enumerate(reading.words):
        bits = reading.bits[index]
        if bits & staff:
            early = index - reading.bounds[reading.sentence[index]][0] < _EARLY
            named = named or (early and not classes.get(word, 0) & staff)
        elif bits & somebody:
            return
        elif word in _PRONOUNS:
            if not named or (reading.bits[index - 1] & treated and not _own(reading, index)):
                return
            reading.words[index], reading.bits[index] = "", 0
            if reading.bits[index + 1 : index + 2] and reading.bits[index + 1] & bit("relative"):
                reading.bits[index + 1] = 0


def _own(reading: Reading, index: int) -> bool:
    """Whether "her" or "his" is what the one who did it has: "ran his first marathon", but not "met his surgeon"."""
    medical = any_bit("body", "condition", "procedure", "drug", "affair", "looks", "staff")
    after = reading.bits[index + 1 : index + 4]
    return reading.words[index - 1] in _OWN and not any(bits & medical for bits in after)


def _apposed(reading: Reading) -> None:
    """ "Kelly Moran, our new hygienist" and "Kelly Moran, DDS" are on the staff, as "hygienist Kelly Moran" is."""
    staff, bits = bit("staff"), reading.bits
    for index in range(len(bits) - 1, -1, -1):
        if not bits[index] & staff:
            continue
        first, at = reading.bounds[reading.sentence[index]][0], index - 1
        if _tables().single.get(reading.words[index], 0) & staff:
            if reading.words[max(first, index - 1)] in _OUR:
                bits[index] &= ~_tables().bits["person"]
            at = next((back for back in range(at, max(first, index - 4) - 1, -1) if reading.words[back] in _OUR), -1)
            while at >= first and reading.words[at] in _BEFORE_OUR:
                at -= 1
        while at >= first and bits[at] & NAME:
            bits[at] = bits[at] & ~(NAME | KNOWN) | staff
            at -= 1


def _name_bits(reading: Reading, raws: list[str], index: int, headline: bool) -> int:
    """In a headline every word is capitalised, and where a sentence begins one is: there only known names count."""
    first, stop = reading.bounds[reading.sentence[index]]
    known = _tables()
    if reading.bits[index] & known.never_names:
        return 0
    after = reading.bits[index - 1] if index > first else 0
    if index > first and _in_place(reading, raws, index):
        return 0
    lettered = index > first and raws[index - 1].isupper() and reading.words[index - 1] in _CREDENTIALS
    if lettered or after & known.bits["staff"] or (index + 1 < stop and reading.words[index + 1] in _CREDENTIALS):
        return known.bits["staff"]
    if reading.bits[index] & known.bits["given"] or reading.words[index] in given() or after & known.bits["title"]:
        return NAME | KNOWN
    if headline or raws[index].isupper():
        return 0
    if after & KNOWN:
        return NAME | KNOWN
    follows = index + 1 < stop and raws[index + 1][0].isupper() and reading.words[index + 1] not in _NOBODY
    return NAME if index > first or follows else 0


def _in_place(reading: Reading, raws: list[str], index: int) -> bool:
    """Whether it is where rather than who: in Charlotte and in San Diego, but not in Charlotte's and in Ann Boyd."""
    before, more = reading.words[index - 1], raws[index + 1 : index + 2]
    if before in _SAINTS:
        return index > 1 and reading.words[index - 2] in _WHERE
    followed = bool(more) and more[0][0].isupper() and reading.starts[index + 1] == reading.ends[index] + 1
    return before in _WHERE and (reading.words[index] in _SAINTS or not (followed or raws[index].endswith("'s")))


def _staff_again(reading: Reading) -> None:
    """Whoever is once called a nurse is no patient where only the name comes again."""
    staff, classes = bit("staff"), _tables().single
    again = {
        word
        for word, bits in zip(reading.words, reading.bits, strict=True)
        if bits & staff and not classes.get(word, 0) & staff
    }
    if again:
        for index, word in enumerate(reading.words):
            if word in again and reading.bits[index] & NAME:
                reading.bits[index] = reading.bits[index] & ~(NAME | KNOWN) | staff


@cache
def given() -> frozenset[str]:
    """Given names that are no words besides."""
    return frozenset(read_list("given")) - frozenset(read_list("words"))


class _Tables(NamedTuple):
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
def _tables() -> _Tables:
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
                parts = tuple(term.split() if plain else (one.removesuffix("'s") for one in _TOKEN.findall(term)))
                joined[parts] = joined.get(parts, 0) | bits[name]
    several: dict[tuple[str, str], list[tuple[list[str], int]]] = {}
    for (first, *rest), value in joined.items():
        if rest:
            several.setdefault((first, rest[0]), []).append((rest[1:], value))
        else:
            single[first] = single.get(first, 0) | value
    never_names = reduce(or_, map(bits.__getitem__, _NEVER_NAMES))
    return _Tables(bits, never_names, bits["patient"], bits["time"], bits["idle"], single, several)
