"""The main job in a browser, from the first word to the recorded link, wide and narrow."""

from playwright.async_api import Page, expect

from bot.demo import Workspace
from tests.journeys.acting import card, go, look, send, write


async def test_from_the_first_word_to_the_recorded_link(page: Page, workspace: Workspace) -> None:
    """Propose, request changes, resubmit, approve, publish; card, author and ledger agree."""
    await go(page, workspace.base, "U0MAYA", "C0MARKET")
    await write(page, "/propose-post Free whitening for the first ten callers!")
    form = page.get_by_role("dialog", name="Propose a post")
    await expect(form.get_by_label("Post text")).to_have_value("Free whitening for the first ten callers!")
    await form.get_by_label("Facebook").check()
    await look(page, "propose")
    await form.get_by_role("radio", name="No", exact=True).check()
    await send(page, "Send for review")

    await go(page, workspace.base, "U0PRIYA", "C0COMPLY")
    await expect(card(page, "P-1006")).to_contain_text("Free whitening")
    await card(page, "P-1006").get_by_role("button", name="Request changes").click()
    await page.get_by_role("dialog").get_by_label("Reason").fill("Free for whom, and until when?")
    await send(page, "Send")
    await expect(card(page, "P-1006")).to_contain_text("Changes requested")

    await go(page, workspace.base, "U0MAYA", "D0MAYA")
    await card(page, "P-1006").get_by_role("button", name="Edit and resubmit").click()
    text = "Free whitening for the first ten callers on Monday, new patients included."
    await page.get_by_role("dialog").get_by_label("Post text").fill(text)
    await send(page, "Resubmit")

    await go(page, workspace.base, "U0JONAH", "C0COMPLY")
    await expect(card(page, "revision 2")).to_contain_text("Changes since revision 1")
    await look(page, "review")
    await card(page, "revision 2").get_by_role("button", name="Approve").click()
    await expect(card(page, "revision 2")).to_contain_text("Approved by Jonah Adler")
    await card(page, "revision 2").get_by_role("button", name="History").click()
    await expect(page.get_by_role("dialog")).to_contain_text("approved revision 2")
    await look(page, "history")

    await go(page, workspace.base, "U0MAYA", "D0MAYA")
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
    await go(page, workspace.base, "U0MAYA", "C0MARKET")
    await write(page, "/propose-post " + "a" * 281)
    form = page.get_by_role("dialog", name="Propose a post")
    await form.get_by_role("checkbox", name="X", exact=True).check()
    await form.get_by_role("radio", name="No", exact=True).check()
    await form.get_by_role("button", name="Send for review").click()
    await expect(form).to_contain_text("X takes 280 characters; this text counts 281 there.")
    await expect(form.get_by_label("Post text")).to_have_value("a" * 281)
