"""Reminders in Teams: who is asked from their first day on, what the buttons do, and that acting stops them."""

from typing import Any

import pytest

from bot.demo import Workspace
from bot.demo.practice import NEWCOMER, PEOPLE
from bot.demo.teams.practice import GENERAL
from tests.bot.acting import at_work
from tests.bot.test_oversight import require
from tests.teams.acting import ask, invoke, opens, set_up
from tests.teams.conftest import Opened, expect_nothing_refused
from tests.teams.learning import walk

Json = dict[str, Any]
RUTH, NAME = "U0RUTH", PEOPLE[NEWCOMER].name


@pytest.fixture
async def space(open_on_each: Opened) -> Any:
    """A practice with both platforms, where a course is required of everybody, at noon of a working day."""
    async with open_on_each(slack=True) as opened_space:
        await set_up(opened_space)
        await opened_space.command(RUTH, "/compliance", "training")
        await require(opened_space)
        await at_work(opened_space)
        yield opened_space
        expect_nothing_refused(opened_space)


def reminders(space: Workspace) -> list[Json]:
    """What the new colleague was told about training, oldest first."""
    return [one for one in space.teams.personal(NEWCOMER) if "Training: " in space.teams.words(one)]


def last(space: Workspace) -> str:
    """The newest, as they see it."""
    return space.teams.words(reminders(space)[-1], NEWCOMER)


async def join(space: Workspace) -> None:
    """The new colleague is added to the team, in which everybody else is on the staff list by then."""
    await space.teams.hire()
    await space.world.until(lambda: reminders(space))
    await space.settle()


async def tomorrow(space: Workspace) -> str:
    """Presses Remind me tomorrow on the newest; what they read then."""
    assert (await space.teams.press(NEWCOMER, reminders(space)[-1], "training.tomorrow"))["ok"]
    return last(space)


async def elsewhere(space: Workspace, message: Json) -> str:
    """Presses it on another device, where a message still stands as it came; the answer."""
    value = {"action": {"type": "Action.Execute", "verb": "training.tomorrow", "data": {}}, "trigger": "manual"}
    chat = space.teams.world.conversations[NEWCOMER]
    answer = await space.teams.client.invoke(NEWCOMER, chat, "adaptiveCard/action", value, message)
    assert answer.status == 200
    return answer.text


async def test_whoever_is_added_to_the_team_is_asked_what_everybody_is(space: Workspace) -> None:
    """With the first message at once; told twice it happens once, and guests are left out."""
    await join(space)
    assert "Welcome to the practice" in last(space)
    team = space.teams.world.conversations[GENERAL]
    for person in (NEWCOMER, "U0SAM"):
        assert (await space.teams.client.membership(person, team)).status == 200
    await space.settle()
    assert len(reminders(space)) == 1
    standing = await ask(space, RUTH, "compliance training")
    assert "0 of 6 have done everything" in standing


async def test_remind_me_tomorrow_three_times(space: Workspace) -> None:
    """The next working day; twice on one day counts once, and the fourth time it has to be done."""
    await join(space)
    for count in (1, 2, 3):
        assert "You will hear of it again on" in await tomorrow(space)
        assert "You will hear of it again on" in await elsewhere(space, reminders(space)[-1])
        await at_work(space)
        assert len(reminders(space)) == count + 1
    assert "Remind me tomorrow" not in last(space)
    assert "put this off 3 times" in await elsewhere(space, reminders(space)[-2])


async def test_acting_stops_them(space: Workspace) -> None:
    """The dialog closed, the message it was opened from stands as it is; the course signed, every one asks for nothing,
    and a button pressed on another device says so."""
    await join(space)
    await tomorrow(space)
    await at_work(space)
    await opens(space, NEWCOMER, reminders(space)[-1], "Start now")
    space.teams.close(NEWCOMER)
    assert "Start now" in last(space)
    await opens(space, NEWCOMER, reminders(space)[-1], "Start now")
    await space.teams.submit(NEWCOMER, {}, "Begin")
    await walk(space, "Certificate of completion", NEWCOMER)
    await space.settle()
    assert len(reminders(space)) == 2
    assert all("All of this is done" in space.teams.words(one) for one in reminders(space))
    assert "Nothing is due to you now" in await elsewhere(space, reminders(space)[0])


async def test_a_privacy_officer_reminds_now(space: Workspace) -> None:
    """Having seen whom; once a day, and nobody else may."""
    await join(space)
    await at_work(space)
    assert len(reminders(space)) == 1
    await ask(space, RUTH, "compliance training")
    standing = space.teams.personal(RUTH)[-1]
    shown = await opens(space, RUTH, standing, "Remind now")
    assert "6 people will be reminded: " in shown
    assert NAME in shown
    assert "6 people hear of it today" in str(await space.teams.submit(RUTH, {}, "Remind them"))
    await space.settle()
    assert len(reminders(space)) == 2
    shown = await opens(space, RUTH, standing, "Remind now")
    assert "6 reminded today already" in shown
    for verb in ("training.preview", "training.remind"):
        answer = await invoke(space, "U0MAYA", "task/submit", {"data": {"verb": verb}}, "U0MAYA")
        assert "Only a privacy officer can do this" in str(answer)
