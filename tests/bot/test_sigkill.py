"""Killed at any moment, the bot loses nothing it acknowledged, decides nothing twice, and posts no card twice."""

import asyncio
import os
import random
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.demo import Workspace, attach
from bot.demo.practice import REPORTS
from storage import ledger
from storage.engine import Database
from storage.vault import Vault
from tests.bot.acting import card
from tests.bot.reporting import WHAT, come_back, receipt

_ROOT = Path(__file__).parents[2]
_ROUNDS = 25


class Practice:
    """A workspace in this process, a bot in another that is killed and started again."""

    def __init__(self, space: Workspace, environ: dict[str, str]) -> None:
        self.space = space
        self._environ = {**os.environ, **environ, "LOG_LEVEL": "ERROR"}
        self._process: asyncio.subprocess.Process | None = None
        self.proposed: list[str] = []
        self.approved: set[str] = set()

    async def start(self) -> None:
        arguments = (sys.executable, "-m", "bot", "serve")
        self._process = await asyncio.create_subprocess_exec(*arguments, env=self._environ, cwd=_ROOT)
        url = self.space.client.url.replace("/slack/events", "/readyz")
        async with asyncio.timeout(30), aiohttp.ClientSession() as session:
            while not await _ready(session, url):
                assert self._process.returncode is None

    async def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        await self._process.wait()

    async def work(self, number: int) -> None:
        """Proposes one post and approves whatever waits, noting what the bot acknowledged."""
        text = f"Post number {number} of the practice."
        self.space.world.views["U0MAYA"].clear()
        await self.space.command("U0MAYA", "/propose-post", text)
        filled = {"networks": ["facebook"], "patient": "no"}
        if self.space.view("U0MAYA") and await self.space.submit("U0MAYA", filled) == {"ok": True}:
            self.proposed.append(text)
        for posted in self.space.messages():
            if "proposal.approve" in str(posted):
                approver = random.choice(["U0PRIYA", "U0JONAH"])
                if (await self.space.press(approver, posted, "proposal.approve")).status == 200:
                    self.approved.add(posted["ts"])


async def _ready(session: aiohttp.ClientSession, url: str) -> bool:
    try:
        async with session.get(url) as response:
            return response.status == 200
    except aiohttp.ClientError:
        await asyncio.sleep(0.02)
        return False


@pytest.fixture
async def practice(url: str, tmp_path_factory: pytest.TempPathFactory, unused_tcp_port: int) -> Any:
    app = web.Application()
    async with aiohttp.ClientSession() as session:
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        bot = f"http://127.0.0.1:{unused_tcp_port}"
        space = Workspace(session, "http://127.0.0.1:0", bot)
        attach(app, space)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        base = f"http://127.0.0.1:{runner.addresses[0][1]}"
        space.base = space.client._here = base
        key = tmp_path_factory.mktemp("secrets") / "deployment.key"
        environ = {"PORT": str(unused_tcp_port), "DATABASE_URL": url, "SECRET_KEY_FILE": str(key)}
        yield Practice(space, {**space.environ(), **environ}), url, key
        await runner.cleanup()


async def test_fifty_deaths(practice: Any) -> None:
    """25 on each engine, at random points of proposing and deciding."""
    living, url, key = practice
    for number in range(_ROUNDS):
        await living.start()
        working = asyncio.create_task(living.work(number))
        await asyncio.wait({working}, timeout=random.uniform(0.0, 0.25))
        await living.kill()
        await asyncio.gather(working, return_exceptions=True)
    await living.start()
    space = living.space

    def settled() -> bool:
        shown = str(space.messages())
        everything = all(text in shown for text in living.proposed)
        return everything and all("Approved" in card(space, ts) for ts in living.approved)

    await space.world.until(settled, seconds=200)
    await living.kill()
    cards = Counter(message["text"].split()[0] for message in space.messages())
    assert max(cards.values()) == 1
    assert len(living.proposed) > 5
    _require_whole_ledger(url, key)


async def test_a_receipt_that_was_shown_opens_its_report_after_a_death(practice: Any) -> None:
    """Killed the moment the receipt is on the screen; started again, the report is there, and becomes a case."""
    living, _, _ = practice
    space = living.space
    await living.start()
    await space.command("U0TOMAS", "/report-violation")
    assert await space.submit("U0TOMAS", {"what": WHAT, "send_now": ["yes"]}) == {"ok": True}
    await living.kill()
    code = receipt(space, "U0TOMAS")
    await living.start()
    assert WHAT in await come_back(space, code)
    await space.world.until(lambda: WHAT in str(space.messages(REPORTS)), seconds=30)
    await living.kill()


def _require_whole_ledger(url: str, key: Path) -> None:
    db = Database.open(url, Vault.load(key))
    try:
        assert db.call(ledger.verify, None).ok
        entries = db.call(ledger.entries, limit=1_000)
        decided = Counter(entry.subject for entry in entries if entry.tag.startswith("proposal:decision"))
        assert all(count == 1 for count in decided.values())
    finally:
        db.close()
