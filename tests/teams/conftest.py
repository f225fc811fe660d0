"""The gateway behind a real HTTP server, and a Microsoft that signs what it is told to sign."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.guard import MAX_BODY, guard
from bot.settings import TeamsSettings
from bot.teams.gateway import Gateway
from tests.teams.fakes import BotConnector, Login, Microsoft, Server, teams_settings


class Ticks:
    """A monotonic clock that moves when told."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Answered:
    status: int
    text: str
    headers: Any


@dataclass
class Door(Server):
    """The bot's way in: what is posted to it, and what gets through to the handler."""

    gateway: Gateway
    session: aiohttp.ClientSession
    reply: dict[str, Any] | None = None
    seen: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.app = web.Application(middlewares=[guard], client_max_size=MAX_BODY)
        self.app.router.add_post("/api/messages", self._answer)

    async def _answer(self, request: web.Request) -> web.Response:
        given = ", ".join(request.headers.getall("Authorization", ()))
        return await self.gateway.answer(given, await request.read(), self._handle)

    async def _handle(self, activity: dict[str, Any]) -> dict[str, Any] | None:
        self.seen.append(activity)
        return self.reply

    async def post(self, authorization: str | list[str] | None, body: Any) -> Answered:
        """One request; `body` is sent as it is when it is bytes, and as JSON otherwise."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = [authorization] if isinstance(authorization, str) else authorization or []
        headers = [("Content-Type", "application/json"), *(("Authorization", one) for one in given)]
        async with self.session.post(f"{self.base}/api/messages", data=BytesIO(data), headers=headers) as response:
            return Answered(response.status, await response.text(), response.headers)


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


@pytest.fixture
async def microsoft() -> AsyncIterator[Microsoft]:
    async with Microsoft() as served:
        yield served


@pytest.fixture
async def login(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Login]:
    async with Login(tmp_path) as served:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(served.certificate))
        yield served


@pytest.fixture
async def connector_service() -> AsyncIterator[BotConnector]:
    async with BotConnector() as served:
        yield served


@pytest.fixture
def settings(microsoft: Microsoft) -> TeamsSettings:
    return teams_settings(microsoft)


@pytest.fixture
async def door(settings: TeamsSettings, session: aiohttp.ClientSession, ticks: Ticks) -> AsyncIterator[Door]:
    async with Door(Gateway(settings, session, ticks), session) as opened:
        yield opened
