"""Ages over 89, in figures and words, and years of birth that tell of one."""

import re
from collections.abc import Iterator

from handlers.phi.findings import Hit
from handlers.phi.identifiers import rules
from handlers.phi.patterns import pattern, words

_DIGITS = r"(?:9\d|1[0-2]\d)"
_ONES = words("one two three four five six seven eight nine")
_NINETY = rf"ninety(?:[- ]?{_ONES})?"
_WORDS = rf"(?:{_NINETY}|(?:one|a) hundred(?: and \w+)?)"
_ANY = rf"(?:{_DIGITS}|{_WORDS})"
_NTH = rf"(?:{_DIGITS}(?:st|nd|rd|th)|ninetieth|ninety[- ]\w{{2,6}}(?:st|nd|rd|th)|(?:one )?hundredth)"
_KIN = words(
    "mother father mom mum dad grandmother grandfather grandma grandpa granny gran nana aunt uncle wife husband widow "
    "widower patient pt resident client man woman lady gentleman veteran nun priest sister brother he she who neighbor "
    "neighbour great-grand\\w+ female male nonagenarian centenarian"
)
_AGE = pattern(
    rf"\b{_ANY}[- ]{{0,2}}(?:years?|yrs?)[- ]?(?:old|young|of age)\b"
    rf"|\b{_DIGITS} ?(?:yo|y/o|y\.o\.?|yr|yrs)(?:[mf])?\b"
    rf"|\b{_DIGITS}[ /-]?[mf]\b|\b[mf]/?{_DIGITS}\b|\b(?:nonagenarian|(?:super)?centenarian)s?\b"
    r"|\b(?:tenth|eleventh) decade\b"
    rf"|\b(?:aged?(?: of)?|turned|turns|turning|is now|at age|nearly|almost):? {_ANY}\b"
    r"|\bin (?:his|her|their) (?:(?:early|mid|late)[- ])?(?:90'?s|nineties)\b"
    rf"|\b(?:early|mid|late)[- ](?:90'?s|nineties)\b|\b(?:90|ninety)[- ]something\b"
    rf"|\b{_NTH} (?:birthday|year of life|year\b)|\bhappy {_NTH} to\b"
    rf"|\b(?:she|he)(?:'ll| will)(?: soon| just)? be {_ANY}\b|(?:^|[.!?] )At {_DIGITS}, (?:he|she|our)\b"
    rf"|\b{_ANY} (?:candles|summers|springs|winters)\b|\b(?:pushing|just shy of|close to|past) (?:a |one )?hundred\b"
    r"|\binto (?:his|her|their) (?:90'?s|nineties)\b"
    rf"|\b{_NINETY} and (?:still|counting|going|strong)\b"
)
_IS = pattern(
    rf"\b{_KIN}(?:(?: is| was|'s)(?: over| past| nearly| almost| just)?|, \(?| \() ?({_ANY})\b"
    # Behind a name: "Bubbe Shprintza, 94, fell."
    rf"|(?-i:[A-Z][a-z'][\p{{L}}'-]+)(?:, \(?| \()({_ANY})(?:[,;)]|\. [A-Z]|\.?$)|[a-z], ({_ANY}),"
)
#: How sure each of its groups is.
_SURE = ((1, 0.8), (2, 0.5), (3, 0.25))
#: Whoever was born in one of these years is older than 89.
_BORN = pattern(r"\b(?:born|b\.)(?: in| c\.?| circa| around)? ?((?:19[0-2]\d|193[0-5]|'[0-2]\d|'3[0-5]))\b")
#: Ages that are a group's, not somebody's, and numbers that are no age.
_GROUP = re.compile(
    r" ?(?:\+|-|%|\$|,\d|/\d)| (?:and|or) (?:older|over|up|above|beyond|\d)| percent\b| ?(?:-|to) ?\d"
    r"| to (?:our|the) (?:hospital|clinic|practice|office|center|school|church|town|city|foundation|building)\b"
    r"| (?:%|mg|mcg|mm|ml|kg|lbs?|pounds|days|minutes|hours|weeks|months|degrees|bpm)\b",
    re.IGNORECASE,
)


def find(plain: str) -> Iterator[Hit]:
    """Nobody is left who could be told by a year alone: those score low."""
    found = [(*age.span(), 0.8) for age in _AGE.finditer(plain)]
    for age in _IS.finditer(plain):
        found += [(*age.span(group), score) for group, score in _SURE if age.start(group) >= 0]
    for start, end, score in found:
        if not _GROUP.match(plain, end, end + 24):
            yield Hit(start, end, rules.AGE90, "form", score)
    for year in _BORN.finditer(plain):
        yield Hit(*year.span(1), rules.AGE90, "form", 0.4)
