"""Reporting, as every way in does it: receipts, limits, each form kept once. Nothing of who reports goes below here.

What is counted, and which forms were sent, is held in memory under random keys nobody keeps."""

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, TypeVar

from bot.limits import Limit
from bot.receipts import Receipts
from handlers.errors import FieldProblem, Refusal
from handlers.reporting import reports
from handlers.reporting.report_form import Report, require_valid
from handlers.reporting.reports import FollowUp, WrongReceipt
from storage.engine import Database
from storage.receipts import Keys
from storage.vault import Vault

T = TypeVar("T")

#: Whoever sends a form twice gets the same answer, for so long.
_REPEAT_SECONDS = 60.0
#: So long a form is known to have been sent.
_KNOWN = timedelta(days=1)


class TooOften(Refusal):
    """Many reports came in today, more than people write, so no more are taken this way for now. Nothing of this one
    was kept. Keep your text and try tomorrow, or use one of the other ways: the report page, or the form in Slack or
    Teams."""


class AlreadySent(Refusal):
    """This form was sent already, and its receipt was shown then. If you never saw it, press Send again: that makes a
    new report with a receipt of its own."""


class Guessing(Refusal):
    """Too many wrong receipts were tried, so none is accepted for up to an hour. Your report is safe; come back
    then."""


class NotAReceipt(FieldProblem):
    """This is not a receipt: it has four groups of four letters and digits, like ABCD-EFGH-JKMN-PQRS."""

    field = "receipt"


class Source(NamedTuple):
    """Whom a limit counts; None for an address that cannot be told from others."""

    kind: Literal["address", "person"]
    name: str | None


class Reporting:
    """Shared by the report page and the forms of both platforms."""

    def __init__(self, db: Database, vault: Vault, clock: Callable[[], datetime]) -> None:
        self._db = db
        self._clock = clock
        self._receipts = Receipts(vault)
        # A practice shares one address, so one address may file often; whoever watches the count learns nothing.
        day = timedelta(days=1)
        self._filings = {"address": Limit(20, 200, day, clock), "person": Limit(5, 200, day, clock)}
        self._wrong = Limit(5, 300, timedelta(hours=1), clock)
        self._key = secrets.token_bytes(32)
        self._done: dict[bytes, asyncio.Task[object]] = {}
        self._used: dict[bytes, datetime] = {}

    async def file(self, form: str, source: Source, report: Report, *, send_now: bool = False) -> str:
        """Keeps a report and returns its receipt; for the same form within a minute, the same one. Raises `Invalid`,
        `AlreadySent` and `TooOften`."""
        require_valid(report)
        if not self._under_way(form):
            if self.used(form):
                raise AlreadySent
            if self._filings[source.kind].reached(source.name):
                raise TooOften
        return await self._once(form, lambda: self._keep(source, report, send_now))

    async def open(self, source: Source, typed: str) -> tuple[Keys, FollowUp]:
        """What a receipt opens. Raises `Guessing`, `NotAReceipt` and `WrongReceipt`."""
        guesser = source.name and f"{source.kind} {source.name}"
        if self._wrong.reached(guesser):
            raise Guessing
        keys = await self._receipts.read(typed)
        if keys is None:
            raise NotAReceipt
        try:
            return keys, await self._db.run(reports.follow_up, keys)
        except WrongReceipt:
            self._wrong.count(guesser)
            raise

    async def reply(self, form: str, keys: Keys, text: str, *, send_now: bool = False) -> FollowUp:
        """Adds to a report, once for a form, and returns what it is then. Raises what `reports.reply` does."""
        if self._under_way(form) or not self.used(form):
            await self._once(form, lambda: self._db.run(reports.reply, keys, text, send_now=send_now))
        return await self._db.run(reports.follow_up, keys)

    def used(self, form: str) -> bool:
        """Whether a form was sent within the last day."""
        oldest = self._clock() - _KNOWN
        self._used = {known: at for known, at in self._used.items() if at > oldest}
        return self._name(form) in self._used

    async def _keep(self, source: Source, report: Report, send_now: bool) -> str:
        self._filings[source.kind].count(source.name)
        code, keys = await self._receipts.issue()
        await self._db.run(reports.file, report, keys, send_now=send_now)
        return code

    async def _once(self, form: str, work: Callable[[], Awaitable[T]]) -> T:
        """Does something once for a form, however often it is sent; what failed may be tried again."""
        name = self._name(form)
        task = self._done.get(name)
        if task is None:
            task = self._done[name] = asyncio.ensure_future(_awaited(work))
            self._used[name] = self._clock()
            task.add_done_callback(lambda ended: self._ended(name, ended))
        # A browser that goes away must not undo half of it.
        result: T = await asyncio.shield(task)  # type: ignore[arg-type]
        return result

    def _ended(self, name: bytes, task: asyncio.Task[object]) -> None:
        """Also when nobody waits for it any more, a receipt is soon forgotten."""
        if task.cancelled() or task.exception():
            self._done.pop(name, None)
            self._used.pop(name, None)
        else:
            asyncio.get_running_loop().call_later(_REPEAT_SECONDS, self._done.pop, name, None)

    def _under_way(self, form: str) -> bool:
        return self._name(form) in self._done

    def _name(self, form: str) -> bytes:
        # A form's number may say whose it was.
        return hmac.digest(self._key, form.encode("utf-8", "replace"), hashlib.sha256)


async def _awaited(work: Callable[[], Awaitable[T]]) -> T:
    return await work()
