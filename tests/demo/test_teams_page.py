"""The page's Teams side in Chromium, wide and light, narrow and dark, with a stand-in that sends cards like ours."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Locator, Page, expect

from bot.demo import Workspace
from tests.demo import gallery
from tests.demo.scene import fill, gallery_bot
from tests.demo.standin import Connector, StandIn

WIDE, NARROW = (1280, "light"), (390, "dark")
#: For what does not depend on the width.
once = pytest.mark.parametrize("page", [WIDE], ids=["wide"], indirect=True)


@pytest.fixture(params=[WIDE, NARROW], ids=["wide", "narrow"])
async def page(
    request: pytest.FixtureRequest, browser: Browser, space: Workspace, standin: StandIn, connector: Connector
) -> AsyncIterator[Page]:
    """A page on the workspace with cards in it; an error in its scripts, or anything from elsewhere, fails the test."""
    await gallery_bot(space, standin, connector)
    await fill(space, connector)
    width, scheme = request.param
    context = await browser.new_context(
        viewport={"width": width, "height": 860},
        color_scheme=scheme,
        timezone_id="America/Chicago",
        reduced_motion="reduce",
    )
    page = await context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if said.type == "error" else None)
    page.on(
        "request", lambda asked: None if asked.url.startswith((space.base, "data:")) else problems.append(asked.url)
    )
    yield page
    await context.close()
    assert problems == []


async def go(page: Page, space: Workspace, person: str, place: str, platform: str = "teams") -> None:
    """Sits down as somebody in front of a place in Teams."""
    await page.goto("about:blank")
    await page.goto(f"{space.base}/#{person}/{platform}/{place}")
    await expect(page.locator("#posts article").last).to_be_visible()


async def look(page: Page) -> None:
    """No serious finding of axe-core, and nothing wider than the screen."""
    found = await Axe().run(page)
    serious = [(v["id"], v["nodes"][0]["target"]) for v in found.response["violations"] if v["impact"] in _SERIOUS]
    assert serious == []
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")


_SERIOUS = ("serious", "critical")


def post(page: Page, words: str) -> Locator:
    return page.locator("#posts article").filter(has_text=words).last


async def compose(page: Page, command: str) -> Locator:
    """Chooses an action of the message extension; the dialog it opens."""
    await page.get_by_role("button", name="Imprimatur", exact=True).click()
    await page.get_by_role("button", name=command).first.click()
    return page.get_by_role("dialog", name=command)


async def test_a_form_says_what_is_missing_and_keeps_what_was_typed(page: Page, space: Workspace) -> None:
    """The client's own sentences under the fields; then the bot's, with everything still there; then it is done."""
    await go(page, space, "U0MAYA", "marketing")
    form = await compose(page, "Propose a post")
    await form.get_by_role("button", name="Send for review").click()
    await expect(form).to_contain_text("Choose at least one network.")
    await expect(form).to_contain_text("Write the text of the post.")
    await expect(form.get_by_role("checkbox", name="Facebook")).to_be_focused()
    await look(page)

    await form.get_by_role("checkbox", name="Facebook").check()
    await form.get_by_label("Post text").fill("Free whitening!")
    await form.get_by_label("Planned day").fill("2026-11-30")
    await form.get_by_role("radio", name="No").check()
    await form.get_by_role("button", name="Send for review").click()
    await expect(form).to_contain_text("Facebook does not take “free” here.")
    await expect(form.get_by_label("Post text")).to_have_value("Free whitening!")
    await expect(form.get_by_label("Planned day")).to_have_value("2026-11-30")
    await expect(form.get_by_role("checkbox", name="Facebook")).to_be_checked()

    await form.get_by_label("Post text").fill("Whitening on Monday.")
    await form.get_by_role("button", name="Send for review").click()
    sentence = page.get_by_role("dialog")
    await expect(sentence).to_contain_text("P-1006 is in review.")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_a_decision_is_seen_by_who_pressed_and_then_by_everybody(
    page: Page, space: Workspace, connector: Connector
) -> None:
    """The reason is asked in the card; an answer for one person says so until the card changes for everybody."""
    await go(page, space, "U0PRIYA", "compliance")
    card = post(page, "P-1006")
    await card.get_by_role("button", name="More actions").click()
    await card.get_by_role("button", name="History").click()
    await expect(post(page, "Proposed by Maya Lindqvist")).to_contain_text("Shown only to you")
    message = space.teams.messages()[-1]
    assert "P-1006" in space.teams.words(message, "U0JONAH")

    await go(page, space, "U0JONAH", "compliance")
    await card.get_by_role("button", name="Request changes").click()
    await card.get_by_role("button", name="Send", exact=True).click()
    await expect(card).to_contain_text("Say why, so that the author knows what to do.")
    await look(page)
    await card.get_by_label("What should change").fill("Which Monday?")
    await card.get_by_role("button", name="Send", exact=True).click()
    await expect(card).to_contain_text("Rejected by Jonah Adler.")

    await go(page, space, "U0PRIYA", "compliance")
    await expect(card).to_contain_text("Rejected by Jonah Adler.")
    await expect(card.get_by_role("button", name="Approve")).to_have_count(0)


async def test_every_element_is_drawn_and_text_stays_text(page: Page, space: Workspace) -> None:
    """Nothing unknown, nothing from other hosts, no markup out of a text run; what acts in the client acts."""
    await go(page, space, "U0MAYA", "U0MAYA")
    await look(page)
    await expect(page.locator("#posts .unknown")).to_have_count(0)
    words = post(page, "Sizes and weights")
    await expect(words.get_by_role("link", name="a link")).to_have_attribute("href", "https://example.com")
    await expect(words).to_contain_text("<b>no HTML</b>")
    await expect(words).to_contain_text("On Mon, Nov 30, 2026 at 9:00 AM")
    await expect(words).to_contain_text("plain **not bold**")
    layout = post(page, "A container: default")
    await expect(layout.get_by_text("Folded away")).to_be_hidden()
    await layout.get_by_role("button", name="More or less").click()
    await expect(layout.get_by_text("Folded away")).to_be_visible()
    await expect(layout.get_by_role("img", name="A picture from elsewhere")).to_be_visible()

    await go(page, space, "U0PRIYA", "compliance")
    review = post(page, "P-1006")
    await expect(review).to_contain_text("[not a link](https://example.com) <b>not bold</b>")
    await expect(review.get_by_role("link")).to_have_count(0)


@once
async def test_inputs_send_what_teams_sends(page: Page, space: Workspace, standin: StandIn) -> None:
    """Every kind of input checked on the page and sent as strings; an action without inputs sends none."""
    await go(page, space, "U0MAYA", "U0MAYA")
    card = post(page, "One line")
    await card.get_by_label("One line").fill("1042")
    await card.get_by_label("Days").fill("12")
    await card.get_by_role("button", name="Send", exact=True).click()
    for sentence in ("Like P-1042.", "1 to 9, please.", "Confirm that you have read it."):
        await expect(card).to_contain_text(sentence)
    await card.get_by_label("One line").fill("P-1042")
    await card.get_by_label("Several lines").fill("a\nb")
    await card.get_by_label("Days").fill("3")
    await card.get_by_label("Day", exact=True).fill("2026-11-30")
    await card.get_by_label("Hour").fill("09:30")
    await card.get_by_label("I have read it").check()
    await card.get_by_label("One, compact").select_option("linkedin")
    await card.get_by_role("group", name="Several").get_by_label("Instagram").check()
    await card.get_by_role("button", name="Send", exact=True).click()
    await expect(card).to_contain_text("Nothing to do: this is a stand-in.")
    expected = {"line": "P-1042", "lines": "a\nb", "days": "3", "day": "2026-11-30", "hour": "09:30", "sure": "true"}
    expected |= {"one": "linkedin", "other": "x", "many": "facebook,instagram,x", "subject": "7/2"}
    assert standin.last("adaptiveCard/action")["value"]["action"]["data"] == expected


@once
async def test_the_chat_takes_text_and_files(page: Page, space: Workspace, standin: StandIn) -> None:
    """A form from a card in it, a file beside the text, an answer with Teams' marks."""
    await go(page, space, "U0MAYA", "U0MAYA")
    await post(page, "It appears in the compliance channel").get_by_role("button", name="Propose a post").click()
    await expect(page.get_by_role("dialog", name="Propose a post")).to_be_visible()
    await page.get_by_role("button", name="Close").click()
    await page.locator("#compose input[type=file]").set_input_files(
        {"name": "room.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n"}
    )
    await expect(page.locator("#compose")).to_contain_text("room.png")
    await page.get_by_role("textbox", name="Message in Teams").fill("Here is the room")
    await page.keyboard.press("Enter")
    await expect(post(page, "Here is the room")).to_contain_text("Imprimatur heard: Here is the room")
    await expect(page.locator("#posts article").filter(has_text="room.png")).to_have_count(1)
    heard = standin.last("message")
    assert heard["attachments"][0]["name"] == "room.png"


@once
async def test_what_is_filled_in_survives_news(page: Page, space: Workspace) -> None:
    """An answer under the card, written by somebody else meanwhile, takes neither the words nor the focus."""
    await go(page, space, "U0PRIYA", "compliance")
    card = post(page, "P-1006")
    await card.get_by_role("button", name="Request changes").click()
    await page.keyboard.type("Which Mon")
    await space.teams.say("U0RUTH", "I am looking too", "compliance", space.teams.messages()[-1]["id"])
    await expect(card).to_contain_text("I am looking too")
    await page.keyboard.type("day?")
    await expect(card.get_by_label("What should change")).to_have_value("Which Monday?")


@once
async def test_a_channel_with_threads_and_a_mention(page: Page, space: Workspace, standin: StandIn) -> None:
    """An answer goes under its post; what is being written survives news; a mention reaches the bot."""
    await go(page, space, "U0RUTH", "general")
    await page.get_by_role("textbox", name="Message in Teams").fill("Who is in on Monday?")
    await page.keyboard.press("Enter")
    thread = post(page, "Who is in on Monday?")
    await thread.get_by_role("textbox").fill("I am")
    root = space.teams.messages("general")[-1]["id"]
    await space.teams.say("U0TOMAS", "Me too", "general", root)
    await expect(thread).to_contain_text("Me too")
    await expect(thread.get_by_role("textbox")).to_have_value("I am")
    await thread.get_by_role("button", name="Reply").click()
    await expect(thread.locator("article")).to_have_count(2)
    before = len(standin.heard)
    await page.get_by_role("button", name="Mention Imprimatur").click()
    await page.keyboard.press("End")
    await page.keyboard.type("help")
    await page.keyboard.press("Enter")
    await expect(post(page, "@Imprimatur help")).to_contain_text("heard")
    assert len(standin.heard) == before + 1


async def test_the_platforms_share_the_person_and_the_panel(page: Page, space: Workspace, connector: Connector) -> None:
    """The switch keeps who is looking; what Teams refused is in the same list as what Slack refused."""
    wide = (page.viewport_size or {})["width"] > 1_000
    await page.goto(f"{space.base}/#U0PRIYA/C0COMPLY")
    await expect(page.get_by_role("heading", name="#compliance")).to_be_visible()
    if not wide:
        await page.get_by_role("button", name="Channels").click()
    await page.get_by_role("button", name="Teams", exact=False).first.click()
    await page.get_by_role("link", name="Compliance").click()
    await expect(page.get_by_role("heading", name="Compliance", exact=True)).to_be_visible()
    assert "U0PRIYA/teams/compliance" in page.url
    bad = gallery.card({"type": "Carousel"})
    await connector.post("19:riverside0compliance@thread.tacv2", {"type": "message", "attachments": [{"content": bad}]})
    if not wide:
        await page.get_by_role("button", name="Recorded").click()
    await page.get_by_role("tab", name="Refused").click()
    await expect(page.get_by_role("tabpanel", name="Refused")).to_contain_text("teams post")
    await look(page)


async def test_side_by_side_both_platforms_are_live(page: Page, space: Workspace, connector: Connector) -> None:
    """A card that changes in Teams changes there while Slack's channel stands beside it; narrow screens show one."""
    await go(page, space, "U0PRIYA", "compliance", "both")
    wide = (page.viewport_size or {})["width"] > 1_000
    await expect(page.get_by_role("heading", name="#compliance")).to_be_visible(visible=wide)
    place, message = space.teams.world.conversations["compliance"], space.teams.messages()[-1]
    update: dict[str, Any] = {"type": "message", "text": "P-1006 is approved."}
    await connector.call("PUT", f"v3/conversations/{place.id}/activities/{message['id']}", update)
    await expect(post(page, "P-1006 is approved.")).to_contain_text("Edited")
    space.say("U0RUTH", "C0COMPLY", "Seen on both sides.")
    await expect(page.locator("#log").get_by_text("Seen on both sides.")).to_be_visible(visible=wide)
    await look(page)


@once
async def test_it_can_be_used_by_keyboard(page: Page, space: Workspace) -> None:
    """Menus open and close by key and give the focus back; what can be pressed without being a button takes Enter."""
    await go(page, space, "U0PRIYA", "compliance")
    apps = page.get_by_role("button", name="Imprimatur", exact=True)
    await apps.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Propose a post")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(apps).to_be_focused()
    more = post(page, "P-1006").get_by_role("button", name="More actions")
    await more.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="History")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(more).to_be_focused()
    await go(page, space, "U0MAYA", "U0MAYA")
    pressed = page.locator("[role=button]", has_text="Pressing here writes to the bot")
    await pressed.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_text("Nothing to do: this is a stand-in.")).to_be_visible()
