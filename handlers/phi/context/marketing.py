"""G: a patient used to sell: a call to act beside a story, a likeness or a name."""

from collections.abc import Iterator, Sequence

from handlers.phi.about import About, Account
from handlers.phi.context.making import by_sentence, hit, under
from handlers.phi.context.somebody import People
from handlers.phi.findings import Category, Hit, Rule, Severity
from handlers.phi.phrases import Phrases
from handlers.phi.reading import Reading

RULE = Rule(
    id="G_MARKETING",
    category=Category.CONTEXT,
    severity=Severity.AUTHORIZATION,
    why="It asks people to buy or come, with a patient's story or likeness beside it: marketing.",
    citation="45 CFR 164.501 (marketing); 45 CFR 164.508(a)(3)",
    suggestion="Keep the offer and leave the patient out, or name the authorization; it has to cover marketing.",
    case="Cadia Healthcare Facilities settled with OCR for $182,000 (2025) over patients' stories that advertised it.",
)

_CALL = Phrases("marketing", "call")
_WEAK_CALL = Phrases("marketing", "weak call")
_OURS = frozenset({"us", "our", "ours", "we", "we're", "we've", "we'll"})
#: Who is told to call these is offered nothing.
_EMERGENCY = frozenset({"911", "988", "emergency", "poison"})


def find(reading: Reading, about: About, stories: Sequence[Hit], people: People) -> Iterator[Hit]:
    """Once, beside what the other rules found of a patient; where the organization offers, beside any one person."""
    if about.kind.answers or not (stories or (people.told and about.account is Account.CORPORATE)):
        return
    calls = by_sentence(reading, _CALL, _EMERGENCY)
    if stories or any(not said.isdisjoint(_OURS) for said, _ in reading.within):
        calls |= by_sentence(reading, _WEAK_CALL, _EMERGENCY)
    if calls:
        yield hit(reading, *calls[min(calls)], under(RULE, about))
