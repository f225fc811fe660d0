"""Days told by so little that it says something only beside a person: "the 14th", "9/14", "Halloween", "in May"."""

import re
from collections.abc import Iterator

from handlers.phi.findings import Hit
from handlers.phi.identifiers import rules
from handlers.phi.identifiers.calendar import DAY, MONTH_DAY, NTH, SPELT_NTH, WEEKDAY
from handlers.phi.patterns import MONTH, pattern, words

_HOLIDAY = (
    "(?:Christmas(?: (?:Eve|Day|morning|night|week|party|dinner))?|New Year'?s?(?: (?:Eve|Day))?|NYE"
    r"|Easter(?: (?:Sunday|Monday|morning|weekend))?|Good Friday|Palm Sunday|Thanksgiving(?: (?:Day|dinner|night))?"
    r"|Halloween|(?:Labor|Labour|Memorial|Veteran'?s'?|Presidents?'?|Columbus|Independence|Boxing|MLK|Canada|Indigenous"
    r" Peoples'?|Mother'?s'?|Father'?s'?|(?:Saint |St\.? )?Valentine'?s?|(?:Saint |St\.? )Patrick'?s?|Groundhog|Flag"
    r"|April Fools?'?) Day|(?:the )?(?:4th|Fourth) of July|July (?:4th|[Ff]ourth)|Cinco de Mayo|Mardi Gras|Juneteenth"
    r"|Passover|Yom Kippur|Rosh Hashan\w+|(?:Ch|H)anukk?ah|Purim|Ramadan|Eid(?: al-\w+)?|Diwali|Lunar New Year"
    r"|Chinese New Year|Black Friday|Super Bowl Sunday|Ash Wednesday|Kwanzaa)(?: (?:19|20)\d\d)?"
)
_AFTER_NTH = words(
    "and to at around for with after before because but he she they we I you your then when who in from until was is "
    "appointments? appt visit through of_(?:the|this|last|next)_month"
)
#: What is counted by ordinals and is no day.
_COUNTED_BY_NTH = re.compile(
    " ?"
    + words(
        "floor street st avenue ave road hole try times? attempt visit round week year century grade percentile annual "
        "anniversary birthday edition rib nerve metatarsal finger toe dose trimester degree generation place choice "
        "day month quarter half inning surgery patient baby child step line person chapter season part class date"
    )
    + r"\b"
)
_MONTHS = words("january february april june july august september october november december")
_DASHED = r"(?:0?[1-9]|1[0-2])[-.](?:0?[1-9]|[12]\d|3[01])"
_BOOKED = words("appointment appt visit surgery procedure exam cleaning session scan admission labs note booking slot")
_TOLD = rf"(?:{WEEKDAY}|{words('on dob dos seen since until admitted discharged visit surgery born appt appointment')})"
#: What pieces, stars and pain are counted out of.
_COUNTED = frozenset({2, 3, 4, 5, 8, 10})
_SPANS = words("week weekend end beginning start middle rest half days?")
_DAYS = pattern(
    "|".join(
        (
            rf"\b(?i:{WEEKDAY})\.?,? (?:the )?((?i:{NTH}))\b",
            rf"\b(?i:{WEEKDAY})\.?,? ({DAY})(?:$|[.,;!?)])",
            rf"\b(?i:the ({NTH}|{SPELT_NTH}))(?:$|[.,;:!?)]| {_AFTER_NTH}\b)",
            rf"\b(?i:on|since|until|till|by|before|after|from|through) (?:the )?({NTH}) ",
            rf"\b(?i:{_SPANS} of|early|late|mid)[- ]((?i:{MONTH}))\b",
            rf"\b(?i:in|since|last|this past|until|during|next) ({MONTH}\.?|{_MONTHS})(?:$|[^\w' ]| [^\d'])",
            rf"\b(?i:your|his|her|their|the) ({MONTH}\.?) (?i:{_BOOKED})\b",
            rf"\b({_DASHED}) (?i:{_BOOKED})\b",
            rf"\b(?i:{_TOLD})[: ]{{1,2}}({_DASHED})"
            r"(?:$|[,;!?)]|\.(?:$| )| (?:and|at|for|with|he|she|we|they|was|in)\b)",
            r"\b((?i:spring|summer|fall|autumn|winter) (?:of )?(?:(?:19|20)\d\d|'\d\d))\b",
            rf"\b({_HOLIDAY})\b",
            rf"(?:^|[^\w/.$-])({MONTH_DAY})(?:$|[^\w/%])",
        )
    ),
    cased=True,
)
#: What else is counted out of something.
_SCORED = re.compile(
    r"\b(?:scores?d?|mmse|moca|gcs|phq\S*|gad\S*|apgars?|pain|strength|epds|ess|scale|murmur|rated?|bp|grade|stars?|power|"
    r"reflex\w*|vision|bottles|va|about|cut|only) ?(?:is|was|of|:)? ?$",
    re.IGNORECASE,
)


def find(plain: str) -> Iterator[Hit]:
    """Days without a year, and mostly without a month."""
    for match in _DAYS.finditer(plain):
        start, end = match.taken()
        if _dated(plain, start, end) if "/" in plain[start:end] else not _COUNTED_BY_NTH.match(plain, end):
            yield Hit(start, end, rules.DATE, "form", 0.25)


def _dated(plain: str, start: int, end: int) -> bool:
    """Whether it is no fraction, and nothing is counted in it."""
    month, day = (int(re.sub(r"\D", "", part)) for part in plain[start:end].split("/"))
    counted = month == day or (month < day and day in _COUNTED)
    return not counted and not _SCORED.search(plain, max(0, start - 15), start)
