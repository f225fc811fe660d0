"""B: says that somebody is or was a patient."""

from collections.abc import Iterator
from dataclasses import replace

from handlers.phi.about import About, Account
from handlers.phi.context.making import by_sentence, hit, hits, under
from handlers.phi.context.somebody import People, around
from handlers.phi.data import words
from handlers.phi.findings import Category, Hit, Rule, Severity
from handlers.phi.phrases import Phrases
from handlers.phi.reading import Reading
from handlers.phi.together import Together

RULE = Rule(
    id="B_RELATIONSHIP",
    category=Category.CONTEXT,
    severity=Severity.BLOCK,
    why="It says that a certain person is or was a patient. That alone is protected health information.",
    citation="45 CFR 164.502(a); 45 CFR 160.103 (protected health information)",
    suggestion="Speak of patients in general, or get this person's written authorization first.",
    case="Memorial Hermann Health System settled with OCR for $2.4 million (2017): a press release named a patient.",
)
#: One patient who is not told apart from others.
UNNAMED = replace(
    RULE,
    severity=Severity.NOTE,
    why="It speaks of one patient. Without a name others can still know who is meant.",
)

_NAMED = Phrases("relationship", "named")
_JOINED = Together("relationship", "joined")
_UNNAMED = Phrases("relationship", "unnamed")
_OURS = Phrases("relationship", "with us")
_GENERAL, _OPEN = words("relationship", "general"), words("relationship", "open")


def find(reading: Reading, about: About, people: People) -> Iterator[Hit]:
    """Named first: what is unnamed is only looked for where nobody is named."""
    rule = under(RULE, about)
    named = [*hits(reading, _NAMED, rule, _GENERAL), *hits(reading, _JOINED, rule, _OPEN)]
    unnamed = under(UNNAMED, about)
    yield from named or [*hits(reading, _UNNAMED, unnamed, _GENERAL), *_with_us(reading, unnamed, about, people)]


def _with_us(reading: Reading, rule: Rule, about: About, people: People) -> Iterator[Hit]:
    """One person told of, and that they were with us."""
    if about.kind.answers or about.account is not Account.CORPORATE or not people.treated:
        return
    ours = by_sentence(reading, _OURS, _GENERAL)
    for number, person in people.named.items():
        near = next((ours[other] for other in around(number) if other in ours), None)
        if near and number in people.treated:
            yield hit(reading, min(person[0], near[0]), max(person[1], near[1]), rule)
            return
