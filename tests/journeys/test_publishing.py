"""What privacy officers publish, and what everybody reads before posting: in a browser, on both platforms."""

import os
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.demo import Workspace
from handlers.training import course_versions
from tests.journeys.acting import Slack, go, look, sound, write
from tests.journeys.conftest import audit, opened_page

SHIPPED = course_versions.SHIPPED[0].read_text("utf-8")
CHANGED = SHIPPED.replace("# Replying to reviews", "# Replying to reviews and comments").replace(
    "Leave replies to the colleagues", "Leave every reply to the colleagues"
)
BROKEN = CHANGED.replace("pass_mark = 80", 'pass_mark = "eighty"').replace("- [x] Only after", "- [ ] Only after")
PHOTOS = (
    "# Photos and videos\n\nNo picture of a patient without a **signed** authorization.\n\n## Rooms\n\n- Look at all "
    "four corners.\n- No screens, no charts, no whiteboards.\n\n| where | who |\n|---|---|\n| front desk | Maya |\n"
)
LOOKS = [(1280, "light"), (390, "dark")]


async def attach(page: Page, name: str, content: str) -> None:
    files: Any = [{"name": name, "mimeType": "text/markdown", "buffer": content.encode()}]
    await page.get_by_role("dialog").locator("input[type=file]").set_input_files(files)


async def press(form: Locator, button: str) -> None:
    await form.get_by_role("button", name=button, exact=True).click()


async def close(page: Page) -> None:
    """Closes the form in front of everything."""
    await page.get_by_role("dialog").get_by_role("button", name="Close", exact=True).last.click()
    await expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), LOOKS[:1])
async def test_a_course_in_slack(browser: Browser, workspace: Workspace, width: int, scheme: Any) -> None:
    """Mistakes by line, then what changes, then published; and what people read before posting."""
    async with opened_page(browser, workspace.base, width, color_scheme=scheme) as page:
        slack, form, before = Slack(page, workspace), page.get_by_role("dialog"), len(await audit(workspace))
        named = lambda name: f"slack-{name}-{scheme}"  # noqa: E731
        await slack.go("U0RUTH", "marketing")
        await write(page, "/compliance courses")
        await expect(form).to_contain_text("came with Imprimatur")
        await look(page, named("courses"))
        await press(form, "Publish a course")
        await attach(page, "course.md", BROKEN)
        await press(form, "Check")
        await expect(form).to_contain_text("2 mistakes to mend")
        await look(page, named("course-mistakes"))
        await attach(page, "course.md", CHANGED)
        await press(form, "Check")
        await expect(form).to_contain_text("New lesson: Replying to reviews and comments.")
        await look(page, named("course-preview"))
        await form.get_by_role("radio", name="Yes: everybody learns it again").check()
        await press(form, "Publish")
        await expect(form).to_contain_text("Version 2 of “Patients, posts and privacy” is published.")
        await look(page, named("course-published"))
        await close(page)
        for word, said in (("examples", "Answers that always work"), ("penalties", "Source: 45 CFR 160.404")):
            await write(page, f"/compliance {word}")
            await expect(form).to_contain_text(said)
            await look(page, named(word))
            await close(page)
        trail = [tag for tag, _, _ in (await audit(workspace))[before:]]
        assert trail == [
            "compliance:course:published",
            "training:requirement:required",
            "training:requirement:assigned",
        ]


async def say(page: Page, text: str) -> None:
    await page.get_by_role("textbox", name="Message in Teams").fill(text)
    await page.keyboard.press("Enter")


async def send_file(page: Page, name: str, content: str) -> None:
    """Sends a file to the bot, as people do before they use it; waits for what it makes of it."""
    files: Any = [{"name": name, "mimeType": "text/markdown", "buffer": content.encode()}]
    await page.locator("#compose input[type=file]").set_input_files(files)
    await expect(page.locator("#compose")).to_contain_text(name)
    await page.get_by_role("textbox", name="Message in Teams").focus()
    await page.keyboard.press("Enter")
    # The bot pauses between two messages.
    kept = page.locator("#posts article").filter(has_text=f"Kept: {name}")
    await expect(kept).to_have_count(1, timeout=20_000)


@pytest.mark.parametrize(("width", "scheme"), LOOKS[1:])
async def test_a_course_in_teams(browser: Browser, workspace: Workspace, width: int, scheme: Any) -> None:
    """The same, with files sent ahead."""
    async with opened_page(browser, workspace.base, width, color_scheme=scheme) as page:
        posts, form = page.locator("#posts"), page.get_by_role("dialog")
        named = lambda name: f"teams-{name}-{scheme}"  # noqa: E731
        await go(page, workspace.base, "U0RUTH", "teams/U0RUTH")
        await say(page, "courses")
        await expect(posts).to_contain_text("came with Imprimatur")
        await look(page, named("courses"))
        await send_file(page, "course.md", BROKEN)
        await posts.get_by_role("button", name="It is a course").last.click()
        await expect(form).to_contain_text("2 mistakes to mend")
        await look(page, named("course-mistakes"))
        await close(page)
        await send_file(page, "mended.md", CHANGED)
        await posts.get_by_role("button", name="It is a course").last.click()
        await expect(form).to_contain_text("New lesson: Replying to reviews and comments.")
        await look(page, named("course-preview"))
        await form.get_by_role("radio", name="Yes: everybody learns it again").check()
        await press(form, "Publish")
        await expect(form).to_contain_text("Version 2 of “Patients, posts and privacy” is published.")
        await close(page)
        for word, said in (("examples", "Answers that always work"), ("penalties", "Source: 45 CFR 160.404")):
            await say(page, word)
            await expect(posts).to_contain_text(said, timeout=20_000)
            await look(page, named(word))


@pytest.mark.parametrize(("width", "scheme"), LOOKS[:1])
async def test_a_policy_in_teams_and_the_handbook(
    browser: Browser, workspace: Workspace, width: int, scheme: Any
) -> None:
    """A policy is published, changed where it stands, and is in the handbook, legible on every screen."""
    async with opened_page(browser, workspace.base, width, color_scheme=scheme) as page:
        posts, form = page.locator("#posts"), page.get_by_role("dialog")
        named = lambda name: f"teams-{name}-{scheme}"  # noqa: E731
        await listed(workspace)
        await go(page, workspace.base, "U0RUTH", "teams/U0RUTH")
        await say(page, "policy")
        await posts.get_by_role("button", name="New policy").last.click()
        await form.get_by_label("Short name").fill("No Photos")
        await form.get_by_label("Title").fill("Photos and videos")
        await form.get_by_label("Text", exact=True).fill(PHOTOS)
        await press(form, "Publish")
        await expect(form).to_contain_text("small letters")
        await look(page, named("policy-wrong"))
        await expect(form.get_by_label("Text", exact=True)).to_have_value(PHOTOS)
        await form.get_by_label("Short name").fill("photos")
        await press(form, "Publish")
        await expect(form).to_contain_text("Version 1 is published")
        await look(page, named("policy-published"))
        await press(form, "New version")
        await form.get_by_label("Text", exact=True).fill(PHOTOS.replace("all four corners", "every corner"))
        await form.get_by_label("What is different?").fill("Every corner, not four.")
        await look(page, named("policy-version"))
        await press(form, "Publish")
        await expect(form).to_contain_text("Version 2 is published")
        await close(page)
        await say(page, "handbook")
        opening = posts.get_by_role("button", name="Open the handbook").or_(
            posts.get_by_role("link", name="Open the handbook")
        )
        await expect(opening.last).to_be_visible(timeout=20_000)
        await look(page, named("handbook"))
        async with page.context.expect_page() as opened:
            await opening.last.click()
        read = await opened.value
        await expect(read.get_by_role("heading", level=1)).to_have_text("Social media handbook")
        for said in (
            "Riverside Family Dental",
            "every corner",
            "Dr. Priya Raman",
            "$145 to $73,011",
            "3,000 characters",
        ):
            await expect(read.locator("main")).to_contain_text(said)
        await sound(read)
        if os.environ.get("SCREENSHOTS"):
            await read.screenshot(path=f"build/screenshots/handbook-{width}-{scheme}.png", full_page=True)
            await read.emulate_media(media="print")
            await read.pdf(path=f"build/screenshots/handbook-{width}.pdf", format="Letter")


async def listed(workspace: Workspace) -> None:
    """Ruth and Maya are on the staff list."""
    await workspace.command("U0RUTH", "/compliance", "training import")
    table = (
        "account,name,group,joined_on\nslack:U0RUTH,Ruth Okafor,Office,2020-03-02\nslack:U0MAYA,Maya,Desk,2020-03-02\n"
    )
    for answers in ({"text": table}, {}):
        assert await workspace.submit("U0RUTH", answers) == {"ok": True}
    workspace.close("U0RUTH")
