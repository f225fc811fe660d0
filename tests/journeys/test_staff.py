"""The privacy officer's own pages, as they are seen: the chart and the staff list, on both platforms and in both
colours."""

import re
from typing import Literal

import pytest
from playwright.async_api import Browser, expect

from bot.demo import Workspace
from tests.bot import test_oversight as slack
from tests.journeys.acting import go, look, write
from tests.journeys.conftest import opened_page

RUTH = "U0RUTH"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light")])
async def test_the_chart_and_somebody_who_leaves(
    browser: Browser, workspace: Workspace, width: int, scheme: Literal["light", "dark"]
) -> None:
    """Every page is legible, and what is typed and pressed leads to the next."""
    await slack.hire(workspace)
    await slack.require(workspace)
    workspace.close(RUTH)
    async with opened_page(browser, workspace.base, width, color_scheme=scheme) as page:
        named = lambda name: f"staff-{name}-{width}-{scheme}"  # noqa: E731
        await go(page, workspace.base, RUTH, "C0MARKET")
        await write(page, "/compliance training")
        form = page.get_by_role("dialog")
        await expect(form.get_by_role("img")).to_have_attribute("alt", re.compile("Hygienists: 0 of 1"))
        await look(page, named("chart"))
        await form.get_by_role("button", name="Staff list", exact=True).click()
        await form.get_by_label("Name, or a part of it").fill("maya")
        await form.get_by_role("button", name="Search", exact=True).click()
        await expect(form).to_contain_text("1 person with “maya” in their name")
        await look(page, named("found"))
        await form.get_by_role("button", name="Open", exact=True).click()
        await form.get_by_role("button", name="Has left", exact=True).click()
        await expect(form).to_contain_text("Reminders stop at once")
        await look(page, named("leaving"))
        await form.get_by_role("button", name="Yes, they have left", exact=True).click()
        await expect(form).to_contain_text("is off the staff list")
        await look(page, named("left"))


@pytest.mark.parametrize(("width", "scheme"), [(390, "light")])
async def test_the_same_in_teams(
    browser: Browser, workspace: Workspace, width: int, scheme: Literal["light", "dark"]
) -> None:
    """The chart in the chat, everything else in dialogs."""
    await slack.hire(workspace)
    await slack.require(workspace)
    workspace.close(RUTH)
    async with opened_page(browser, workspace.base, width, color_scheme=scheme) as page:
        named = lambda name: f"teams-staff-{name}-{width}-{scheme}"  # noqa: E731
        await go(page, workspace.base, RUTH, f"teams/{RUTH}")
        await page.get_by_role("textbox", name="Message in Teams").fill("training report")
        await page.keyboard.press("Enter")
        chart = page.locator("#posts").get_by_role("img", name="Completion by group.").last
        await expect(chart).to_be_visible()
        await look(page, named("chart"))
        card = page.locator("#posts > article").filter(has_text="the practice stands").last
        for title, words in (
            ("Import a list", "Send me a CSV file"),
            ("Export the list", "Download as a CSV file"),
            ("Evidence of a day", "By the end of which day?"),
            ("What is required", "How often?"),
            ("Staff list", "people on the staff list"),
        ):
            await card.get_by_role("button", name=title, exact=True).click()
            await expect(page.get_by_role("dialog")).to_contain_text(words)
            await look(page, named(title.lower().replace(" ", "-")))
            if title != "Staff list":
                await page.get_by_role("dialog").get_by_role("button", name="Close").click()
                await expect(page.get_by_role("dialog")).to_have_count(0)
        form = page.get_by_role("dialog")
        await form.get_by_label("Name, or a part of it").fill("jonah")
        await form.get_by_role("button", name="Search", exact=True).click()
        await expect(form).to_contain_text("with “jonah” in their name")
        await form.get_by_role("button", name="Open", exact=True).first.click()
        await form.get_by_role("button", name="On leave", exact=True).click()
        await look(page, named("leave"))
        await form.get_by_role("button", name="Save", exact=True).click()
        await expect(form).to_contain_text("until further notice")
        await look(page, named("person"))
