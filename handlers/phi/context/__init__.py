"""What needs no identifier to identify: rules that read the words around, one family a module.

Every family is a function of the words read once and of what is known about the text. They err towards asking: a rule
that cries wolf is seen in the statistics, a disclosure is not taken back."""

from collections.abc import Iterator
from dataclasses import replace

from handlers.phi.about import About, Account
from handlers.phi.context import (
    case_detail,
    images,
    marketing,
    others,
    relationship,
    replies,
    testimonials,
    work_talk,
)
from handlers.phi.context.somebody import People
from handlers.phi.data import words
from handlers.phi.findings import Category, Hit, Severity
from handlers.phi.reading import Reading, any_bit

_CUES = any_bit("patient", "patients", "condition", "procedure", "drug", "dept", "came", "affair", "visit", "treated")
_PRONOUNS = words("reading", "pronouns")
_PERSON = any_bit("person")
_POLICY = words("images", "policy")
_MEDICINE = any_bit("condition", "procedure", "dept", "drug")
#: One person, not yet said to be a patient.
_SOMEBODY = frozenset(words("reading", "somebody"))
_ANY_PATIENT = frozenset({"patient", "pt"})
_STORIES = (relationship, case_detail, testimonials)


def find(reading: Reading, about: About) -> Iterator[Hit]:
    """Every place of the normalised text where a context rule applies."""
    if others.nobody(reading, about):
        return
    people = People(reading)
    told = [hit for family in _STORIES for hit in family.find(reading, about, people)]
    stories = [hit for hit in told if not _general(reading, about, hit)]
    cases = [story for story in stories if story.rule.id == case_detail.RULE.id]
    shift = list(work_talk.find(reading, about, cases, people))
    pictures = images.find(reading, about, stories + (shift if people.told else []), people)
    likenesses = [hit for hit in pictures if not _general(reading, about, hit)]
    if about.account is Account.CORPORATE and len(cases) == len(stories + likenesses):
        stories = [_faint(case) for case in cases]
    yield from stories + shift + likenesses
    alone = not stories + shift + likenesses
    offers = marketing.find(reading, about, stories + likenesses, people)
    yield from (_faint(offer) if alone else offer for offer in offers)
    yield from replies.find(reading, about)


def _faint(hit: Hit) -> Hit:
    """A case no other rule takes for a story, or an offer beside somebody, may be nobody's: a note."""
    return hit._replace(rule=replace(hit.rule, severity=Severity.NOTE))


def _general(reading: Reading, about: About, hit: Hit) -> bool:
    """Whether it lies in one sentence, and that speaks of people in general. A case is told of one."""
    picture = hit.rule.category is Category.PHOTO
    number = reading.sentence_at(hit.start)
    if number != reading.sentence_at(hit.end - 1) or (picture and about.media):
        return False
    if others.looked_up(reading, number):
        return True
    if about.account is not Account.CORPORATE or hit.rule.id == case_detail.RULE.id:
        return False
    stating = picture and others.stated(reading, number)
    return stating or others.general(reading, number)


def cues(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where patients, conditions and care are spoken of: a name beside one of them says more than by itself."""
    places = (index for index, bits in enumerate(reading.bits) if bits & _CUES)
    return (reading.span(index, index) for index in places)


def referred(reading: Reading) -> Iterator[tuple[int, int]]:
    """Sentences in which "he" or "she" is somebody not on the staff."""
    for number, (said, _) in enumerate(reading.within):
        if not _PRONOUNS.isdisjoint(said):
            yield reading.extent(number)


def cued(reading: Reading, number: int) -> bool:
    """Whether a sentence speaks of patients, conditions and care."""
    return bool(reading.within[number][1] & _CUES)


def medical(reading: Reading, start: int, end: int) -> bool:
    """Whether a slice is one word of medicine with which a sentence begins, and so has its capital."""
    first, _ = reading.bounds[reading.sentence_at(start)]
    alone = (reading.starts[first], reading.ends[first]) == (start, end)
    return alone and bool(reading.bits[first] & _MEDICINE)


def forbidden(reading: Reading, number: int) -> bool:
    """Whether a sentence tells which pictures are not taken or posted."""
    return reading.has(number, _POLICY)


def told(reading: Reading, *, pointed: bool = False) -> Iterator[tuple[int, int]]:
    """Sentences that speak of one person and of care: a day or a town in them is theirs.

    "When a patient says" is one person too, but nobody's day, and "a farmer" may be any: with `pointed` neither
    counts."""
    somebody, kinds = (_SOMEBODY - _ANY_PATIENT, 0) if pointed else (_SOMEBODY, _PERSON)
    for number, (said, bits) in enumerate(reading.within):
        if bits & _CUES and (bits & kinds or not somebody.isdisjoint(said)):
            yield reading.extent(number)
