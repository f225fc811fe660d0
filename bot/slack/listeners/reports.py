"""Reporting a violation. Nobody is looked up, remembered or written to here: of a request only the form's fields go
on, and the account to limits, which keep it in memory under a key that nobody keeps."""

import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from slack_bolt.context.ack.async_ack import AsyncAck

from bot.reporting import Source
from bot.slack.desk import Body, Desk, View
from bot.slack.late import Late
from bot.slack.modals import report
from handlers.errors import FieldProblem, Refusal
from handlers.reporting.report_form import require_valid, telltale
from handlers.reporting.report_words import NOT_KEPT
from handlers.reporting.reports import NothingWritten

_log = logging.getLogger(__name__)
REPORT = "/report-violation"
Step = Callable[[Source, View], Awaitable[View]]


class OtherWorkspace(Refusal):
    """This form is for the workspace of the practice only. Its report page is open to everybody."""


class NotSaved(FieldProblem):
    """Tick this once you have it: the receipt is shown only here."""

    field = "saved"


class FormTooOld(Refusal):
    """This form is not known any more. Close it, and type `/report-violation` again."""


class Reports:
    """Everything reporters see in Slack."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._late = Late(desk)
        self._steps: dict[str, Step] = {
            report.FILE: self._file,
            report.AWARE: self._file,
            report.SAVE: self._save,
            report.OPEN: self._open,
            report.REPLY: self._reply,
            report.WAIT: self._fetch,
        }

    async def typed(self, ack: AsyncAck, body: Body) -> None:
        """Opens the form. What was typed after the command is not looked at."""
        if self._desk.directory.elsewhere(body.get("team_id", "")):
            raise OtherWorkspace
        await self._desk.open_form(body, report.form(self._desk.report_page))
        await ack()

    async def pressed(self, ack: AsyncAck, body: Body) -> None:
        """“I have a receipt”, and the pages of a conversation."""
        action, view = body["actions"][0], body["view"]
        if action["action_id"] == "report.have_receipt":
            await self._desk.open_form(body, report.ask_receipt())
        else:
            page = str(action.get("value", "")).rpartition("/")[2]
            wanted = int(page) if page.isdecimal() and len(page) < 6 else 0
            await self._desk.redraw_form(body, await self._conversation(_source(body), view, wanted))
        await ack()

    async def submitted(self, ack: AsyncAck, body: Body) -> None:
        """Shows what comes of a form in its own place."""
        view = body["view"]
        step = self._steps.get(view["callback_id"])
        if step is None:
            raise FormTooOld
        await ack(response_action="update", view=await step(_source(body), view))

    async def _file(self, source: Source, view: View) -> View:
        filled = report.read(view)
        require_valid(filled.report)
        if view["callback_id"] == report.FILE and (found := telltale(filled.report)):
            return report.warned(view, found)

        async def kept() -> View:
            code = await self._desk.reporting.file(filled.number, source, filled.report, send_now=filled.send_now)
            return report.receipt(code)

        return await self._late.view(view["id"], _or_again(view, kept()))

    async def _save(self, _source: Source, view: View) -> View:
        if not report.saved(view):
            raise NotSaved
        return report.thanks()

    async def _open(self, source: Source, view: View) -> View:
        code = report.typed_receipt(view)

        async def opened() -> View:
            _, found = await self._desk.reporting.open(source, code)
            return report.conversation(found, code)

        return await self._late.view(view["id"], _or_again(view, opened()))

    async def _reply(self, source: Source, view: View) -> View:
        reply = report.read_reply(view)
        if not reply.text:
            raise NothingWritten

        async def replied() -> View:
            keys, _ = await self._desk.reporting.open(source, reply.receipt)
            found = await self._desk.reporting.reply(reply.number, keys, reply.text, send_now=reply.send_now)
            return report.conversation(found, reply.receipt)

        return await self._late.view(view["id"], _or_again(view, replied()))

    async def _conversation(self, source: Source, view: View, wanted: int) -> View:
        number, code = report.held(view)
        _, found = await self._desk.reporting.open(source, code)
        return report.conversation(found, code, wanted, number)

    async def _fetch(self, _source: Source, view: View) -> View:
        return await self._late.fetch(view["id"])


def _source(body: Body) -> Source:
    return Source("person", body["user"]["id"])


async def _or_again(view: View, work: Coroutine[Any, Any, View]) -> View:
    """What comes of it; or the form as it was sent, with why not. No reference to quote: whoever quotes one would say
    that they reported."""
    try:
        return await work
    except Refusal as refusal:
        return report.refused(view, str(refusal))
    except Exception as error:
        _log.error("a report could not be answered", extra={"platform": "slack"}, exc_info=error)
        return report.refused(view, NOT_KEPT)
