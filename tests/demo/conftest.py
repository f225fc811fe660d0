"""The local workspace's Slack on its own, called over HTTP as any bot would."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.demo import Workspace, attach
from bot.demo.slack_api import TOKEN
from bot.demo.world import Json


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
