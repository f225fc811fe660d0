"""What everything from Teams works with: use cases run as somebody, answers in the chat, work for later."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from bot.delivery import DeliveryError
from bot.teams.cards.text import Card
from bot.teams.connector import Connector
from bot.teams.directory import Directory
from bot.teams.talk import Talk
from handlers import announcements, people
from handlers.errors import Refusal
from handlers.people import Actor, Sighting
from handlers.rules import Rules
from storage.engine import Database
from storage.transaction import Transaction

_log = logging.getLogger(__name__)
P = ParamSpec("P")
R = TypeVar("R")

_ATTACHMENT = "application/vnd.microsoft.card.adaptive"


@dataclass
class Desk:
    """One organisation at work."""

    db: Database
    connector: Connector
    directory: Directory
    rules: Rules
    clock: Callable[[], datetime]
    #: Makes an address under which a picture of ours can be fetched for a while.
    picture: Callable[[str], str]
    background: set[asyncio.Task[object]] = field(default_factory=set)

    def zone(self, own: str | None) -> str:
        """The IANA name of the zone in which somebody is asked for times, `own` if it is known."""
        return own or str(self.rules.hours.zone)

    async def act(
        self,
        seen: Sighting,
        use_case: Callable[Concatenate[Transaction, Actor, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Runs one use case as the person behind `seen`, in one transaction."""
        return await self.db.run(lambda tx: use_case(tx, people.recognise(tx, seen), *args, **kwargs))

    async def reply(self, talk: Talk, shown: Card, summary: str = "Imprimatur") -> bool:
        """Answers in the conversation, below what was said; False when the answer was lost, which changes nothing."""
        try:
            await self.connector.send(talk.service_url, talk.conversation, message(shown, summary))
        except DeliveryError as error:
            _log.warning("an answer did not arrive", extra={"code": error.code, "platform": "teams"})
            return False
        return True

    def later(self, work: Coroutine[Any, Any, object]) -> None:
        """Runs `work` after the request is answered; `drain` waits for it."""
        task = asyncio.create_task(work)
        self.background.add(task)
        task.add_done_callback(self.background.discard)

    async def drain(self) -> None:
        """Waits a little for answers on their way."""
        if self.background:
            await asyncio.wait(self.background, timeout=3)

    async def refusal(self, error: Exception) -> Refusal:
        """What the person reads about a request that raised, and never more than a reference of what went wrong with
        us. Cards that were out of date are redrawn."""
        if not isinstance(error, Refusal):
            reference = secrets.token_hex(4)
            _log.error("a request failed", extra={"reference": reference, "platform": "teams"}, exc_info=error)
            refusal = Refusal()
            refusal.args = (
                "Something went wrong on our side, and nothing was changed. Please try again; if it stays, give your "
                f"administrator this reference: {reference}.",
            )
            return refusal
        if error.redraw is not None:
            await self.db.run(announcements.redraw, error.redraw)
        return error


def message(shown: Card, summary: str) -> dict[str, Any]:
    """A message that is one card; `summary` is what notifications show, and never carries post text."""
    return {
        "type": "message",
        "summary": summary,
        "attachments": [{"contentType": _ATTACHMENT, "content": shown}],
    }
