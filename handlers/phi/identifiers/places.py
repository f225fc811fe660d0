"""Places smaller than a state: addresses, postal codes, towns, counties, and where somebody was treated."""

import re
from collections.abc import Iterator

from handlers.phi.findings import Hit
from handlers.phi.identifiers import rules
from handlers.phi.identifiers.gazetteer import CITIES, COMMON, NO_FACILITY, NO_PLACE, OPENINGS, STATE_NAMES, STATES
from handlers.phi.patterns import WORD, pattern, words

_NAME = rf"{WORD}(?: (?:of |the |de |la |and |& )?{WORD}){{0,4}}"
_SHORT_NAME = rf"{WORD}(?: {WORD})?"
_STATE = rf"(?:{'|'.join((*STATES, *STATE_NAMES))})"
_ZIP_CODE = r"\d{5}(?:-\d{4})?"

_STREET_ENDS = words(
    "Street St Avenue Ave Boulevard Blvd Road Rd Lane Ln Drive Dr Court Ct Circle Cir Place Pl Way Terrace Ter Parkway "
    "Pkwy Highway Hwy Square Sq Trail Trl Plaza Alley Loop Turnpike Pike Broadway Crescent Cres Crossing Xing Row Cove "
    "Hollow Heights Hts Ridge Bend Freeway Fwy Expressway Expy Close Mews Path Grove Quay"
)
_STREET = pattern(
    rf"\b\d{{1,6}}(?:[A-Za-z]|-\d{{1,4}})? (?:[NSEW]{{1,2}}\.? )?(?:{WORD} ){{1,4}}"
    rf"{_STREET_ENDS}\b\.?(?: [NSEW]{{1,2}}\b\.?)?"
    r"(?:,? (?:Apt|Suite|Ste|Unit|Floor|#)\.? ?[A-Za-z0-9-]{1,6})?"
    rf"(?:, {_NAME})?(?:,? {_STATE}\b)?(?:,? {_ZIP_CODE}\b)?",
    cased=True,
)
_STREET_LOWER = pattern(
    r"\b\d{1,6} (?:[nsew]\.? )?(?:[a-z]{2,20} ){1,3}(?:street|avenue|ave|blvd|boulevard|rd)\b\.?"
    r"|\b\d{2,5} (?:[nsew]\.? )?(?:[a-z]{3,20} ){1,2}(?:st|ln|lane|ct)\b\.?"
)
#: A road without a number says where somebody lives, or where a shop is.
_ROAD = pattern(
    rf"\b(?:on|off|at|near|along) ((?:{WORD} ){{1,3}}"
    r"(?:Street|St|Avenue|Ave|Boulevard|Blvd|Road|Rd|Lane|Drive|Court))\b",
    cased=True,
)
_BOX = pattern(r"\bp\.? ?o\.? box \d{1,6}\b")
_ZIP = pattern(rf"\b(?:zip(?: ?code)?|postal code|postcode)\b(?: is)?[ :#]{{0,3}}({_ZIP_CODE})\b")
_STATE_ZIP = pattern(rf"\b{_STATE},? ({_ZIP_CODE})\b", cased=True)

_TOWN_STATE = pattern(rf"\b({WORD}(?: {WORD}){{0,2}}),? ({_STATE})\b", cased=True)
_COUNTY = pattern(rf"\b{_SHORT_NAME} (?:County|Parish|Borough|Township)\b", cased=True)
_CITY = pattern(rf"\b(?:{'|'.join(CITIES)})\b")

_CENTRES = (
    words("medical med med. health cancer surgery surgical trauma heart dental rehab rehabilitation nursing wellness")
    + "|"
    + words("neurology pediatric birth birthing eye imaging dialysis spine women's children's")
)
_FACILITIES = (
    "(?:(?i:hospitals?|hosp|clinics?"
    rf"|(?:{_CENTRES}) (?:cent(?:er|re)|ctr|cntr|home|group|clinic|system|practice)s?)|"
    + words(
        "Health Healthcare Health_Care Memorial Hospice Infirmary Urgent_Care Nursing Rehab Rehabilitation Medicine "
        "Dentistry Dental Orthopedics Pediatrics Dermatology Presbyterian Methodist General"
    )
    + ")"
)
_FACILITY = pattern(
    rf"\b{WORD}(?:[ -](?:of |and |& |de |for )?{WORD}){{0,4}} {_FACILITIES}\b\.?"
    rf"(?: (?:Hospital|Clinic|Health|System|Los Angeles))?(?:(?:,| in| of| at) {_SHORT_NAME}(?:, {_STATE}\b)?)?",
    cased=True,
)
_LIVES = pattern(
    rf"\b(?i:lives?|lived|living|resid(?:es?|ing)|grew up|raised|stays?|staying|homeless)(?: [a-z]+){{0,2}}"
    rf" (?:on|off|along|by|around) (?:the )?({_NAME})",
    cased=True,
)
_CARED = words(
    "seen treated admitted evaluated diagnosed hospitali[sz]ed discharged presented visited visit consulted referred "
    "surgery lives? lived living resid(?:es|ing|ed|ent) moved appointment care reviewed operated performed biopsy "
    "check-?up followed transferred appt procedure treatment home office clinic branch area born grew works worked "
    "report documented carried came drove flew travel(?:s|l?ed) commutes? all_the_way"
)
_FURTHER = rf"((?:, (?:{_STATE}|{_SHORT_NAME})\b)?)"
#: What may stand after a place; after the name of a score or a drug stands what it is.
_AFTER = (
    r"(?:$|[^\w '&-]| \W| \d| "
    + words(
        "on in at for with by and or last since during under who whose from where after before this until is was has "
        "area branch office clinic region campus hospital yesterday today recently"
    )
    + r"\b)"
)
_WHERE = pattern(
    rf"\b(?i:{_CARED})(?:,? [A-Za-z0-9/,. -]{{0,40}}?)? (at|in|to|from|near|of|@) (?:the |our )?"
    rf"((?:the )?{_NAME}){_FURTHER}{_AFTER}",
    cased=True,
)
_AT = pattern(rf"\b(at) (?:the |our )?({_NAME}){_FURTHER}{_AFTER}", cased=True)
_FROM = pattern(
    r"(?:(?:[Pp]atient|[Pp]t|male|female|man|woman|boy|girl|client|lady|gentleman|baby|infant|toddler|teen|kid|child|mom"
    r"|mother|dad|father|[A-Z]\.),?|[0-9][MF]) (from|in|near) (?:the |our )?"
    rf"({_NAME}){_FURTHER}",
    cased=True,
)
_LOWER = pattern(
    rf"\b(?:{_CARED}) (?:at|in|to|from) (?:the )?((?:[a-z][a-z.'-]{{2,20}} ){{1,3}}"
    r"(?:hospital|clinic|medical center|health center))\b"
)
_OURS = pattern(
    rf"\b((?i:our|the|their)) ({_NAME})( (?:office|branch|clinic|location|campus|practice|area))\b", cased=True
)
_VISITED = pattern(rf"\b((?i:visit(?:ed|s|ing)|left|attended)) (?:the |our )?({_NAME})()", cased=True)

#: Degrees that look like states.
_DEGREES = {"MD", "PA", "DO", "DC", "OD"}
#: Said of those who treat: "a fellowship at".
_LEARNT_AT = pattern(
    r"\b(?:fellowship|residency|internship|med(?:ical)? school|dental school|nursing school|board certification)"
    r"(?: \w+){0,2} (?:at|from|in|of|with) (?:the )?$"
)
_LEARNT = 40
_BEFORE_PLACE = re.compile(r"\b(?:in|from|near|of|at|to) (?:the )?$", re.IGNORECASE)


def find(plain: str) -> Iterator[Hit]:
    """Addresses and postal codes by themselves; towns and facilities score low, for most are nobody's."""
    for pattern_ in (_STREET, _STREET_LOWER, _BOX):
        for match in pattern_.finditer(plain):
            yield Hit(match.start(), match.end(), rules.GEO, "form", 0.7)
    for pattern_ in (_ZIP, _STATE_ZIP):
        for match in pattern_.finditer(plain):
            yield Hit(match.start(1), match.end(1), rules.GEO, "form", 0.7)
    for pattern_ in (_ROAD, _LIVES):
        for match in pattern_.finditer(plain):
            if not _nowhere(match.group(1)):
                yield Hit(match.start(1), match.end(1), rules.GEO, "form", 0.4)
    yield from _towns(plain)
    yield from _facilities(plain)
    yield from _named(plain)


def nobody_s(plain: str, hit: Hit) -> bool:
    """Whether a place is a journal, a clinic for toys, or where a clinician learnt."""
    if hit.rule is not rules.GEO:
        return False
    before = plain[max(0, hit.start - _LEARNT) : hit.start]
    return plain.startswith(NO_FACILITY, hit.start) or _LEARNT_AT.search(before) is not None


def _towns(plain: str) -> Iterator[Hit]:
    for town in _TOWN_STATE.finditer(plain):
        degree = town.group(2) in _DEGREES and not _BEFORE_PLACE.search(plain[max(0, town.start() - 12) : town.start()])
        if not degree and town.group(1) not in STATE_NAMES and not _nowhere(town.group(1)):
            yield Hit(town.start(), town.end(), rules.GEO, "form", 0.4)
    for pattern_ in (_COUNTY, _CITY):
        for match in pattern_.finditer(plain):
            yield Hit(match.start(), match.end(), rules.GEO, "list", 0.4)


def _facilities(plain: str) -> Iterator[Hit]:
    for facility in _FACILITY.finditer(plain):
        start, end = facility.span()
        while (word := plain[start:end].partition(" ")[0]) in OPENINGS:
            start += len(word) + 1
        yield Hit(start, end, rules.GEO, "form", 0.4)
    for match in _LOWER.finditer(plain):
        if match.group(1).partition(" ")[0].lower() not in COMMON:
            yield Hit(match.start(1), match.end(1), rules.GEO, "form", 0.4)


def _named(plain: str) -> Iterator[Hit]:
    for pattern_ in (_WHERE, _AT, _FROM, _OURS, _VISITED):
        for match in pattern_.finditer(plain):
            by, name = match.group(1), match.group(2)
            # "in COPD" is no place, "at UCSF" is one; a state is no smaller than itself.
            initials = by in ("in", "of") and name.isupper()
            if not initials and name not in STATE_NAMES and not _nowhere(name):
                yield Hit(match.start(2), match.end(3), rules.GEO, "context", 0.3)


def _nowhere(name: str) -> bool:
    word = name.partition(" ")[0].rstrip(".-")
    return word in NO_PLACE or word.removesuffix("'s") in NO_PLACE
