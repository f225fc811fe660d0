"""One person who is told of: neither on the staff, nor of the teller's family, nor a dog.

"She" is such a person only where nobody else was spoken of whom it could mean."""

from functools import cached_property

from handlers.phi.context.making import Places, by_sentence
from handlers.phi.data import words
from handlers.phi.phrases import Phrases
from handlers.phi.reading import Reading, any_bit

_SOMEBODY = Phrases("somebody", "somebody")
_SHE = Phrases("somebody", "she")
_CARE = Phrases("somebody", "care")
_GENERAL = words("somebody", "general")
_STORIES = words("somebody", "stories")
_OTHERS = words("somebody", "others")
#: Sentences that still belong to a story.
_APART = 2


class People:
    """Who is told of in a text: looked for at most once, whatever asks for it."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    @cached_property
    def named(self) -> Places:
        """By sentence, where a person stands who is more than "she"."""
        return by_sentence(self._reading, _SOMEBODY, _GENERAL)

    @cached_property
    def told(self) -> Places:
        """By sentence, where a person stands."""
        if self.nobody:
            return {}
        return by_sentence(self._reading, _SHE, _GENERAL) | self.named

    @cached_property
    def treated(self) -> Places:
        """Those who stand near a word of what is treated: not everybody who comes by is a patient."""
        care = by_sentence(self._reading, _CARE, _GENERAL) if self.told else {}
        return {number: place for number, place in self.told.items() if not care.keys().isdisjoint(around(number))}

    @cached_property
    def nobody(self) -> bool:
        """Whether only colleagues, family, dogs, or people in films are spoken of."""
        within = self._reading.within
        if any(not said.isdisjoint(_STORIES) for said, _ in within):
            return True
        if self.named or any(bits & any_bit("patient", "patients", "folk") for _, bits in within):
            return False
        others = any_bit("staff", "kin", "intro")
        return any(bits & others or not said.isdisjoint(_OTHERS) for said, bits in within)


def around(number: int) -> range:
    """The sentences a story reaches over."""
    return range(number - _APART, number + _APART + 1)
