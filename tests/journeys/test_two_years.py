"""A new colleague through two years: hired, trained, reminded, late, escalated, done; one script for both platforms."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.async_api import Browser, Locator, expect

from bot.demo import Workspace
from bot.demo.practice import NEWCOMER, PEOPLE
from bot.demo.seed import COURSE, LINKED
from bot.demo.teams.practice import IDENTITIES
from tests.bot import test_training as in_slack
from tests.bot.acting import CHICAGO, at_work
from tests.journeys import test_training as slack_form
from tests.journeys import test_training_in_teams as teams_form
from tests.journeys.acting import Chat, Slack, Teams, look, sound, tab, write
from tests.journeys.conftest import audit, opened_page
from tests.teams import learning as in_teams
from tests.teams import looking
from tests.teams.acting import ask, opens

NAME, RUTH, JONAH = PEOPLE[NEWCOMER].name, "U0RUTH", "U0JONAH"
TEXT = "Free parking behind the house, all December."
_DAY = timedelta(days=1)


class Newcomer:
    """Somebody new, in front of one platform."""

    def __init__(self, chat: Chat, space: Workspace) -> None:
        self.chat = chat
        self.page = chat.page
        self.space = space

    account: str

    def told(self) -> list[str]:
        """What they were told about training, as it stands now, oldest first."""
        raise NotImplementedError

    async def answer(self) -> None:
        """Answers the question in front of them."""
        raise NotImplementedError

    async def turn(self, button: str) -> None:
        """Goes on to the page behind a button of the form."""
        raise NotImplementedError

    async def learn_again(self) -> str:
        """Does the whole course without the page; the certificate."""
        raise NotImplementedError

    async def learn(self) -> None:
        """Walks through the course that is open, from its first lesson to the certificate."""
        form = self.chat.form()
        while "Question 1 of" not in await form.inner_text():
            await self.turn("Next")
        await self.answer()
        while not await form.get_by_role("button", name="Hand in", exact=True).count():
            await self.turn("Next")
            await self.answer()
        for button in ("Hand in", "Next", "Next"):
            await self.turn(button)
        await form.get_by_label("Your name").fill(NAME)
        await self.turn("Sign")
        await expect(form).to_contain_text("Certificate of completion")
        await expect(form).to_contain_text(NAME)

    async def refused(self, words: str) -> None:
        """Tries to propose a post; it is refused in words, and the text stays."""
        form = await self._propose()
        await expect(form).to_contain_text(words)
        await expect(form.get_by_label("Post text")).to_have_value(TEXT)
        await sound(self.page)
        self.close()

    def close(self) -> None:
        """Closes what is open."""
        raise NotImplementedError

    async def proposes(self) -> None:
        """Proposes a post, which goes to review."""
        seen = len(self.space.messages())
        await self._propose()
        await self.space.world.until(lambda: len(self.space.messages()) > seen)
        self.close()

    async def _propose(self) -> Locator:
        await self.chat.go(NEWCOMER, "marketing")
        form = await self.chat.compose(TEXT)
        await form.get_by_label("Facebook").check()
        await form.get_by_role("radio", name="No", exact=True).check()
        await form.get_by_role("button", name="Send for review").click()
        return form


class InSlack(Newcomer):
    account = f"slack:{NEWCOMER}"

    def told(self) -> list[str]:
        return [str(one) for one in self.space.direct(NEWCOMER) if "Training: " in str(one)]

    async def answer(self) -> None:
        await slack_form.answer(self.chat.form())

    def close(self) -> None:
        self.space.close(NEWCOMER)

    async def turn(self, button: str) -> None:
        before = await self.chat.form().inner_text()
        await slack_form.press(self.chat.form(), button)
        await expect(self.chat.form().locator("[aria-busy=true]")).to_have_count(0)
        await expect(self.chat.form()).not_to_have_text(before, use_inner_text=True)

    async def learn_again(self) -> str:
        said = await in_slack.learn(self.space, NEWCOMER, NAME)
        self.close()
        return said


class InTeams(Newcomer):
    account = f"teams:{IDENTITIES[NEWCOMER].aad}"

    def told(self) -> list[str]:
        said = (self.space.teams.words(one) for one in self.space.teams.personal(NEWCOMER))
        return [words for words in said if "Training: " in words]

    def close(self) -> None:
        self.space.teams.close(NEWCOMER)

    async def answer(self) -> None:
        await teams_form.answer(self.page)

    async def turn(self, button: str) -> None:
        await teams_form.press(self.page, button)

    async def learn(self) -> None:
        await self.turn("Begin")
        await super().learn()

    async def learn_again(self) -> str:
        await ask(self.space, NEWCOMER, "training")
        await opens(self.space, NEWCOMER, self.space.teams.personal(NEWCOMER)[-1], "Do it again")
        await self.space.teams.submit(NEWCOMER, {}, "Begin")
        said = await in_teams.walk(self.space, "Certificate of completion", NEWCOMER)
        self.close()
        return said


def digests(space: Workspace, person: str) -> list[str]:
    """Those somebody has had, oldest first."""
    said = (str(one) for one in space.direct(person))
    return [words for words in said if "who of your people is late" in words or "where the practice stands" in words]


async def later(newcomer: Newcomer, step: str, times: int = 1) -> None:
    """Moves the clock as people do, and waits until everybody is told what they then are."""
    button = newcomer.page.get_by_role("button", name=step, exact=True)
    for _ in range(times):
        await button.click()
        await expect(button).not_to_have_attribute("aria-busy", "true")
        await newcomer.space.settle()


async def later_until(newcomer: Newcomer, met: Callable[[], bool], days: int) -> None:
    """Lets days pass until something has happened."""
    for _ in range(days):
        if met():
            return
        await later(newcomer, "+ 1 day")
    assert met(), newcomer.told()


@pytest.mark.parametrize(("chats", "newcomers"), [(Slack, InSlack), (Teams, InTeams)], ids=["slack", "teams"])
async def test_from_the_first_day_through_two_years(
    browser: Browser, workspace: Workspace, chats: type[Chat], newcomers: type[Newcomer]
) -> None:
    """Hire, course, certificate, yearly reminder, overdue, manager, privacy officer, no more posts, done, and so on."""
    async with opened_page(browser, workspace.base, 1280) as page:
        space, chat = workspace, chats(page, workspace)
        noor, officer, before = newcomers(chat, space), Slack(page, space), len(await audit(space))
        await at_work(space)

        # The first day: an account, and what everybody has to do.
        await chat.go(RUTH, "marketing")
        await tab(page, "Clock")
        await look(page, f"{chat.platform}-before-the-hire")
        await page.get_by_role("button", name=f"Joins {chat.platform.title()} today").click()
        await expect(page.get_by_label("You are")).to_have_value(NEWCOMER)
        await chat.go(NEWCOMER, "chat")
        await expect(chat.card("Training: ")).to_contain_text("because you are new")
        await expect(chat.card("Training: ")).to_contain_text("Welcome to the practice")
        await look(page, f"{chat.platform}-hired")
        await noor.refused("Before you propose your first post, please finish")

        # The course, and what it opens.
        await chat.go(NEWCOMER, "chat")
        await chat.press("Training: ", "Start now")
        await noor.learn()
        await look(page, f"{chat.platform}-two-years-certificate")
        await certificate_is_a_pdf(chat, space)
        noor.close()
        await chat.go(NEWCOMER, "chat")
        await expect(chat.card("Training: ")).to_contain_text("All of this is done")
        await noor.proposes()
        await managed(space, noor.account)

        # A year later (done early, it keeps the day it was due): one message, put off by a day.
        await tab(page, "Clock")
        await later(noor, "+ 1 month", 12)
        assert len(noor.told()) == 1
        await later(noor, "+ 1 week")
        await later_until(noor, lambda: len(noor.told()) == 2, 3)
        await trained_elsewhere(space)
        await chat.go(NEWCOMER, "chat")
        await expect(chat.card("for you to do")).to_contain_text("the yearly refresher")
        await look(page, f"{chat.platform}-reminder")
        await chat.press("for you to do", "Remind me tomorrow")
        await expect(page.locator(chat.messages).last).to_contain_text("You will hear of it again on")
        await tab(page, "Clock")
        await later_until(noor, lambda: len(noor.told()) == 3, 3)

        # Late: themselves, then the manager, then the privacy officer; then no more posts.
        await later(noor, "+ 1 month")
        await later_until(noor, lambda: "overdue" in noor.told()[-1], 8)
        await later_until(noor, lambda: NAME in "".join(digests(space, JONAH)), 15)
        await later_until(noor, lambda: NAME in "".join(digests(space, RUTH)), 15)
        await later(noor, "+ 1 day")
        await officer.go(JONAH, "chat")
        await expect(officer.card("who of your people is late")).to_contain_text(NAME)
        await look(page, f"{chat.platform}-manager-digest")
        await officer.go(RUTH, "chat")
        await expect(officer.card("where the practice stands")).to_contain_text(NAME)
        await look(page, f"{chat.platform}-digest")
        await dashboard(chat)
        await noor.refused("so you cannot propose posts until it is done")

        # Done: everything stops, and the next year begins.
        assert NAME in await noor.learn_again()
        await space.settle()
        assert all("All of this is done" in words for words in noor.told())
        told, heard = len(noor.told()), len(digests(space, RUTH))
        await chat.go(NEWCOMER, "chat")
        await tab(page, "Clock")
        await later(noor, "+ 1 month")
        await later_until(noor, lambda: len(digests(space, RUTH)) > heard, 8)
        assert NAME not in digests(space, RUTH)[-1] + digests(space, JONAH)[-1]
        assert len(noor.told()) == told
        await noor.proposes()

        # A clock that jumps over the whole cycle tells it once.
        await chat.go(NEWCOMER, "chat")
        await tab(page, "Clock")
        await later(noor, "+ 1 year")
        await later_until(noor, lambda: len(noor.told()) > told, 3)
        assert len(noor.told()) == told + 1
        assert NAME in await noor.learn_again()
        await space.settle()
        assert all("All of this is done" in words for words in noor.told())
        assert space.clock.offset > 2 * 365 * _DAY
        trail = [(tag, platform) for tag, platform, who in (await audit(space))[before:] if who == NAME]
        learnt = [("learner:quiz:handed_in", chat.platform), ("learner:course:completed", chat.platform)]
        posted = [("proposal:revision:submitted", chat.platform)]
        assert trail == learnt + posted + learnt + posted + learnt


async def trained_elsewhere(space: Workspace) -> None:
    """Ruth lists that everybody but Tomás and the new colleague did the course today, somewhere else."""
    today = space.clock().astimezone(CHICAGO).date()
    lines = [f"slack:{who},{COURSE},{today}" for who in LINKED]
    await imported(space, "\n".join(["account,course,completed_on", *lines]))


async def managed(space: Workspace, account: str) -> None:
    """Ruth says who looks after the new colleague."""
    await imported(space, f"account,group,manager\n{account},Front desk,slack:{JONAH}")


async def imported(space: Workspace, table: str) -> None:
    await space.command(RUTH, "/compliance", "training import")
    for answers in ({"text": table}, {}):
        assert await space.submit(RUTH, answers) == {"ok": True}
    space.close(RUTH)


async def certificate_is_a_pdf(chat: Chat, space: Workspace) -> None:
    """The button on the certificate leads to one."""
    if chat.platform == "slack":
        view = space.view(NEWCOMER)
        assert view is not None
        [address] = [e["url"] for b in view["blocks"] if b["type"] == "actions" for e in b["elements"]]
    else:
        address = looking.actions(in_teams.card(space, NEWCOMER))["Open as PDF"]["url"]
    assert (await (await chat.page.request.get(address)).body()).startswith(b"%PDF")


async def dashboard(chat: Chat) -> None:
    """Ruth looks where the practice stands."""
    if chat.platform == "slack":
        await write(chat.page, "/compliance training")
        await expect(chat.form()).to_contain_text("Late")
        shown = chat.form()
    else:
        await chat.go(RUTH, "chat")
        await chat.page.get_by_role("textbox", name="Message in Teams").fill("compliance training")
        await chat.page.keyboard.press("Enter")
        shown = chat.card("done everything")
    await expect(shown).to_contain_text(NAME)
    await look(chat.page, f"{chat.platform}-dashboard")
