"""A report in Teams, from the form to the outcome, as people see it: in both colours, wide and narrow."""

import re
from datetime import timedelta
from typing import Literal

import pytest
from playwright.async_api import Browser, Page, expect

from bot.demo import Workspace
from tests.journeys.acting import go, look
from tests.journeys.conftest import opened_page
from tests.teams.reporting import WHAT, delivered, set_up_reports

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


async def on_card(page: Page, button: str) -> None:
    found = page.locator("#posts article").filter(has_text=WHAT).last
    await found.get_by_role("button", name=button, exact=True).click()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
async def test_from_the_form_to_the_outcome(
    browser: Browser, workspace: Workspace, width: int, scheme: Literal["light", "dark"]
) -> None:
    """Every step is legible, and nothing of it stands in the chat it began in."""
    await set_up_reports(workspace)
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

        await delivered(workspace)
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
        await expect(page.get_by_role("dialog")).to_contain_text("waiting for a quarter hour")

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
