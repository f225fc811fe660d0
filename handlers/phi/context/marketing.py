"""G: a patient used to sell: a call to act beside a story, a likeness or a name."""

from collections.abc import Iterator, Sequence

from handlers.phi.about import About
from handlers.phi.context.making import hit, under
from handlers.phi.findings import Category, Hit, Rule, Severity
from handlers.phi.phrases import Phrases
from handlers.phi.reading import Reading

RULE = Rule(
    id="G_MARKETING",
    category=Category.CONTEXT,
    severity=Severity.AUTHORIZATION,
    why="It asks people to buy or come, with a patient's story or likeness beside it: marketing.",
    citation="45 CFR 164.501 (marketing); 45 CFR 164.508(a)(3)",
    suggestion="Keep the offer and leave the patient out, or name the authorization, which has to say that it is for marketing.",
    case="Cadia Healthcare Facilities settled with OCR for $182,000 (2025) over patients' stories used to promote its homes.",
)

_CALL = Phrases(
    "@action",
    "call|text|phone|dm|email|message us|now|today|our|the|1|5|8 ..3 today|now|for|to|office|number|5|8|us",
    "come|stop|drop ..1 see|visit|by|in ..2 us|yourself|today|our",
    "book|schedule|reserve|claim|arrange|request|get ..2 your|a|an|yours|today|now|free ..3 consultation|consult|tour|visit|appointment|spot|evaluation|assessment|exam|today|now",
    "save|off ..1 %|percent",
    "mention|use her|his|this|their|code|our ..1 name|post|ad|code|story",
    "contact|call|email ..2 admissions|office|team|us|clinic",
    "reserve|openings|availability|financing|tour|tours|enroll|complimentary|free",
    "% off|discount",
    "special|specials|sale|discount|coupon|promo|promotion|offer|offers|deal|financing|giveaway",
    "you|your|next could|can|be|too|transformation|smile|turn|yours",
    "choose|join|trust|visit|contact|tour us|our|the|today",
    "learn|find ..1 more|out ..2 at|how|about|today",
)


def find(reading: Reading, about: About, stories: Sequence[Hit]) -> Iterator[Hit]:
    """Only beside what the other rules found of a patient, and once."""
    if about.kind.answers or not stories:
        return
    first_call = next(_CALL.spans(reading), None)
    if first_call is not None:
        yield hit(reading, *first_call, under(RULE, about))
