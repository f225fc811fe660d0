"""The forms about the harm a case is about: the suspected breach, the takedown with its snapshot, the account."""

from datetime import date
from typing import Any

from bot.slack.blocks.text import line, words
from bot.slack.modals import inputs
from bot.slack.modals.inputs import Answers, View
from handlers import days
from handlers.drafts import escaped_length
from handlers.reporting.breach_form import (
    CONCLUSION_WORDS,
    FACTORS,
    LABELS,
    NOTICE_LABELS,
    RATING_WORDS,
    REASON_LIMIT,
    Assessment,
    BreachView,
    Rated,
)
from handlers.reporting.evidence_words import (
    BUTTONS,
    CONSEQUENCES,
    DISCOVERED,
    DISCOVERED_HINT,
    INDIVIDUALS_HINT,
    REASON_HINT,
    STEPS,
    TAKEDOWN_LINK,
    TAKEDOWN_LINK_HINT,
)
from handlers.reporting.report_form import LINE_LIMIT, NETWORK_WORDS

#: One plain_text_input takes this many characters.
_PART = 3_000
_FILE_HINT = "Slack keeps a file you add here as well."
_TEXT_HINT = "In place of a file, up to 3,000 characters."
_PICTURES = ("jpg", "jpeg", "png", "gif", "webp", "pdf")


def _form(verb: str, subject: str, submit: str, asked: list[dict[str, Any]]) -> View:
    labels = BUTTONS | dict(STEPS.values())
    number = subject.partition("/")[0]
    lead = line(words(f"{number}. ", bold=True), words(CONSEQUENCES[verb]))
    return inputs.view(f"case.{verb}", labels[verb], submit, [lead, *asked], subject)


def suspect(number: str) -> View:
    """Asks for the day of the discovery."""
    day = inputs.block("discovered_on", DISCOVERED, inputs.day("discovered_on"), hint=DISCOVERED_HINT)
    return _form("suspect", number, "Start the clock", [day])


def assess(found: BreachView) -> View:
    """The four factors and what follows from them, beginning with what was assessed last."""
    last = found.assessments[-1].assessment if found.assessments else None
    asked = [block for name in FACTORS for block in _factor(name, last)]
    return _form("assess", found.number, "Keep", [*asked, *_conclusion(last)])


def _factor(name: str, last: Assessment | None) -> list[dict[str, Any]]:
    label, question = FACTORS[name]
    rating, reason = last.factors[name] if last else Rated("", "")
    # Slack counts what stands in a form from the start after escaping it.
    before = reason if escaped_length(reason) <= _PART else ""
    written = inputs.text(f"{name}_reason", before, limit=REASON_LIMIT, multiline=True)
    return [
        inputs.block(f"{name}_rating", label, inputs.radio(f"{name}_rating", RATING_WORDS, rating), hint=question),
        inputs.block(f"{name}_reason", f"{label}: why?", written, hint=REASON_HINT),
    ]


def _conclusion(last: Assessment | None) -> list[dict[str, Any]]:
    conclusion = inputs.radio("conclusion", dict(CONCLUSION_WORDS.items()), last.conclusion if last else "")
    people = inputs.text("individuals", str(last.individuals or "") if last else "", limit=15)
    many = inputs.checkboxes("over_500_in_one_state", {"yes": "Yes"}, bool(last and last.over_500_in_one_state))
    return [
        inputs.block("conclusion", LABELS["conclusion"], conclusion),
        inputs.block("individuals", LABELS["individuals"], people, hint=INDIVIDUALS_HINT, optional=True),
        inputs.block("over_500_in_one_state", LABELS["over_500_in_one_state"], many, optional=True),
    ]


def assessed(answers: Answers) -> dict[str, str]:
    """As `breach_form.read` takes it."""
    ratings = {f"{name}_rating": answers.choice(f"{name}_rating") or "" for name in FACTORS}
    reasons = {f"{name}_reason": answers.raw(f"{name}_reason") for name in FACTORS}
    return {
        **ratings,
        **reasons,
        "conclusion": answers.choice("conclusion") or "",
        "individuals": answers.raw("individuals"),
        "over_500_in_one_state": "".join(answers.chosen("over_500_in_one_state")),
    }


def notify(found: BreachView) -> View:
    """A day for each notification owed."""
    asked = [
        inputs.block(
            owed.kind,
            NOTICE_LABELS[owed.kind],
            inputs.day(owed.kind, owed.done_on),
            hint=f"By {days.written(owed.due_on)}.",
            optional=True,
        )
        for owed in found.notifications
    ]
    return _form("notify", found.number, "Record", asked)


def told(answers: Answers) -> dict[str, date]:
    """The days that were given, by whom they are about."""
    days = {kind: answers.day(kind) for kind in NOTICE_LABELS}
    return {kind: day for kind, day in days.items() if day}


def takedown(number: str) -> View:
    """Asks for the address."""
    link = inputs.block("link", TAKEDOWN_LINK, inputs.text("link", limit=LINE_LIMIT), hint=TAKEDOWN_LINK_HINT)
    return _form("takedown", number, "Ask", [link])


def snapshot(subject: str) -> View:
    """Asks for a file or a text; `subject` is `case/takedown`."""
    text = inputs.text("text", limit=_PART, multiline=True)
    asked = [
        inputs.block("snapshot", "Picture or PDF", inputs.files("snapshot", _PICTURES, 1), _FILE_HINT, optional=True),
        inputs.block("text", "Or its text", text, hint=_TEXT_HINT, optional=True),
    ]
    return _form("snapshot", subject, "Keep", asked)


def account(number: str) -> View:
    """Asks for the network and the name there."""
    asked = [
        inputs.block("network", "Network", inputs.select("network", NETWORK_WORDS, "")),
        inputs.block("address", "Account", inputs.text("address", limit=LINE_LIMIT), hint="Its name or address there."),
    ]
    return _form("account", number, "Link", asked)
