"""Training in Teams, from the first lesson to the certificate, as people see it: in both colours, wide and narrow."""

from typing import Literal

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.demo import Workspace
from tests.journeys.acting import go, look
from tests.journeys.conftest import opened_page
from tests.teams.learning import COURSE


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog").locator(".ac-card")


async def press(page: Page, button: str) -> None:
    """Presses a button of the dialog, and waits until another page is there."""
    before = await dialog(page).inner_text()
    await dialog(page).get_by_role("button", name=button, exact=True).last.click()
    await expect(dialog(page)).not_to_have_text(before, use_inner_text=True)


async def answer(page: Page, *, right: bool = True) -> None:
    """Chooses an answer of the question in front of somebody."""
    shown = await dialog(page).inner_text()
    asked = next(one for one in COURSE.questions if one.title in shown and one.options[0].text in shown)
    chosen = next(option.text for option in asked.options if option.right == right)
    await dialog(page).get_by_role("radio", name=chosen, exact=True).check()
    await press(page, "Answer")


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark")])
async def test_from_the_first_lesson_to_the_certificate(
    browser: Browser, workspace: Workspace, width: int, scheme: Literal["light", "dark"]
) -> None:
    """Every page is legible, and the PDF is under the link."""
    async with opened_page(browser, workspace.base, width, color_scheme=scheme) as page:
        named = lambda name: f"teams-training-{name}-{width}-{scheme}"  # noqa: E731
        await go(page, workspace.base, "U0TOMAS", "teams/U0TOMAS")
        await page.get_by_role("textbox", name="Message in Teams").fill("training")
        await page.keyboard.press("Enter")
        await expect(page.locator("#posts")).to_contain_text("Your training")
        await look(page, named("list"))
        await page.locator("#posts").get_by_role("button", name="Start", exact=True).click()
        await expect(page.get_by_role("dialog")).to_contain_text("It takes about")
        await look(page, named("beginning"))
        await press(page, "Begin")
        await expect(dialog(page)).to_contain_text("Page 1 of")
        await look(page, named("lesson"))
        while "Question 1 of" not in await dialog(page).inner_text():
            await press(page, "Next")
        await look(page, named("question"))
        await answer(page, right=False)
        await expect(dialog(page)).to_contain_text("The right answer:")
        await look(page, named("explanation"))
        await press(page, "Next")
        while "Hand in" not in await dialog(page).inner_text():
            await answer(page)
            if "Hand in" not in await dialog(page).inner_text():
                await press(page, "Next")
        await press(page, "Hand in")
        await expect(dialog(page)).to_contain_text("You have passed")
        await look(page, named("result"))
        await press(page, "Next")
        await expect(dialog(page)).to_contain_text("What it can cost")
        await look(page, named("sanctions"))
        await press(page, "Next")
        await dialog(page).get_by_role("textbox", name="Your name").fill("Tomás Reyes")
        await look(page, named("signing"))
        await press(page, "Sign")
        await expect(dialog(page)).to_contain_text("Certificate of completion")
        await look(page, named("certificate"))
        async with page.context.expect_page() as opened:
            await (
                dialog(page)
                .get_by_role("button", name="Open as PDF")
                .or_(dialog(page).get_by_role("link", name="Open as PDF"))
                .first.click()
            )
        assert "/certificates/" in (await opened.value).url
