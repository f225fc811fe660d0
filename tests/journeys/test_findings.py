"""What the scanner finds, as people see it: the refused form with neutral answers, and the card; in both colours, wide
and narrow, on both platforms."""

import re
from typing import Literal

import pytest
from playwright.async_api import Browser, expect

from bot.demo import Workspace
from tests.journeys.acting import Chat, Slack, Teams, look
from tests.journeys.conftest import opened_page

_TELLS = "We are sorry about your appointment."
_COSTS = "^Questions about costs deserve a clear answer"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
async def test_found_on_both_platforms(
    browser: Browser, workspace: Workspace, width: int, scheme: Literal["light", "dark"]
) -> None:
    async with opened_page(browser, workspace.base, width, color_scheme=scheme) as page:
        for chat in (Slack(page, workspace), Teams(page, workspace)):
            await card_shows(chat, f"{chat.platform}-finding-card-{width}-{scheme}")
            await form_offers(chat, f"{chat.platform}-reply-guard-{width}-{scheme}")


async def card_shows(chat: Chat, shot: str) -> None:
    """The seeded testimonial: what to note, marked and listed."""
    await chat.go("U0PRIYA", "compliance")
    await expect(chat.card("P-1005")).to_contain_text("It uses a patient's story or words")
    await chat.card("P-1005").get_by_role("button", name="Dismiss findings").scroll_into_view_if_needed()
    await look(chat.page, shot)


async def form_offers(chat: Chat, shot: str) -> None:
    await chat.go("U0MAYA", "marketing")
    form = await chat.compose(_TELLS)
    await form.get_by_label("Facebook").check()
    await form.get_by_label("Kind of post").select_option("reply")
    await form.get_by_label("No", exact=True).check()
    await form.get_by_role("button", name="Send for review").click()
    await expect(form).to_contain_text("Answers that tell nothing of anybody")
    await look(chat.page, shot)
    await form.get_by_role("button", name="Use this").nth(3).click()
    await expect(form.get_by_label("Post text")).to_have_value(re.compile(_COSTS))
    await chat.page.keyboard.press("Escape")
