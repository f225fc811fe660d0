"""What the families share: hits made from words, and what an authorization on record changes."""

from collections.abc import Iterator
from dataclasses import replace

from handlers.phi.about import About
from handlers.phi.findings import Hit, Rule, Severity
from handlers.phi.phrases import Phrases
from handlers.phi.reading import Reading
from handlers.phi.together import Together

SOURCE = "context"
#: By sentence, the first and last word of what was found there.
Places = dict[int, tuple[int, int]]


def hit(reading: Reading, first: int, last: int, rule: Rule) -> Hit:
    """The rule at the words from `first` to `last`."""
    start, end = reading.span(first, last)
    return Hit(start, end, rule, SOURCE)


def hits(
    reading: Reading, phrases: Phrases | Together, rule: Rule, excused: frozenset[str] = frozenset()
) -> Iterator[Hit]:
    """The rule wherever one of the phrases stands, but in sentences with one of the `excused` words."""
    for first, last in phrases.spans(reading):
        if not reading.has(reading.sentence[first], excused):
            yield hit(reading, first, last, rule)


def by_sentence(reading: Reading, phrases: Phrases, excused: frozenset[str]) -> Places:
    """The first match in each sentence without one of the `excused` words."""
    found: Places = {}
    for first, last in phrases.spans(reading):
        number = reading.sentence[first]
        if number not in found and not reading.has(number, excused):
            found[number] = (first, last)
    return found


def under(rule: Rule, about: About) -> Rule:
    """With the patient's authorization on record the approver compares the text with it; nothing else is asked for."""
    return replace(rule, severity=Severity.NOTE) if about.authorized else rule
