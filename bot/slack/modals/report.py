"""The forms of whoever reports: what happened, the receipt, and the way back. Nothing of them is ever a message.

Each drawing of a form that keeps something carries a random number of its own, so that sending it twice is once and no
id of Slack's is needed."""

import secrets
from dataclasses import dataclass

from bot.slack.blocks import cases, paging
from bot.slack.blocks.text import Block, actions, bullets, button, divider, header, line, plain, quoted, words
from bot.slack.modals import inputs
from bot.slack.modals.inputs import View
from handlers.reporting.report_form import (
    AFFECTED_WORDS,
    HONEST_WORDS,
    LINE_LIMIT,
    NETWORK_WORDS,
    TEXT_LIMIT,
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
    MORE_ROOM,
    NOT_SAID,
    RECEIPT_HINT,
    RECEIPT_LEAD,
    RECEIPT_USE,
    REPLY_LABEL,
    SAVED,
    SEND,
    SEND_AS_IT_IS,
    THANKS,
    TITLE,
    meaning,
    status,
    who_and_when,
)
from handlers.reporting.reports import FollowUp

#: `AWARE` is the form once its warnings were shown.
FILE, AWARE, SAVE, OPEN, REPLY, WAIT = (f"report.{verb}" for verb in ("file", "aware", "save", "open", "reply", "wait"))
#: One plain_text_input takes this many characters (docs.slack.dev, plain-text input element).
_PART = 3_000
#: A chosen option cannot be taken back, and cannot be empty.
_UNSAID = {"unsaid": NOT_SAID[""]}
_BEING_KEPT = "This takes a moment, because others are being served. It appears here by itself; if not, press Show it."
_LOST = (
    "This cannot be shown any more. What was kept is delivered at the next quarter hour all the same. To read an "
    "answer, open it again with your receipt. If you never saw a receipt, please report once more, and say that you "
    "may have reported it before: nobody can find a receipt that was not shown."
)


@dataclass(frozen=True, repr=False)
class Filled:
    """What the form holds."""

    number: str
    report: Report
    send_now: bool


@dataclass(frozen=True, repr=False)
class Reply:
    """What the conversation's form holds."""

    number: str
    receipt: str
    text: str
    send_now: bool


def form(report_page: str) -> View:
    """An empty form, below what has to be known before anything is sent."""
    blocks = [line(words(LEAD)), actions("back", button("have_receipt", HAVE_RECEIPT, "back", of="report"))]
    return inputs.view(FILE, TITLE, SEND, [*blocks, *_honest(report_page), *_questions()], _number())


def _honest(report_page: str) -> list[Block]:
    seen = words(FORM_IS_SEEN.format(platform="Slack"))
    link = {"type": "link", "url": report_page, "text": report_page}
    said = [[words(sentence)] for sentence in HONEST_WORDS]
    return [line(words("Before you write", bold=True)), bullets(*said, [seen, link]), divider()]


def _questions() -> list[Block]:
    asked = {
        "what": inputs.text("what", limit=_PART, multiline=True),
        "more": inputs.text("more", limit=TEXT_LIMIT - _PART - 1, multiline=True),
        "network": inputs.select("network", NETWORK_WORDS | _UNSAID, ""),
        "link": inputs.text("link", limit=LINE_LIMIT),
        "when": inputs.text("when", limit=LINE_LIMIT),
        "visible": inputs.radio("visible", VISIBLE_WORDS, "unknown"),
        "affected": inputs.select("affected", AFFECTED_WORDS | _UNSAID, ""),
        "concerns_compliance": inputs.checkboxes("concerns_compliance", {"yes": "Yes"}),
        "send_now": inputs.checkboxes("send_now", {"yes": "Yes"}),
    }
    labels = LABELS | {"more": MORE_ROOM}
    return [
        inputs.block(name, labels[name], element, hint=HINTS.get(name, ""), optional=name != "what")
        for name, element in asked.items()
    ]


def read(view: View) -> Filled:
    """What was filled in, right or wrong."""
    answers = inputs.Answers(view)
    network, affected = answers.choice("network") or "", answers.choice("affected") or ""
    report = Report(
        what=tidy(f"{answers.raw('what')}\n{answers.raw('more')}"),
        network="" if network in _UNSAID else network,
        link=tidy(answers.raw("link")),
        when=tidy(answers.raw("when")),
        visible=answers.choice("visible") or "unknown",
        affected="" if affected in _UNSAID else affected,
        concerns_compliance=bool(answers.chosen("concerns_compliance")),
    )
    return Filled(view["private_metadata"], report, bool(answers.chosen("send_now")))


def warned(view: View, warnings: tuple[str, ...]) -> View:
    """The form that was sent, with gentle warnings; sent again, it is taken as it is."""
    above = [line(words(warning, bold=True)) for warning in warnings]
    above.append(line(words(AS_IT_IS)))
    return inputs.again(view, [*above, divider()], _number(), callback_id=AWARE, submit=plain(SEND_AS_IT_IS, 24))


def refused(view: View, sentence: str) -> View:
    """The form that was sent, with everything typed and why it was not taken; sent again, it is a new one."""
    _, code = held(view)
    return inputs.again(view, [line(words(sentence, bold=True)), divider()], f"{_number()} {code}".rstrip())


def receipt(code: str) -> View:
    """The one time a receipt is shown; it is left by saying that it is saved."""
    blocks = [line(words(RECEIPT_LEAD)), header(code), bullets(*([words(sentence)] for sentence in RECEIPT_USE))]
    asked = inputs.block("saved", "Before you go on", inputs.checkboxes("saved", {"yes": SAVED}))
    return inputs.view(SAVE, "Your receipt", "Done", [*blocks, asked]) | {"close": plain("Close", 24)}


def saved(view: View) -> bool:
    """Whether the receipt is said to be saved."""
    return bool(inputs.Answers(view).chosen("saved"))


def thanks() -> View:
    """The end."""
    return inputs.view("report.thanks", "Thank you", None, [line(words(THANKS))])


def ask_receipt() -> View:
    """Asks for the receipt."""
    asked = inputs.block("receipt", "Receipt", inputs.text("receipt", limit=100), hint=RECEIPT_HINT)
    return inputs.view(OPEN, HAVE_RECEIPT, "Open", [asked])


def typed_receipt(view: View) -> str:
    """As it was typed."""
    return inputs.Answers(view).raw("receipt")


def conversation(found: FollowUp, code: str, wanted: int = 0, number: str = "") -> View:
    """Where the report stands, what was said, and room to write; one page of it. With the `number` of the form it
    replaces, what was typed there stays."""
    number = number or _number()
    at = paging.page(_said(found), wanted)
    above = [line(words(status(found), bold=True), words(f". {meaning(found)}")), *paging.turning(at, "report")]
    asked = [
        inputs.block(f"text:{number}", REPLY_LABEL, inputs.text(f"text:{number}", limit=_PART, multiline=True)),
        inputs.block(
            f"now:{number}",
            "Send this now",
            inputs.checkboxes(f"now:{number}", {"yes": "Yes"}),
            hint=HINTS["send_now"],
            optional=True,
        ),
    ]
    shown = [*above, divider(), *at.blocks, divider(), *asked]
    return inputs.view(REPLY, "Your report", "Send", shown, f"{number} {code}") | {"close": plain("Close", 24)}


def _said(found: FollowUp) -> list[Block]:
    blocks = [line(words("What you reported", bold=True)), *cases.report(found.report)]
    for entry in found.entries:
        blocks += [line(words(who_and_when(entry), bold=True)), *quoted(entry.text)]
    return blocks


def held(view: View) -> tuple[str, str]:
    """A conversation's number, and the receipt it was opened with, which its form carries and we do not."""
    number, _, code = str(view["private_metadata"]).partition(" ")
    return number, code


def read_reply(view: View) -> Reply:
    """What was written."""
    answers, (number, code) = inputs.Answers(view), held(view)
    # Named by the number the form was drawn with; one that was refused has another since.
    asked = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    text, now = (next(name for name in asked if name.startswith(kind)) for kind in ("text:", "now:"))
    return Reply(number, code, tidy(answers.raw(text)), bool(answers.chosen(now)))


def waiting() -> View:
    """Stands in for what takes longer than Slack waits. Its button fetches what came of it."""
    return inputs.view(WAIT, TITLE, "Show it", [line(words(_BEING_KEPT))]) | {"close": plain("Close", 24)}


def lost() -> View:
    """Says plainly what is left to do when nothing is there to be fetched."""
    return inputs.view("report.lost", TITLE, None, [line(words(_LOST))])


def _number() -> str:
    return secrets.token_hex(8)
