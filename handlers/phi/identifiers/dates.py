"""Days and months connected with somebody, and ages over 89."""

import re
from collections.abc import Iterator

from handlers.phi.findings import Hit
from handlers.phi.identifiers import rules
from handlers.phi.patterns import MONTH, pattern

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:(?:19|20)\d\d|'\d\d)"
_ORDINAL = rf"{_DAY}(?:st|nd|rd|th)?"
_NUMERIC = r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"

_WHOLE = pattern(
    rf"\b{MONTH}\.?,? ?{_ORDINAL},?(?: of)? ?{_YEAR}\b"
    rf"|\b{_DAY}-{MONTH}-\d\d\b"
    rf"|\b{_ORDINAL}[ -](?:of )?{MONTH}\.?[ ,-]{{1,2}}{_YEAR}\b"
)
_SEPARATOR = re.compile("[-/.]")
_SLASHED = pattern(rf"\b(?:{_NUMERIC})\b")
_WITHOUT_YEAR = pattern(
    rf"\b{MONTH}\.? {_ORDINAL}\b|\bthe {_DAY}(?:st|nd|rd|th) of {MONTH}\b|\b{_DAY}(?:st|nd|rd|th) {MONTH}\b"
)
_MONTH_OF_YEAR = pattern(rf"\b(?:in|on|of|during|till|until) ({MONTH}\.?,?(?: of)? {_YEAR})\b")
_SHORT = pattern(r"\b(?:on|dob|date|visit|seen|since|admitted|discharged|surgery)[: ]{1,2}(\d{1,2}/\d{1,2})\b")
# Of the few characters beside a number; there `re` is bounded too, and quicker to ask.
_BORN = re.compile(r"\b(?:dob|d\.o\.b\.?|date of birth|birth ?date|birthday|born)\b[^.!?\n]{0,15}$", re.IGNORECASE)

_DIGITS = r"(?:9\d|1[0-2]\d)"
_WORDS = r"(?:ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:one|a) hundred(?: and \w+)?)"
_AGE = pattern(
    rf"\b(?:{_DIGITS}|{_WORDS})[- ]{{0,2}}(?:years?|yrs?)[- ](?:old|young|of age)\b"
    rf"|\b{_DIGITS} ?(?:yo|y/o|y\.o\.?|yr|yrs)(?:[mf])?\b"
    rf"|\b{_DIGITS}[ -]?[mf]\b|\b(?:nonagenarian|centenarian)\b"
    rf"|\b(?:aged?(?: of)?|turned|turns|turning|is now) {_DIGITS}\b"
    rf"|\b{_DIGITS}(?:st|nd|rd|th) birthday\b"
)
_IS = pattern(rf"\b(?:patient|resident|client|he|she|who|mother|father|grand\w+) (?:is|was) ({_DIGITS})\b")
#: Ages that are a group's, not somebody's.
_GROUP = re.compile(
    r" ?(?:\+|-|%|\$|,\d)| (?:and|or) (?:older|over|up|above|beyond|\d)| (?:to|percent)\b| ?(?:-|to) ?\d", re.IGNORECASE
)


def find(plain: str) -> Iterator[Hit]:
    """Dates except the year alone; those without a year score low, being mostly of events."""
    for whole in _WHOLE.finditer(plain):
        yield _date(plain, whole.start(), whole.end(), 0.6)
    for slashed in _SLASHED.finditer(plain):
        if _possible(slashed.group()):
            yield _date(plain, slashed.start(), slashed.end(), 0.6)
    for short in _WITHOUT_YEAR.finditer(plain):
        yield _date(plain, short.start(), short.end(), 0.4)
    for pattern_ in (_MONTH_OF_YEAR, _SHORT):
        for match in pattern_.finditer(plain):
            yield _date(plain, match.start(1), match.end(1), 0.4)
    ages = [*(age.span() for age in _AGE.finditer(plain)), *(age.span(1) for age in _IS.finditer(plain))]
    for start, end in ages:
        if not _GROUP.match(plain, end, end + 12):
            yield Hit(start, end, rules.AGE90, "form", 0.6)


def _date(plain: str, start: int, end: int, score: float) -> Hit:
    born = _BORN.search(plain[max(0, start - 35) : start])
    return Hit(start, end, rules.DATE, "form", 0.9 if born else score)


def _possible(date: str) -> bool:
    """Whether a month and a day stand beside each other in it, and it is no version number."""
    first, second, third = (int(number) for number in _SEPARATOR.split(date))
    if "." in date and max(first, third) < 1000:
        return False
    return any(1 <= min(pair) <= 12 and max(pair) <= 31 for pair in ((first, second), (second, third)))
