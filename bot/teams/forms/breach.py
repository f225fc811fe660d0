"""A suspected breach within its case, and the forms about it: its day, its assessment, and who was notified."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from bot.teams.cards.actions import submits
from bot.teams.cards.text import Card, Element, card, label, ours, small
from bot.teams.forms import inputs
from bot.teams.forms.inputs import Answers, Data
from bot.teams.forms.paging import Said
from handlers import days
from handlers.errors import FieldProblem
from handlers.reporting.breach_form import (
    CONCLUSION_WORDS,
    FACTORS,
    LABELS,
    NOTICE_LABELS,
    RATING_WORDS,
    REASON_LIMIT,
    Assessment,
    BreachView,
    Concluded,
    Notification,
)
from handlers.reporting.case_words import ERASED
from handlers.reporting.evidence_words import (
    BUTTONS,
    CONSEQUENCES,
    DISCOVERED,
    DISCOVERED_HINT,
    INDIVIDUALS_HINT,
    REASON_HINT,
    affected,
    clock,
    notification,
)

_NOTHING_OWED = "By the last assessment nobody has to be notified."
_CHOOSE = "Choose one of these."
_WHY = "Say why, in a sentence or two."


class WhichDay(FieldProblem):
    """Choose the day on which it was discovered."""

    field = "discovered_on"


def shown(view: BreachView) -> list[Said]:
    """The clock and who is still to be notified, then each assessment."""
    nobody = [_NOTHING_OWED] if view.assessments and not view.notifications else []
    lines = [clock(view), *(f"{notification(one)}." for one in view.notifications), *nobody]
    first = Said(BUTTONS["suspect"], "\n".join(lines), "attention" if view.notify_by else "default")
    return [first, *map(_assessment, view.assessments)]


def _assessment(one: Concluded) -> Said:
    head = f"Assessed by {one.name}, {days.written(one.concluded_on)}: {CONCLUSION_WORDS[one.conclusion]}"
    return Said(head, "\n".join(_reasons(one.assessment)) if one.assessment else ERASED)


def _reasons(assessment: Assessment) -> list[str]:
    rated = {FACTORS[name].label: one for name, one in assessment.factors.items()}
    lines = [f"{label}: {RATING_WORDS[one.rating].lower()}. {one.reason}" for label, one in rated.items()]
    return [*lines, *filter(None, [affected(assessment)])]


def suspect(at: str) -> Card:
    """Asks for the day from which the clock runs."""
    day = inputs.day("discovered_on", DISCOVERED, missing="Choose the day.")
    body = [ours(CONSEQUENCES["suspect"]), inputs.field("discovered_on", day, hint=DISCOVERED_HINT)]
    return card(body, [submits("case.suspected", "Start the clock", "positive", at=at)])


def assess(at: str) -> Card:
    """The four factors, and what follows from them."""
    factors = [element for name in FACTORS for element in _factor(name)]
    conclusions = {one.value: word for one, word in CONCLUSION_WORDS.items()}
    conclusion = inputs.choice("conclusion", LABELS["conclusion"], conclusions, style="expanded", missing=_CHOOSE)
    individuals = inputs.text("individuals", LABELS["individuals"], limit=40)
    follows = [
        inputs.field("conclusion", conclusion),
        inputs.field("individuals", individuals, hint=INDIVIDUALS_HINT),
        inputs.field("over_500_in_one_state", inputs.tick("over_500_in_one_state", LABELS["over_500_in_one_state"])),
    ]
    send = submits("case.assessed", "Keep the assessment", "positive", at=at)
    return card([ours(CONSEQUENCES["assess"]), *factors, *follows], [send])


def _factor(name: str) -> list[Element]:
    factor = FACTORS[name]
    asked = f"{factor.label}: what does it speak for?"
    rating = inputs.choice(f"{name}_rating", asked, RATING_WORDS, style="expanded", missing=_CHOOSE)
    # Twice what is allowed: a longer one comes back whole with a sentence, and four of them still fit into a message.
    reason = inputs.text(
        f"{name}_reason", f"{factor.label}: why?", limit=2 * REASON_LIMIT, multiline=True, missing=_WHY
    )
    return [
        inputs.field(f"{name}_rating", label(factor.label), small(factor.question), rating),
        inputs.field(f"{name}_reason", reason, hint=REASON_HINT),
    ]


def typed(data: Data) -> dict[str, str]:
    """An assessment's answers, as `breach.assess` takes them."""
    return {name: value for name, value in data.items() if isinstance(value, str)}


def notify(at: str, owed: Iterable[Notification]) -> Card:
    """Asks on which day who was notified."""
    when = [inputs.field(one.kind, _notified(one), hint=f"Due by {days.written(one.due_on)}.") for one in owed]
    return card([ours(CONSEQUENCES["notify"]), *when], [submits("case.notified", "Record", "positive", at=at)])


def _notified(one: Notification) -> Element:
    return inputs.day(one.kind, NOTICE_LABELS[one.kind], str(one.done_on or ""))


def notified_on(data: Data) -> Mapping[str, date]:
    """Who was notified when, of those a day is given for. Raises `NoSuchDay`."""
    found = {kind: Answers(data).day(kind) for kind in NOTICE_LABELS}
    return {kind: day for kind, day in found.items() if day}


#: The forms that need nothing but the number of their case, by the verb that sends them.
TYPED: dict[str, Callable[[str], Card]] = {"case.suspected": suspect, "case.assessed": assess}
