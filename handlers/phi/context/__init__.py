"""What needs no identifier to identify: rules that read the words around, one family a module.

Every family is a function of the words read once and of what is known about the text. They err towards asking: a rule
that cries wolf is seen in the statistics, a disclosure is not taken back."""

from collections.abc import Iterator

from handlers.phi.about import About
from handlers.phi.context import case_detail, images, marketing, relationship, replies, testimonials, work_talk
from handlers.phi.context.somebody import People
from handlers.phi.data import words
from handlers.phi.findings import Hit
from handlers.phi.reading import Reading, any_bit

_CUES = any_bit("patient", "patients", "condition", "procedure", "drug", "dept", "came", "affair", "visit", "treated")
#: One person, not yet said to be a patient.
_SOMEBODY = frozenset(words("reading", "somebody"))
_STORIES = (relationship, case_detail, testimonials)


def find(reading: Reading, about: About) -> Iterator[Hit]:
    """Every place of the normalised text where a context rule applies."""
    people = People(reading)
    stories = [hit for family in _STORIES for hit in family.find(reading, about, people)]
    cases = [story for story in stories if story.rule.id == case_detail.RULE.id]
    shift = list(work_talk.find(reading, about, cases, people))
    likenesses = list(images.find(reading, about, stories + (shift if people.told else []), people))
    yield from stories + shift + likenesses
    yield from marketing.find(reading, about, stories + likenesses, people)
    yield from replies.find(reading, about)


def staff(reading: Reading) -> list[tuple[int, int]]:
    """Where somebody on the staff is named: a clinician beside a condition is no patient."""
    return list(relationship.staff(reading))


def cues(reading: Reading) -> list[tuple[int, int]]:
    """Where patients, conditions and care are spoken of: an identifier beside one of them says more than by itself."""
    places = (index for index, bits in enumerate(reading.bits) if bits & _CUES)
    return [reading.span(index, index) for index in places]


def told(reading: Reading) -> Iterator[tuple[int, int]]:
    """Sentences that speak of one person and of care: a day or a town in them is theirs."""
    for (first, stop), (said, bits) in zip(reading.bounds, reading.within, strict=True):
        if bits & _CUES and not _SOMEBODY.isdisjoint(said):
            yield reading.starts[first], reading.ends[stop - 1]
