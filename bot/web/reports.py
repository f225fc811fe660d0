"""The report page: `/report` and `/report/follow-up`, without login, cookies or scripts.

Of a request only the form's fields go further than this module. The address is looked at for limits, in memory, and
goes nowhere else.
"""

import asyncio
import ipaddress
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.limits import Limit
from bot.receipts import Receipts
from bot.web import report_pages as pages
from bot.web.tokens import LONGEST, MINIMUM, FormTokens
from handlers import reports
from handlers.errors import FieldProblem, Invalid, Refusal
from handlers.report_form import Report, require_valid, telltale, tidy
from handlers.reports import FollowUp, WrongReceipt
from storage.engine import Database
from storage.receipts import Keys
from storage.vault import Vault

_log = logging.getLogger(__name__)
#: A form's fields; more of them, or longer, is no form of ours.
_FIELDS = 20
#: Whoever presses Send twice gets the same answer, for so long.
_REPEAT_SECONDS = 60.0
TOO_OFTEN = (
    "Many reports came in today, more than people write, so this page takes no more for now. Nothing of this one was "
    "kept. Keep your text and try tomorrow, or use the form in Slack or Teams."
)
TOO_QUICK = "Wait five seconds and press Send again: this keeps machines out. Everything you wrote is below."
TOO_OLD = "This page was open for a long time. Please press Send once more; everything you wrote is below."
SENT = (
    "This form was sent already, and its receipt was shown then. If you never saw it, press Send again: that makes a "
    "new report with a receipt of its own."
)
NOT_KEPT = (
    "Something went wrong on our side, and nothing was kept. Everything you wrote is below: try again in a minute."
)
GUESSING = (
    "Too many wrong receipts were tried, so none is accepted for up to an hour. Your report is safe; come back then."
)
NOT_A_RECEIPT = "This is not a receipt: it has four groups of four letters and digits, like ABCD-EFGH-JKMN-PQRS."


class ReportPages:
    """Answers both routes."""

    def __init__(self, db: Database, vault: Vault, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._receipts = Receipts(vault)
        self._tokens = FormTokens(vault, clock)
        # A practice shares one address, so one address may file often; whoever watches the count learns nothing.
        self._filings = Limit(20, 200, timedelta(days=1), clock)
        self._wrong = Limit(5, 300, timedelta(hours=1), clock)
        self._done: dict[str, asyncio.Task[Any]] = {}
        self._used: dict[str, datetime] = {}
        self._clock = clock

    async def form(self, _request: web.Request) -> web.Response:
        """An empty form."""
        return pages.form(self._tokens.issue(), {})

    async def file(self, request: web.Request) -> web.Response:
        """Keeps a report and shows its receipt; or the form again, with everything typed and what to do."""
        typed = await _fields(request)
        if typed.get("step") == "saved":
            return pages.thanks(typed.get("saved") == "yes")
        try:
            return await self._filed(typed, _source(request))
        except Exception as error:
            _log.error("a report page could not be answered", exc_info=error)
            return pages.form(self._tokens.issue(), typed, notices=[NOT_KEPT], status=503)

    async def ask(self, _request: web.Request) -> web.Response:
        """Asks for the receipt."""
        return pages.ask_receipt()

    async def follow_up(self, request: web.Request) -> web.Response:
        """Opens a conversation with a receipt, and takes a reply."""
        typed = await _fields(request)
        try:
            return await self._followed(typed, _source(request))
        except Exception as error:
            _log.error("a report page could not be answered", exc_info=error)
            return pages.ask_receipt(typed.get("receipt", ""), notices=[NOT_KEPT], status=503)

    async def _filed(self, typed: Mapping[str, str], source: str | None) -> web.Response:
        report, token = _report(typed), typed.get("token", "")
        try:
            require_valid(report)
        except Invalid as refused:
            return pages.form(self._token_after(token), typed, errors=refused.fields, status=422)
        age = self._tokens.age(token)
        if age is None:
            return pages.form(self._tokens.issue(), typed, notices=[TOO_OLD], status=422)
        if token not in self._done and self._is_used(token):
            return pages.form(self._tokens.issue(), typed, notices=[SENT], status=422)
        if age < MINIMUM:
            return pages.form(token, typed, notices=[TOO_QUICK], status=422)
        if typed.get("aware") != "yes" and (found := telltale(report)):
            return pages.form(token, typed, warnings=found, status=422)
        if token not in self._done and self._filings.reached(source):
            return pages.form(token, typed, notices=[TOO_OFTEN], status=429)
        return pages.receipt(
            await self._once(token, lambda: self._keep(report, typed.get("send_now") == "yes", source))
        )

    async def _keep(self, report: Report, send_now: bool, source: str | None) -> str:
        self._filings.count(source)
        code, keys = await self._receipts.issue()
        await self._db.run(reports.file, report, keys, send_now=send_now)
        return code

    async def _followed(self, typed: Mapping[str, str], source: str | None) -> web.Response:
        code = typed.get("receipt", "")
        if self._wrong.reached(source):
            return pages.ask_receipt(code, notices=[GUESSING], status=429)
        keys = await self._receipts.read(code)
        if keys is None:
            return pages.ask_receipt(code, error=NOT_A_RECEIPT, status=422)
        try:
            found = await self._db.run(reports.follow_up, keys)
        except WrongReceipt as refused:
            self._wrong.count(source)
            return pages.ask_receipt(code, error=str(refused), status=422)
        if typed.get("step") != "reply":
            return pages.conversation(found, code, self._tokens.issue())
        return await self._replied(typed, code, keys, found)

    async def _replied(self, typed: Mapping[str, str], code: str, keys: Keys, found: FollowUp) -> web.Response:
        token, hurried = typed.get("token", ""), typed.get("send_now") == "yes"
        text = tidy(typed.get("text", ""))

        def again(**why: Any) -> web.Response:
            written = typed.get("text", "")
            return pages.conversation(
                found, code, self._tokens.issue(), text=written, hurried=hurried, status=422, **why
            )

        if self._tokens.age(token) is None:
            return again(notices=[TOO_OLD])
        try:
            if not self._is_used(token):
                await self._once(token, lambda: self._db.run(reports.reply, keys, text, send_now=hurried))
        except FieldProblem as refused:
            return again(error=str(refused))
        except Refusal as refused:
            return again(notices=[str(refused)])
        return pages.conversation(await self._db.run(reports.follow_up, keys), code, self._tokens.issue())

    async def _once(self, token: str, work: Callable[[], Awaitable[Any]]) -> Any:
        """Does something once for a form, however often it is sent; what failed may be tried again."""
        task = self._done.get(token)
        if task is None:
            task = self._done[token] = asyncio.ensure_future(_awaited(work))
            self._used[token] = self._clock()
        try:
            # A browser that goes away must not undo half of it.
            result = await asyncio.shield(task)
        except BaseException:
            if task.done():
                self._done.pop(token, None)
                self._used.pop(token, None)
            raise
        asyncio.get_running_loop().call_later(_REPEAT_SECONDS, self._done.pop, token, None)
        return result

    def _is_used(self, token: str) -> bool:
        oldest = self._clock() - LONGEST
        self._used = {known: at for known, at in self._used.items() if at > oldest}
        return token in self._used

    def _token_after(self, token: str) -> str:
        return token if self._tokens.age(token) is not None and not self._is_used(token) else self._tokens.issue()


async def _awaited(work: Callable[[], Awaitable[Any]]) -> Any:
    return await work()


async def _fields(request: web.Request) -> dict[str, str]:
    """What was typed. Other ways of sending a form would write files to disk, so only this one is read."""
    body = await request.read()
    if request.content_type != "application/x-www-form-urlencoded":
        return {}
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_FIELDS))
    except ValueError:
        return {}


def _report(typed: Mapping[str, str]) -> Report:
    answers = {name: tidy(typed.get(name, "")) for name in ("what", "network", "link", "when", "affected")}
    return Report(
        **answers,
        visible=typed.get("visible", "unknown"),
        concerns_compliance=typed.get("concerns_compliance") == "yes",
    )


def _source(request: web.Request) -> str | None:
    """Where a request comes from. Behind a proxy on this machine that is what the proxy saw last; when it does not say,
    as with an onion service, nobody can be told apart."""
    try:
        address = ipaddress.ip_address(request.remote or "")
        if not address.is_loopback:
            return str(address)
        seen = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip()
        return str(ipaddress.ip_address(seen))
    except ValueError:
        return None
