"""The report page in a browser: on a telephone and a desk, light and dark, with scripts off, and axe-core clean."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, expect

from bot.app import build
from bot.settings import Settings
from tests.journeys.acting import look, sound
from tests.journeys.conftest import opened_page


@pytest.fixture
async def site(sqlite_url: str, tmp_path_factory: pytest.TempPathFactory, clock: Any) -> AsyncIterator[str]:
    key = Path(tmp_path_factory.mktemp("secrets")) / "deployment.key"
    public = "https://clear.riverside-dental.example"
    environ = {"DATABASE_URL": sqlite_url, "SECRET_KEY_FILE": str(key), "PUBLIC_URL": public}
    server = TestServer(build(Settings.from_env(environ), clock))
    await server.start_server()
    yield str(server.make_url("/report"))
    await server.close()


async def fits(page: Page) -> None:
    """Nothing has to be scrolled sideways."""
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_page_is_sound(browser: Browser, site: str, clock: Any, width: int, scheme: str) -> None:
    """The form, a warning, a refusal, the receipt, the way back and the conversation; and the browser asks nobody
    else for anything."""
    async with opened_page(browser, site, width, color_scheme=scheme) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        colour = await page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert colour == ("rgb(245, 242, 234)" if scheme == "light" else "rgb(23, 25, 27)")
        await look(page, f"report-{scheme}")
        await fits(page)
        clock.forward(timedelta(seconds=5))
        await page.get_by_label("What happened?").fill("As the only hygienist I saw it: the schedule can be read.")
        await page.get_by_label("Where?").select_option(label="Instagram")
        await page.get_by_role("button", name="Send the report").click()
        await expect(page.get_by_role("alert")).to_contain_text("Few people may fit that")
        await sound(page)
        await page.get_by_label("Link, if you have one").fill("x" * 600)
        await page.get_by_role("button", name="Send it as it is").click()
        await expect(page.get_by_label("Link, if you have one")).to_have_attribute("aria-invalid", "true")
        await sound(page)
        await page.get_by_label("Link, if you have one").fill("")
        await page.get_by_role("button", name=re.compile("^Send")).click()
        receipt = await page.locator(".receipt").inner_text()
        await look(page, f"report-receipt-{scheme}")
        await fits(page)
        await page.get_by_role("button", name="Done").click()
        await expect(page.locator(".receipt")).to_have_text(receipt)
        await page.get_by_label("I have saved it").check()
        await page.get_by_role("button", name="Done").click()
        await expect(page.get_by_role("heading", name="Thank you")).to_be_visible()
        await sound(page)
        await page.get_by_role("link", name="I have a receipt").click()
        await sound(page)
        await page.get_by_label("Receipt", exact=True).fill(receipt.lower())
        await page.get_by_role("button", name="Open").click()
        await page.get_by_label("Answer, or add something").fill("It was there on Monday, too.")
        await page.get_by_role("button", name="Send").click()
        await expect(page.locator(".said")).to_contain_text("It was there on Monday, too.")
        await look(page, f"report-conversation-{scheme}")
        await fits(page)
        assert all(url.startswith((site, "data:")) for url in asked)
        assert await page.context.cookies() == []


async def test_it_works_with_scripts_off(browser: Browser, site: str, clock: Any) -> None:
    async with opened_page(browser, site, 390, java_script_enabled=False) as page:
        clock.forward(timedelta(seconds=5))
        await page.get_by_label("What happened?").fill("The schedule can be read.")
        await page.get_by_role("button", name="Send the report").click()
        await expect(page.locator(".receipt")).to_have_text(re.compile(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_poster_is_sound_and_one_sheet(browser: Browser, site: str, scheme: str) -> None:
    """On a telephone and on paper, A4 and Letter."""
    async with opened_page(browser, f"{site}/poster", 390, color_scheme=scheme) as page:
        await sound(page)
        await fits(page)
        for paper in ("A4", "Letter"):
            assert (await page.pdf(format=paper)).count(b"/Type /Page\n") == 1
