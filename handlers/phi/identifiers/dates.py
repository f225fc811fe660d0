"""Days and months connected with somebody, however they are written."""

import re
from collections.abc import Iterator

from handlers.phi.findings import Hit
from handlers.phi.identifiers import rules
from handlers.phi.identifiers.calendar import (
    BUT_MAY,
    DAY,
    MONTH_DAY,
    NTH,
    SPANISH_MONTH,
    SPELT_DAY,
    SPELT_NTH,
    SPELT_YEAR,
    WEEKDAY,
    YEAR,
)
from handlers.phi.patterns import MONTH, pattern, words

_ORDINAL = rf"{DAY}(?:st|nd|rd|th)?"
_NUMERIC = r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"
_WHOLE = pattern(
    rf"\b{MONTH}\.?,? ?{_ORDINAL},?(?: of)? ?{YEAR}\b"
    rf"|\b{DAY}[-./]?{MONTH}[-./]?(?:(?:19|20)\d\d|\d\d)\b"
    rf"|\b{_ORDINAL}[ -](?:of )?{MONTH}\.?[ ,-]{{1,2}}{YEAR}\b"
    r"|\b(?:dob|d\.o\.b\.?|dos|doi|doa|birth ?date|date of birth)[ :#=.]{0,3}(\d{6}|\d{8})\b"
)
_SEPARATOR = re.compile("[-/.]")
_SLASHED = pattern(rf"\b(?:{_NUMERIC})\b")
_DATED = words(
    "on dob dos doi doa lmp edd edc dates? dated visit seen since until till by before after through admitted admit "
    "adm discharged d/c d/c'd surgery died deceased born came appointment appt due next last onset expires? exp "
    "started "
    "stopped starting given drawn collected received resulted scheduled week_of wk_of between begin began wk"
)
_RANGE = rf"{MONTH_DAY} ?(?:-|to|through|thru|and|until) ?{MONTH_DAY}"
#: Where a group took part, it alone is the date.
_PARTS = pattern(
    "|".join(
        (
            rf"\b({MONTH}\.?,?(?: of)? {YEAR})\b",
            r"\b(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\b",
            r"\b(?:0?[1-9]|1[0-2])/(?:19|20)\d\d\b|\b(?:0[1-9]|1[0-2]) (?:0[1-9]|[12]\d|3[01]) (?:19|20)\d\d\b",
            rf"\b{MONTH}(?:\.? |\.|-)?{_ORDINAL}\b|\b{MONTH} the {NTH}\b",
            rf"\b(?:the )?{NTH} (?:day )?of {MONTH}\b|\b{NTH} {MONTH}\b|\b{DAY} of {MONTH}\b",
            # As the Old World and the military write it; in capitals, for "take 2 may help".
            rf"(?-i:\b{DAY}[ -]?{MONTH}\b)|\b{DAY} (?-i:JAN|FEB|MAR|APR|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\b",
            rf"\b{MONTH} (?:the )?{SPELT_NTH}\b{SPELT_YEAR}|\b(?:the )?{SPELT_NTH} (?:day )?of {MONTH}\b",
            rf"\b{BUT_MAY} {SPELT_DAY}\b{SPELT_YEAR}|\b{SPELT_DAY} {BUT_MAY}\b",
            rf"\b\d{{1,2}} de {SPANISH_MONTH}\b(?: del? (?:19|20)\d\d)?",
            rf"\b(?:{_DATED}|{WEEKDAY})[.,]?[: ]{{1,2}}({_RANGE}|{MONTH_DAY})\b",
            # Values with the days they were taken on.
            rf"\d \(({MONTH_DAY})\)",
            rf"\b({_RANGE})\b",
        )
    )
)
# Of the few characters beside a number; there `re` is bounded too, and quicker to ask.
_BORN = re.compile(r"\b(?:dob|d\.o\.b\.?|date of birth|birth ?date|birthday|born)\b[^.!?\n]{0,15}$", re.IGNORECASE)
_DOTTED = re.compile(
    r"\b(?:on|doi|dos|dates?|dated|since|until|till|seen|from|admitted|discharged|died|visit|surgery|op) ?:? ?$",
    re.IGNORECASE,
)
#: Without one of these nothing is.
_BIRTH = pattern(r"dob|d\.o\.b|birth|born")


def find(plain: str) -> Iterator[Hit]:
    """Dates except the year alone; those without a year score low, being mostly of events."""
    births = _BIRTH.search(plain) is not None

    def dated(start: int, end: int, score: float) -> Hit:
        born = births and _BORN.search(plain, max(0, start - 35), start)
        return Hit(start, end, rules.DATE, "form", 0.9 if born else score)

    for whole in _WHOLE.finditer(plain):
        yield dated(*whole.taken(), 0.6)
    for slashed in _SLASHED.finditer(plain):
        date = dated(*slashed.span(), 0.6)
        if "." in slashed.group() and date.score < 0.7 and _possible(slashed.group(), told=True):
            yield dated(*slashed.span(), 0.25)
        told = date.score > 0.6 or _DOTTED.search(plain, max(0, date.start - 12), date.start) is not None
        if _possible(slashed.group(), told=told):
            yield date
    for part in _PARTS.finditer(plain):
        yield dated(*part.taken(), 0.4)


def _possible(date: str, *, told: bool) -> bool:
    """Whether a month and a day stand beside each other in it, and it is no version number."""
    if len(set(_SEPARATOR.findall(date))) > 1:
        return False
    first, second, third = (int(number) for number in _SEPARATOR.split(date))
    if "." in date and max(first, third) < 1000 and not told:
        return False
    return any(1 <= min(pair) <= 12 and max(pair) <= 31 for pair in ((first, second), (second, third)))
