"""The report page: `/report` and `/report/follow-up`, without login, cookies or scripts.

Of a request only the form's fields go further than this module. The address is looked at for limits, in memory, and
goes nowhere else.
"""

import ipaddress
import logging
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.reporting import Guessing, Reporting, Source, TooOften
from bot.web import report_pages as pages
from bot.web.tokens import MINIMUM, FormTokens
from handlers.errors import FieldProblem, Invalid, Refusal
from handlers.reporting.report_form import Report, require_valid, telltale, tidy
from handlers.reporting.report_words import NOT_KEPT
from handlers.reporting.reports import FollowUp
from storage.receipts import Keys
from storage.vault import Vault

_log = logging.getLogger(__name__)
#: A form's fields; more of them, or longer, is no form of ours.
_FIELDS = 20
TOO_QUICK = "Wait five seconds and press Send again: this keeps machines out. Everything you wrote is below."
TOO_OLD = "This page was open for a long time. Please press Send once more; everything you wrote is below."
#: 429 for what asks too much, 422 for everything else that cannot be taken as it is.
_TOO_MANY = (TooOften, Guessing)


class ReportPages:
    """Answers both routes."""

    def __init__(self, reporting: Reporting, vault: Vault, clock: Callable[[], datetime]) -> None:
        self._reporting = reporting
        self._tokens = FormTokens(vault, clock)

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
        code = typed.get("receipt", "")
        try:
            return await self._followed(typed, code, _source(request))
        except FieldProblem as refused:
            return pages.ask_receipt(code, error=str(refused), status=422)
        except Refusal as refused:
            return pages.ask_receipt(code, notices=[str(refused)], status=_status(refused))
        except Exception as error:
            _log.error("a report page could not be answered", exc_info=error)
            return pages.ask_receipt(code, notices=[NOT_KEPT], status=503)

    async def _filed(self, typed: Mapping[str, str], source: Source) -> web.Response:
        report, token = _report(typed), typed.get("token", "")
        try:
            require_valid(report)
        except Invalid as refused:
            return pages.form(self._token_after(token), typed, errors=refused.fields, status=422)
        age = self._tokens.age(token)
        if age is None:
            return pages.form(self._tokens.issue(), typed, notices=[TOO_OLD], status=422)
        if age < MINIMUM:
            return pages.form(token, typed, notices=[TOO_QUICK], status=422)
        if typed.get("aware") != "yes" and (found := telltale(report)):
            return pages.form(self._token_after(token), typed, warnings=found, status=422)
        try:
            return pages.receipt(
                await self._reporting.file(token, source, report, send_now=typed.get("send_now") == "yes")
            )
        except Refusal as refused:
            return pages.form(self._token_after(token), typed, notices=[str(refused)], status=_status(refused))

    async def _followed(self, typed: Mapping[str, str], code: str, source: Source) -> web.Response:
        keys, found = await self._reporting.open(source, code)
        if typed.get("step") != "reply":
            return pages.conversation(found, code, self._tokens.issue())
        return await self._replied(typed, code, keys, found)

    async def _replied(self, typed: Mapping[str, str], code: str, keys: Keys, found: FollowUp) -> web.Response:
        token, hurried = typed.get("token", ""), typed.get("send_now") == "yes"

        def again(**why: Any) -> web.Response:
            written = typed.get("text", "")
            return pages.conversation(
                found, code, self._tokens.issue(), text=written, hurried=hurried, status=422, **why
            )

        if self._tokens.age(token) is None:
            return again(notices=[TOO_OLD])
        try:
            after = await self._reporting.reply(token, keys, tidy(typed.get("text", "")), send_now=hurried)
        except FieldProblem as refused:
            return again(error=str(refused))
        except Refusal as refused:
            return again(notices=[str(refused)])
        return pages.conversation(after, code, self._tokens.issue())

    def _token_after(self, token: str) -> str:
        fresh = self._tokens.age(token) is not None and not self._reporting.used(token)
        return token if fresh else self._tokens.issue()


def _status(refused: Refusal) -> int:
    return 429 if isinstance(refused, _TOO_MANY) else 422


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


def _source(request: web.Request) -> Source:
    """Where a request comes from. Behind a proxy on this machine that is what the proxy saw last; when it does not say,
    as with an onion service, nobody can be told apart."""
    try:
        address = ipaddress.ip_address(request.remote or "")
        if address.is_loopback:
            address = ipaddress.ip_address(request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip())
        return Source("address", str(address))
    except ValueError:
        return Source("address", None)
