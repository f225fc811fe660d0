"""What the listeners of every platform work with: use cases run as somebody, work for later, how a refusal reads."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar, Concatenate, ParamSpec, TypeVar

from bot import metrics
from bot.metrics import Metrics
from bot.reporting import Reporting
from handlers import allow_list, announcements, findings, people, screening
from handlers.errors import Refusal
from handlers.messages import FindingView
from handlers.people import Actor, Sighting
from handlers.phi.about import About
from handlers.rules import Rules
from storage.engine import Database
from storage.transaction import Transaction

_log = logging.getLogger(__name__)
P = ParamSpec("P")
R = TypeVar("R")

_DRAIN_SECONDS = 3


@dataclass(kw_only=True)
class Shared:
    """What the program gives to every platform."""

    db: Database
    rules: Rules
    clock: Callable[[], datetime]
    #: Makes an address under which a picture of ours can be fetched for a while.
    picture: Callable[[str], str]
    #: The same for the certificate of a completion, as a PDF.
    certificate: Callable[[int], str]
    #: The same for a version of a course or policy, as the file its owner wrote.
    document: Callable[[str], str]
    #: The same for the handbook.
    handbook: Callable[[], str]
    #: The same for completion by group as a picture.
    chart: Callable[[], str]
    #: The same for the staff list, or the evidence of a day, as a privacy officer's CSV file.
    table: Callable[[int, date | None], str]
    reporting: Reporting
    #: The address of the report page.
    report_page: str
    metrics: Metrics


@dataclass(kw_only=True)
class Desk(Shared):
    """One organization at work on one platform, which adds what it knows of itself."""

    platform: ClassVar[str]

    background: set[asyncio.Task[object]] = field(default_factory=set)

    async def act(
        self,
        seen: Sighting,
        use_case: Callable[Concatenate[Transaction, Actor, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Runs one use case as the person behind `seen`, in one transaction."""
        with self.metrics.call(self.platform, use_case):
            return await self.db.run(lambda tx: use_case(tx, people.recognise(tx, seen), *args, **kwargs))

    async def scan(self, text: str) -> tuple[FindingView, ...]:
        """What the scanner finds in a text somebody asks about; nothing of it is kept."""
        self.metrics.scanned(self.platform)
        allowed = await self.db.run(allow_list.phrases)
        threshold = self.rules.name_threshold
        return findings.scanned(text, await asyncio.to_thread(screening.scanned, text, About(), allowed, threshold))

    def later(self, work: Coroutine[Any, Any, object]) -> None:
        """Runs `work` after the request is answered; `drain` waits for it."""
        task = asyncio.create_task(work)
        self.background.add(task)
        task.add_done_callback(self.background.discard)

    async def drain(self) -> None:
        """Waits a little for answers on their way, and ends what takes longer."""
        if self.background:
            _, late = await asyncio.wait(self.background, timeout=_DRAIN_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def refusal(self, error: Exception) -> Refusal:
        """What the person reads about a request that raised, and never more than a reference of what went wrong with
        us. Cards that were out of date are redrawn."""
        if not isinstance(error, Refusal):
            metrics.ended(metrics.FAILED)
            return self._failed(error)
        metrics.ended(metrics.REFUSED)
        if error.redraw is not None:
            await self.db.run(announcements.redraw, error.redraw)
        return error

    def _failed(self, error: Exception) -> Refusal:
        reference = secrets.token_hex(4)
        _log.error("a request failed", extra={"reference": reference, "platform": self.platform}, exc_info=error)
        refusal = Refusal()
        refusal.args = (
            "Something went wrong on our side, and nothing was changed. Please try again; if it stays, give your "
            f"administrator this reference: {reference}.",
        )
        return refusal
