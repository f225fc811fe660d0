"""Word patterns written as people read them, and matched in time linear in the text.

    our|my patient !portal|care      words with alternatives; the next word is none of these
    we ..3 @treated ..2 you|your     up to three words in between; a class of the lexicon
    -@written you ..3 @acted         none of these within four words before
    before and? after                a word that may be missing

A match never leaves its sentence. Gaps are short and patterns are few words, so each start costs a bounded time."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

from handlers.phi.data import sections
from handlers.phi.reading import Reading, bit

_BEFORE = 4
#: Matches told of in one sentence; more would not tell more.
_MOST = 3

_Key = tuple[str, int]


@dataclass(frozen=True)
class Element:
    """What a word has to be; `fits` says whether one is."""

    words: frozenset[str]
    bits: int
    gap: int = 0
    optional: bool = False
    absent: bool = False

    def fits(self, reading: Reading, index: int) -> bool:
        return bool(reading.bits[index] & self.bits) or reading.words[index] in self.words


@dataclass(frozen=True)
class _Phrase:
    not_before: Element | None
    elements: tuple[Element, ...]
    #: What a sentence must have for a match to be possible, as words and bits.
    needed: tuple[tuple[frozenset[str], int], ...]

    def possible(self, words: frozenset[str], bits: int) -> bool:
        """Whether a sentence with these words and classes has everything a match needs."""
        for some, some_bits in self.needed:  # noqa: SIM110, half of all time is spent here, and `all` doubles it
            if not bits & some_bits and some.isdisjoint(words):
                return False
        return True

    def end(self, reading: Reading, start: int) -> int:
        """The last word of the match that begins at `start`; negative without one."""
        if self.not_before:
            first = max(reading.bounds[reading.sentence[start]][0], start - _BEFORE)
            if any(self.not_before.fits(reading, index) for index in range(first, start)):
                return -1
        return self._after(reading, 0, start, reading.stop(start))

    def _after(self, reading: Reading, number: int, at: int, stop: int) -> int:
        if number == len(self.elements):
            return at - 1
        element = self.elements[number]
        if element.absent:
            clear = at >= stop or not element.fits(reading, at)
            return self._after(reading, number + 1, at, stop) if clear else -1
        for index in range(at, min(at + element.gap + 1, stop)):
            if element.fits(reading, index):
                last = self._after(reading, number + 1, index + 1, stop)
                if last >= 0:
                    return last
        return self._after(reading, number + 1, at, stop) if element.optional else -1


@dataclass(frozen=True)
class _Compiled:
    """Phrases by what they begin with."""

    by_word: dict[str, list[_Phrase]]
    by_bits: list[tuple[int, list[_Phrase]]]
    words: frozenset[str]
    bits: int

    known: dict[_Key, list[_Phrase]]

    def starting(self, key: _Key) -> list[_Phrase]:
        """Kept once found: there are as many kinds of beginnings as the lexicon has kinds of words."""
        if key not in self.known:
            word, bits = key
            found = list(self.by_word.get(word, ()))
            for some, phrases in self.by_bits:
                found += phrases if some & bits else ()
            self.known[key] = found
        return self.known[key]


class Phrases:
    """Several patterns with one meaning. They are compiled when first used, together with the lexicon."""

    def __init__(self, name: str, section: str) -> None:
        self._where = (name, section)

    def spans(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """First and last word of each match, in reading order, without overlaps."""
        compiled = _compiled(*self._where)
        for number, (first, stop) in enumerate(reading.bounds):
            words, bits = reading.within[number]
            if bits & compiled.bits or not compiled.words.isdisjoint(words):
                yield from islice(_in_sentence(compiled, reading, number, first, stop), _MOST)

    def found(self, reading: Reading) -> bool:
        """Whether any of them matches."""
        return next(self.spans(reading), None) is not None


def _in_sentence(
    compiled: _Compiled, reading: Reading, number: int, first: int, stop: int
) -> Iterator[tuple[int, int]]:
    words, bits = reading.within[number]
    starters, classes = compiled.words, compiled.bits
    hopeful: dict[_Key, list[_Phrase]] = {}
    free = first
    for index, (word, its) in enumerate(zip(reading.words[first:stop], reading.bits[first:stop], strict=True), first):
        some = its & classes
        if not (some or word in starters) or index < free:
            continue
        key = (word if word in starters else "", some)
        if key not in hopeful:
            hopeful[key] = [phrase for phrase in compiled.starting(key) if phrase.possible(words, bits)]
        if hopeful[key] and (ends := [end for phrase in hopeful[key] if (end := phrase.end(reading, index)) >= 0]):
            yield index, max(ends)
            free = max(ends) + 1


@cache
def _compiled(name: str, section: str) -> _Compiled:
    by_word: dict[str, list[_Phrase]] = {}
    by_bits: dict[int, list[_Phrase]] = {}
    for phrase in map(_parse, sections(name)[section]):
        first = next(element for element in phrase.elements if not element.absent)
        for word in first.words:
            by_word.setdefault(word, []).append(phrase)
        if first.bits:
            by_bits.setdefault(first.bits, []).append(phrase)
    total = 0
    for bits in by_bits:
        total |= bits
    return _Compiled(by_word, list(by_bits.items()), frozenset(by_word), total, {})


def _parse(text: str) -> _Phrase:
    not_before: Element | None = None
    elements: list[Element] = []
    gap = 0
    for part in text.split():
        if part.startswith(".."):
            gap = int(part[2:])
        elif part.startswith("-"):
            not_before = element(part[1:], 0)
        else:
            elements.append(element(part, gap))
            gap = 0
    needed = tuple((one.words, one.bits) for one in elements[:0:-1] if not (one.optional or one.absent))
    return _Phrase(not_before, tuple(elements), needed)


def element(part: str, gap: int = 0) -> Element:
    """What fits a word: alternatives of words and of classes of the lexicon."""
    absent, optional = part.startswith("!"), part.endswith("?")
    names = part.removeprefix("!").removesuffix("?").split("|")
    bits = 0
    for name in names:
        bits |= bit(name[1:]) if name.startswith("@") else 0
    words = frozenset(name for name in names if not name.startswith("@"))
    return Element(words, bits, gap, optional, absent)
