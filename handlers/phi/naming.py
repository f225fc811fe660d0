"""Who is named: words that could be somebody's name, and whom of them the text calls staff."""

from functools import reduce
from operator import or_

from handlers.phi.data import words
from handlers.phi.reading import KNOWN, NAME, Reading, any_bit, bit, given, tables

#: Capitalised without being anybody's name.
_NOBODY = words("reading", "nobody")
#: What stands behind the name of somebody on the staff.
_CREDENTIALS = words("reading", "credentials")
_OUR, _BEFORE_OUR = words("reading", "our"), words("reading", "before our")
_PRONOUNS = words("reading", "pronouns")
#: What is done with what is one's own, before "her" or "his".
_OWN = words("reading", "own")
#: Whom a sentence is about stands among its first words.
_EARLY = 5
#: What stands before a place, which may be called like a person.
_WHERE = words("reading", "where")
_SAINTS = words("reading", "saints")


def name(reading: Reading, raws: list[str]) -> None:
    """Marks both; `raws` are the words as they are written."""
    capital = [raw[0].isupper() for raw in raws]
    for first, stop in reading.bounds:
        capitals = sum(capital[first:stop])
        if not capitals:
            continue
        headline = stop - first > 3 and capitals > 0.6 * (stop - first)
        for index in range(first, stop):
            if capital[index] and reading.words[index] not in _NOBODY:
                reading.bits[index] |= _name_bits(reading, raws, index, headline)
    if reduce(or_, set(reading.bits), 0) & bit("staff"):
        _apposed(reading)
        _staff_again(reading)
        staff_meant(reading)


def staff_meant(reading: Reading) -> None:
    """ "She" is nobody to protect where only a clinician was spoken of before: "Dr. Kim and her team".

    Who was treated by a clinician is somebody else: "Dr. Kim fixed her knee"."""
    staff, somebody, treated = bit("staff"), any_bit("known", "patient", "patients"), bit("treated")
    named, classes = False, tables().single
    for index, word in enumerate(reading.words):
        bits = reading.bits[index]
        if bits & staff:
            early = index - reading.bounds[reading.sentence[index]][0] < _EARLY
            named = named or (early and not classes.get(word, 0) & staff)
        elif bits & somebody:
            return
        elif word in _PRONOUNS:
            if not named or (reading.bits[index - 1] & treated and not _own(reading, index)):
                return
            reading.words[index], reading.bits[index] = "", 0
            if reading.bits[index + 1 : index + 2] and reading.bits[index + 1] & bit("relative"):
                reading.bits[index + 1] = 0


def _own(reading: Reading, index: int) -> bool:
    """Whether "her" or "his" is what the one who did it has: "ran his first marathon", but not "met his surgeon"."""
    medical = any_bit("body", "condition", "procedure", "drug", "affair", "looks", "staff")
    after = reading.bits[index + 1 : index + 4]
    return reading.words[index - 1] in _OWN and not any(bits & medical for bits in after)


def _apposed(reading: Reading) -> None:
    """ "Kelly Moran, our new hygienist" and "Kelly Moran, DDS" are on the staff, as "hygienist Kelly Moran" is."""
    staff, bits = bit("staff"), reading.bits
    for index in range(len(bits) - 1, -1, -1):
        if not bits[index] & staff:
            continue
        first, at = reading.bounds[reading.sentence[index]][0], index - 1
        if tables().single.get(reading.words[index], 0) & staff:
            if reading.words[max(first, index - 1)] in _OUR:
                bits[index] &= ~tables().bits["person"]
            at = next((back for back in range(at, max(first, index - 4) - 1, -1) if reading.words[back] in _OUR), -1)
            while at >= first and reading.words[at] in _BEFORE_OUR:
                at -= 1
        while at >= first and bits[at] & NAME:
            bits[at] = bits[at] & ~(NAME | KNOWN) | staff
            at -= 1


def _name_bits(reading: Reading, raws: list[str], index: int, headline: bool) -> int:
    """In a headline every word is capitalised, and where a sentence begins one is: there only known names count."""
    first, stop = reading.bounds[reading.sentence[index]]
    known = tables()
    if reading.bits[index] & known.never_names:
        return 0
    after = reading.bits[index - 1] if index > first else 0
    if index > first and _in_place(reading, raws, index):
        return 0
    lettered = index > first and raws[index - 1].isupper() and reading.words[index - 1] in _CREDENTIALS
    if lettered or after & known.bits["staff"] or (index + 1 < stop and reading.words[index + 1] in _CREDENTIALS):
        return known.bits["staff"]
    if reading.bits[index] & known.bits["given"] or reading.words[index] in given() or after & known.bits["title"]:
        return NAME | KNOWN
    if headline or raws[index].isupper():
        return 0
    if after & KNOWN:
        return NAME | KNOWN
    follows = index + 1 < stop and raws[index + 1][0].isupper() and reading.words[index + 1] not in _NOBODY
    return NAME if index > first or follows else 0


def _in_place(reading: Reading, raws: list[str], index: int) -> bool:
    """Whether it is where rather than who: in Charlotte and in San Diego, but not in Charlotte's and in Ann Boyd."""
    before, more = reading.words[index - 1], raws[index + 1 : index + 2]
    if before in _SAINTS:
        return index > 1 and reading.words[index - 2] in _WHERE
    followed = bool(more) and more[0][0].isupper() and reading.starts[index + 1] == reading.ends[index] + 1
    return before in _WHERE and (reading.words[index] in _SAINTS or not (followed or raws[index].endswith("'s")))


def _staff_again(reading: Reading) -> None:
    """Whoever is once called a nurse is no patient where only the name comes again."""
    staff, classes = bit("staff"), tables().single
    again = {
        word
        for word, bits in zip(reading.words, reading.bits, strict=True)
        if bits & staff and not classes.get(word, 0) & staff
    }
    if again:
        for index, word in enumerate(reading.words):
            if word in again and reading.bits[index] & NAME:
                reading.bits[index] = reading.bits[index] & ~(NAME | KNOWN) | staff
