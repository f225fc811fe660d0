"""E: pictures and films of patients, and of screens, charts, wristbands and scans; before and after."""

from collections.abc import Iterator, Sequence

from handlers.phi.about import About
from handlers.phi.context.making import hits, under
from handlers.phi.findings import Category, Hit, Rule, Severity
from handlers.phi.phrases import Phrases
from handlers.phi.reading import Reading

RULE = Rule(
    id="E_IMAGE",
    category=Category.PHOTO,
    severity=Severity.AUTHORIZATION,
    why="It shows, or says that it shows, a patient or something a patient can be told by: a face, a screen, a chart, "
    "a wristband, a scan, a before and after.",
    citation="45 CFR 164.514(b)(2)(i)(Q); 45 CFR 164.508(a)(1)",
    suggestion="Use a picture without patients, screens or papers, or attach the patient's written authorization for this one.",
    case="Complete P.T., Pool & Land Physical Therapy settled with OCR for $25,000 (2016) over testimonials with photographs; "
    "Jackson Health System paid $2.15 million (2019), among others for a photographed operating room screen.",
)

_SHOWN = Phrases(
    "@image ..1 of|with|from|showing ..4 @patient !@compound",
    "@image ..1 of|with|from|showing ..2 our|my ..2 @patients",
    "@image ..1 of|with|showing ..2 @person|@relative !@staff",
    "@image ..1 of|with|showing ..2 him|her|them|mr|mrs|ms|miss",
    "@image ..1 of|with|showing ..2 @name ..8 @body|@procedure|@condition|@came|chair|room|gown|bed|therapy|session|sessions|smile|bingo|birthday",
    "@image ..1 of|with|from ..3 @record",
    "@image ..4 @procedure|@record|@condition|@body ..3 we|she|he|her|his|from|results|by",
    "@record ..1 @image",
    "@patient|his|her|their|@name ..1 before|new|after ..2 @image",
    "@filming ..6 @patient|@patients|@person|@record|him|her|resident|residents|@title|@dept",
    "@image|@filming ..4 from|in|inside ..2 @dept",
    "@filming|@image ..6 @patient|@patients",
    "@patient|@person|@title ..8 @filming|tiktok|snapchat|selfie",
    "photo|photos|picture|pictures|pic|video ..2 of ..1 the|a|our ..3 @body|@procedure|@condition",
    "look|looking|check|see|peep|peek|behold ..2 at|out|this|these|her|his|the ..3 @record !machine|board|system",
    "this|his|her|patient|that ..1 wristband|chart|xray|scan|mri|ct|ultrasound|x|ekg ..1 ray|says|shows|is|from|of|pic|tells|!machine",
    "wristband|wristbands|trauma board|whiteboard",
    "@record ..3 attached|below|says|shows|pic|posted|posting",
    "post|posting|posted|sharing|upload|uploading|tweeted|sent ..4 @record",
    "@image ..6 naked|gown|toilet|diaper|asleep|sleeping|bedpan|unconscious|drooling|sedated",
    "beforeandafter|beforeafter|beforeandafters|transformationtuesday",
    "screen|board|monitor|list|schedule|chart|door with|shows|showing|has ..2 name|names",
    "@image|pictured|photographed ..1 of|with|taken|shows ..3 triplets|twins|babies|mama|newborn|newborns|preemie|preemies|residents",
    "photo|picture|pic|video|shot taken ..3 after|before|during|when|while",
    "@name|@title|@patient|@person|she|he ..14 pictured|photographed",
    "@patient|@title|she|he ..8 photo|photos|selfie|selfies|filmed|video",
    "operatingroom|icu|er|bedside|hospital @image",
    "look|check|see ..2 at|out ..1 this|that|these|her|his|those ..3 smile|smiles|face|cutie|cuties|teeth|results|transformation|skin|curves",
    "real ..1 @patient|@patients|results",
    "before and? after|afters ..3 @image|results|smile|smiles|gallery|transformation|transformations|shots|swipe|of|by|case|cases|from",
    "swipe|check|amazing|incredible|stunning|her|his|their|these|dramatic|our|real|actual|patient|@image|@procedure|@name ..3 before and? after|afters !@procedure|care|meals|hours|visits",
    "before ..4 after ..3 @image|swipe",
    "swipe|scroll ..6 results|transformation|before|after|smile|result|progress|healing|scar|@procedure",
    "@name|@patient|her|his ..2 smile|tummy|nose|results|transformation ..4 @image|swipe|below",
)
#: With a picture beside it, less has to be said.
_BESIDE = Phrases(
    "our|my|this|that|the @patient !@compound",
    "@record !machine|system",
    "look at|this him|her|guy|lady|kid|little|sweet|cutie|face|smile",
    "before and? after !@procedure|care|meals|hours|visits",
    "little|sweet|brave|tiny ..1 patient|resident|man|lady|girl|boy|guy|one|fighter",
    "@person|she|he ..4 @condition|@procedure|@came",
)
_ABOUT_PHOTOS = frozenset("never don't not without prohibited policy allowed prohibit ban banned cannot can't".split())


#: Enough where the text tells of a patient anyway.
_MENTIONED = Phrases("@image|pictured|photographed|swipe|watch", "@filming")


def find(reading: Reading, about: About, stories: Sequence[Hit]) -> Iterator[Hit]:
    """By the words; what a picture shows they cannot know."""
    rule = under(RULE, about)
    if stories:
        yield from hits(reading, _MENTIONED, rule, _ABOUT_PHOTOS)
    yield from hits(reading, _SHOWN, rule, _ABOUT_PHOTOS)
    if about.media:
        yield from hits(reading, _BESIDE, rule, _ABOUT_PHOTOS)
