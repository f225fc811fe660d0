"""The main job in a browser, from the first word to the recorded link, wide and narrow."""

import os
from pathlib import Path

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page, expect

from bot.demo import Workspace

_SHOTS = Path(__file__).parents[2] / "docs" / "screenshots"


async def go(page: Page, workspace: Workspace, person: str, channel: str) -> None:
    """Sits down as somebody in front of a conversation."""
    await page.goto("about:blank")
    await page.goto(f"{workspace.base}/#{person}/{channel}")
    await expect(page.locator("article").last).to_be_visible()


async def look(page: Page, name: str) -> None:
    """No serious finding of axe-core; and, when asked for, a picture for the README."""
    found = await Axe().run(page)
    serious = [(v["id"], v["impact"]) for v in found.response["violations"] if v["impact"] in ("serious", "critical")]
    assert serious == []
    wide = (page.viewport_size or {})["width"] > 1000
    if os.environ.get("SCREENSHOTS") and wide:
        _SHOTS.mkdir(parents=True, exist_ok=True)
        await page.screenshot(path=_SHOTS / f"{name}.png")


def card(page: Page, words: str) -> Locator:
    return page.locator("article").filter(has_text=words).last


async def send(page: Page, button: str) -> None:
    await page.get_by_role("dialog").get_by_role("button", name=button, exact=True).click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_from_the_first_word_to_the_recorded_link(page: Page, workspace: Workspace) -> None:
    """Propose, request changes, resubmit, approve, publish; card, author and ledger agree."""
    await go(page, workspace, "U0MAYA", "C0MARKET")
    await page.get_by_role("textbox", name="Message").fill("/propose-post Free whitening for the first ten callers!")
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Propose a post")
    await expect(form.get_by_label("Post text")).to_have_value("Free whitening for the first ten callers!")
    await form.get_by_label("Facebook").check()
    await look(page, "propose")
    await form.get_by_role("radio", name="No", exact=True).check()
    await send(page, "Send for review")

    await go(page, workspace, "U0PRIYA", "C0COMPLY")
    await expect(card(page, "P-1006")).to_contain_text("Free whitening")
    await card(page, "P-1006").get_by_role("button", name="Request changes").click()
    await page.get_by_role("dialog").get_by_label("Reason").fill("Free for whom, and until when?")
    await send(page, "Send")
    await expect(card(page, "P-1006")).to_contain_text("Changes requested")

    await go(page, workspace, "U0MAYA", "D0MAYA")
    await card(page, "P-1006").get_by_role("button", name="Edit and resubmit").click()
    text = "Free whitening for the first ten callers on Monday, new patients included."
    await page.get_by_role("dialog").get_by_label("Post text").fill(text)
    await send(page, "Resubmit")

    await go(page, workspace, "U0JONAH", "C0COMPLY")
    await expect(card(page, "revision 2")).to_contain_text("Changes since revision 1")
    await look(page, "review")
    await card(page, "revision 2").get_by_role("button", name="Approve").click()
    await expect(card(page, "revision 2")).to_contain_text("Approved by Jonah Adler")
    await card(page, "revision 2").get_by_role("button", name="History").click()
    await expect(page.get_by_role("dialog")).to_contain_text("approved revision 2")
    await look(page, "history")

    await go(page, workspace, "U0MAYA", "D0MAYA")
    await expect(card(page, "P-1006")).to_contain_text("Mark as published")
    await expect(card(page, "P-1006")).to_contain_text(text)
    await look(page, "approved")
    await card(page, "P-1006").get_by_role("button", name="Mark as published").click()
    await page.get_by_role("dialog").get_by_label("Facebook").fill("https://facebook.com/riverside/1200")
    await send(page, "Record")
    await expect(card(page, "P-1006")).to_contain_text("is recorded as published")
    await expect(page.get_by_text("intact · 17 entries")).to_be_attached()


async def test_a_refused_answer_keeps_what_was_typed(page: Page, workspace: Workspace) -> None:
    """The sentence stands under its field and names network, count and limit."""
    await go(page, workspace, "U0MAYA", "C0MARKET")
    await page.get_by_role("textbox", name="Message").fill("/propose-post " + "a" * 281)
    await page.keyboard.press("Enter")
    form = page.get_by_role("dialog", name="Propose a post")
    await form.get_by_role("checkbox", name="X", exact=True).check()
    await form.get_by_role("radio", name="No", exact=True).check()
    await form.get_by_role("button", name="Send for review").click()
    await expect(form).to_contain_text("X takes 280 characters; this text counts 281 there.")
    await expect(form.get_by_label("Post text")).to_have_value("a" * 281)
