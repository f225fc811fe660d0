"""Kinds of words that mean something wherever they stand in a sentence, in whatever order they come.

    @patient|he + @outcome|again + us|our - study|survey     one of each, and none of the last
    @patient + @harm ~ @time                                 what follows ~ may stand in a neighbouring sentence

A phrase fits one way of saying something; this fits all ways that use words of these kinds. It costs a few comparisons
for each sentence."""

from collections.abc import Iterator
from dataclasses import dataclass

from handlers.phi.book import Book, Element, book
from handlers.phi.data import sections
from handlers.phi.reading import Reading


@dataclass(frozen=True)
class _Kinds:
    here: tuple[Element, ...]
    near: tuple[Element, ...]
    absent: tuple[Element, ...]
    #: What a sentence must have for them to be here.
    needs: int

    def fits(self, reading: Reading, number: int) -> bool:
        """Whether a sentence that has what is needed has nothing that may not be, and its neighbours have the rest."""
        if any(one.within(reading.within[number]) for one in self.absent):
            return False
        around = reading.within[max(0, number - 1) : number + 2]
        return all(any(one.within(within) for within in around) for one in self.near)

    def reach(self, reading: Reading, number: int) -> tuple[int, int]:
        """The first and the last word of what came together."""
        first, stop = reading.bounds[number]
        places = [next(index for index in range(first, stop) if one.fits(reading, index)) for one in self.here]
        return min(places), max(places)


class Together:
    """Several such lines with one meaning, a section of a file."""

    def __init__(self, name: str, section: str) -> None:
        self._where = (name, section)
        self._book = book(name)
        self._book.join(self)
        self._lines = list[_Kinds]()

    def compile(self) -> None:
        """Reads its lines, for its book to know what they need."""
        name, section = self._where
        self._lines += [_parse(line, self._book) for line in sections(name)[section]]

    def spans(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """First and last word of what came together, at most once for each sentence."""
        # Thousands of sentences of the same words are compared once.
        hopeful = dict[int, list[_Kinds]]()
        for number, met in enumerate(self._book.met(reading)):
            if met not in hopeful:
                hopeful[met] = [line for line in self._lines if line.needs & met == line.needs]
            for line in hopeful[met]:
                if line.fits(reading, number):
                    yield line.reach(reading, number)
                    break


def _parse(text: str, needs: Book) -> _Kinds:
    kinds: dict[str, list[Element]] = {"+": [], "~": [], "-": []}
    mark = "+"
    for part in text.split():
        if part in kinds:
            mark = part
        else:
            kinds[mark].append(Element.parse(part))
    return _Kinds(tuple(kinds["+"]), tuple(kinds["~"]), tuple(kinds["-"]), needs.needs(kinds["+"]))
