"""What the report page shows: the form, the receipt, and the way back. Plain functions from data to HTML."""

from collections.abc import Callable, Mapping, Sequence
from html import escape

from aiohttp import web

from bot.web.pages import alert, choice, field, hidden, line, page, text_area, tick
from handlers.cases import DISPOSITION_WORDS, STATE_WORDS
from handlers.report_form import AFFECTED_WORDS, HONEST_WORDS, NETWORK_WORDS, VISIBLE_WORDS
from handlers.reports import FollowUp

FORM_WORDS = (
    "This page keeps nothing on your device and loads nothing from anybody else. Whoever runs the network you use may "
    "still see that it was opened: your own phone with mobile data, or Tor Browser, shows less than a work computer. "
    "The forms in Slack and Teams ask the same; there Slack, Microsoft and your IT department may see that a form was "
    "used.",
)
HURRY_HINT = (
    "It then reaches the compliance team within a minute, not together with others at a quarter hour. Somebody who saw "
    "you use this page just now could connect the two."
)
_NOT_SAID = {"": "I would rather not say"}
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
        '<p class="lead">About the social media of this practice. You do not say who you are, and this page does not '
        "find out.</p>"
        + (alert(first) if first else "")
        + (alert([*warnings, _AS_IT_IS], "Before you send this") if warnings else "")
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
    return (
        field(
            "what",
            "What happened?",
            text_area(get("what"), 9),
            "In your own words. What can be seen, and why it worries you. No patients' names.",
            errors.get("what", ""),
        )
        + field("network", "Where?", choice(get("network"), _NOT_SAID | NETWORK_WORDS), "", errors.get("network", ""))
        + field("link", "Link, if you have one", line(get("link")), "", errors.get("link", ""))
        + field("when", "When?", line(get("when")), "A day, or “about two weeks ago”.", errors.get("when", ""))
        + field(
            "visible",
            "Can it still be seen?",
            choice(get("visible") or "unknown", VISIBLE_WORDS),
            "",
            errors.get("visible", ""),
        )
        + field(
            "affected",
            "Who is affected?",
            choice(get("affected"), _NOT_SAID | AFFECTED_WORDS),
            "Only the kind of person, no names.",
            errors.get("affected", ""),
        )
        + tick(
            "concerns_compliance",
            "It concerns the compliance team",
            get("concerns_compliance") == "yes",
            "Then only the privacy officers see it, and the reports channel does not.",
        )
        + tick("send_now", "It is still visible: send this now", get("send_now") == "yes", HURRY_HINT)
    )


_AS_IT_IS = (
    "Change it below if you like, or send it as it is. This is only a hint: it finds some things and misses others."
)


def receipt(code: str) -> web.Response:
    """The one time a receipt is shown."""
    body = (
        "<h1>Your report is kept</h1>"
        '<p class="lead">This is your receipt. It is shown now and never again.</p>'
        f'<p class="receipt">{escape(code)}</p>'
        + _listed(
            "What it is for",
            (
                "With it you read what becomes of your report, answer questions, and add something: on this page under "
                "“I have a receipt”, or in the forms in Slack and Teams.",
                "Write it on paper, or keep it where only you look. A screenshot, or a message to yourself, may be "
                "copied elsewhere.",
                "Whoever has it can read your report and answer in your place. Nobody can recover it, not even us.",
            ),
        )
        + '<form method="post" action="/report">'
        + hidden("step", "saved")
        + tick("saved", "I have saved it", False, "Only then leave this page.", required=True)
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
        '<p class="lead">The compliance team confirms a report within 7 days and says within three months what came of '
        "it. Come back with your receipt to read it; nobody can write to you.</p>"
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
            "Four groups of four, like ABCD-EFGH-JKMN-PQRS. Capitals and hyphens do not matter.",
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
        f"<h1>{escape(_status(found))}</h1>"
        + f'<p class="lead">{escape(_meaning(found))}</p>'
        + (alert(list(notices)) if notices else "")
        + "".join(_said(entry.side, entry.text, _day(entry.written_on)) for entry in found.entries)
        + '<form method="post" action="/report/follow-up" accept-charset="utf-8">'
        + hidden("receipt", code)
        + hidden("token", token)
        + field("text", "Answer, or add something", text_area(text, 5), "", error)
        + tick("send_now", "Send this now", hurried, HURRY_HINT)
        + '<button name="step" value="reply">Send</button></form>'
        + _reported(found)
        + _TO_FORM
    )
    return page(_status(found), body, status)


def _status(found: FollowUp) -> str:
    if not found.delivered:
        return "Waiting for the next quarter hour"
    if found.disposition:
        return f"Closed: {DISPOSITION_WORDS[found.disposition].lower()}"
    return STATE_WORDS[found.state]


def _meaning(found: FollowUp) -> str:
    if not found.delivered:
        return "Your report is kept and is delivered to the compliance team with the others."
    if found.disposition:
        return "The case is closed. This receipt works for 90 days after that."
    if found.state == "received":
        return "Your report is with the compliance team, who confirm it within 7 days."
    return "The compliance team works on your report, and says within three months what came of it."


def _day(day: object) -> str:
    return str(day) if day else "waiting for the next quarter hour"


def _said(side: str, text: str, when: str) -> str:
    who = "Compliance" if side == "compliance" else "You"
    head = f'<p class="who">{who}, {escape(when)}</p>'
    return f'<section class="said {side}">{head}<p class="text">{escape(text)}</p></section>'


def _reported(found: FollowUp) -> str:
    report = found.report
    said = {
        "What happened?": report.what,
        "Where?": NETWORK_WORDS.get(report.network, ""),
        "Link": report.link,
        "When?": report.when,
        "Can it still be seen?": VISIBLE_WORDS[report.visible],
        "Who is affected?": AFFECTED_WORDS.get(report.affected, ""),
    }
    rows = "".join(f'<dt>{escape(k)}</dt><dd class="text">{escape(v)}</dd>' for k, v in said.items() if v)
    return f'<section class="card"><h2>What you reported</h2><dl>{rows}</dl></section>'


def _listed(title: str, sentences: Sequence[str]) -> str:
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f'<section class="card"><h2>{escape(title)}</h2><ul>{items}</ul></section>'
