"""The report page as it is served: real HTTP, a real database on each engine, a clock that moves when told."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.app import build
from bot.settings import Settings
from bot.web.tokens import MINIMUM

WHAT = "The schedule behind the front desk can be read in the photo."


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Any
    html: str

    @property
    def text(self) -> str:
        return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", self.html, flags=re.DOTALL)).split())

    def value(self, name: str) -> str:
        """What a hidden or a text field carries."""
        found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', self.html)
        return unescape(found[1]) if found else ""

    @property
    def receipt(self) -> str:
        found = re.search(r'class="receipt">([^<]*)<', self.html)
        assert found, self.text
        return found[1]


@dataclass
class Visitor:
    """Somebody's browser, without cookies."""

    session: aiohttp.ClientSession
    app: web.Application
    base: str
    clock: Any
    headers: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str = "/report") -> Answer:
        async with self.session.get(self.base + path, headers=self.headers) as answer:
            return Answer(answer.status, answer.headers, await answer.text())

    async def post(self, path: str = "/report", **typed: str) -> Answer:
        async with self.session.post(self.base + path, data=typed, headers=self.headers) as answer:
            return Answer(answer.status, answer.headers, await answer.text())

    async def token(self) -> str:
        """A form's, read for as long as people need."""
        token = (await self.get()).value("token")
        self.clock.forward(MINIMUM)
        return token

    async def file(self, **typed: str) -> Answer:
        return await self.post(**{"token": await self.token(), "what": WHAT, "visible": "yes", **typed})

    async def follow_up(self, receipt: str, **typed: str) -> Answer:
        return await self.post("/report/follow-up", receipt=receipt, **typed)


@pytest.fixture
async def visitor(url: str, tmp_path_factory: pytest.TempPathFactory, clock: Any) -> AsyncIterator[Visitor]:
    key = Path(tmp_path_factory.mktemp("secrets")) / "deployment.key"
    app = build(Settings.from_env({"DATABASE_URL": url, "SECRET_KEY_FILE": str(key)}), clock)
    server = TestServer(app)
    await server.start_server()
    clock.forward(timedelta(minutes=1))
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield Visitor(session, app, str(server.make_url("")).rstrip("/"), clock)
    await server.close()
