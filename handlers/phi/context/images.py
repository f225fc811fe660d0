"""E: pictures and films of patients, and of screens, charts, wristbands and scans; before and after."""

from collections.abc import Iterator, Sequence

from handlers.phi.about import About
from handlers.phi.context.making import SOURCE, hit, hits, under
from handlers.phi.context.somebody import People
from handlers.phi.data import words
from handlers.phi.findings import Category, Hit, Rule, Severity
from handlers.phi.phrases import Phrases
from handlers.phi.reading import Reading
from handlers.phi.together import Together

RULE = Rule(
    id="E_IMAGE",
    category=Category.PHOTO,
    severity=Severity.AUTHORIZATION,
    why="It shows, or says that it shows, a patient or something a patient can be told by: a face, a screen, a chart, "
    "a wristband, a scan, a before and after.",
    citation="45 CFR 164.514(b)(2)(i)(Q); 45 CFR 164.508(a)(1)",
    suggestion="Use a picture without patients, screens or papers, or attach the patient's written authorization.",
    case="Complete P.T., Pool & Land Physical Therapy settled with OCR for $25,000 (2016) over testimonials with "
    "photographs; Jackson Health System paid $2.15 million (2019), among others for a photographed screen.",
)

_SHOWN = Phrases("images", "shown")
#: With a picture beside it, less has to be said.
_BESIDE = Phrases("images", "beside")
_NO_PICTURE = words("images", "told of others")
_CAPTIONS = Together("images", "captions")
_ABOUT_PHOTOS = words("images", "forbidding")


#: Enough where the text tells of a patient anyway.
_MENTIONED = Phrases("images", "mentioned")


def find(reading: Reading, about: About, stories: Sequence[Hit], people: People) -> Iterator[Hit]:
    """By the words; what a picture shows they cannot know."""
    rule = under(RULE, about)
    if stories:
        yield from hits(reading, _MENTIONED, rule, _ABOUT_PHOTOS)
    yield from hits(reading, _SHOWN, rule, _ABOUT_PHOTOS)
    yield from hits(reading, _CAPTIONS, rule, _ABOUT_PHOTOS)
    if about.media:
        yield from (Hit(story.start, story.end, rule, SOURCE) for story in stories)
        yield from (hit(reading, *place, rule) for place in people.treated.values())
        yield from hits(reading, _BESIDE, rule, _ABOUT_PHOTOS | _NO_PICTURE)
