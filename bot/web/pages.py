"""Pages without scripts, cookies, or anything from elsewhere."""

import base64
import hashlib
from html import escape
from pathlib import Path

from aiohttp import web


def _with(sheet: str) -> tuple[str, dict[str, str]]:
    """A style sheet of this folder, and the headers of a page that has it and nothing else."""
    style = Path(__file__).with_name(sheet).read_text("utf-8")
    proof = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{proof}'; img-src data:; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    return style, {
        "Cache-Control": "no-store",
        "Content-Security-Policy": policy,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
        "Referrer-Policy": "no-referrer",
        "Server": "Imprimatur",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex, nofollow",
    }


#: Style sheets of pages.
REPORT, HANDBOOK = _with("report.css"), _with("handbook.css")
HEADERS = REPORT[1]


def page(title: str, body: str, status: int = 200, sheet: tuple[str, dict[str, str]] = REPORT) -> web.Response:
    """A whole page; `body` is HTML already. The icon is given here, or browsers would fetch one on their own."""
    style, headers = sheet
    text = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>{escape(title)}</title>'
        f'<link rel="icon" href="data:,"><style>{style}</style></head>'
        f'<body><header><p class="imprint">Imprimatur</p></header><main>{body}</main></body></html>'
    )
    return web.Response(text=text, content_type="text/html", charset="utf-8", status=status, headers=headers)


def ended(what_next: str) -> web.Response:
    """What stands under an address that has ended, or never was one; `what_next` leads to another."""
    said = f"Such links work for 15 minutes. {what_next}"
    return page("This link has ended", f"<h1>This link has ended</h1><p>{escape(said)}</p>", status=404)


def field(name: str, label: str, control: str, hint: str = "", error: str = "") -> str:
    """A label, what helps, what is wrong, and the control. `control` holds `%s` where its attributes belong."""
    described = " ".join(f"{name}-{kind}" for kind, text in (("hint", hint), ("error", error)) if text)
    attributes = f'id="{name}" name="{name}"'
    attributes += f' aria-describedby="{described}"' if described else ""
    attributes += ' aria-invalid="true"' if error else ""
    return (
        f'<div class="field{" wrong" if error else ""}"><label for="{name}">{escape(label)}</label>'
        + (f'<p class="hint" id="{name}-hint">{escape(hint)}</p>' if hint else "")
        + (f'<p class="error" id="{name}-error">{escape(error)}</p>' if error else "")
        + control % attributes
        + "</div>"
    )


def text_area(value: str, rows: int) -> str:
    """The control of a long text. A newline first, because HTML drops one there."""
    filled = escape(value).replace("%", "%%")
    return f'<textarea %s rows="{rows}" autocomplete="off" spellcheck="false">\n{filled}</textarea>'


def line(value: str, more: str = "") -> str:
    """The control of a short text. No browser keeps it, and none sends it away to be checked for spelling."""
    filled = escape(value).replace("%", "%%")
    return f'<input %s type="text" value="{filled}" autocomplete="off" autocapitalize="off" spellcheck="false" {more}>'


def choice(value: str, options: dict[str, str]) -> str:
    """The control of a choice."""
    listed = "".join(
        f'<option value="{escape(key)}"{" selected" if key == value else ""}>{escape(words)}</option>'
        for key, words in options.items()
    )
    return f"<select %s>{listed}</select>"


def tick(name: str, label: str, on: bool, hint: str = "", required: bool = False) -> str:
    """A box to tick."""
    described = f' aria-describedby="{name}-hint"' if hint else ""
    return (
        f'<div class="tick"><input type="checkbox" id="{name}" name="{name}" value="yes"{described}'
        f'{" checked" if on else ""}{" required" if required else ""}><label for="{name}">{escape(label)}</label>'
        + (f'<p class="hint" id="{name}-hint">{escape(hint)}</p>' if hint else "")
        + "</div>"
    )


def hidden(name: str, value: str) -> str:
    """What a form carries along."""
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def alert(sentences: list[str], title: str = "") -> str:
    """What has to be read first."""
    head = f"<h2>{escape(title)}</h2>" if title else ""
    return f'<div class="alert" role="alert">{head}' + "".join(f"<p>{escape(one)}</p>" for one in sentences) + "</div>"
