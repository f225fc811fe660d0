"""Five seconds are all a form gets (learn.microsoft.com/microsoftteams/platform, "Bots and dialogs"): then the client
says that something went wrong, and sends it again."""

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.teams.connector import Connector
from bot.teams.directory import Directory, TeamsSilent
from bot.teams.talk import Talk
from bot.teams.tokens import Tokens
from storage.engine import Database
from tests.teams.fakes import BotConnector, Login, activity, teams_settings


class Silent(BotConnector):
    """Takes every question about a member, and keeps the answer to itself until it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.told = asyncio.Event()

    async def _member(self, request: web.Request) -> web.StreamResponse:
        await self.told.wait()
        return await super()._member(request)


async def test_who_it_is_is_not_waited_for_until_the_form_is_given_up(
    session: aiohttp.ClientSession, login: Login, db: Database
) -> None:
    """There is time left for the answer that gives back what was typed; and the next one who asks is served."""
    async with Silent() as service:
        who = activity()["from"]
        service.members[who["id"]] = {**who, "userRole": "user"}
        directory = Directory(Connector(session, Tokens(teams_settings(login=login))), db)
        talk = Talk(activity(serviceUrl=service.url))
        began = time.monotonic()
        with pytest.raises(TeamsSilent):
            await directory.member(talk)
        assert time.monotonic() - began < 4.5
        service.told.set()
        assert (await directory.member(talk)).name == who["name"]


def test_the_bench_that_measures_it_runs() -> None:
    """`make bench` is no part of the tests, so that it still works is seen here."""
    command = [sys.executable, "-m", "tests.bench.teams", "1"]
    ran = subprocess.run(command, cwd=Path(__file__).parents[2], capture_output=True, text=True, check=False)
    assert "our Approve" in ran.stdout, ran.stderr
    assert "1 tokens fetched" in ran.stdout
