"""F: success stories, testimonials, spotlights, reviews quoted."""

from collections.abc import Iterator

from handlers.phi.about import About, Account
from handlers.phi.context.making import by_sentence, hit, hits, under
from handlers.phi.context.somebody import People, around
from handlers.phi.data import words
from handlers.phi.findings import Category, Hit, Rule, Severity
from handlers.phi.phrases import Phrases
from handlers.phi.reading import KNOWN, Reading, any_bit, bit
from handlers.phi.together import Together

RULE = Rule(
    id="F_TESTIMONIAL",
    category=Category.CONTEXT,
    severity=Severity.AUTHORIZATION,
    why="It uses a patient's story or words. That needs their written authorization, also where they were public.",
    citation="45 CFR 164.508(a)(1) and (c)",
    suggestion="Use only what their authorization covers, or praise the team without any patient's story.",
    case="Cadia Healthcare Facilities settled with OCR for $182,000 (2025) over success stories posted without "
    "authorization; Complete P.T., Pool & Land Physical Therapy for $25,000 (2016) over testimonials.",
)

_TOLD = Phrases("testimonials", "told")
_INTRODUCED = Phrases("testimonials", "introduced")
_STORIES = Together("testimonials", "stories")
_MINE, _HEARD = words("testimonials", "mine"), words("testimonials", "heard")
_VOICE = words("testimonials", "voice")
_PRAISED = words("testimonials", "praised")
#: What a patient says of themselves; not a question, nor what clinicians or everybody say.
_TREATED = any_bit("condition", "procedure", "body", "drug", "outcome", "before", "after")
_ASKED = words("testimonials", "asked")
_BY_STAFF = words("testimonials", "staff")
#: How it was, how it is now, and who helped.
_TURNS = Phrases("testimonials", "turns")
_TURNED = Phrases("testimonials", "turned")
_CARED = Phrases("testimonials", "cared for")
_OURS = Phrases("testimonials", "ours")
_NEWS = words("case_detail", "news")
_ASKING = words("testimonials", "asking")


def find(reading: Reading, about: About, people: People) -> Iterator[Hit]:
    """In what the organization says by itself; an answer that quotes confirms more than that."""
    if about.kind.answers:
        return
    yield from hits(reading, _TOLD, under(RULE, about), _ASKING)
    stories = list(hits(reading, _STORIES, under(RULE, about)))
    if stories and (people.treated or _CARED.found(reading)) and not _INTRODUCED.found(reading):
        yield from stories
    yield from _quoted(reading, under(RULE, about))
    if about.account is Account.CORPORATE:
        yield from _turned_out_well(reading, under(RULE, about), people)


def _turned_out_well(reading: Reading, rule: Rule, people: People) -> Iterator[Hit]:
    """One person told of by those who helped, as they were and as they are."""
    turned = by_sentence(reading, _TURNED, _NEWS) if people.told else {}
    for number, person in people.told.items():
        if number in turned:
            yield hit(reading, min(person[0], turned[number][0]), max(person[1], turned[number][1]), rule)
            return
    if not people.treated or not _OURS.found(reading) or _INTRODUCED.found(reading):
        return
    turns = by_sentence(reading, _TURNS, _NEWS)
    for number, person in people.treated.items():
        if turn := next((turns[other] for other in around(number) if other in turns), None):
            yield hit(reading, min(person[0], turn[0]), max(person[1], turn[1]), rule)
            return


def _quoted(reading: Reading, rule: Rule) -> Iterator[Hit]:
    """What stands between the first and the last quotation mark, where somebody speaks and a review is spoken of."""
    marks = [index for index, word in enumerate(reading.words) if word == '"']
    if len(marks) < 2 or marks[-1] - marks[0] < 4:
        return
    first, last = marks[0] + 1, marks[-1] - 1
    around = {*reading.words[: first - 1], *reading.words[last + 2 :]}
    said = frozenset(reading.words[first : last + 1])
    named = any(bits & KNOWN for bits in (*reading.bits[: first - 1], *reading.bits[last + 2 :]))
    praised = (around & _PRAISED and said & _VOICE) or (named and said & _MINE and around & _HEARD)
    outside = (*reading.bits[: first - 1], *reading.bits[last + 2 :])
    by_staff = around & _BY_STAFF or (not named and any(bits & bit("staff") for bits in outside))
    told = said & _MINE and any(bits & _TREATED for bits in reading.bits[first : last + 1])
    if (praised or (told and not around & _ASKED)) and not by_staff:
        yield hit(reading, first, last, rule)
