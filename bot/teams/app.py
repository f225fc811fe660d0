"""Teams, put together: the way in, what answers, and the platform the worker delivers to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from bot.desk import Shared
from bot.settings import TeamsSettings
from bot.teams.activities import Activities
from bot.teams.connector import Connector
from bot.teams.desk import Desk
from bot.teams.directory import Directory
from bot.teams.gateway import Gateway
from bot.teams.platform import TeamsPlatform
from bot.teams.tokens import Tokens


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
async def running(settings: TeamsSettings, shared: Shared) -> AsyncIterator[TeamsSide]:
    """Teams while the program runs: one HTTP session."""
    async with aiohttp.ClientSession() as session:
        connector = Connector(session, Tokens(settings))
        directory = Directory(connector, shared.db)
        desk = Desk(**vars(shared), connector=connector, directory=directory)
        try:
            yield TeamsSide(TeamsPlatform(shared.db, connector), Gateway(settings, session), Activities(desk))
        finally:
            await desk.drain()
