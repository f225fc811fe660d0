"""Kinds of words that mean something wherever they stand in a sentence, in whatever order they come.

    @patient|he + @outcome|again + us|our - study|survey     one of each, and none of the last
    @patient + @harm ~ @time                                 what follows ~ may stand in a neighbouring sentence

A phrase fits one way of saying something; this fits all ways that use words of these kinds. It costs a few comparisons
for each sentence."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from handlers.phi.data import sections
from handlers.phi.phrases import Element, element
from handlers.phi.reading import Reading

_Within = tuple[frozenset[str], int]


@dataclass(frozen=True)
class _Kinds:
    here: tuple[Element, ...]
    near: tuple[Element, ...]
    absent: tuple[Element, ...]

    def possible(self, words: frozenset[str], bits: int) -> bool:
        """Whether a sentence with these words and classes has one of each."""
        for one in self.here:  # noqa: SIM110, `all` takes twice the time, as in phrases
            if not bits & one.bits and one.words.isdisjoint(words):
                return False
        return True


class Together:
    """Several such lines with one meaning."""

    def __init__(self, name: str, section: str) -> None:
        self._where = (name, section)

    def spans(self, reading: Reading) -> Iterator[tuple[int, int]]:
        """First and last word of what came together, at most once for each sentence."""
        lines = _compiled(*self._where)
        # Thousands of sentences of the same words are compared once.
        hopeful = dict[_Within, list[_Kinds]]()
        for number, within in enumerate(reading.within):
            if within not in hopeful:
                hopeful[within] = [line for line in lines if line.possible(*within)]
            for line in hopeful[within]:
                if _fits(line, reading, number):
                    yield _reach(line, reading, number)
                    break


def _in(element: Element, within: _Within) -> bool:
    return bool(within[1] & element.bits) or not element.words.isdisjoint(within[0])


def _fits(line: _Kinds, reading: Reading, number: int) -> bool:
    if any(_in(one, reading.within[number]) for one in line.absent):
        return False
    around = reading.within[max(0, number - 1) : number + 2]
    return all(any(_in(one, within) for within in around) for one in line.near)


def _reach(line: _Kinds, reading: Reading, number: int) -> tuple[int, int]:
    first, stop = reading.bounds[number]
    places = [next(index for index in range(first, stop) if one.fits(reading, index)) for one in line.here]
    return min(places), max(places)


@cache
def _compiled(name: str, section: str) -> tuple[_Kinds, ...]:
    return tuple(map(_parse, sections(name)[section]))


def _parse(text: str) -> _Kinds:
    kinds: dict[str, list[Element]] = {"+": [], "~": [], "-": []}
    mark = "+"
    for part in text.split():
        if part in kinds:
            mark = part
        else:
            kinds[mark].append(element(part))
    return _Kinds(tuple(kinds["+"]), tuple(kinds["~"]), tuple(kinds["-"]))
