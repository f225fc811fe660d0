"""D: an answer that confirms that somebody is or was a patient, or tells of their condition, bill or behavior.

That the patient said so first changes nothing: what they tell about themselves is theirs, what we tell is a disclosure.

An answer has few neutral things to say, so the rule looks for the rest: somebody spoken to or of, and care."""

from collections.abc import Iterator
from itertools import dropwhile

from handlers.phi.about import About
from handlers.phi.context.making import hit
from handlers.phi.data import words
from handlers.phi.findings import Category, Hit, Rule, Severity
from handlers.phi.phrases import Phrases
from handlers.phi.reading import PAST, Reading, any_bit
from handlers.phi.spans import Spans
from handlers.phi.together import Together

RULE = Rule(
    id="D_REPLY_CONFIRMS",
    category=Category.CONTEXT,
    severity=Severity.BLOCK,
    why="This answer confirms that somebody is or was a patient, or tells of their visit, condition, bill or "
    "behavior. That they said so themselves first does not allow us to.",
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
_ELSEWHERE, _DO, _HAD = (words("replies", section) for section in ("elsewhere", "if", "had"))
_ONCE, _MODAL, _SO = (words("replies", section) for section in ("once", "modal", "so"))
_SUBJECT, _OURS = words("replies", "subject"), words("replies", "ours")

#: Verbs of the past that are no participles of what can be done.
_HAPPENED = any_bit("happened", "treated")
_BUT = frozenset({"but", "however", "though", "yet", "except"})


def find(reading: Reading, about: About) -> Iterator[Hit]:
    """Only in answers."""
    if not about.kind.answers:
        return
    told = list(_unless_open(reading, _CERTAIN, _REFUSING | _ELSEWHERE))
    likely = _unless_open(reading, _LIKELY, _OPEN | _ELSEWHERE)
    together = _unless_open(reading, _TOGETHER, _OPEN | _GENERAL | _ELSEWHERE)
    for less_sure in (likely, together):
        told += _elsewhere(told, (one for one in less_sure if not _fact(reading, reading.sentence_at(one.start))))
    spoken_of = _unless_open(reading, _SPOKEN_OF, _OPEN | _ELSEWHERE)
    told += _elsewhere(told, (one for one in spoken_of if not _fact(reading, reading.sentence_at(one.start))))
    if not told:
        return
    silent = Spans(_refusal(reading, first) for first, _ in _REFUSED.spans(reading))
    for one in told:
        if not silent.touch(one.start, one.end) and not _advises(reading, reading.sentence_at(one.start)):
            yield one


def _unless_open(reading: Reading, phrases: Phrases | Together, open_: frozenset[str]) -> Iterator[Hit]:
    """Not in sentences that offer or ask, but in those that tell what happened."""
    for first, last in phrases.spans(reading):
        number = reading.sentence[first]
        if reading.within[number][1] & _HAPPENED or not reading.has(number, open_):
            yield hit(reading, first, last, RULE)


def _refusal(reading: Reading, index: int) -> tuple[int, int]:
    """The sentence, as far as what comes after "but"."""
    first, stop = reading.bounds[reading.sentence[index]]
    but = next((at for at in range(index + 1, stop) if reading.words[at] in _BUT), stop)
    return reading.span(first, but - 1)


def _happened(reading: Reading, number: int) -> bool:
    said, bits = reading.within[number]
    return bool(bits & (PAST | any_bit("acted", "treated", "deed"))) or not _HAD.isdisjoint(said)


def _fact(reading: Reading, number: int) -> bool:
    """Whether it says what is so for everybody: "Smoking is bad for your gums", "The vaccine protects you"."""
    first, stop = reading.bounds[number]
    if reading.words[first] == "the" and first + 1 < stop:
        first += 1
    medical = any_bit("condition", "procedure", "drug", "ing")
    begins = reading.bits[first] & medical or reading.words[first] in _SUBJECT
    return bool(begins) and _OURS.isdisjoint(reading.within[number][0]) and not _happened(reading, number)


def _advises(reading: Reading, number: int) -> bool:
    """Whether it tells anybody what to do or can be done: "If you lost it, call us", "Yes, you can pay online"."""
    said, bits = reading.within[number]
    start, stop = reading.bounds[number]
    begins = list(dropwhile(_SO.__contains__, reading.words[start:stop]))
    first, second = [*begins, "", ""][:2]
    if first == "if":
        return not _DO.isdisjoint(said) and _HAD.isdisjoint(said)
    if _happened(reading, number):
        return False
    if first in _ONCE:
        return not _DO.isdisjoint(said)
    theirs = "your" in said and bits & any_bit("condition", "procedure", "body", "drug")
    return not theirs and (first == "you'll" or (first == "you" and second in _MODAL))


def _elsewhere(told: list[Hit], more: Iterator[Hit]) -> list[Hit]:
    """What shares no character with what is told already: one mark says it."""
    known = Spans((hit.start, hit.end) for hit in told)
    return [hit for hit in more if not known.touch(hit.start, hit.end)]
