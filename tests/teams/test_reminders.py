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


async def tomorrow(space: Workspace) -> str:
    """Presses Remind me tomorrow; what they read then."""
    pressed = await space.teams.press(NEWCOMER, reminders(space)[-1], "training.tomorrow")
    return f"{pressed.get('said', '')} {last(space)}"


async def test_whoever_is_added_to_the_team_is_asked_what_everybody_is(space: Workspace) -> None:
    """With the first message at once; told twice it happens once, and guests are left out."""
    await space.teams.hire()
    await space.settle()
    assert "Welcome to the practice" in last(space)
    team = space.teams.world.conversations[GENERAL]
    for person in (NEWCOMER, "U0SAM"):
        assert (await space.teams.client.joined(person, team)).status == 200
    await space.settle()
    assert len(reminders(space)) == 1
    standing = await ask(space, RUTH, "compliance training")
    assert "0 of 1 have done everything" in standing


async def test_who_cannot_be_looked_up_is_left_to_the_list(space: Workspace) -> None:
    """Nobody waits for an answer, so Teams hears no error."""
    space.teams.fail("member", "http_500", 9)
    await space.teams.hire()
    space.teams.fail("member", "http_500", 0)
    assert "Nobody is on the staff list" in await ask(space, RUTH, "compliance training")


async def test_remind_me_tomorrow_three_times(space: Workspace) -> None:
    """The next working day; twice on one day counts once, and the fourth time it has to be done."""
    await space.teams.hire()
    await space.settle()
    for count in (1, 2, 3):
        for _ in range(2 if count == 1 else 1):
            assert "You will hear of it again on" in await tomorrow(space)
        await at_work(space)
        assert len(reminders(space)) == count + 1
    assert "Remind me tomorrow" not in last(space)
    older = reminders(space)[-2]
    assert "put this off 3 times" in str(await space.teams.press(NEWCOMER, older, "training.tomorrow"))


async def test_acting_stops_them(space: Workspace) -> None:
    """The dialog closed, the message it was opened from stands as it is; the course signed, every one asks for nothing,
    and a button pressed on another device says so."""
    await space.teams.hire()
    await space.settle()
    old = dict(reminders(space)[-1])
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
    card = {"action": {"type": "Action.Execute", "verb": "training.tomorrow", "data": {}}, "trigger": "manual"}
    said = await space.teams.client.invoke(
        NEWCOMER, space.teams.world.conversations[NEWCOMER], "adaptiveCard/action", card, old
    )
    assert "Nothing is due to you now" in said.text


async def test_a_privacy_officer_reminds_now(space: Workspace) -> None:
    """Having seen whom; once a day, and nobody else may."""
    await space.teams.hire()
    await space.settle()
    await at_work(space)
    assert len(reminders(space)) == 1
    await ask(space, RUTH, "compliance training")
    shown = await opens(space, RUTH, space.teams.personal(RUTH)[-1], "Remind now")
    assert f"1 person will be reminded: {NAME}." in shown
    assert "1 person hears of it today" in str(await space.teams.submit(RUTH, {}, "training.remind"))
    await space.settle()
    assert len(reminders(space)) == 2
    shown = await opens(space, RUTH, space.teams.personal(RUTH)[-1], "Remind now")
    assert "1 reminded today already" in shown
    for verb in ("training.preview", "training.remind"):
        answer = await invoke(space, "U0MAYA", "task/submit", {"data": {"verb": verb}}, "U0MAYA")
        assert "Only a privacy officer can do this" in str(answer)
