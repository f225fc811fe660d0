"""The local workspace with Teams: the real bot on the Slack side, a stand-in for it on the Teams side."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.demo import Workspace, opened
from tests.bot.conftest import make_bot
from tests.demo.standin import Connector, StandIn
from tests.journeys.conftest import browser as browser  # a fixture of theirs

#: The real bot's own Teams side stays off: these tests are about the workspace.
_NAMES = "APP_ID APP_PASSWORD APP_TYPE APP_TENANT_ID LOGIN_URL OPENID_METADATA_URL TOKEN_ISSUER OAUTH_SCOPE"
OFF = {f"MICROSOFT_{name}": "" for name in _NAMES.split()} | {"TEAMS_ALLOWED_TENANTS": ""}
Open = Callable[..., AbstractAsyncContextManager[Workspace]]


@pytest.fixture
def standin() -> StandIn:
    return StandIn()


@pytest.fixture
def open_teams(standin: StandIn, tmp_path: Path) -> Open:
    """Opens a workspace with Teams in it; the stand-in hears what is said there."""

    def make(environ: Mapping[str, str], clock: Callable[[], datetime]) -> web.Application:
        app = make_bot(environ, clock)
        app.router.add_post("/standin/api/messages", standin.answer)
        return app

    @asynccontextmanager
    async def open_one(**more: Any) -> AsyncIterator[Workspace]:
        async with opened(make, tmp_path, environ=OFF, **{"teams": "emulator", **more}) as workspace:
            workspace.teams.client.url = f"{workspace.base}/standin/api/messages"
            yield workspace
            # Streams to open pages end here, not at the server's patience.
            workspace.reset_asked = True
            workspace.world.change()

    return open_one


@pytest.fixture
async def space(open_teams: Open) -> AsyncIterator[Workspace]:
    async with open_teams() as workspace:
        yield workspace


@pytest.fixture
async def connector(space: Workspace) -> AsyncIterator[Connector]:
    """The Connector as a bot without tokens calls it."""
    async with aiohttp.ClientSession() as session:
        yield Connector(session, space.teams.client.service_url)
