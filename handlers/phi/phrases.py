"""Word patterns written as people read them, and matched in time linear in the text.

    our|my patient !portal|care      words with alternatives; the next word is none of these
    we ..3 @treated ..2 you|your     up to three words in between; a class of the lexicon
    -review|feedback you @acted      none of these within four words before
    before and? after                a word that may be missing

A match never leaves its sentence. Gaps are short and patterns are few words, so each start costs a bounded time."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from handlers.phi.reading import Reading, bit

_BEFORE = 4


@dataclass(frozen=True)
class _Element:
    words: frozenset[str]
    bits: int
    gap: int = 0
    optional: bool = False
    absent: bool = False

    def fits(self, reading: Reading, index: int) -> bool:
        return bool(reading.bits[index] & self.bits) or reading.words[index] in self.words


@dataclass(frozen=True)
class _Phrase:
    not_before: frozenset[str]
    elements: tuple[_Element, ...]

    def end(self, reading: Reading, start: int) -> int | None:
        """The last word of the match that begins at `start`."""
        first = reading.bounds[reading.sentence[start]][0]
        if self.not_before and not self.not_before.isdisjoint(reading.words[max(first, start - _BEFORE) : start]):
            return None
        return self._after(reading, 0, start, reading.stop(start))

    def _after(self, reading: Reading, number: int, at: int, stop: int) -> int | None:
        if number == len(self.elements):
            return at - 1
        element = self.elements[number]
        if element.absent:
            clear = at >= stop or not element.fits(reading, at)
            return self._after(reading, number + 1, at, stop) if clear else None
        for index in range(at, min(at + element.gap + 1, stop)):
            if element.fits(reading, index):
                last = self._after(reading, number + 1, index + 1, stop)
                if last is not None:
                    return last
        return self._after(reading, number + 1, at, stop) if element.optional else None


@dataclass(frozen=True)
class _Compiled:
    by_word: dict[str, list[_Phrase]]
    by_bits: list[tuple[int, list[_Phrase]]]
    bits: int


class Phrases:
    """Several patterns with one meaning. They are compiled when first used, together with the lexicon."""

    def __init__(self, *texts: str) -> None:
        self._texts = texts

    def spans(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """First and last word of each match, in reading order, without overlaps."""
        compiled = _compiled(self._texts)
        free = 0
        for index, (word, bits) in enumerate(zip(reading.words, reading.bits, strict=True)):
            if index < free or not (word in compiled.by_word or bits & compiled.bits):
                continue
            last = _longest(compiled, reading, index)
            if last is not None:
                yield index, last
                free = last + 1

    def found(self, reading: Reading) -> bool:
        """Whether any of them matches."""
        return next(self.spans(reading), None) is not None


def _longest(compiled: _Compiled, reading: Reading, index: int) -> int | None:
    candidates = list(compiled.by_word.get(reading.words[index], ()))
    for bits, phrases in compiled.by_bits:
        if reading.bits[index] & bits:
            candidates += phrases
    ends = (phrase.end(reading, index) for phrase in candidates)
    return max((end for end in ends if end is not None), default=None)


@cache
def _compiled(texts: tuple[str, ...]) -> _Compiled:
    by_word: dict[str, list[_Phrase]] = {}
    by_bits: dict[int, list[_Phrase]] = {}
    for phrase in map(_parse, texts):
        first = next(element for element in phrase.elements if not element.absent)
        for word in first.words:
            by_word.setdefault(word, []).append(phrase)
        if first.bits:
            by_bits.setdefault(first.bits, []).append(phrase)
    total = 0
    for bits in by_bits:
        total |= bits
    return _Compiled(by_word, list(by_bits.items()), total)


def _parse(text: str) -> _Phrase:
    not_before: frozenset[str] = frozenset()
    elements: list[_Element] = []
    gap = 0
    for part in text.split():
        if part.startswith(".."):
            gap = int(part[2:])
        elif part.startswith("-"):
            not_before = frozenset(part[1:].split("|"))
        else:
            elements.append(_element(part, gap))
            gap = 0
    return _Phrase(not_before, tuple(elements))


def _element(part: str, gap: int) -> _Element:
    absent, optional = part.startswith("!"), part.endswith("?")
    names = part.removeprefix("!").removesuffix("?").split("|")
    bits = 0
    for name in names:
        bits |= bit(name[1:]) if name.startswith("@") else 0
    words = frozenset(name for name in names if not name.startswith("@"))
    return _Element(words, bits, gap, optional, absent)
