"""The local workspace on its own: its Slack called as any bot would, its Teams with a stand-in for the bot."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.demo import Workspace, attach, opened
from bot.demo.slack_api import TOKEN
from bot.demo.world import Json
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


class Caller:
    """Calls the Web API of one workspace; no bot is in it."""

    def __init__(self, workspace: Workspace, session: aiohttp.ClientSession) -> None:
        self.workspace = workspace
        self.world = workspace.world
        self.session = session

    async def __call__(self, method: str, **arguments: Any) -> Json:
        """One call with JSON, as writing methods take it."""
        return await self.send(method, json=arguments)

    async def read(self, method: str, **arguments: Any) -> Json:
        """One call with form fields, as reading methods take it."""
        return await self.send(method, data=arguments)

    async def send(self, method: str, token: str | None = TOKEN, content_type: str = "", **body: Any) -> Json:
        """One call with any token and body; Slack says whether it went well in the answer, not with the status."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        headers |= {"Content-Type": content_type} if content_type else {}
        url = f"{self.workspace.base}/demo/slack/api/{method}"
        async with self.session.post(url, headers=headers, **body) as response:
            assert response.status == 200
            return dict(await response.json())

    async def state(self, person: str) -> Json:
        """What the page shows somebody."""
        async with self.session.get(f"{self.workspace.base}/demo/state", params={"as": person}) as response:
            return dict(await response.json())


@pytest.fixture
async def slack(unused_tcp_port: int) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as session:
        workspace = Workspace(session, f"http://127.0.0.1:{unused_tcp_port}")
        app = web.Application()
        attach(app, workspace)
        async with TestServer(app, port=unused_tcp_port):
            yield Caller(workspace, session)
