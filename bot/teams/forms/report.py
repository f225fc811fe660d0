"""The forms of whoever reports: what happened, the receipt, and the way back. They stand in dialogs only, which leave
nothing in any chat."""

from collections.abc import Sequence
from typing import Any

from bot.teams.cards.actions import row, submits
from bot.teams.cards.text import (
    LIMIT,
    Card,
    Element,
    bold,
    box,
    card,
    heading,
    label,
    link,
    paragraph,
    size,
    words,
)
from bot.teams.forms import inputs, paging
from bot.teams.forms.inputs import Data
from bot.teams.forms.paging import Said
from handlers.reporting.report_form import (
    AFFECTED_WORDS,
    HONEST_WORDS,
    LINE_LIMIT,
    NETWORK_WORDS,
    VISIBLE_WORDS,
    Report,
    tidy,
)
from handlers.reporting.report_words import (
    AS_IT_IS,
    FORM_IS_SEEN,
    HAVE_RECEIPT,
    HINTS,
    LABELS,
    LEAD,
    NOT_SAID,
    RECEIPT_HINT,
    RECEIPT_LEAD,
    RECEIPT_USE,
    REPLY_LABEL,
    SAVED,
    SEND,
    SEND_AS_IT_IS,
    answers,
    meaning,
    status,
    who_and_when,
)
from handlers.reporting.reports import FollowUp

OPEN, FILE, SAVE, RECEIPT, FOLLOW, REPLY = (
    f"report.{verb}" for verb in ("open", "file", "save", "receipt", "follow", "reply")
)
RECEIPT_TITLE, BACK_TITLE = "Your receipt", "Come back with your receipt"
_TYPED = ("what", "network", "link", "when", "visible", "affected", "concerns_compliance", "send_now")
#: Clients take no answer with an empty value.
_UNSAID = "unsaid"
_SAVE_FIRST = "Your report is kept. Save the receipt now, and say so below: you see it only here."
_MUCH_TO_DO = {
    FILE: "Your report is being kept; it has to wait for others. Press Continue to see your receipt.",
    FOLLOW: "Your receipt is being looked at; it has to wait for others. Press Continue.",
    REPLY: "What you wrote is being kept; it has to wait for others. Press Continue.",
}
_RECEIPT_LENGTH = 60


def form(key: str, report_page: str, warnings: Sequence[str] = (), *, aware: bool = False) -> Card:
    """The empty form. `key` comes back with it, so that the same form makes one report however often it is sent; with
    `warnings`, or sent `aware` of them, none come any more."""
    send = SEND_AS_IT_IS if warnings else SEND
    button = submits(FILE, send, "positive", form=key, aware="yes" if warnings or aware else "no")
    warned = [box(*map(_plain, (*warnings, AS_IT_IS)), style="warning")] if warnings else []
    back = row(submits(RECEIPT, HAVE_RECEIPT, inputs=False))
    return card([back, *warned, _plain(LEAD), _honest(report_page), *_questions()], [button])


def _honest(report_page: str) -> Element:
    seen = paragraph(words(FORM_IS_SEEN.format(platform="Microsoft")), link(report_page), spacing="Small")
    return box(label("Before you write"), *map(_plain, HONEST_WORDS), seen)


def _plain(sentence: str) -> Element:
    return paragraph(words(sentence), spacing="Small")


def _questions() -> list[Element]:
    missing = "Please write what happened."
    asked = {
        "what": _text("what", inputs.TEXT_LIMIT, multiline=True, missing=missing),
        "network": inputs.choice("network", LABELS["network"], {_UNSAID: NOT_SAID[""]} | NETWORK_WORDS),
        "link": _text("link", LINE_LIMIT * 2),
        "when": _text("when", LINE_LIMIT * 2),
        "visible": inputs.choice("visible", LABELS["visible"], VISIBLE_WORDS, "unknown", style="expanded"),
        "affected": inputs.choice("affected", LABELS["affected"], {_UNSAID: NOT_SAID[""]} | AFFECTED_WORDS),
        "concerns_compliance": inputs.tick("concerns_compliance", LABELS["concerns_compliance"]),
        "send_now": inputs.tick("send_now", LABELS["send_now"]),
    }
    return [inputs.field(name, shown, hint=HINTS.get(name, "")) for name, shown in asked.items()]


def _text(name: str, limit: int, **more: Any) -> Element:
    return inputs.text(name, LABELS[name], limit=limit, **more)


def read(data: Data) -> Report:
    """What was answered, right or wrong."""
    said = {name: text(data, name) for name in ("what", "network", "link", "when", "affected")}
    said = {name: "" if answer == _UNSAID else answer for name, answer in said.items()}
    visible = text(data, "visible") or "unknown"
    return Report(**said, visible=visible, concerns_compliance=ticked(data, "concerns_compliance"))


def text(data: Data, name: str) -> str:
    """One answer, as it is kept."""
    value = data.get(name)
    return tidy(value) if isinstance(value, str) else ""


def ticked(data: Data, name: str) -> bool:
    return data.get(name) == inputs.ON


def waiting(verb: str, data: Data, notice: str = "") -> Card:
    """Stands in for an answer that takes longer than Teams waits, or went wrong: the button sends the same form
    again."""
    kept = {name: data[name] for name in (*_TYPED, "form", "receipt", "text") if isinstance(data.get(name), str)}
    return card(
        [_plain(notice or _MUCH_TO_DO[verb])],
        [submits(verb, "Continue", "positive", inputs=False, **kept, aware="yes")],
    )


def receipt(code: str, notice: str = "") -> Card:
    """The one time a receipt is shown; again only to whoever has not said that it is saved."""
    shown = box(paragraph(words(code, size="ExtraLarge", weight="Bolder", fontType="Monospace")), style="good")
    saved = inputs.tick("saved", SAVED, missing="Tick this once you have it.")
    body = [*([paragraph(bold(notice))] if notice else []), _plain(RECEIPT_LEAD), shown, *map(_plain, RECEIPT_USE)]
    return card([*body, inputs.field("saved", saved)], [submits(SAVE, "Done", "positive", receipt=code)])


def not_saved(code: str) -> Card:
    """For clients that let one go on without the tick."""
    return receipt(code, _SAVE_FIRST)


def come_back() -> Card:
    """Asks for the receipt."""
    asked = inputs.text("receipt", "Receipt", limit=_RECEIPT_LENGTH, missing="Type your receipt.")
    lead = _plain("Read what became of your report, answer, or add something.")
    return card([lead, inputs.field("receipt", asked, hint=RECEIPT_HINT)], [submits(FOLLOW, "Open", "positive")])


def conversation(found: FollowUp, code: str, key: str, page: object = None) -> Card:
    """Where the report stands, what was said, and room to write. `key` as for `form`."""
    before = [heading(status(found)), _plain(meaning(found))]
    after = [
        inputs.field("text", inputs.text("text", REPLY_LABEL, limit=inputs.TEXT_LIMIT, multiline=True)),
        inputs.field("send_now", inputs.tick("send_now", "Send this now"), hint=HINTS["send_now"]),
    ]
    send = submits(REPLY, "Send", "positive", form=key, receipt=code)
    room = LIMIT - size(card([*before, *after], [send])) - 1_000
    said = paging.pages(_said(found), room)
    page = paging.chosen(page, len(said))
    turning = paging.turning(FOLLOW, page, len(said), {"receipt": code})
    return card([*before, *turning, *said[page - 1], *after], [send])


def _said(found: FollowUp) -> list[Said]:
    reported = "\n".join(f"{question} {answer}" for question, answer in answers(found.report).items())
    entries = [
        Said(
            who_and_when(one),
            one.text,
            "accent" if one.side == "compliance" else "emphasis",
        )
        for one in found.entries
    ]
    return [Said("What you reported", reported, "emphasis"), *entries]
