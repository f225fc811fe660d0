"""A report in a browser, from the command to the outcome the reporter reads; light and dark, wide and narrow."""

import re
from datetime import timedelta

import pytest
from playwright.async_api import Browser, expect

from bot.demo import Workspace
from tests.journeys.acting import Slack, look, sound, write
from tests.journeys.conftest import audit, opened_page

WHAT = "A video shows the waiting room with faces in it."
DONE = ["filed", "opened", "acknowledged", "opened", "asked", "replied", "closed"]


async def to_receipt(slack: Slack, form_name: str, receipt_name: str) -> str:
    """Writes a report, is warned gently, and sends it as it is; the receipt, once it is said to be saved."""
    page, form = slack.page, slack.form()
    await write(page, "/report-violation whatever stands here is not kept")
    await expect(form.get_by_role("heading", name="Report a violation")).to_be_visible()
    await look(page, form_name)
    await form.get_by_label("What happened?").fill(f"As the only hygienist I saw it. {WHAT}")
    await form.get_by_label("Where?").select_option(label="Instagram")
    await form.get_by_role("button", name="Send the report").click()
    await expect(form).to_contain_text("Few people may fit that")
    await expect(form.get_by_label("What happened?")).to_have_value(f"As the only hygienist I saw it. {WHAT}")
    await sound(page)
    await form.get_by_role("button", name="Send it as it is").click()
    code = await form.get_by_role("heading", name=re.compile(r"([0-9A-Z]{4}-){3}[0-9A-Z]{4}")).inner_text()
    await look(page, receipt_name)
    await form.get_by_role("button", name="Done").click()
    await expect(form).to_contain_text("Please fill this in")
    await form.get_by_label("I have saved it").check()
    await form.get_by_role("button", name="Done").click()
    await expect(form).to_contain_text("Come back with your receipt")
    await sound(page)
    await form.get_by_role("button", name="Close").click()
    await expect(form).to_have_count(0)
    return code


async def come_back(slack: Slack, code: str) -> None:
    """Opens the report with its receipt."""
    form = slack.form()
    await write(slack.page, "/report-violation")
    await form.get_by_role("button", name="I have a receipt").click()
    await form.get_by_label("Receipt").fill(code.lower())
    await sound(slack.page)
    await form.get_by_role("button", name="Open", exact=True).click()
    await expect(form.get_by_role("heading", name="Your report")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
async def test_from_the_report_to_the_outcome(browser: Browser, workspace: Workspace, width: int, scheme: str) -> None:
    """Report, card at the quarter hour, opened, acknowledged, asked, answered with the receipt, closed, read."""
    async with opened_page(browser, workspace.base, width, color_scheme=scheme) as page:
        slack, form, before = Slack(page, workspace), page.get_by_role("dialog"), len(await audit(workspace))
        await slack.go("U0TOMAS", "marketing")
        code = await to_receipt(slack, f"slack-report-{scheme}", f"slack-receipt-{scheme}")
        workspace.forward(timedelta(minutes=20))

        await slack.go("U0RUTH", "reports")
        await expect(slack.card(WHAT)).to_contain_text("Received")
        await look(page, f"slack-case-{scheme}")
        await slack.press(WHAT, "Open")
        await expect(form).to_contain_text(WHAT)
        await look(page, f"slack-case-opened-{scheme}")
        await form.get_by_role("button", name="Acknowledge").click()
        await expect(form).to_contain_text("Acknowledged")
        await form.get_by_role("button", name="Ask the reporter").click()
        await page.get_by_label("Your message to the reporter").fill("Is it still there?")
        await look(page, f"slack-case-ask-{scheme}")
        await slack.send("Send")

        await slack.go("U0TOMAS", "marketing")
        await come_back(slack, code)
        await expect(form).to_contain_text("Is it still there?")
        await form.get_by_label("Answer, or add something").fill("Yes, since Monday.")
        await form.get_by_label("Yes").check()
        await form.get_by_role("button", name="Send", exact=True).click()
        await expect(form).to_contain_text("You, waiting for the next quarter hour")
        await expect(form.get_by_label("Answer, or add something")).to_have_value("")
        await look(page, f"slack-conversation-{scheme}")
        # Below it the form from which it was opened, with whatever is typed there.
        await form.get_by_role("button", name="Close").click()
        await slack.send("Cancel")

        await slack.go("U0RUTH", "reports")
        await expect(slack.card(WHAT)).to_contain_text("1 message of the reporter unanswered")
        for verb in ("Assign", "Close"):
            await slack.press(WHAT, verb)
            await expect(form).to_be_visible()
            await look(page, f"slack-case-{verb.lower()}-{scheme}")
            if verb == "Assign":
                await form.get_by_role("button", name="Cancel").click()
                await expect(form).to_have_count(0)
        await form.get_by_role("radio", name="Substantiated", exact=True).check()
        await form.get_by_label("What the reporter is told").fill("It is taken down. Thank you.")
        await slack.send("Close the case")
        await expect(slack.card(WHAT)).to_contain_text("Closed: substantiated")
        await write(page, "/compliance cases")
        await expect(page.get_by_text("Open cases, oldest first")).to_be_visible()
        await look(page, f"slack-cases-{scheme}")

        await slack.go("U0TOMAS", "marketing")
        await come_back(slack, code)
        await expect(form).to_contain_text("It is taken down. Thank you.")
        await sound(page)
        trail = [tag for tag, _, _ in (await audit(workspace))[before:]]
        assert [tag.rsplit(":", 1)[1] for tag in trail] == DONE
