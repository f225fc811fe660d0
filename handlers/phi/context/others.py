"""Whom a text names besides patients: staff, supporters, speakers, authors, animals, and the writer's own family.

A name by itself is nobody's secret. It becomes one where the same sentence tells that somebody was cared for; then it
does not matter what else they are: a donor can be a patient."""

from collections.abc import Iterator
from functools import reduce
from operator import or_

from handlers.phi.about import About, Account
from handlers.phi.data import words
from handlers.phi.phrases import Phrases
from handlers.phi.reading import NAME, Reading, any_bit, bit

_WORDS = words("others", "words")
_ROLES = Phrases("others", "roles")
_TREATED = Phrases("others", "treated")
_CARED = Phrases("others", "cared")
_LIFE = Phrases("others", "life")
_WORK = words("others", "work")
_GENERAL, _POINTING = words("others", "general"), words("others", "pointing")
_STATING, _SHOWN = words("others", "stating"), words("others", "shown")
_OURS = frozenset({"our", "my", "these", "one"})


def own_life(reading: Reading, about: About) -> bool:
    """Whether somebody tells of their family or free time, and not of work."""
    if about.account is not Account.PERSONAL:
        return False
    at_work = any_bit("dept", "patient", "patients", "came", "work")
    if any(bits & at_work or not _WORK.isdisjoint(said) for said, bits in reading.within):
        return False
    return _LIFE.found(reading)


def spare(reading: Reading, about: About) -> None:
    """Makes those named besides patients nobody to the rules, as the staff is."""
    if not any(bits & NAME for _, bits in reading.within):
        return
    if own_life(reading, about):
        for number in range(len(reading.bounds)):
            _spare(reading, number)
        return
    roles = {number for number, (said, _) in enumerate(reading.within) if not _WORDS.isdisjoint(said)}
    roles |= _sentences(reading, _ROLES)
    if not roles:
        return
    cared = cared_for(reading)
    for number in roles if cared else range(len(reading.bounds)):
        if number not in cared:
            _spare(reading, number)


def cared_for(reading: Reading) -> set[int]:
    """The sentences that tell that somebody was cared for."""
    return _sentences(reading, _TREATED) | _sentences(reading, _CARED)


def general(reading: Reading, number: int) -> bool:
    """Whether a sentence speaks of people in general: most patients, if you, never without consent."""
    said, bits = reading.within[number]
    if bits & any_bit("name", "known", "title") or not _POINTING.isdisjoint(said):
        return False
    if bits & bit("patients") and _OURS.isdisjoint(said):
        return True
    return not _GENERAL.isdisjoint(said)


def stated(reading: Reading, number: int) -> bool:
    """Whether a sentence states what is so for everybody, and is no caption of something shown."""
    said, bits = reading.within[number]
    if bits & any_bit("name", "known", "title"):
        return False
    return not _STATING.isdisjoint(said) and _SHOWN.isdisjoint(said)


def named(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where others than patients are named; who is cared for in the same sentence is a patient too."""
    staff = bit("staff")
    if any(bits & staff for _, bits in reading.within):
        cared = _sentences(reading, _TREATED)
        for index, bits in enumerate(reading.bits):
            if bits & staff and reading.sentence[index] not in cared:
                yield reading.span(index, index)


def _sentences(reading: Reading, phrases: Phrases) -> set[int]:
    return {reading.sentence[first] for first, _ in phrases.spans(reading)}


def _spare(reading: Reading, number: int) -> None:
    first, stop = reading.bounds[number]
    staff, somebody = bit("staff"), any_bit("known", "given") | NAME
    for index in range(first, stop):
        if reading.bits[index] & NAME:
            reading.bits[index] = reading.bits[index] & ~somebody | staff
    reading.within[number] = (reading.within[number][0], reduce(or_, reading.bits[first:stop]))
