"""Teams, put together: the way in, what answers, and the platform the worker delivers to."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import aiohttp
from aiohttp import web

from bot.settings import TeamsSettings
from bot.teams.activities import Activities
from bot.teams.connector import Connector
from bot.teams.desk import Desk
from bot.teams.directory import Directory
from bot.teams.gateway import Gateway
from bot.teams.platform import TeamsPlatform
from bot.teams.tokens import Tokens
from handlers.rules import Rules
from storage.engine import Database


@dataclass
class TeamsSide:
    """What the rest of the program sees of Teams."""

    platform: TeamsPlatform
    gateway: Gateway
    activities: Activities

    async def answer(self, request: web.Request) -> web.Response:
        """One activity."""
        # Two headers become one bad one.
        proof = ", ".join(request.headers.getall("Authorization", ()))
        return await self.gateway.answer(proof, await request.read(), self.activities.arrived)


@asynccontextmanager
async def running(
    settings: TeamsSettings,
    db: Database,
    rules: Rules,
    clock: Callable[[], datetime],
    picture: Callable[[str], str],
) -> AsyncIterator[TeamsSide]:
    """Teams while the program runs: one HTTP session."""
    async with aiohttp.ClientSession() as session:
        connector = Connector(session, Tokens(settings))
        directory = Directory(connector, db)
        desk = Desk(db=db, rules=rules, clock=clock, picture=picture, connector=connector, directory=directory)
        try:
            yield TeamsSide(TeamsPlatform(db, connector), Gateway(settings, session), Activities(desk))
        finally:
            await desk.drain()
