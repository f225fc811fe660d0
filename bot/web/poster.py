"""The poster for the break room: the report page's address as a QR code, to be printed on A4 or Letter."""

from collections.abc import Awaitable, Callable
from html import escape

import segno
from aiohttp import web

from bot.values import host_of, is_loopback
from bot.web.pages import alert, page
from handlers.reporting.report_words import POSTER_LEAD, POSTER_POINTS, POSTER_SCAN, POSTER_TITLE

ROUTE = "/report/poster"
PRINT = "Print this page from your browser's menu; it fits one sheet of A4 or Letter."
UNREACHABLE = (
    "Nobody's phone can open this address: it is the machine Imprimatur runs on. Set PUBLIC_URL to the address people "
    "reach it by, start again, and print the poster then."
)


def at(address: str) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Answers whoever asks: all the poster tells is the report page's `address`."""

    async def answer(_request: web.Request) -> web.Response:
        return _poster(address)

    return answer


def _poster(address: str) -> web.Response:
    points = "".join(f"<li>{escape(point)}</li>" for point in POSTER_POINTS)
    body = (
        (alert([UNREACHABLE]) if is_loopback(host_of(address)) else "")
        + f'<p class="hint screen">{escape(PRINT)}</p>'
        + f'<div class="poster"><h1>{escape(POSTER_TITLE)}</h1><p class="lead">{escape(POSTER_LEAD)}</p>'
        + f'<div class="code"><div class="qr">{_qr(address)}</div>'
        + f'<p>{escape(POSTER_SCAN)}</p><p class="address">{escape(address.partition("://")[2])}</p></div>'
        + f"<ul>{points}</ul></div>"
    )
    return page("Poster: report a violation", body)


def _qr(address: str) -> str:
    # A quarter of it may be soiled or torn, and it still reads.
    code: str = segno.make_qr(address, error="q").svg_inline(border=4, omitsize=True)
    return code.replace("<svg ", '<svg role="img" aria-label="QR code of the address below" ', 1)
