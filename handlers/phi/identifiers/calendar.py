"""How days are written, as parts of patterns."""

from handlers.phi.patterns import MONTH, words

DAY = r"(?:0?[1-9]|[12]\d|3[01])"
NTH = rf"{DAY}(?:st|nd|rd|th)"
YEAR = r"(?:(?:19|20)\d\d|'\d\d)"
MONTH_DAY = r"(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
_FIRST = words("first second third fourth fifth sixth seventh eighth ninth")
SPELT_NTH = (
    rf"(?:(?:twenty|thirty)[- ]?{_FIRST}|{_FIRST}|"
    + words("tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth")
    + "|twentieth|thirtieth)"
)
_ONE = words("one two three four five six seven eight nine")
SPELT_DAY = (
    rf"(?:(?:twenty|thirty)[- ]{_ONE}|{_ONE}|"
    + words("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty")
    + ")"
)
#: "nineteen forty-eight"
_MORE = words("hundred and oh twenty thirty forty fifty sixty seventy eighty ninety")
SPELT_YEAR = rf"(?:,? (?:nineteen|twenty|two thousand)(?:[ -](?:{_MORE}|{SPELT_DAY})){{0,3}}\b)?"
#: What one may do is no day of May.
BUT_MAY = MONTH.replace("|May", "")
SPANISH_MONTH = words("enero febrero marzo abril mayo junio julio agosto sep?tiembre octubre noviembre diciembre")
