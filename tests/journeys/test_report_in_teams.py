"""A report in Teams, from the form to the outcome, as people see it: in both colours, wide and narrow."""

import re
from datetime import timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import Browser, Page, expect

from bot.demo import Workspace
from tests.journeys.acting import go, look
from tests.journeys.conftest import opened_page
from tests.teams.reporting import WHAT, delivered

_RECEIPT = re.compile(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}")


async def opens(page: Page, workspace: Workspace) -> None:
    """Sam, a guest, opens the form at the message box."""
    workspace.teams.close("U0SAM")
    await go(page, workspace.base, "U0SAM", "teams/marketing")
    await page.get_by_role("button", name="Imprimatur", exact=True).click()
    await page.get_by_role("button", name="Report a violation").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Before you write")


async def comes_back(page: Page, workspace: Workspace, receipt: str) -> None:
    await opens(page, workspace)
    await press(page, "I have a receipt")
    await page.get_by_role("textbox", name="Receipt").fill(receipt)
    await press(page, "Open")
    await expect(page.get_by_role("dialog")).to_contain_text("What you reported")


async def press(page: Page, button: str) -> None:
    await page.get_by_role("dialog").locator(".ac-card").get_by_role("button", name=button, exact=True).last.click()


async def on_card(page: Page, button: str, what: str = WHAT) -> None:
    found = page.locator("#posts article").filter(has_text=what).last
    await found.get_by_role("button", name=button, exact=True).click()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
async def test_from_the_form_to_the_outcome(
    browser: Browser, workspace: Workspace, width: int, scheme: Literal["light", "dark"]
) -> None:
    """Every step is legible, and nothing of it stands in the chat it began in; one report waits already."""
    async with opened_page(browser, workspace.base, width, color_scheme=scheme) as page:
        await opens(page, workspace)
        await look(page, f"teams-report-form-{width}-{scheme}")
        await page.get_by_role("textbox", name="What happened?").fill(f"I work at the front desk. {WHAT}")
        await page.get_by_label("Where?").select_option("instagram")
        await press(page, "Send the report")
        await expect(page.get_by_role("dialog")).to_contain_text("Few people may fit that")
        await look(page, f"teams-report-warning-{width}-{scheme}")
        await press(page, "Send it as it is")
        await expect(page.get_by_role("dialog")).to_contain_text("This is your receipt")
        receipt = _RECEIPT.search(await page.get_by_role("dialog").inner_text())
        assert receipt
        await press(page, "Done")
        await expect(page.get_by_role("dialog")).to_contain_text("Tick this once you have it.")
        await look(page, f"teams-report-receipt-{width}-{scheme}")
        await page.get_by_role("checkbox", name="I have saved it").check()
        await press(page, "Done")
        await expect(page.get_by_role("dialog")).to_contain_text("within three months")
        await look(page, f"teams-report-thanks-{width}-{scheme}")

        await delivered(workspace, 2)
        await go(page, workspace.base, "U0PRIYA", "teams/reports")
        await look(page, f"teams-report-card-{width}-{scheme}")
        await on_card(page, "Ask the reporter")
        await page.get_by_role("textbox", name="Question or answer").fill("Is it still up?")
        await look(page, f"teams-report-ask-{width}-{scheme}")
        await press(page, "Send")
        await expect(page.get_by_role("dialog")).to_contain_text("It is sent.")

        await comes_back(page, workspace, receipt[0])
        await expect(page.get_by_role("dialog")).to_contain_text("Is it still up?")
        await page.get_by_role("textbox", name="Answer, or add something").fill("Yes, since Monday.")
        await look(page, f"teams-report-conversation-{width}-{scheme}")
        await press(page, "Send")
        await expect(page.get_by_role("dialog")).to_contain_text("waiting for the next quarter hour")

        workspace.forward(timedelta(minutes=20))
        await go(page, workspace.base, "U0RUTH", "teams/reports")
        await expect(page.locator("#posts")).to_contain_text("1 message of the reporter unanswered")
        await on_card(page, "Open")
        await expect(page.get_by_role("dialog")).to_contain_text("Yes, since Monday.")
        await look(page, f"teams-report-case-{width}-{scheme}")
        await press(page, "Close")
        await page.get_by_role("radio", name="Substantiated", exact=True).check()
        await page.get_by_role("textbox", name="For the reporter").fill("The photo is gone. Thank you.")
        await look(page, f"teams-report-close-{width}-{scheme}")
        await press(page, "Close")
        await expect(page.get_by_role("dialog")).to_contain_text("is closed")

        await comes_back(page, workspace, receipt[0])
        await expect(page.get_by_role("dialog")).to_contain_text("The photo is gone. Thank you.")
        await look(page, f"teams-report-outcome-{width}-{scheme}")
        await page.keyboard.press("Escape")
        await expect(page.locator("#posts")).not_to_contain_text("Report")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark")])
async def test_from_the_suspicion_to_the_takedown(
    browser: Browser, workspace: Workspace, width: int, scheme: Literal["light", "dark"]
) -> None:
    """The report the demo begins with becomes a suspected breach, is assessed, and taken down after its snapshot."""
    async with opened_page(browser, workspace.base, width, color_scheme=scheme) as page:
        await go(page, workspace.base, "U0RUTH", "teams/reports")
        await on_card(page, "Open", "Two names can be read when one zooms in.")
        await press(page, "Suspected breach")
        today = str(workspace.clock().astimezone(ZoneInfo("America/Chicago")).date())
        await page.get_by_label("When was it discovered?").fill(today)
        await look(page, f"teams-breach-day-{width}-{scheme}")
        await press(page, "Start the clock")
        await expect(page.get_by_role("dialog")).to_contain_text("It is not assessed yet.")
        await press(page, "Assess")
        await expect(page.get_by_role("radio", name="Speaks for a compromise")).to_have_count(4)
        for rating in await page.get_by_role("radio", name="Speaks for a compromise").all():
            await rating.check()
        for reason in await page.get_by_role("textbox", name=re.compile("why")).all():
            await reason.fill("Anybody could read the two names.")
        await page.get_by_role("radio", name="A breach", exact=True).check()
        await page.get_by_role("textbox", name="How many people are affected?").fill("0")
        await press(page, "Keep the assessment")
        await expect(page.get_by_role("dialog")).to_contain_text("A breach affects at least one person.")
        await look(page, f"teams-breach-assess-{width}-{scheme}")
        await page.get_by_role("textbox", name="How many people are affected?").fill("2")
        await press(page, "Keep the assessment")
        await expect(page.get_by_role("dialog")).to_contain_text("2 people are affected.")
        await press(page, "Ask for takedown")
        await page.get_by_role("textbox", name="What is to be taken down?").fill("https://facebook.com/riverside/1")
        await press(page, "Ask")
        await press(page, "Keep a snapshot")
        await page.get_by_role("textbox", name="What it says").fill("Our front desk, ready for you!")
        await look(page, f"teams-takedown-snapshot-{width}-{scheme}")
        await press(page, "Keep")
        await expect(page.get_by_role("dialog")).to_contain_text("SHA-256")
        await press(page, "It is down")
        await expect(page.get_by_role("dialog")).to_contain_text("Taken down, says Ruth Okafor")
        await look(page, f"teams-breach-case-{width}-{scheme}")
        await press(page, "Record notifications")
        await look(page, f"teams-breach-notify-{width}-{scheme}")
