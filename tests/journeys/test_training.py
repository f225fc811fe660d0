"""A course in a browser, from the command to the certificate and its PDF; light and dark, wide and narrow."""

import pytest
from playwright.async_api import Browser, Locator, expect

from bot.demo import Workspace
from handlers.training import course_versions
from handlers.training.courses import reading
from tests.journeys.acting import Slack, look, sound, write
from tests.journeys.conftest import audit, opened_page

COURSE = reading.parse(course_versions.SHIPPED[0].read_bytes())


async def press(form: Locator, button: str) -> None:
    await form.get_by_role("button", name=button, exact=True).click()


async def answer(form: Locator) -> bool:
    """Answers the question in front, rightly; whether it was the last one."""
    await expect(form.get_by_role("button", name="Answer", exact=True)).to_be_visible()
    said = await form.inner_text()
    question = next(one for one in COURSE.questions if one.title in said)
    await form.get_by_role("radio", name=question.options[question.right].text[:40]).check()
    await press(form, "Answer")
    await expect(form).to_contain_text("✓ Right.")
    return await form.get_by_role("button", name="Hand in", exact=True).count() == 1


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light")])
async def test_from_the_course_to_the_certificate(
    browser: Browser, workspace: Workspace, width: int, scheme: str
) -> None:
    """Overview, lessons, quiz, result, sanctions, signature, certificate, and the PDF behind its button."""
    async with opened_page(browser, workspace.base, width, color_scheme=scheme) as page:
        slack, form, before = Slack(page, workspace), page.get_by_role("dialog"), len(await audit(workspace))
        await slack.go("U0TOMAS", "marketing")
        await write(page, "/training")
        await expect(form).to_contain_text(COURSE.title)
        await look(page, f"slack-training-{scheme}")
        await press(form, "Start")
        # He has proposed posts, so he gets what is for those who look after accounts.
        for number in COURSE.lessons_for({"account_manager"}):
            await expect(form.get_by_role("heading", name=COURSE.lessons[number].title)).to_be_visible()
            await look(page, f"slack-lesson-{scheme}")
            await press(form, "Next")
        await expect(form).to_contain_text("Question 1 of")
        await look(page, f"slack-quiz-{scheme}")
        while not await answer(form):
            await look(page, f"slack-explanation-{scheme}")
            await press(form, "Next")
        await press(form, "Hand in")
        await expect(form.get_by_role("heading", name="You have passed")).to_be_visible()
        await look(page, f"slack-result-{scheme}")
        await press(form, "Next")
        await expect(form).to_contain_text(COURSE.penalties[0].amount)
        await look(page, f"slack-sanctions-{scheme}")
        await press(form, "Next")
        await form.get_by_label("Your name").fill("Tomás Reyes")
        await look(page, f"slack-signing-{scheme}")
        await press(form, "Sign")
        await expect(form.get_by_role("heading", name="Certificate of completion")).to_be_visible()
        await look(page, f"slack-certificate-{scheme}")
        view = workspace.view("U0TOMAS")
        assert view is not None
        [address] = [e["url"] for b in view["blocks"] if b["type"] == "actions" for e in b["elements"]]
        pdf = await page.request.get(address)
        assert (await pdf.body()).startswith(b"%PDF")
        await sound(page)
        trail = [tag for tag, _, _ in (await audit(workspace))[before:]]
        assert trail == ["learner:quiz:handed_in", "learner:course:completed"]
