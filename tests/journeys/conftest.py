"""A browser on the local workspace. Without Chromium these tests are left out, unless REQUIRE_ALL is set."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Browser, Page, async_playwright

from bot.demo import Workspace, opened, seed
from tests.bot.conftest import make_bot

_CHROMIUM = shutil.which("chromium")


@pytest.fixture
async def workspace(tmp_path: Path) -> AsyncIterator[Workspace]:
    """The seeded practice, as `make demo` shows it."""
    async with opened(make_bot, tmp_path, teams="emulator") as opened_workspace:
        await seed.fill(opened_workspace)
        yield opened_workspace
        assert opened_workspace.world.refusals == []
        # Streams to open pages end here, not at the server's patience.
        opened_workspace.reset_asked = True
        opened_workspace.world.change()


async def audit(workspace: Workspace) -> list[tuple[str, str, str]]:
    """What the ledger holds, oldest first: tag, platform and who."""
    async with aiohttp.ClientSession() as session, session.get(f"{workspace.base}/demo/ledger") as answer:
        found = await answer.json()
    assert found["verdict"]["ok"]
    return [(entry["tag"], entry["platform"], entry["actor"]) for entry in found["entries"]]


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    if _CHROMIUM is None:
        assert not os.environ.get("REQUIRE_ALL"), "Chromium is needed: apt-get install chromium"
        pytest.skip("Chromium is not installed: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()


@asynccontextmanager
async def opened_page(browser: Browser, base: str, width: int, **more: Any) -> AsyncIterator[Page]:
    """The page at `base`; an error in its scripts fails the test."""
    # Without motion: contrast counts where things end up, not while a dialog still fades in.
    context = await browser.new_context(
        viewport={"width": width, "height": 860}, timezone_id="America/Chicago", reduced_motion="reduce", **more
    )
    page = await context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    await page.goto(base)
    yield page
    await context.close()
    assert errors == []


@pytest.fixture(params=[1280, 390])
async def page(request: pytest.FixtureRequest, browser: Browser, workspace: Workspace) -> AsyncIterator[Page]:
    """The workspace's page, wide and narrow."""
    async with opened_page(browser, workspace.base, request.param) as found:
        yield found
