"""Dark colours: everything people look at keeps its contrast, wide and narrow."""

import pytest
from playwright.async_api import Browser, Page, expect

from bot.demo import Workspace
from bot.demo.world import Refused
from tests.journeys.acting import Teams, card, go, sound, tab, write
from tests.journeys.conftest import opened_page


async def close(page: Page) -> None:
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def in_teams(teams: Teams) -> None:
    """The cards with a reason being asked for, History, and the form with errors."""
    await teams.go("U0PRIYA", "compliance")
    await teams.press("P-1005", "Request changes")
    await teams.press("P-1005", "Send")
    await expect(teams.card("P-1005")).to_contain_text("Say why")
    await sound(teams.page)
    await teams.press("P-1002", "History")
    await expect(teams.form()).to_contain_text("sent it for review")
    await sound(teams.page)
    await close(teams.page)
    await teams.go("U0MAYA", "chat")
    form = await teams.compose("")
    await form.get_by_role("button", name="Send for review").click()
    await expect(form).to_contain_text("Write the post.")
    await sound(teams.page)


@pytest.mark.parametrize("width", [1280, 390])
async def test_no_serious_finding_in_the_dark(browser: Browser, workspace: Workspace, width: int) -> None:
    """The cards, the forms with their errors, private answers, the ledger, refusals, the clock and its question; and
    Teams."""
    workspace.world.refuse("chat.postMessage", Refused("invalid_blocks", ["[ERROR] unsupported type: blink"]))
    async with opened_page(browser, workspace.base, width, color_scheme="dark") as page:
        await go(page, workspace.base, "U0PRIYA", "C0COMPLY")
        assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(23, 25, 27)"
        await sound(page)
        await card(page, "P-1005").get_by_role("button", name="History").click()
        await expect(page.get_by_role("dialog")).to_contain_text("sent it for review")
        await sound(page)
        await close(page)

        await go(page, workspace.base, "U0MAYA", "C0MARKET")
        await write(page, "/compliance help")
        await expect(card(page, "Only visible to you")).to_be_visible()
        await sound(page)
        await write(page, "/propose-post Come and see our new room")
        form = page.get_by_role("dialog", name="Propose a post")
        await form.get_by_label("Facebook").check()
        await form.get_by_role("button", name="Send for review").click()
        await expect(form).to_contain_text("Please fill this in")
        await sound(page)
        await close(page)

        await go(page, workspace.base, "U0MAYA", "D0MAYA")
        await sound(page)
        await tab(page, "Ledger")
        await page.get_by_text("Payload").first.click()
        await sound(page)
        await tab(page, "Refused")
        await expect(page.get_by_text("invalid_blocks")).to_be_visible()
        await sound(page)
        await tab(page, "Clock")
        await sound(page)
        await page.get_by_role("button", name="Reset").click()
        await sound(page)
        await in_teams(Teams(page, workspace))
    workspace.world.refusals.clear()
