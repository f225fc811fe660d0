"""One person who is told of: neither on the staff, nor of the teller's family, nor a dog.

"She" is such a person only where nobody else was spoken of whom it could mean."""

from handlers.phi.context.making import by_sentence
from handlers.phi.data import words
from handlers.phi.phrases import Phrases
from handlers.phi.reading import Reading, any_bit

_SOMEBODY = Phrases("somebody", "somebody")
_SHE = Phrases("somebody", "she")
_CARE = Phrases("somebody", "care")
_GENERAL = words("somebody", "general")
_OTHERS = words("somebody", "others")
#: Sentences that still belong to a story.
APART = 2


def told_of(reading: Reading, named: bool = False) -> dict[int, tuple[int, int]]:
    """By sentence, where that person stands; `named` asks for more than "she"."""
    somebody = by_sentence(reading, _SOMEBODY, _GENERAL)
    if named or (not somebody and _others(reading)):
        return somebody
    return by_sentence(reading, _SHE, _GENERAL) | somebody


def cared_for(reading: Reading, named: bool = False) -> dict[int, tuple[int, int]]:
    """Of those told of, whoever stands near a word of what is treated: not everybody who comes by is a patient."""
    care = by_sentence(reading, _CARE, _GENERAL)
    if not care:
        return {}
    people = told_of(reading, named)
    return {number: place for number, place in people.items() if not care.keys().isdisjoint(around(number))}


def nobody(reading: Reading) -> bool:
    """Whether only colleagues, family and dogs are spoken of."""
    return _others(reading) and not by_sentence(reading, _SOMEBODY, _GENERAL)


def around(number: int) -> range:
    """The sentences a story reaches over."""
    return range(number - APART, number + APART + 1)


def _others(reading: Reading) -> bool:
    others = any_bit("staff", "kin", "intro")
    return any(bits & others or not said.isdisjoint(_OTHERS) for said, bits in reading.within)
