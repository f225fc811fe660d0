"""What people do over and over in the browser."""

import os
from pathlib import Path

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page, expect

_SHOTS = Path(__file__).parents[2] / "docs" / "screenshots"


async def go(page: Page, base: str, person: str, channel: str) -> None:
    """Sits down as somebody in front of a conversation."""
    await page.goto("about:blank")
    await page.goto(f"{base}/#{person}/{channel}")
    await expect(page.locator("article").last).to_be_visible()


async def sound(page: Page) -> None:
    """No serious finding of axe-core."""
    found = await Axe().run(page)
    serious = [
        (v["id"], v["impact"], [node["target"] for node in v["nodes"]])
        for v in found.response["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert serious == []


async def look(page: Page, name: str) -> None:
    """Sound; and, when asked for, a picture for the README."""
    await sound(page)
    wide = (page.viewport_size or {})["width"] > 1000
    if os.environ.get("SCREENSHOTS") and wide:
        _SHOTS.mkdir(parents=True, exist_ok=True)
        await page.screenshot(path=_SHOTS / f"{name}.png")


def card(page: Page, words: str) -> Locator:
    """The newest message that says `words`."""
    return page.locator("article").filter(has_text=words).last


async def write(page: Page, text: str) -> None:
    """Writes a message or a command and sends it."""
    await page.get_by_role("textbox", name="Message").fill(text)
    await page.keyboard.press("Enter")


async def send(page: Page, button: str) -> None:
    """Sends the form that is open."""
    await page.get_by_role("dialog").get_by_role("button", name=button, exact=True).click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def tab(page: Page, name: str) -> None:
    """Brings a tab of the panel in sight; on a narrow screen the panel has to be opened."""
    if not await page.get_by_role("tab", name=name).is_visible():
        await page.get_by_role("button", name="Recorded").click()
    await page.get_by_role("tab", name=name).click()
