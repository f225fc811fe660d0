"""The handbook as a page to read and to print, under an address that ends."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from html import escape
from itertools import groupby

from aiohttp import web
from markdown_it import MarkdownIt

from bot.keys import DATABASE
from bot.web.expiring import Expiring
from bot.web.pages import HANDBOOK, ended, page
from handlers import handbook
from handlers.handbook import Handbook, Items, Section, Table, Text
from handlers.policies import Document
from handlers.rules import Rules
from handlers.training import training_words as say
from handlers.training.courses.course import Block
from handlers.training.guidance import Examples
from storage.vault import Vault

ROUTE = "/handbook/{token}"
_TITLE = "Social media handbook"
_ABOUT = "handbook"
_NEXT = "For the handbook, type /compliance handbook in Slack, or handbook in Teams, again."
_PRINT = (
    "To print it, or to keep it as a PDF, use your browser's menu. This link works for 15 minutes; ask "
    "for another in the chat."
)
_LEAD = (
    "As it stands on {day}. It is made from the policies, roles, networks, courses and settings in force; what is "
    "printed does not change with them. The hashes at its end tell exactly which versions it was made from."
)
#: A policy's headings stand below the third level.
_DEEPER, _DEEPEST = 3, 6


class Handbooks:
    """Makes the addresses, and answers them."""

    def __init__(
        self,
        vault: Vault,
        public_url: str,
        clock: Callable[[], datetime],
        rules: Rules,
        organization: str,
        report_page: str,
    ) -> None:
        self._tokens = Expiring(vault, "handbook", clock)
        self._base = public_url.rstrip("/")
        self._made_of = (rules, organization, report_page)

    def address(self) -> str:
        """Where it can be read for the next fifteen minutes."""
        return f"{self._base}/handbook/{self._tokens.token(_ABOUT)}"

    async def answer(self, request: web.Request) -> web.Response:
        """The page, as it is at this moment; 404 for anything else, whatever is wrong with it."""
        if self._tokens.read(request.match_info["token"]) != _ABOUT:
            return ended(_NEXT)
        return drawn(await request.app[DATABASE].run(handbook.load, *self._made_of))


def drawn(found: Handbook) -> web.Response:
    """The handbook as a page."""
    day = f"{found.day:%B} {found.day.day}, {found.day.year}"
    practice = f'<p class="practice">{escape(found.organization)}</p>' if found.organization else ""
    sections = list(enumerate(found.sections, 1))
    contents = "".join(f'<li><a href="#s{number}">{escape(one.title)}</a></li>' for number, one in sections)
    body = (
        f'<h1>{_TITLE}</h1>{practice}<p class="lead">{escape(_LEAD.format(day=day))}</p>'
        f'<p class="hint">{escape(_PRINT)}</p><nav aria-label="Contents"><ol>{contents}</ol></nav>'
        + "".join(_section(number, one) for number, one in sections)
    )
    named = f"{_TITLE}, {found.organization}" if found.organization else _TITLE
    return page(f"{named}, {found.day}", body, sheet=HANDBOOK)


def _section(number: int, one: Section) -> str:
    title = f'<h2 id="s{number}"><span class="number">{number}</span>{escape(one.title)}</h2>'
    return f"<section>{title}{''.join(_parts(one.parts))}</section>"


def _parts(parts: Iterable[object]) -> Iterable[str]:
    for kind, group in groupby(parts, lambda part: part.kind if isinstance(part, Block) else ""):
        if kind == "item":
            yield _list([part.text for part in group if isinstance(part, Block)])
        else:
            yield from map(_part, group)


def _part(part: object) -> str:
    match part:
        case Text(text) | Block("text", text):
            return f"<p>{escape(text)}</p>"
        case Block(_, text):
            return f"<blockquote><p>{escape(text)}</p></blockquote>"
        case Items(items, ordered):
            return _list(items, ordered)
        case Table():
            return _table(part)
        case Examples():
            return _examples(part)
        case Document():
            return _policy(part)
        case _:
            raise TypeError(part)


def _list(items: Sequence[str], ordered: bool = False) -> str:
    kind = "ol" if ordered else "ul"
    return f"<{kind}>{''.join(f'<li>{escape(item)}</li>' for item in items)}</{kind}>"


def _table(part: Table) -> str:
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in part.head)
    hashes = part.head[-1] == "SHA-256"
    rows = "".join(f"<tr>{''.join(_cells(row, hashes))}</tr>" for row in part.rows)
    # Wide ones scroll on a phone, and then have to be reached by keyboard.
    return f'<div class="wide" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'


def _cells(row: tuple[str, ...], hashes: bool) -> Iterable[str]:
    for number, cell in enumerate(row, 1):
        kind = ' class="hash"' if hashes and number == len(row) else ""
        yield f"<td{kind}>{escape(cell)}</td>"


def _examples(one: Examples) -> str:
    whom = f' <span class="whom">for {escape(one.whom)}</span>' if one.whom else ""
    columns = (("do", say.DO, one.do), ("dont", say.DONT, one.dont))
    shown = "".join(
        f'<div class="{kind}"><h4>{label}</h4>{_list(items)}</div>' for kind, label, items in columns if items
    )
    return f'<h3>{escape(one.title)}{whom}</h3><div class="pair">{shown}</div>'


def _policy(one: Document) -> str:
    return (
        f'<h3>{escape(one.policy.title)}</h3><p class="facts">{escape(say.version(one))}<br>'
        f'SHA-256 <span class="hash">{one.sha256}</span></p><div class="policy">{_markdown(one.text)}</div>'
    )


def _markdown(text: str) -> str:
    """CommonMark and tables, without HTML and pictures of theirs; its headings stand below ours."""
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    tokens = parser.parse(text)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + _DEEPER, _DEEPEST)}"
    shown: str = parser.renderer.render(tokens, parser.options, {})
    return shown
