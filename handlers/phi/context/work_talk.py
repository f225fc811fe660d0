"""H: talk of the shift on a personal account.

One person is enough, where the one who writes is at work: whoever knows the author knows the ward and the day."""

from collections.abc import Iterator, Sequence

from handlers.phi.about import About, Account
from handlers.phi.context.making import SOURCE, by_sentence, hit, hits
from handlers.phi.context.somebody import People, around
from handlers.phi.findings import Category, Hit, Rule, Severity
from handlers.phi.phrases import Phrases
from handlers.phi.reading import Reading
from handlers.phi.together import Together

RULE = Rule(
    id="H_WORK_TALK",
    category=Category.CONTEXT,
    severity=Severity.NOTE,
    why="It tells of patients at work from a personal account. Day and ward are known to whoever knows the author.",
    citation="45 CFR 164.502(a); 45 CFR 164.530(c)(1)",
    suggestion="Speak of the work or the team, not of patients, their behaviour or what happened on the shift.",
)

_WORK = Phrases("work_talk", "work")
_PEOPLE = Phrases("work_talk", "people")
_SPOTS = Phrases("work_talk", "spots")
_KIN = frozenset({"if", "your"})
_SHIFT = Together("work_talk", "shift")
_TOLD = Phrases("work_talk", "told")

#: The one who writes, at work.
_AT_WORK = Phrases("work_talk", "at work")


def find(reading: Reading, about: About, cases: Sequence[Hit], people: People) -> Iterator[Hit]:
    """Where work, somebody looked after, and a complaint or a time come together, or a case is told anyway."""
    if about.account is not Account.PERSONAL:
        return
    yield from (Hit(case.start, case.end, RULE, SOURCE) for case in cases)
    if people.nobody:
        return
    yield from hits(reading, _SHIFT, RULE)
    yield from hits(reading, _SPOTS, RULE, _KIN)
    yield from _somebody_at_work(reading, people)
    if not _TOLD.found(reading):
        return
    work, patients = next(_WORK.spans(reading), None), next(_PEOPLE.spans(reading), None)
    if work and patients:
        yield hit(reading, min(work[0], patients[0]), max(work[1], patients[1]), RULE)


def _somebody_at_work(reading: Reading, people: People) -> Iterator[Hit]:
    work = by_sentence(reading, _AT_WORK, frozenset()) if people.told else {}
    for number, person in people.told.items():
        near = next((work[other] for other in around(number) if other in work), None)
        if near:
            yield hit(reading, min(near[0], person[0]), max(near[1], person[1]), RULE)
            return
