"""Days and months connected with somebody, however they are written."""

import re
from collections.abc import Iterator

from handlers.phi.findings import Hit
from handlers.phi.identifiers import rules
from handlers.phi.patterns import MONTH, pattern, words

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:(?:19|20)\d\d|'\d\d)"
_NTH = rf"{_DAY}(?:st|nd|rd|th)"
_ORDINAL = rf"{_DAY}(?:st|nd|rd|th)?"
_ONES = words("first second third fourth fifth sixth seventh eighth ninth")
_SPELT_NTH = (
    rf"(?:(?:twenty|thirty)[- ]?{_ONES}|{_ONES}|"
    + words("tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth")
    + "|twentieth|thirtieth)"
)
_COUNT = words("one two three four five six seven eight nine")
_SPELT = (
    rf"(?:(?:twenty|thirty)[- ]{_COUNT}|{_COUNT}|"
    + words("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty")
    + ")"
)
_SPELT_YEAR = r"(?:,? (?:nineteen|twenty|two thousand)[a-z -]{0,20}?(?:[a-z]+ty|[a-z]+teen|[a-z]+)?\b)?"
_NUMERIC = r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"
_MONTH_DAY = r"(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"

_WHOLE = pattern(
    rf"\b{MONTH}\.?,? ?{_ORDINAL},?(?: of)? ?{_YEAR}\b"
    rf"|\b{_DAY}[-./]?{MONTH}[-./]?(?:(?:19|20)\d\d|\d\d)\b"
    rf"|\b{_ORDINAL}[ -](?:of )?{MONTH}\.?[ ,-]{{1,2}}{_YEAR}\b"
)
_SEPARATOR = re.compile("[-/.]")
_SLASHED = pattern(rf"\b(?:{_NUMERIC})\b")
_WITHOUT_YEAR = pattern(
    rf"\b{MONTH}(?:\.? |\.|-)?{_ORDINAL}\b|\b{_DAY} of {MONTH}\b|\b(?:the )?{_NTH} (?:day )?of {MONTH}\b|\b{_NTH} {MONTH}\b"
    # As the Old World and the military write it; in capitals, for "take 2 may help".
    rf"|(?-i:\b{_DAY}[ -]?{MONTH}\b)|\b{_DAY} (?-i:JAN|FEB|MAR|APR|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\b"
    rf"|\b{MONTH} the {_NTH}\b"
    rf"|\b{MONTH} (?:the )?{_SPELT_NTH}\b{_SPELT_YEAR}|\b(?:the )?{_SPELT_NTH} (?:day )?of {MONTH}\b"
)
#: "March three"; what one may do is no day.
_SPELT_DAY = pattern(rf"\b{MONTH} {_SPELT}\b{_SPELT_YEAR}|\b{_SPELT} {MONTH}\b")
_COMPACT = pattern(r"\b(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\b")
_MONTH_OF_YEAR = pattern(
    rf"\b({MONTH}\.?,?(?: of)? {_YEAR})\b|\b((?:0?[1-9]|1[0-2])/(?:19|20)\d\d)\b"
    r"|\b((?:0[1-9]|1[0-2]) (?:0[1-9]|[12]\d|3[01]) (?:19|20)\d\d)\b"
)
_DATED = words(
    "on dob dos doi doa lmp edd edc dates? dated visit seen since until till by before after through admitted admit adm "
    "discharged d/c d/c'd surgery died deceased born came appointment appt due next last onset expires? exp started "
    "stopped starting given drawn collected received resulted scheduled week_of wk_of between begin began wk"
)
_SHORT = pattern(
    rf"\b(?:{_DATED}|{_WEEKDAY})[.,]?[: ]{{1,2}}({_MONTH_DAY})\b"
    # Values with the days they were taken on.
    rf"|\d \(({_MONTH_DAY})\)"
    rf"|\b({_MONTH_DAY} ?(?:-|to|through|thru|and|until) ?{_MONTH_DAY})\b"
)
#: Without a word for it: no fraction, no stars, no pain.
_BARE = pattern(r"(?:^|[\s(,;@])((?:0?[1-9]|1[0-2])/(?:0?[1679]|1[1-9]|2\d|3[01]|0[1-9]))(?:$|[\s),;.?!:@-])")
_SCORED = re.compile(
    r"\b(?:scores?d?|mmse|moca|gcs|phq\S*|gad\S*|apgars?|pain|strength|epds|ess|scale|murmur|rated?|bp|grade|stars?|power|"
    r"reflex\w*|vision|bottles|va|of|about|cut|only) ?(?:is|was|of|:)? ?$",
    re.IGNORECASE,
)
#: "6-12" where a date is told.
_DASHED = pattern(
    r"\b((?:0?[1-9]|1[0-2])[-.](?:0?[1-9]|[12]\d|3[01])) (?:appointment|appt|visit|surgery|procedure|exam|cleaning|session|scan|admission"
    r"|labs|note|booking|slot)\b"
    r"|\b(?:on|dob|dos|seen|since|until|admitted|discharged|visit|surgery|born|appt|appointment|back on)[: ]{1,2}"
    r"((?:0?[1-9]|1[0-2])[-.](?:0?[1-9]|[12]\d|3[01]))(?:$|[,;!?)]|\.(?:$| )| (?:and|at|for|with|he|she|we|they|was|in)\b)"
)
_NUMBER_AFTER = pattern(r"\b(?:dob|d\.o\.b\.?|dos|doi|doa|birth ?date|date of birth)[ :#=.]{0,3}(\d{6}|\d{8})\b")
_NTH_ALONE = pattern(
    rf"\b{_WEEKDAY}\.?,? (?:the )?({_NTH})\b|\b{_WEEKDAY}\.?,? ({_DAY})(?:$|[.,;!?)])"
    rf"|\bthe ({_NTH}|{_SPELT_NTH})(?:$|[.,;:!?)]"
    r"| (?:and|to|at|around|for|with|after|before|because|but|he|she|they|we|I|you|your|then|when|who|in|from|until|was|is|"
    r"appointments?|appt|visit|through|of (?:the|this|last|next) month)\b)"
)
_MONTH_ALONE = pattern(
    rf"\b(?i:(?:week|weekend|end|beginning|start|middle|rest|half|days?) of|early|late|mid)[- ]({MONTH})\b|\b(?i:in|since|last|this past|until|during|next) (?i:early |late |mid[- ]?)?({MONTH}\.?)(?:$|[^\w' ]| [^\d'])",
    cased=True,
)
_SPANISH = pattern(
    r"\b\d{1,2} de (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|sep?tiembre|octubre|noviembre|diciembre)\b(?: del? (?:19|20)\d\d)?"
)
_SEASON = pattern(r"\b(?:spring|summer|fall|autumn|winter) (?:of )?(?:(?:19|20)\d\d|'\d\d)\b")
_HOLIDAY = pattern(
    r"\b(?:Christmas(?: (?:Eve|Day|morning|night|week|party|dinner))?|New Year'?s?(?: (?:Eve|Day))?|NYE"
    r"|Easter(?: (?:Sunday|Monday|morning|weekend))?|Good Friday|Palm Sunday|Thanksgiving(?: (?:Day|dinner|night))?"
    r"|Halloween|(?:Labor|Labour|Memorial|Veteran'?s'?|Presidents?'?|Columbus|Independence|Boxing|MLK|Canada|Indigenous"
    r" Peoples'?|Mother'?s'?|Father'?s'?|(?:Saint |St\.? )?Valentine'?s?|(?:Saint |St\.? )Patrick'?s?|Groundhog|Flag"
    r"|April Fools?'?) Day|(?:the )?(?:4th|Fourth) of July|July (?:4th|[Ff]ourth)|Cinco de Mayo|Mardi Gras|Juneteenth"
    r"|Passover|Yom Kippur|Rosh Hashan\w+|(?:Ch|H)anukk?ah|Purim|Ramadan|Eid(?: al-\w+)?|Diwali|Lunar New Year"
    r"|Chinese New Year|T[eế]t|Black Friday|Super Bowl Sunday|Ash Wednesday|Kwanzaa)(?: (?:19|20)\d\d)?\b",
    cased=True,
)
# Of the few characters beside a number; there `re` is bounded too, and quicker to ask.
_BORN = re.compile(r"\b(?:dob|d\.o\.b\.?|date of birth|birth ?date|birthday|born)\b[^.!?\n]{0,15}$", re.IGNORECASE)
_DOTTED = re.compile(
    r"\b(?:on|doi|dos|dates?|dated|since|until|till|seen|from|admitted|discharged|died|visit|surgery|op) ?:? ?$",
    re.IGNORECASE,
)
#: Without one of these nothing is.
_BIRTH = pattern(r"dob|d\.o\.b|birth|born")

_ALONE = 0.4
#: A day by a sign so small that it says something only beside a person.
_FAINT = 0.25


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
        if "." in slashed.group() and date.score < 0.7 and _possible(slashed.group(), told=True):
            yield dated(*slashed.span(), _FAINT)
        told = date.score > 0.6 or _DOTTED.search(plain, max(0, date.start - 12), date.start) is not None
        if _possible(slashed.group(), told=told):
            yield date
    for number in _NUMBER_AFTER.finditer(plain):
        yield dated(*number.span(1), 0.6)
    for pattern_, score in _PARTS:
        for match in pattern_.finditer(plain):
            yield dated(*match.taken(), score)
    for bare in _BARE.finditer(plain):
        first, _, second = bare.group(1).partition("/")
        if int(first) != int(second) and not _SCORED.search(plain, max(0, bare.start(1) - 15), bare.start(1)):
            yield dated(*bare.span(1), _FAINT)
    for match in _SPELT_DAY.finditer(plain):
        if "may" not in match.group().lower():
            yield dated(*match.span(), _ALONE)


_PARTS = (
    (_WITHOUT_YEAR, _ALONE),
    (_COMPACT, _ALONE),
    (_MONTH_OF_YEAR, _ALONE),
    (_SPANISH, _ALONE),
    (_SEASON, _FAINT),
    (_SHORT, _ALONE),
    (_DASHED, _FAINT),
    (_NTH_ALONE, _FAINT),
    (_MONTH_ALONE, _FAINT),
    (_HOLIDAY, _FAINT),
)


def _possible(date: str, *, told: bool) -> bool:
    """Whether a month and a day stand beside each other in it, and it is no version number."""
    first, second, third = (int(number) for number in _SEPARATOR.split(date))
    if "." in date and max(first, third) < 1000 and not told:
        return False
    return any(1 <= min(pair) <= 12 and max(pair) <= 31 for pair in ((first, second), (second, third)))
