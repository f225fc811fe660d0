"""H: talk of the shift on a personal account.

One person is enough, where the one who writes is at work: whoever knows the author knows the ward and the day."""

from collections.abc import Iterator, Sequence

from handlers.phi.about import About, Account
from handlers.phi.context.making import SOURCE, by_sentence, hit, hits
from handlers.phi.context.somebody import People, around
from handlers.phi.data import words
from handlers.phi.findings import Category, Hit, Rule, Severity
from handlers.phi.phrases import Phrases
from handlers.phi.reading import Reading, any_bit, bit
from handlers.phi.together import Together

RULE = Rule(
    id="H_WORK_TALK",
    category=Category.CONTEXT,
    severity=Severity.NOTE,
    why="It tells of patients at work from a personal account. Day and ward are known to whoever knows the author.",
    citation="45 CFR 164.502(a); 45 CFR 164.530(c)(1)",
    suggestion="Speak of the work or the team, not of patients, their behavior or what happened on the shift.",
)

_WORK = Phrases("work_talk", "work")
_PEOPLE = Phrases("work_talk", "people")
_SPOTS = Phrases("work_talk", "spots")
_KIN = frozenset({"every", "if", "your"})
_SHIFT = Together("work_talk", "shift")
_TOLD = Phrases("work_talk", "told")
#: Words for one, or for those of one day.
_ONE = words("work_talk", "one")
_IN_GENERAL = words("work_talk", "in general")

#: The one who writes, at work.
_AT_WORK = Phrases("work_talk", "at work")


def find(reading: Reading, about: About, cases: Sequence[Hit], people: People) -> Iterator[Hit]:
    """Where work, somebody looked after, and a complaint or a time come together, or a case is told anyway."""
    if about.account is not Account.PERSONAL:
        return
    yield from (Hit(case.start, case.end, RULE, SOURCE) for case in cases)
    if not people.nobody:
        found = _found(reading, people)
        yield from (one for one in found if not _of_all(reading, reading.sentence_at(one.start)))


def _found(reading: Reading, people: People) -> Iterator[Hit]:
    yield from hits(reading, _SHIFT, RULE, _IN_GENERAL)
    yield from hits(reading, _SPOTS, RULE, _KIN)
    yield from _somebody_at_work(reading, people)
    if not _TOLD.found(reading):
        return
    work, others = next(_WORK.spans(reading), None), next(_PEOPLE.spans(reading), None)
    if work and others:
        yield hit(reading, min(work[0], others[0]), max(work[1], others[1]), RULE)


def _of_all(reading: Reading, number: int) -> bool:
    """Whether a sentence speaks of patients as such: of none of them, of no day and no ward."""
    said, bits = reading.within[number]
    one = any_bit("patient", "person", "name", "title", "time", "moan", "number", "few", "dept", "grave", "mine")
    return bool(bits & bit("patients")) and not bits & one and _ONE.isdisjoint(said)


def _somebody_at_work(reading: Reading, people: People) -> Iterator[Hit]:
    work = by_sentence(reading, _AT_WORK, frozenset()) if people.told else {}
    for number, person in people.told.items():
        near = next((work[other] for other in around(number) if other in work), None)
        if near:
            yield hit(reading, min(near[0], person[0]), max(near[1], person[1]), RULE)
            return
