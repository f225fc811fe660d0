"""C: a case told with enough around it to be recognised by those who know: what happened, to whom, when or where.

No phrase makes this: it takes a person, something medical, a time, place or arrival, and somebody who tells it as their
own, all within neighbouring sentences. What is said of people in general has no such teller or no such person."""

from collections.abc import Iterator

from handlers.phi.about import About, Account
from handlers.phi.context.making import hit, under
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
    case="Rhode Island's medical board reprimanded and fined Dr. Alexandra Thran (2011) for a post without a name whose "
    "injuries told who it was.",
)

_PERSON = Phrases(
    "-any|every|each|like|average|many|healthy|per !@relative @person !with|should|can|could|may|might|needs",
    "-any|every|each|my|your|like|average|many|healthy|per @relative !with|should|can|could|may|might|needs",
    "the|this|that|my|our|a @patient !@compound|with",
    "he|she|his|her|him|himself|herself",
    "@name|@title ..2 @acted|@came|@grave|@past|is|was",
    "a|an|some ..3 from|of @name",
    "one|another|someone|somebody ..1 of|just|came|comes|ripped|threw|tried|died|coded",
    "mr|mrs|ms|miss @name",
    "year|yr|month old|olds !kids|children|women|men|girls|boys|patients",
)
#: The teller's own family is no case of theirs.
_FAMILY = Phrases("my ..2 @relative !@patient")
_MEDICAL = Phrases(
    "@condition|@procedure|@grave",
    "@harm|@past ..5 @body",
    "swallowed|swallow|swallows|impaled|amputated|severed|stabbed|degloved|scalped|mauled|ripped|choked|reattached",
    "@name|@title|@person|@patient|he|she ..8 in|on our|my|the ..1 @dept",
    "in|up|inside|through ..2 @person|@patient ..1 @body",
    "in|through|up|into|inside|out|off|from|on|across|of his|her|their|a|the ..2 @body|back|head|face|heart|neck|hand|stomach|skin",
    "in|up|through|into kid|guy|man|woman|patient|toddler|boy|girl ..1 @body|nose|ear|throat",
    "@body ..4 @harm",
    "@body ..1 @past",
    "born|birth|labor",
    "delivered|deliver|delivering ..4 baby|babies|twins|triplets|newborn|girl|boy",
    "lost ..1 on the table",
    "lost ..1 pounds|lbs",
    "had|has|have to be ..1 restrained|sedated|intubated|shocked|resuscitated",
    "burns|burned|bleeding|fractures|stitches|seizing|vomiting|paralyzed|dying|overdosing",
)
_WHEN_OR_WHERE = Phrases(
    "@time|@came",
    "midnight|noon|sunrise|sunset|monday|tuesday|wednesday|thursday|friday|saturday|sunday",
    "in|on our|my",
    "@dept",
    "here|downtown",
    "bed|room|bay|unit|route|highway 1|2|3|4|5|6|7|8|9|10|11|12|14|15|16|20",
    "in|from|at|near|on|of our|the|a|@name ..3 town|county|street|road|avenue|high|school|church|campus|mill|highway|mall|stadium|factory|game|lot|@name",
    "local|neighborhood|hometown|overseas",
    "after|for|over|in ..2 days|weeks|months|sessions|visits|hours",
)
_TELLER = Phrases(
    "i|i'm|i've|i'd|me|my|we|we're|we've|we'd|us|our|@came",
    "just ..1 got|saw|had|scrubbed|finished",
)
_GENERAL = frozenset(
    """if should whether whenever every each any anyone could might may typically usually often signs risk tips learn study studies
    researchers research report survey join awareness prevent""".split()
)


def find(reading: Reading, about: About) -> Iterator[Hit]:
    """Once for each stretch of neighbouring sentences that tells a case."""
    person, medical, place, teller, family = (
        _by_sentence(reading, phrases) for phrases in (_PERSON, _MEDICAL, _WHEN_OR_WHERE, _TELLER, _FAMILY)
    )
    done = -1
    for number, told in medical.items():
        people = [person[other] for other in range(number - 1, number + 2) if other in person and other not in family]
        around = range(number - 2, number + 3)
        owned = about.account is Account.PERSONAL or not teller.keys().isdisjoint(around)
        if number > done and people and owned and not place.keys().isdisjoint(around):
            first, last = _reach(people, told)
            yield hit(reading, first, last, under(RULE, about))
            done = reading.sentence[last]


def _by_sentence(reading: Reading, phrases: Phrases) -> dict[int, tuple[int, int]]:
    """The first match in each sentence that is not about people in general."""
    found: dict[int, tuple[int, int]] = {}
    for first, last in phrases.spans(reading):
        number = reading.sentence[first]
        if number not in found and not reading.has(number, _GENERAL):
            found[number] = (first, last)
    return found


def _reach(people: list[tuple[int, int]], told: tuple[int, int]) -> tuple[int, int]:
    first, last = min(people, key=lambda place: abs(place[0] - told[0]))
    return min(first, told[0]), max(last, told[1])
