"""What people do over and over in the browser, in Slack and in Teams."""

import os
from pathlib import Path
from typing import ClassVar

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Locator, Page, expect

from bot.demo import Workspace

_ROOT = Path(__file__).parents[2]


class Chat:
    """One platform, as people use it in front of `page`; both have the same verbs."""

    platform: str
    #: A place's name to where it is in the page's address; `chat` is the one with the bot.
    places: ClassVar[dict[str, str]]
    messages: str

    def __init__(self, page: Page, workspace: Workspace) -> None:
        self.page = page
        self._workspace = workspace

    async def go(self, person: str, place: str) -> None:
        """Sits down as somebody in front of a place, once everything the bot has to say has been said."""
        await self._workspace.settle()
        await go(self.page, self._workspace.base, person, self.places[place].format(person=person, key=person[2:]))

    def card(self, words: str) -> Locator:
        """The newest message that says `words`."""
        return self.page.locator(self.messages).filter(has_text=words).last

    async def press(self, words: str, button: str) -> None:
        """Presses a button of the newest message that says `words`."""
        await self.card(words).get_by_role("button", name=button, exact=True).click()

    def form(self) -> Locator:
        """The form in front of everything."""
        return self.page.get_by_role("dialog")

    async def compose(self, text: str) -> Locator:
        """Opens the form for proposing, with the text in it."""
        raise NotImplementedError

    async def send(self, button: str) -> None:
        """Sends the form, and is done with it."""
        raise NotImplementedError

    async def ask_for_changes(self, words: str, reason: str) -> None:
        """Gives the newest message that says `words` back to its author."""
        raise NotImplementedError


class Slack(Chat):
    platform = "slack"
    places: ClassVar = {"marketing": "C0MARKET", "compliance": "C0COMPLY", "reports": "C0REPORTS", "chat": "D0{key}"}
    messages = "#log article"

    async def compose(self, text: str) -> Locator:
        await write(self.page, f"/propose-post {text}")
        return self.page.get_by_role("dialog", name="Propose a post")

    async def send(self, button: str) -> None:
        await send(self.page, button)

    async def ask_for_changes(self, words: str, reason: str) -> None:
        await self.press(words, "Request changes")
        await self.form().get_by_label("Reason").fill(reason)
        await self.send("Send")


class Teams(Chat):
    platform = "teams"
    places: ClassVar = {"marketing": "teams/marketing", "compliance": "teams/compliance", "chat": "teams/{person}"}
    messages = "#posts > article"

    async def compose(self, text: str) -> Locator:
        await self.page.get_by_role("button", name="Imprimatur", exact=True).click()
        await self.page.get_by_role("button", name="Propose a post").first.click()
        form = self.page.get_by_role("dialog", name="Propose a post")
        await form.get_by_label("Post text").fill(text)
        return form

    async def send(self, button: str) -> None:
        """What the bot then says is shown in the same window, until it is closed."""
        await self.form().get_by_role("button", name=button, exact=True).click()
        await expect(self.form().get_by_role("heading", name="Imprimatur")).to_be_visible()
        await self.form().get_by_role("button", name="Close").click()
        await expect(self.form()).to_have_count(0)

    async def ask_for_changes(self, words: str, reason: str) -> None:
        """The reason is asked on the card."""
        await self.press(words, "Request changes")
        await self.card(words).get_by_label("Reason").fill(reason)
        await self.press(words, "Send")


async def go(page: Page, base: str, person: str, channel: str) -> None:
    """Sits down as somebody in front of a conversation."""
    await page.goto("about:blank")
    await page.goto(f"{base}/#{person}/{channel}")
    await expect(page.locator("article").last).to_be_visible()


async def sound(page: Page) -> None:
    """No serious finding of axe-core, and nothing wider than the screen."""
    found = await Axe().run(page)
    serious = [
        (v["id"], v["impact"], [node["target"] for node in v["nodes"]])
        for v in found.response["violations"]
        if v["impact"] in ("serious", "critical")
    ]
    assert serious == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


async def look(page: Page, name: str) -> None:
    """Sound; and, when asked for, a picture: for the README where that shows it, else for whoever wants to look."""
    await sound(page)
    wide = (page.viewport_size or {})["width"] > 1000
    if os.environ.get("SCREENSHOTS") and wide:
        # The tour is where somebody is who has done nothing yet.
        if await page.locator("#hints").is_visible():
            await page.locator("#hints button").evaluate("button => button.click()")
        shown = f"{name}.png" in (_ROOT / "README.md").read_text()
        await page.screenshot(path=_ROOT / ("docs" if shown else "build") / "screenshots" / f"{name}.png")


def card(page: Page, words: str) -> Locator:
    """The newest message that says `words`."""
    return page.locator("article").filter(has_text=words).last


async def write(page: Page, text: str) -> None:
    """Writes a message or a command and sends it."""
    await page.get_by_role("textbox", name="Message", exact=True).fill(text)
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
