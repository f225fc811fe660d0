"""What everything from Teams works with: answers in the chat."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

from bot import desk
from bot.delivery import DeliveryError, NotSent
from bot.teams.cards.text import Card
from bot.teams.connector import Connector
from bot.teams.directory import Directory
from bot.teams.talk import Talk

_log = logging.getLogger(__name__)

#: Whoever typed is looking; and the Bot Connector waits fifteen seconds for us.
_AGAIN_SECONDS, _LONGEST_SECONDS = 1.0, 5.0
_ATTACHMENT = "application/vnd.microsoft.card.adaptive"


@dataclass(kw_only=True)
class Desk(desk.Desk):
    """One organization at work."""

    platform = "teams"

    connector: Connector
    directory: Directory

    def zone(self, own: str | None) -> str:
        """The IANA name of the zone in which somebody is asked for times, `own` if it is known."""
        return own or str(self.rules.hours.zone)

    async def reply(self, talk: Talk, shown: Card, summary: str = "Imprimatur") -> bool:
        """Answers in the conversation, below what was said; False when the answer was lost, which changes nothing. What
        Teams took too much of just now is sent once more."""
        answer = (talk.service_url, talk.conversation, message(shown, summary))
        try:
            try:
                await self.connector.send(*answer)
            except NotSent as error:
                await asyncio.sleep(min(error.after or _AGAIN_SECONDS, _LONGEST_SECONDS))
                await self.connector.send(*answer)
        except DeliveryError as error:
            _log.warning("an answer did not arrive", extra={"code": error.code, "platform": "teams"})
            return False
        return True


def message(shown: Card, summary: str) -> dict[str, Any]:
    """A message that is one card; `summary` is what notifications show, and never carries post text."""
    return {
        "type": "message",
        "summary": summary,
        "attachments": [{"contentType": _ATTACHMENT, "content": shown}],
    }
