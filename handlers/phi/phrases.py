"""Word patterns written as people read them, and matched in time linear in the text.

    our|my patient !portal|care      words with alternatives; the next word is none of these
    we ..3 @treated ..2 you|your     up to three words in between; a class of the lexicon
    -@written you ..3 @acted         none of these within four words before
    before and? after                a word that may be missing

A match never leaves its sentence. Gaps are short and patterns are few words, so each start costs a bounded time."""

from collections.abc import Iterator
from dataclasses import dataclass

from handlers.phi.book import Book, Element, book
from handlers.phi.data import sections
from handlers.phi.reading import Reading

_BEFORE = 4
#: Matches told of in one sentence; more would not tell more.
_MOST = 3


@dataclass(frozen=True)
class _Step:
    """One element of a phrase, up to `gap` words after the one before it."""

    element: Element
    gap: int = 0
    optional: bool = False
    absent: bool = False


@dataclass(frozen=True)
class _Phrase:
    not_before: Element | None
    steps: tuple[_Step, ...]
    needs: int

    def end(self, reading: Reading, start: int) -> int:
        """The last word of the match that begins at `start`; negative without one."""
        if self.not_before:
            first = max(reading.bounds[reading.sentence[start]][0], start - _BEFORE)
            if any(self.not_before.fits(reading, index) for index in range(first, start)):
                return -1
        return self._after(reading, 0, start, reading.stop(start))

    def _after(self, reading: Reading, number: int, at: int, stop: int) -> int:
        if number == len(self.steps):
            return at - 1
        step = self.steps[number]
        if step.absent:
            clear = at >= stop or not step.element.fits(reading, at)
            return self._after(reading, number + 1, at, stop) if clear else -1
        for index in range(at, min(at + step.gap + 1, stop)):
            if step.element.fits(reading, index):
                last = self._after(reading, number + 1, index + 1, stop)
                if last >= 0:
                    return last
        return self._after(reading, number + 1, at, stop) if step.optional else -1


class Phrases:
    """Several patterns with one meaning, a section of a file."""

    def __init__(self, name: str, section: str) -> None:
        self._where = (name, section)
        self._book = book(name)
        self._book.join(self)

    def compile(self) -> None:
        """Hands its patterns to its book, by what they begin with."""
        name, section = self._where
        for text in sections(name)[section]:
            phrase = _parse(text, self._book)
            self._book.begin(self, next(step.element for step in phrase.steps if not step.absent), phrase)

    def spans(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """First and last word of each match, in reading order, without overlaps."""
        sentence = free = count = -1
        for index, phrases in self._book.beginnings(reading, self):
            if reading.sentence[index] != sentence:
                sentence, count = reading.sentence[index], 0
            if index < free or count == _MOST:
                continue
            last = max(phrase.end(reading, index) for phrase in phrases)
            if last >= 0:
                yield index, last
                free, count = last + 1, count + 1

    def found(self, reading: Reading) -> bool:
        """Whether any of them matches."""
        return next(self.spans(reading), None) is not None


def _parse(text: str, needs: Book) -> _Phrase:
    not_before: Element | None = None
    steps: list[_Step] = []
    gap = 0
    for part in text.split():
        if part.startswith(".."):
            gap = int(part[2:])
        elif part.startswith("-"):
            not_before = Element.parse(part[1:])
        else:
            element = Element.parse(part.removeprefix("!").removesuffix("?"))
            steps.append(_Step(element, gap, part.endswith("?"), part.startswith("!")))
            gap = 0
    needed = needs.needs(step.element for step in steps[1:] if not (step.optional or step.absent))
    return _Phrase(not_before, tuple(steps), needed)
