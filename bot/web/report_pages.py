"""What the report page shows: the form, the receipt, and the way back. Plain functions from data to HTML."""

from collections.abc import Callable, Mapping, Sequence
from html import escape

from aiohttp import web

from bot.web.pages import alert, choice, field, hidden, line, page, text_area, tick
from handlers.reporting.cases import Entry
from handlers.reporting.report_form import AFFECTED_WORDS, HONEST_WORDS, NETWORK_WORDS, VISIBLE_WORDS
from handlers.reporting.report_words import (
    AS_IT_IS,
    HINTS,
    LABELS,
    LEAD,
    NOT_SAID,
    RECEIPT_HINT,
    RECEIPT_LEAD,
    RECEIPT_USE,
    REPLY_LABEL,
    SAVED,
    THANKS,
    answers,
    meaning,
    who_and_when,
)
from handlers.reporting.report_words import status as standing
from handlers.reporting.reports import FollowUp

FORM_WORDS = (
    "This page keeps nothing on your device and loads nothing from anybody else. Whoever runs the network you use may "
    "still see that it was opened: your own phone with mobile data, or Tor Browser, shows less than a work computer. "
    "The forms in Slack and Teams ask the same; there Slack, Microsoft and your IT department may see that a form was "
    "used.",
)
_BACK = '<footer><p><a href="/report/follow-up">I have a receipt: read answers, or add something</a></p></footer>'
_TO_FORM = '<footer><p><a href="/report">Report something new</a></p></footer>'


def form(
    token: str,
    typed: Mapping[str, str],
    *,
    errors: Mapping[str, str] | None = None,
    notices: Sequence[str] = (),
    warnings: Sequence[str] = (),
    status: int = 200,
) -> web.Response:
    """The form, with everything typed so far; `warnings` are gentle and offer to send it as it is."""
    errors = errors or {}

    def get(name: str) -> str:
        return typed.get(name, "")

    first = [*notices, *(["Some answers need another look. They are marked below."] if errors else [])]
    body = (
        "<h1>Report a violation</h1>"
        f'<p class="lead">{escape(LEAD)}</p>'
        + (alert(first) if first else "")
        + (alert([*warnings, AS_IT_IS], "Before you send this") if warnings else "")
        + _listed("Before you write", (*HONEST_WORDS, *FORM_WORDS))
        + '<form method="post" action="/report" accept-charset="utf-8">'
        + hidden("token", token)
        + _questions(get, errors)
        + (hidden("aware", "yes") if warnings or get("aware") == "yes" else "")
        + f"<button>{'Send it as it is' if warnings else 'Send the report'}</button></form>"
        + _BACK
    )
    return page(("Look again: " if errors or notices or warnings else "") + "Report a violation", body, status)


def _questions(get: Callable[[str], str], errors: Mapping[str, str]) -> str:
    controls = {
        "what": text_area(get("what"), 9),
        "network": choice(get("network"), NOT_SAID | NETWORK_WORDS),
        "link": line(get("link")),
        "when": line(get("when")),
        "visible": choice(get("visible") or "unknown", VISIBLE_WORDS),
        "affected": choice(get("affected"), NOT_SAID | AFFECTED_WORDS),
    }
    asked = [
        field(name, LABELS[name], control, HINTS.get(name, ""), errors.get(name, ""))
        for name, control in controls.items()
    ]
    ticks = [tick(name, LABELS[name], get(name) == "yes", HINTS[name]) for name in ("concerns_compliance", "send_now")]
    return "".join([*asked, *ticks])


def receipt(code: str) -> web.Response:
    """The one time a receipt is shown."""
    body = (
        "<h1>Your receipt</h1>"
        f'<p class="lead">{escape(RECEIPT_LEAD)}</p>'
        f'<p class="receipt">{escape(code)}</p>'
        + _listed("What it is for", RECEIPT_USE)
        + '<form method="post" action="/report">'
        + hidden("step", "saved")
        + tick("saved", SAVED, False, "Only then leave this page.", required=True)
        + "<button>Done</button></form>"
    )
    return page("Your receipt", body)


def thanks(saved: bool) -> web.Response:
    """After the receipt; without the box ticked, the way back to it."""
    if not saved:
        words = "Your report is kept, but you have not said that you saved the receipt. Go back one page and do it now."
        return page("Save your receipt", "<h1>Save your receipt first</h1>" + alert([words]) + _BACK, 422)
    body = (
        "<h1>Thank you</h1>"
        f'<p class="lead">{escape(THANKS)}</p>'
        "<p>Closing this tab, and clearing this site from the history of the browser, leaves less behind on a shared "
        "computer.</p>"
    )
    return page("Thank you", body + _BACK)


def ask_receipt(typed: str = "", *, error: str = "", notices: Sequence[str] = (), status: int = 200) -> web.Response:
    """The way back in."""
    body = (
        "<h1>Come back with your receipt</h1>"
        '<p class="lead">Read what became of your report, answer, or add something.</p>'
        + (alert(list(notices)) if notices else "")
        + '<form method="post" action="/report/follow-up" accept-charset="utf-8">'
        + field(
            "receipt",
            "Receipt",
            line(typed, 'maxlength="60"'),
            RECEIPT_HINT,
            error,
        )
        + "<button>Open</button></form>"
        + _TO_FORM
    )
    return page(("Look again: " if error or notices else "") + "Come back with your receipt", body, status)


def conversation(
    found: FollowUp,
    code: str,
    token: str,
    *,
    text: str = "",
    hurried: bool = False,
    error: str = "",
    notices: Sequence[str] = (),
    status: int = 200,
) -> web.Response:
    """Where the report stands, what was said, and room to write."""
    body = (
        f"<h1>{escape(standing(found))}</h1>"
        + f'<p class="lead">{escape(meaning(found))}</p>'
        + (alert(list(notices)) if notices else "")
        + "".join(_said(entry) for entry in found.entries)
        + '<form method="post" action="/report/follow-up" accept-charset="utf-8">'
        + hidden("receipt", code)
        + hidden("token", token)
        + field("text", REPLY_LABEL, text_area(text, 5), "", error)
        + tick("send_now", "Send this now", hurried, HINTS["send_now"])
        + '<button name="step" value="reply">Send</button></form>'
        + _reported(found)
        + _TO_FORM
    )
    return page(standing(found), body, status)


def _said(entry: Entry) -> str:
    head = f'<p class="who">{escape(who_and_when(entry))}</p>'
    return f'<section class="said {entry.side}">{head}<p class="text">{escape(entry.text)}</p></section>'


def _reported(found: FollowUp) -> str:
    rows = "".join(f'<dt>{escape(k)}</dt><dd class="text">{escape(v)}</dd>' for k, v in answers(found.report).items())
    return f'<section class="card"><h2>What you reported</h2><dl>{rows}</dl></section>'


def _listed(title: str, sentences: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f'<section class="card"><h2>{escape(title)}</h2><ul>{items}</ul></section>'
