"""Reminders wait while somebody is away or in their quiet hours: looked at when they are sent, and never for good."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.demo import Workspace
from bot.slack.pace import Pace
from storage.engine import utc_now
from tests.bot.acting import at_work, told
from tests.bot.conftest import Opened
from tests.bot.test_oversight import hire, require
from tests.bot.test_training import learn

MAYA, RUTH = "U0MAYA", "U0RUTH"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
async def space(open_workspace: Opened) -> AsyncIterator[Workspace]:
    """A practice at noon of a Monday, about to require a course of everybody."""
    async with open_workspace() as opened:
        await at_work(opened)
        while opened.clock().weekday():
            await at_work(opened)
        yield opened
        assert opened.world.refusals == []


async def asked(space: Workspace) -> None:
    """The course is required, and everybody who can be told of it is."""
    await hire(space)
    await require(space)
    await hours_pass(space)


async def hours_pass(space: Workspace, hours: int = 1) -> None:
    """Until everybody is told what they are to be told by then."""
    for _ in range(hours):
        space.forward(HOUR)
        await space.settle()


def calls(space: Workspace, method: str) -> list[dict[str, Any]]:
    return [arguments for name, arguments in space.world.calls if name == method]


@pytest.mark.parametrize("status", [("On vacation", ""), ("", ":palm_tree:"), ("OOO until Monday", ":wave:")])
async def test_it_waits_while_somebody_is_away(space: Workspace, status: tuple[str, str]) -> None:
    """Others hear of it; they do when the status is gone, once, and the dashboard says why it waits."""
    space.away(MAYA, *status)
    await asked(space)
    assert len(space.direct("U0TOMAS")) == 1
    await hours_pass(space)
    assert space.direct(MAYA) == []
    space.away(MAYA)
    await hours_pass(space, 2)
    assert len(space.direct(MAYA)) == 1


async def test_other_statuses_hold_up_nothing(space: Workspace) -> None:
    """Also one that says away, and has run out."""
    space.away(MAYA, "In the hygiene room", ":tooth:")
    space.away("U0TOMAS", "Away", "", space.clock().timestamp() - 60)
    await asked(space)
    assert len(space.direct(MAYA)) == len(space.direct("U0TOMAS")) == 1


async def test_it_waits_for_the_end_of_quiet_hours(space: Workspace) -> None:
    """Not a working hour longer, where Slack says when that is."""
    now = space.clock().timestamp()
    space.undisturbed(MAYA, now - 60, now + 2.5 * 3_600)
    await asked(space)
    await hours_pass(space)
    assert space.direct(MAYA) == []
    space.forward(HOUR)
    await told(space, MAYA, "for you to do")
    assert len(space.direct(MAYA)) == 1


async def test_but_not_for_good(space: Workspace) -> None:
    """After three days it comes all the same, once, in working hours."""
    space.away(MAYA, "Away")
    await asked(space)
    for _ in range(2):
        await at_work(space)
        assert space.direct(MAYA) == []
    await at_work(space)
    await hours_pass(space, 2)
    assert len(space.direct(MAYA)) == 1


async def test_whoever_acts_meanwhile_hears_nothing(space: Workspace) -> None:
    space.away(MAYA, "Away")
    await asked(space)
    await learn(space)
    for _ in range(5):
        await at_work(space)
    assert space.direct(MAYA) == []


async def test_where_slack_does_not_say_they_are_told(space: Workspace) -> None:
    """As in a workspace where the scope was never granted."""
    space.fail("dnd.info", "missing_scope", 9)
    await asked(space)
    assert len(space.direct(MAYA)) == 1


async def test_a_refused_pace_and_a_lost_answer_tell_nobody_twice(space: Workspace) -> None:
    """Slack asks to wait, and loses answers after a message was posted: it is looked for before it is sent again."""
    space.fail("dnd.info", "ratelimited", 1, 1)
    space.fail("chat.postMessage", "drop", 2)
    await asked(space)
    await hours_pass(space)
    assert [len(space.direct(one)) for one in (MAYA, "U0TOMAS", RUTH)] == [1, 1, 1]


async def test_nobody_is_asked_about_but_when_a_reminder_goes_out(space: Workspace) -> None:
    """Not while it is planned, nor for other messages, nor again for its redrawing."""
    await asked(space)
    assert sorted(one["user"] for one in calls(space, "dnd.info")) == [MAYA, RUTH, "U0TOMAS"]
    await learn(space)
    await told(space, MAYA, "All of this is done")
    assert len(calls(space, "dnd.info")) == 3


@given(st.lists(st.floats(0, 20), max_size=200), st.integers(1, 30), st.floats(0.1, 5))
def test_no_minute_sees_more_calls_than_promised(gaps: list[float], at_once: int, seconds: float) -> None:
    """However they come: none are held up while there is room, and none too many let through."""
    pace, now, made = Pace(at_once, seconds, utc_now), 0.0, []
    for number, gap in enumerate(gaps):
        # No more than sixteen deliveries are under way at once.
        now = max(now + gap, made[number - 16] if number >= 16 else 0.0)
        wait = pace.wait(now)
        assert wait < 1e-6 or number >= at_once
        made.append(now + wait)
    for moment in made:
        assert sum(moment <= one < moment + 60 for one in made) <= at_once + 60 / seconds + 1
