"""Neutral answers in a dialog: one with its history, and a new wording."""

from typing import Any

from bot.teams.cards.actions import submits
from bot.teams.cards.templates import WRITE, told
from bot.teams.cards.text import (
    LIMIT,
    Card,
    Element,
    bold,
    box,
    card,
    fitting,
    heading,
    moment,
    paragraph,
    said,
    small,
    words,
)
from bot.teams.forms import inputs
from handlers import template_words as say
from handlers.reply_templates import OCCASION_LIMIT, TEXT_LIMIT, Opened, State, Version

SUBMIT = "template.submit"


def document(found: Opened, note: str = "") -> Card:
    """One answer, its wordings from the newest on, and what the reader may do with it; `note` says what was just
    done."""
    noted = [box(said(note), style="good")] if note else []
    every = [part for version in found.answer.versions for part in _version(version)]
    versions = fitting(every, LIMIT - 2_500)
    older = [small("Older versions do not fit here; they stay on record.")] if len(versions) < len(every) else []
    return card([*noted, *versions, *older], _doing(found))


def _version(version: Version) -> list[Element]:
    title = paragraph(
        bold(f"Version {version.number} · {say.STATES[version.state]}"),
        words(f" · {version.occasion}"),
        spacing="Medium",
    )
    made = [("Written", version.writer, version.written_at)]
    made += [(verdict.capitalize(), who, at) for verdict, who, at in version.decisions]
    done = [part for what, who, at in made for part in told(what, who, moment(at))]
    return [title, box(paragraph(words(version.text))), *done]


def _doing(found: Opened) -> list[Element]:
    waiting, standing = found.answer.of(State.WAITING), found.answer.of(State.IN_FORCE)
    shown = []
    if waiting and found.decides:
        shown += [
            submits("template.approve", say.APPROVE, "positive", inputs=False, version=waiting.id),
            submits("template.decline", say.DECLINE, "destructive", inputs=False, version=waiting.id),
        ]
    if found.writes:
        shown.append(submits(WRITE, say.NEW_VERSION, inputs=False, template=found.answer.template))
    if found.writes and standing:
        shown.append(submits("template.retire", say.RETIRE, inputs=False, version=standing.id))
    return shown


def form(occasion: str = "", text: str = "", template: int = 0) -> Card:
    """Asks for a wording: of a new answer, or the next version of `template`."""
    asked: dict[str, Any] = {"limit": OCCASION_LIMIT, "missing": "Say when to use it."}
    wording: dict[str, Any] = {"limit": TEXT_LIMIT, "multiline": True, "missing": "Write the answer."}
    body = [
        heading(say.NEW_VERSION if template else say.NEW),
        inputs.field("occasion", inputs.text("occasion", say.OCCASION, occasion, **asked), hint=say.OCCASION_HINT),
        inputs.field("text", inputs.text("text", say.WORDING, text, **wording), hint=say.WORDING_HINT),
    ]
    return card(body, [submits(SUBMIT, say.PROPOSE, "positive", template=template)])
