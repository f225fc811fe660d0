"""Whom a text names besides patients: staff, supporters, speakers, authors, animals, and the writer's own family.

A name by itself is nobody's secret. It becomes one where the same sentence tells that somebody was cared for; then it
does not matter what else they are: a donor can be a patient."""

from collections.abc import Iterator

from handlers.phi.about import About, Account
from handlers.phi.data import words
from handlers.phi.naming import staff_meant
from handlers.phi.phrases import Phrases
from handlers.phi.reading import NAME, NUMBER, Reading, any_bit, bit

_WORDS = words("others", "words")
_ROLES = Phrases("others", "roles")
_TREATED = Phrases("others", "treated")
_CARED = Phrases("others", "cared")
_LIFE = Phrases("others", "life")
_WORK = words("others", "work")
_UNREAL = words("others", "unreal")
#: What is told of a year before this one is history; health information is protected for 50 years after death.
_HISTORY = 1970
_GENERAL, _POINTING = words("others", "general"), words("others", "pointing")
_STATING, _SHOWN, _THINGS = (words("others", section) for section in ("stating", "shown", "things"))
_ASKING, _LOOKED_UP, _OWN_VOICE = (words("others", section) for section in ("asking", "looked up", "own voice"))
_ALL = words("others", "all")
_OF_ONE = _POINTING | words("others", "of one")
#: A heading says what it is about in its first words.
_BEGIN = 4
_OUR_NEW = frozenset({"our", "new"})
_OURS = frozenset({"our", "my", "these", "one"})


def nobody(reading: Reading, about: About) -> bool:
    """Whether no patient is spoken of: a mannequin, or the writer's own family and free time and not their work."""
    if about.kind.answers:
        return False
    if any(not _UNREAL.isdisjoint(said) for said, _ in reading.within):
        return True
    return about.account is Account.PERSONAL and not _at_work(reading) and _LIFE.found(reading)


def _at_work(reading: Reading) -> bool:
    work = any_bit("dept", "patient", "patients", "came", "work")
    return any(bits & work or not _WORK.isdisjoint(said) for said, bits in reading.within)


def spare(reading: Reading, about: About) -> None:
    """Makes those named besides patients nobody to the rules, as the staff is, and those greeted as a group."""
    _greet(reading)
    if not any(bits & NAME for _, bits in reading.within):
        return
    before = [*reading.words], [*reading.bits]
    everywhere, old = set(range(len(reading.bounds))), _long_ago(reading)
    if nobody(reading, about):
        _spare(reading, everywhere)
    elif roles := _roles(reading) | old:
        cared = _cared(reading)
        _spare(reading, (roles if cared else everywhere) - cared | old)
        staff_meant(reading)
    if (reading.words, reading.bits) != before:
        reading.sum_up()


def _greet(reading: Reading) -> None:
    """ "To every mom and grandma: happy Mother's Day" speaks of none of them."""
    one, greeted = any_bit("known", "given"), False
    for number, (first, stop) in enumerate(reading.bounds):
        said, bits = reading.within[number]
        begins = reading.words[first : first + 2]
        if begins[0] == "to" and begins[-1] in _ALL and not bits & one and _OF_ONE.isdisjoint(said):
            reading.bits[first:stop] = [0] * (stop - first)
            greeted = True
    if greeted:
        reading.sum_up()


def _roles(reading: Reading) -> set[int]:
    said = {number for number, (words_, _) in enumerate(reading.within) if not _WORDS.isdisjoint(words_)}
    return said | _sentences(reading, _ROLES)


def _long_ago(reading: Reading) -> set[int]:
    """Sentences of a time whose people are history."""
    return {number for number, (said, bits) in enumerate(reading.within) if bits & NUMBER and any(map(_old, said))}


def _old(word: str) -> bool:
    return len(word) == 4 and word.isdecimal() and 1500 < int(word) < _HISTORY


def cared_for(reading: Reading) -> Iterator[tuple[int, int]]:
    """The sentences that tell that somebody was cared for."""
    return map(reading.extent, _cared(reading))


def _cared(reading: Reading) -> set[int]:
    return _sentences(reading, _TREATED) | _sentences(reading, _CARED)


def general(reading: Reading, number: int) -> bool:
    """Whether a sentence speaks of people in general: most patients, if you, never without consent."""
    said, bits = reading.within[number]
    if bits & any_bit("name", "known", "title") or not _POINTING.isdisjoint(said):
        return False
    if bits & bit("patients") and _OURS.isdisjoint(said):
        return True
    return not _GENERAL.isdisjoint(said)


def looked_up(reading: Reading, number: int) -> bool:
    """Whether a sentence asks what is done for people like one: "What is the dose in a 60-year-old with asthma?"."""
    first, stop = reading.bounds[number]
    begins = reading.words[first : min(first + _BEGIN, stop)]
    asks = begins[0] in _ASKING or not _LOOKED_UP.isdisjoint(begins)
    return asks and not reading.has(number, _OWN_VOICE)


def stated(reading: Reading, number: int) -> bool:
    """Whether a sentence states what is so for everybody, and is no caption of something shown."""
    said, bits = reading.within[number]
    if bits & any_bit("name", "known", "title"):
        return False
    one = bits & any_bit("patient", "person") or not _POINTING.isdisjoint(said)
    staff = bits & bit("staff") and not bits & bit("procedure")
    ours = staff or said >= _OUR_NEW or not _THINGS.isdisjoint(said)
    if ours and not one:
        return True
    return not _STATING.isdisjoint(said) and _SHOWN.isdisjoint(said)


def named(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where others than patients are named; who is cared for in the same sentence is a patient too."""
    staff = bit("staff")
    if any(bits & staff for _, bits in reading.within):
        cared = _sentences(reading, _TREATED) - _long_ago(reading)
        for index, bits in enumerate(reading.bits):
            if bits & staff and reading.sentence[index] not in cared:
                yield reading.span(index, index)


def _sentences(reading: Reading, phrases: Phrases) -> set[int]:
    return {reading.sentence[first] for first, _ in phrases.spans(reading)}


def _spare(reading: Reading, numbers: set[int]) -> None:
    staff, person, kin = bit("staff"), bit("person"), bit("kin")
    somebody = any_bit("known", "given") | NAME
    for index, bits in enumerate(reading.bits):
        if bits & NAME and reading.sentence[index] in numbers:
            reading.bits[index] = bits & ~somebody | staff
            before = reading.bits[index - 1] if index else 0
            if before & person and not before & kin and reading.sentence[index - 1] in numbers:
                # "Author Jane Pruitt" is one.
                reading.bits[index - 1] &= ~(person | bit("title"))
