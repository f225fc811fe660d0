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
    # As the Old World and the military write it; in capitals, for "take 2 may help".
    rf"|(?-i:\b{_DAY} {MONTH}\b)"
)
_COMPACT = pattern(r"\b(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\b")
_MONTH_OF_YEAR = pattern(rf"\b(?:in|on|of|during|till|until) ({MONTH}\.?,?(?: of)? {_YEAR})\b")
_SHORT = pattern(
    r"\b(?:on|dob|dos|dates?|visit|seen|since|until|till|by|before|after|through|admitted|admit|adm|discharged|d/c|surgery|"
    r"died|deceased|born|came|appointment|appt|due|next|last)[: ]{1,2}((?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01]))\b"
)
# Of the few characters beside a number; there `re` is bounded too, and quicker to ask.
_BORN = re.compile(r"\b(?:dob|d\.o\.b\.?|date of birth|birth ?date|birthday|born)\b[^.!?\n]{0,15}$", re.IGNORECASE)
#: Without one of these nothing is.
_BIRTH = pattern(r"dob|d\.o\.b|birth|born")

_DIGITS = r"(?:9\d|1[0-2]\d)"
_WORDS = r"(?:ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:one|a) hundred(?: and \w+)?)"
_AGE = pattern(
    rf"\b(?:{_DIGITS}|{_WORDS})[- ]{{0,2}}(?:years?|yrs?)[- ]?(?:old|young|of age)\b"
    rf"|\b{_DIGITS} ?(?:yo|y/o|y\.o\.?|yr|yrs)(?:[mf])?\b"
    rf"|\b{_DIGITS}[ -]?[mf]\b|\b(?:nonagenarian|centenarian)\b"
    rf"|\b(?:aged?(?: of)?|turned|turns|turning|is now):? {_DIGITS}\b|\bin (?:his|her|their) (?:90'?s|nineties)\b"
    rf"|\b{_DIGITS}(?:st|nd|rd|th) birthday\b"
)
_IS = pattern(
    rf"\b(?:patient|resident|client|he|she|who|mother|father|grand\w+)(?: is| was|'s|, \(?| \() ?({_DIGITS})\b"
)
#: Ages that are a group's, not somebody's.
_GROUP = re.compile(
    r" ?(?:\+|-|%|\$|,\d)| (?:and|or) (?:older|over|up|above|beyond|\d)| (?:to|percent)\b| ?(?:-|to) ?\d", re.IGNORECASE
)


def find(plain: str) -> Iterator[Hit]:
    """Dates except the year alone; those without a year score low, being mostly of events."""
    births = _BIRTH.search(plain) is not None

    def dated(start: int, end: int, score: float) -> Hit:
        born = births and _BORN.search(plain, max(0, start - 35), start)
        return Hit(start, end, rules.DATE, "form", 0.9 if born else score)

    for whole in _WHOLE.finditer(plain):
        yield dated(*whole.span(), 0.6)
    for slashed in _SLASHED.finditer(plain):
        date = dated(*slashed.span(), 0.6)
        if _possible(slashed.group(), born=date.score > 0.6):
            yield date
    for pattern_ in (_WITHOUT_YEAR, _COMPACT):
        for short in pattern_.finditer(plain):
            yield dated(*short.span(), 0.4)
    for pattern_ in (_MONTH_OF_YEAR, _SHORT):
        for match in pattern_.finditer(plain):
            yield dated(*match.span(1), 0.4)
    ages = [*(age.span() for age in _AGE.finditer(plain)), *(age.span(1) for age in _IS.finditer(plain))]
    for start, end in ages:
        if not _GROUP.match(plain, end, end + 12):
            yield Hit(start, end, rules.AGE90, "form", 0.6)


def _possible(date: str, *, born: bool) -> bool:
    """Whether a month and a day stand beside each other in it, and it is no version number."""
    first, second, third = (int(number) for number in _SEPARATOR.split(date))
    if "." in date and max(first, third) < 1000 and not born:
        return False
    return any(1 <= min(pair) <= 12 and max(pair) <= 31 for pair in ((first, second), (second, third)))
