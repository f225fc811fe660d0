"""A text cut into words that know what kind of word they are, once for all context rules; linear in its length."""

import re
from itertools import pairwise
from typing import Protocol

from handlers.phi.data import words
from handlers.phi.naming import name
from handlers.phi.reading import ING, NUMBER, PAST, TOKEN, Reading, any_bit, bit, tables

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
#: How words are written in a hurry, and what is meant.
_SPELT = dict(pair.split("=") for pair in words("reading", "spelt"))
#: What many words of medicine end in.
_ENDINGS = {kind: tuple(words("reading", f"{kind} endings")) for kind in ("condition", "procedure", "drug", "person")}
_ANY_ENDING = tuple(ending for endings in _ENDINGS.values() for ending in endings)
_NO_ENDING = words("reading", "no ending")
_AGED = re.compile(r"[1-9]\d?(?:yo|yof|yom|yr|yrs|mo|f|m)")
#: Classes of words that can stand for a person.
_SOMEBODY = ("name", "known", "given", "person", "patient", "patients", "relative", "title", "reviewer")
#: What comes of one patient, behind "patient".
_STORIES = words("reading", "stories")
#: What readers of a page did, not visitors of a practice.
_UNPAST = words("reading", "unpast")


class Own(Protocol):
    """What the organization says of itself."""

    def covers(self, start: int, end: int) -> bool:
        """Whether a slice of the text lies within it."""


def read(plain: str, own: Own | None = None) -> Reading:
    """Never raises, whatever the text is. Words of the organization's `own` names are nobody."""
    reading = Reading()
    raws = _cut(plain, reading)
    _classify(reading)
    name(reading, raws)
    if own is not None:
        _spare(reading, own)
    reading.sum_up()
    return reading


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
    for found in TOKEN.finditer(plain):
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
    known_of = tables()
    words, single, several = reading.words, known_of.single, known_of.several
    known = {word: single.get(word, 0) | _by_ending(word) for word in set(words)}
    reading.bits = [known[word] for word in words]
    reading.through = list(range(len(words)))
    for index, pair in enumerate(pairwise(words)):
        if reading.bits[index] & known_of.patient:
            _patient_of_all(reading, index)
        if pair not in several:
            continue
        for rest, classes in several[pair]:
            last = index + 1 + len(rest)
            if words[index + 2 : last + 1] == rest and last < reading.stop(index):
                for place in range(index, last + 1):
                    # Nobody's mother is meant on Mother's Day, and no bite in "every bit".
                    reading.bits[place] = (
                        classes if classes in (known_of.time, known_of.idle) else reading.bits[place] | classes
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
    known = tables().single.get(reading.words[after], 0) if after < reading.stop(index) else 0
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
    return bit(next(kind for kind, endings in _ENDINGS.items() if word.endswith(endings)))
