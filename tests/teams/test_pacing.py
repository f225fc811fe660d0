"""How fast Teams is written to: as fast as Microsoft takes it, and not faster.

https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit
"""

import asyncio
import time
from datetime import datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web

from bot.delivery import Reference
from bot.demo import Workspace
from bot.teams.connector import Connector
from bot.teams.platform import TeamsPlatform
from bot.teams.tokens import Tokens
from handlers.messages import EXAMPLES, Nudge
from storage.engine import Database
from tests.teams.acting import fill_in, propose
from tests.teams.fakes import BotConnector, Login, teams_settings

_EACH = 15
_PLACES = 3


class Timed(BotConnector):
    """Knows when it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []

    def _note(self, request: web.Request) -> None:
        super()._note(request)
        self.times.append(time.monotonic())


async def test_an_organization_gets_thirty_requests_a_second(
    session: aiohttp.ClientSession, login: Login, db: Database
) -> None:
    """However many conversations there are to write to at once."""
    async with Timed() as service:
        places = [f"19:{number}@thread.tacv2" for number in range(_PLACES)]
        service.conversations = {place: {"1": {}} for place in places}
        platform = TeamsPlatform(db, Connector(session, Tokens(teams_settings(login=login))))
        at = [Reference(f"{service.url} {place}", "1") for place in places] * _EACH
        await asyncio.gather(*(platform.update(one, EXAMPLES[Nudge][0]) for one in at))
    assert len(service.times) == _EACH * _PLACES
    assert min(b - a for a, b in zip(service.times, service.times[30:], strict=False)) > 0.9


async def test_a_conversation_gets_a_message_every_two_seconds(space: Workspace) -> None:
    """Seven a second are allowed, but no more than 1,800 an hour: the hour is the narrower."""
    first = await propose(space)
    await fill_in(space)
    cards: Any = await space.world.until(lambda: space.teams.cards("P-1002"), seconds=20)
    # Other messages may stand between the two, and the demo's clock is moved while `propose` waits; both only add.
    assert at(cards[0]) - at(first) >= timedelta(seconds=1.9)
    assert TeamsPlatform.pace >= 3_600 / 1_800


def at(message: Any) -> Any:
    return datetime.fromisoformat(message["at"])
