"""C: a case told with enough around it to be recognised by those who know: what happened, to whom, when or where.

No phrase makes this: it takes a person, something medical, a time, place or arrival, and somebody who tells it as their
own, all within neighbouring sentences. What is said of people in general has no such teller or no such person."""

from collections.abc import Iterator

from handlers.phi.about import About, Account
from handlers.phi.context.making import by_sentence, hit, under
from handlers.phi.context.somebody import People, around
from handlers.phi.data import words
from handlers.phi.findings import Category, Hit, Rule, Severity
from handlers.phi.phrases import Phrases
from handlers.phi.reading import Reading

RULE = Rule(
    id="C_CASE_DETAIL",
    category=Category.CONTEXT,
    severity=Severity.BLOCK,
    why="It tells of one case with details by which somebody could be recognised, even without a name.",
    citation="45 CFR 164.502(a); 45 CFR 164.514(b)(2)(i)(R) and (b)(2)(ii)",
    suggestion="Leave the case out, or tell what can be learned from many cases without person, day, place or injury.",
    case="Rhode Island's medical board reprimanded and fined Dr. Alexandra Thran (2011) for a post without a name: "
    "the injuries told who it was.",
)

_PERSON = Phrases("case_detail", "person")
#: The teller's own family is no case of theirs.
_FAMILY = Phrases("case_detail", "family")
_MEDICAL = Phrases("case_detail", "medical")
_WHEN_OR_WHERE = Phrases("case_detail", "where")
_TELLER = Phrases("case_detail", "teller")
_OURS = Phrases("case_detail", "ours")
_INTRODUCED = Phrases("case_detail", "introduced")
_NEWS = words("case_detail", "news")
_GENERAL = words("case_detail", "general")


def find(reading: Reading, about: About, people: People) -> Iterator[Hit]:
    """Once for each stretch of neighbouring sentences that tells a case."""
    yield from _told_as_ours(reading, about, people)
    person, medical = _told(reading, _PERSON), _told(reading, _MEDICAL)
    mine, done = about.account is Account.PERSONAL, -1
    if not person or not medical or people.nobody:
        return
    place, teller, family = (_told(reading, phrases) for phrases in (_WHEN_OR_WHERE, _TELLER, _FAMILY))
    for number, told in medical.items():
        near = [person[other] for other in range(number - 1, number + 2) if other in person and other not in family]
        # Who tells it on an account of their own tells it as theirs, and their day and place are known.
        owned = mine or not (teller.keys().isdisjoint(around(number)) or place.keys().isdisjoint(around(number)))
        if number > done and near and owned:
            first, last = _reach(near, told)
            yield hit(reading, first, last, under(RULE, about))
            done = reading.sentence[last]


def _told_as_ours(reading: Reading, about: About, people: People) -> Iterator[Hit]:
    """One person's story, however it is told: something happened to them, and they came to us."""
    if about.kind.answers or not people.treated or _INTRODUCED.found(reading):
        return
    ours, place = by_sentence(reading, _OURS, _NEWS), by_sentence(reading, _WHEN_OR_WHERE, _NEWS)
    for number, person in people.treated.items():
        if not (ours.keys().isdisjoint(around(number)) or place.keys().isdisjoint(around(number))):
            yield hit(reading, *person, under(RULE, about))
            return


def _told(reading: Reading, phrases: Phrases) -> dict[int, tuple[int, int]]:
    """Where sentences are not about people in general."""
    return by_sentence(reading, phrases, _GENERAL)


def _reach(people: list[tuple[int, int]], told: tuple[int, int]) -> tuple[int, int]:
    first, last = min(people, key=lambda place: abs(place[0] - told[0]))
    return min(first, told[0]), max(last, told[1])
