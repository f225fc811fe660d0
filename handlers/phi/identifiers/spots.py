"""Places told by so little that they say something only beside a person: a room, a road, where somebody works."""

from collections.abc import Iterator

from handlers.phi.findings import Hit
from handlers.phi.identifiers import rules
from handlers.phi.patterns import WORD, pattern, words

_ROADS = (
    r"(?:State |County |US |U\.S\. )?(?:Route|Rte\.?|Rt\.?|Highway|Hwy\.?|Road)|Interstate|Exit|Mile(?: [Mm]arker)?"
)
_ROOMS = words("rooms? rm bed ward bay pod cubicle apt apartment suite ste unit floor wing trailer lot cell dorm")
_SIDES = words("north south east west tower")
_INSTITUTIONS = words(
    "Institute Labs? Laborator(?:y|ies) Pharmacy ALF SNF LTC ISD Regional Women's Children's Associates Physicians "
    "Partners "
    "Correctional Endocrine Cardiology Oncology Neurology Urology Nephrology Ortho Imaging Radiology Surgery "
    "University College Elementary School High Academy Manor Village Estates Gardens Villas Apartments Church Temple "
    "Mosque Synagogue Jail Prison Penitentiary Shelter Mall Airport Stadium Arena Casino Reservation Fire_Department "
    "Daycare Preschool Kindergarten Plant Factory Mine Refinery Marina Resort Hotel Inn Motel Barracks Base Lodge "
    "Terrace"
)
#: Where a group took part, it alone is the place.
_SPOTS = pattern(
    "|".join(
        (
            # Without what kind of road it is: "2207 N. Kedzie".
            rf"\b\d{{2,6}} [NSEW]{{1,2}}\.? {WORD}(?: {WORD})?",
            rf"\b(?:(?:{_ROADS}) \d{{1,4}}[A-Z]?|I-\d{{1,3}})\b",
            rf"\b(?i:{_ROOMS}\.? ?[#(]?"
            r"(?:\d{1,4}[a-z]?(?:-\d{1,3}[a-z]?)?|[a-z]-?\d{1,4}|\d{1,2}[a-z]{1,2}-\d{1,3}))\b",
            rf"\b(?i:corner of|intersection of) ({WORD}(?: {WORD})? (?:and|&) {WORD})",
            rf"\b\d{{1,2}}(?:st|nd|rd|th) (?:and|&) {WORD}",
            r"\b(?i:(?:(?:[mscnp]|cv)?icu|pacu|ccu|step-?down) (?:bed )?#?\d{1,2})\b",
            rf"\b(?i:on|to|from) (?i:\d{{1,2}} {_SIDES}|(?:the )?\d{{1,2}}(?:st|nd|rd|th) floor)\b",
            r"\b(?i:from|in|near|zip|to) (\d{4}[1-9]|\d{3}[1-9]\d)\b(?:$|[^\d,%-])",
            rf"\b{WORD}(?:[ -](?:of |and |& |for )?{WORD}){{0,3}} {_INSTITUTIONS}\b"
            rf"(?:,? (?:in |at )?{WORD}(?: {WORD})?)?",
        )
    ),
    cased=True,
)


def find(plain: str) -> Iterator[Hit]:
    """Rooms, roads by their number, institutions that care for nobody, and postal codes without a word for them."""
    for match in _SPOTS.finditer(plain):
        yield Hit(*match.taken(), rules.GEO, "form", 0.25)
