"""The gateway behind a real HTTP server, and a Microsoft that signs what it is told to sign."""

import json
import math
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.demo import Workspace, opened
from bot.demo.teams.practice import IDENTITIES
from bot.guard import MAX_BODY, guard
from bot.settings import TeamsSettings
from bot.teams.gateway import Gateway
from tests.bot.conftest import make_bot
from tests.teams.acting import NO_SLACK, set_up
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


Opened = Callable[..., AbstractAsyncContextManager[Workspace]]


def _opener(url: str, folder: Path, key: Path) -> Opened:
    def open_one(*, slack: bool = False, environ: dict[str, str] | None = None, **more: Any) -> Any:
        officers = {
            "PRIVACY_OFFICERS": f"teams:{IDENTITIES['U0RUTH'].aad}",
            "APPROVERS": ",".join(f"teams:{IDENTITIES[id].aad}" for id in ("U0PRIYA", "U0JONAH")),
        }
        given = {"DATABASE_URL": url, "SECRET_KEY_FILE": str(key), **({} if slack else {**NO_SLACK, **officers})}
        return opened(make_bot, folder, environ={**given, **(environ or {})}, **{"teams": "emulator", **more})

    return open_one


@pytest.fixture
def open_teams(sqlite_url: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """Opens a workspace with the real bot, by default with Teams only; opened again, it finds what it left."""
    return _opener(sqlite_url, tmp_path, tmp_path_factory.mktemp("secrets") / "deployment.key")


@pytest.fixture
def open_on_each(url: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Opened:
    """As `open_teams`, on a database of each engine."""
    return _opener(url, tmp_path, tmp_path_factory.mktemp("secrets") / "deployment.key")


@pytest.fixture
def open_signed(open_teams: Opened, login: Login) -> Opened:
    """As `open_teams`, with tokens on both ways: Teams signs what it sends, and takes only what the bot signs."""

    @asynccontextmanager
    async def open_one(**more: Any) -> AsyncIterator[Workspace]:
        async with open_teams(teams="signed", environ={"MICROSOFT_LOGIN_URL": login.base}, **more) as workspace:
            # This login speaks TLS, as MSAL insists; the workspace's own would need a proxy.
            workspace.teams.world._tokens |= {f"bearer-{number}": math.inf for number in range(1, 10)}
            yield workspace

    return open_one


@pytest.fixture
async def space(open_teams: Opened) -> AsyncIterator[Workspace]:
    """A practice that has Teams only, where Compliance is the place."""
    async with open_teams() as opened_space:
        await set_up(opened_space)
        yield opened_space
        expect_nothing_refused(opened_space)


@pytest.fixture
async def space_on_each(open_on_each: Opened) -> AsyncIterator[Workspace]:
    """As `space`, on a database of each engine."""
    async with open_on_each() as opened_space:
        await set_up(opened_space)
        yield opened_space
        expect_nothing_refused(opened_space)


#: How Teams' codes for what no bot should do begin; the others tell of places and people as they are.
_OURS = ("Bad", "HTTP", "NoAnswer", "NotHere", "NotEnough", "MessageSize", "Unauthorized")


def expect_nothing_refused(space: Workspace) -> None:
    """What Teams would have refused, or the bot failed to answer, is a defect of ours, wherever it happened."""
    assert [one for one in space.world.refusals if one["error"].startswith(_OURS)] == []
