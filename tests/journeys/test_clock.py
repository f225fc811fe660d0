"""Time and starting over, from the page, against the program as `make demo` runs it."""

import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page, expect

from tests.demo.running import Demo, running
from tests.journeys.acting import card, go, send, tab, write
from tests.journeys.conftest import opened_page

TEXT = "Free parking behind the house, all December."


@pytest.fixture
async def demo(browser: Browser, unused_tcp_port: int) -> AsyncIterator[Demo]:
    async with running(unused_tcp_port) as found:
        yield found


async def propose(page: Page) -> None:
    await write(page, f"/propose-post {TEXT}")
    form = page.get_by_role("dialog", name="Propose a post")
    await form.get_by_label("Facebook").check()
    await form.get_by_role("radio", name="No", exact=True).check()
    await send(page, "Send for review")


async def test_time_passes_and_everything_starts_over(browser: Browser, demo: Demo) -> None:
    """The clock's buttons bring a reminder and an expiry; the reset brings the practice back, on every open page."""
    async with opened_page(browser, demo.base, 1280) as page, opened_page(browser, demo.base, 390) as phone:
        await go(page, demo.base, "U0MAYA", "C0MARKET")
        recorded = await page.get_by_text(re.compile(r"intact · \d+ entries")).inner_text()
        await propose(page)
        await go(page, demo.base, "U0PRIYA", "C0COMPLY")
        mine = card(page, "P-1006 · Post for Facebook")
        await expect(mine.get_by_role("button", name="Approve")).to_be_visible()

        # Five days hold at least three working days, and the proposal may wait for seven.
        await tab(page, "Clock")
        for days in ("1 day", "2 days", "3 days", "4 days", "5 days"):
            await page.get_by_role("button", name="+ 1 day").click()
            await expect(page.get_by_text(f"{days} ahead of the real time.")).to_be_visible()
        await mine.get_by_role("button", name=re.compile(r"\d repl")).click()
        await expect(mine.locator(".replies")).to_contain_text("still waiting")
        await page.get_by_role("button", name="+ 1 month").click()
        await expect(mine).to_contain_text("Expired without a decision")
        await expect(mine.get_by_role("button", name="Approve")).to_have_count(0)

        await go(phone, demo.base, "U0RUTH", "C0COMPLY")
        await tab(phone, "Clock")
        await phone.get_by_role("button", name="Reset").click()
        await phone.get_by_role("button", name="Reset everything").click()
        await demo.seeded()
        for screen in (phone, page):
            await expect(card(screen, "P-1005").get_by_role("button", name="Approve")).to_be_attached()
            await expect(card(screen, "P-1006")).to_have_count(0)
            await expect(screen.locator("#clock-ahead")).to_have_text("In step with the real time.")
            await expect(screen.get_by_text(recorded)).to_be_attached()
            await expect(screen.locator("#offline")).to_be_hidden()

        await go(page, demo.base, "U0MAYA", "C0MARKET")
        await propose(page)
        await go(page, demo.base, "U0PRIYA", "C0COMPLY")
        await expect(card(page, "P-1006")).to_contain_text(TEXT)
