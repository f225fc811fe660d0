"""The main job in a browser, from the first word to the recorded link: one script for both platforms."""

import pytest
from playwright.async_api import Browser, Page, expect

from bot.demo import Workspace
from tests.journeys.acting import Chat, Slack, Teams, go, look, sound
from tests.journeys.conftest import audit, opened_page

TRAIL = [
    ("proposal:revision:submitted", "Maya Lindqvist"),
    ("proposal:decision:changes_requested", "Dr. Priya Raman"),
    ("proposal:revision:revised", "Maya Lindqvist"),
    ("proposal:decision:approved", "Jonah Adler"),
    ("proposal:publication:published", "Maya Lindqvist"),
]


@pytest.fixture(params=[Slack, Teams], ids=["slack", "teams"])
def chat(request: pytest.FixtureRequest, page: Page, workspace: Workspace) -> Chat:
    """Either platform."""
    found: Chat = request.param(page, workspace)
    return found


async def test_from_the_first_word_to_the_recorded_link(chat: Chat, workspace: Workspace) -> None:
    """Propose, request changes, resubmit, approve, publish; card, author and ledger agree, whatever the platform."""
    page, before = chat.page, len(await audit(workspace))
    await chat.go("U0MAYA", "marketing")
    form = await chat.compose("Free whitening for the first ten callers!")
    await expect(form.get_by_label("Post text")).to_have_value("Free whitening for the first ten callers!")
    await form.get_by_label("Facebook").check()
    await look(page, f"{chat.platform}-propose")
    await form.get_by_role("radio", name="No", exact=True).check()
    await chat.send("Send for review")

    await chat.go("U0PRIYA", "compliance")
    await expect(chat.card("P-1006")).to_contain_text("Free whitening")
    await chat.ask_for_changes("P-1006", "Free for whom, and until when?")
    await expect(chat.card("P-1006")).to_contain_text("Changes requested")
    await sound(page)

    await chat.go("U0MAYA", "chat")
    await expect(chat.card("P-1006")).to_contain_text("Free for whom, and until when?")
    await sound(page)
    await chat.press("P-1006", "Edit and resubmit")
    text = "Free whitening for the first ten callers on Monday, new patients included."
    await chat.form().get_by_label("Post text").fill(text)
    await chat.send("Resubmit")

    await chat.go("U0JONAH", "compliance")
    await expect(chat.card("revision 2")).to_contain_text("Changes since revision 1")
    await look(page, f"{chat.platform}-review")
    await chat.press("revision 2", "Approve")
    await expect(chat.card("revision 2")).to_contain_text("Approved by Jonah Adler")
    await chat.press("revision 2", "History")
    await expect(chat.form()).to_contain_text("approved revision 2")
    await look(page, f"{chat.platform}-history")

    await chat.go("U0MAYA", "chat")
    await expect(chat.card("P-1006")).to_contain_text("Mark as published")
    await expect(chat.card("P-1006")).to_contain_text(text)
    await look(page, f"{chat.platform}-approved")
    await chat.press("P-1006", "Mark as published")
    await chat.form().get_by_label("Facebook").fill("https://facebook.com/riverside/1200")
    await chat.send("Record")
    await expect(chat.card("P-1006")).to_contain_text("is recorded as published")
    expected = [(tag, chat.platform, name) for tag, name in TRAIL]
    assert (await audit(workspace))[before:] == expected
    await expect(page.get_by_text(f"intact · {before + len(TRAIL)} entries")).to_be_attached()


async def test_proposed_in_slack_and_decided_in_teams(browser: Browser, workspace: Workspace) -> None:
    """Side by side: the same proposal arrives on both sides, and one press changes both cards."""
    async with opened_page(browser, workspace.base, 1280) as page:
        before, slack, teams = len(await audit(workspace)), Slack(page, workspace), Teams(page, workspace)
        await slack.go("U0MAYA", "marketing")
        form = await slack.compose("Free parking behind the house, all December.")
        await form.get_by_label("Facebook").check()
        await form.get_by_role("radio", name="No", exact=True).check()
        await slack.send("Send for review")

        await workspace.settle()
        await go(page, workspace.base, "U0PRIYA", "both/compliance")
        for side in (slack, teams):
            await expect(side.card("P-1006")).to_contain_text("Free parking")
            await expect(side.card("P-1006").get_by_role("button", name="Approve")).to_be_visible()
        await sound(page)
        await teams.press("P-1006", "Approve")
        for side in (slack, teams):
            await expect(side.card("P-1006")).to_contain_text("Approved by Dr. Priya Raman")
            await expect(side.card("P-1006").get_by_role("button", name="Approve")).to_have_count(0)
        await look(page, "both")
        assert (await audit(workspace))[before:] == [
            ("proposal:revision:submitted", "slack", "Maya Lindqvist"),
            ("proposal:decision:approved", "teams", "Dr. Priya Raman"),
        ]


@pytest.mark.parametrize("page", [1280], indirect=True)
async def test_a_refused_answer_keeps_what_was_typed(chat: Chat) -> None:
    """The sentence stands under its field and names network, count and limit."""
    await chat.go("U0MAYA", "marketing")
    form = await chat.compose("a" * 281)
    await form.get_by_role("checkbox", name="X", exact=True).check()
    await form.get_by_role("radio", name="No", exact=True).check()
    await form.get_by_role("button", name="Send for review").click()
    await expect(form).to_contain_text("X takes 280 characters; this text counts 281 there.")
    await expect(form.get_by_label("Post text")).to_have_value("a" * 281)
    await sound(chat.page)
