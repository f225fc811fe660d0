"""D: an answer that confirms that somebody is or was a patient, or tells of their condition, bill or behaviour.

That the patient said so first changes nothing: what they tell about themselves is theirs, what we tell is a disclosure.

An answer has few neutral things to say, so the rule looks for the rest: somebody spoken to or of, and care."""

from collections.abc import Iterator

from handlers.phi.about import About
from handlers.phi.context.making import hits
from handlers.phi.data import words
from handlers.phi.findings import Category, Hit, Rule, Severity
from handlers.phi.phrases import Phrases
from handlers.phi.reading import Reading
from handlers.phi.spans import Spans
from handlers.phi.together import Together

RULE = Rule(
    id="D_REPLY_CONFIRMS",
    category=Category.CONTEXT,
    severity=Severity.BLOCK,
    why="This answer confirms that somebody is or was a patient, or tells of their visit, condition, bill or "
    "behaviour. That they said so themselves first does not allow us to.",
    citation="45 CFR 164.502(a)",
    suggestion="Thank them or say you take it seriously, name a phone number or address, and say nothing that is only "
    "true of somebody who was here.",
    case="Elite Dental Associates (2019, $10,000), New Vision Dental (2022, $23,000) and Manasa Health Center "
    "(2023, $30,000) settled with OCR over answers to reviews.",
)

#: Said to nobody but somebody who was here.
_CERTAIN = Phrases("replies", "certain")

#: Also said to strangers: no hit in a sentence that offers, asks or declines.
_LIKELY = Phrases("replies", "likely")
#: Somebody and something medical in one sentence, unless it speaks in general.
_TOGETHER = Phrases("replies", "together")
_SPOKEN_OF = Together("replies", "spoken of")
_REFUSED = Phrases("replies", "refused")
_REFUSING, _OPEN, _GENERAL = (words("replies", section) for section in ("refusing", "open", "general"))
_ELSEWHERE = words("replies", "elsewhere")


def find(reading: Reading, about: About) -> Iterator[Hit]:
    """Only in answers."""
    if not about.kind.answers:
        return
    told = list(hits(reading, _CERTAIN, RULE, _REFUSING | _ELSEWHERE))
    told += _elsewhere(told, hits(reading, _LIKELY, RULE, _OPEN | _ELSEWHERE))
    told += _elsewhere(told, hits(reading, _TOGETHER, RULE, _OPEN | _GENERAL | _ELSEWHERE))
    told += _elsewhere(told, hits(reading, _SPOKEN_OF, RULE, _OPEN | _ELSEWHERE))
    if not told:
        return
    silent = Spans(_sentence(reading, first) for first, _ in _REFUSED.spans(reading))
    yield from (one for one in told if not silent.touch(one.start, one.end))


def _sentence(reading: Reading, index: int) -> tuple[int, int]:
    first, stop = reading.bounds[reading.sentence[index]]
    return reading.span(first, stop - 1)


def _elsewhere(told: list[Hit], more: Iterator[Hit]) -> list[Hit]:
    """What shares no character with what is told already: one mark says it."""
    known = Spans((hit.start, hit.end) for hit in told)
    return [hit for hit in more if not known.touch(hit.start, hit.end)]
