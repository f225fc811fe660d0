"""Where posts are reviewed, chosen in chat; and a practice that has Teams only."""

import contextlib
from copy import deepcopy
from datetime import timedelta
from typing import Any

from bot.demo import Workspace
from tests.bot.acting import TEXT
from tests.teams.acting import act, ask, card, fill_in, opens, press, propose, set_up, shows, told, until
from tests.teams.conftest import Opened, expect_nothing_refused


async def drawn(space: Workspace, message: dict[str, Any], at: str) -> None:
    """Waits until the bot has written down where a card stands: a press on a revision that is none redraws it."""
    edited = lambda: "edited" in (space.teams.world.conversations["compliance"].message(message["id"]) or {})  # noqa: E731
    for _ in range(20):
        # Pressed before it is written down, it redraws nothing.
        await act(space, "U0JONAH", "approve", at.replace("/1", "/9"))
        with contextlib.suppress(TimeoutError):
            await space.world.until(edited, seconds=0.5)
            return
        space.forward(timedelta(seconds=2.5))
    raise AssertionError(at)


async def test_another_channel_takes_over(open_on_each: Opened) -> None:
    """What waits appears there and is decided there; what was decided stays, and is redrawn, where it was."""
    async with open_on_each() as space:
        await set_up(space)
        decided = await propose(space)
        await press(space, "U0PRIYA", decided, "approve")
        await shows(space, decided, "Approved")
        await drawn(space, await propose(space, text="This one still waits."), "2/1")
        assert "1 waiting now will appear here" in await set_up(space, "general")
        moved = deepcopy(await until(space, lambda: (space.teams.cards("P-1002", "general") or [None])[0]))
        assert "This one still waits." in card(space, moved, "general")
        assert "You approved this" in await press(space, "U0PRIYA", moved, "approve")
        await shows(space, moved, "Approved", "general")
        third = await propose(space, place="general", text="A third")
        assert "A third" in card(space, third, "general")
        cleared = await told(space, "U0MAYA", "P-1001 · Facebook This post is approved")
        await opens(space, "U0MAYA", cleared, "Mark as published")
        await space.teams.submit("U0MAYA", {"link:facebook": "https://facebook.com/riverside/1"})
        await shows(space, decided, "https://facebook.com/riverside/1")
        assert space.teams.cards("P-1001", "general") == []
        expect_nothing_refused(space)


async def test_a_new_place_mends_what_was_stuck(space: Workspace) -> None:
    """At once, not at the next attempt: the old channel refused the card, and was put off for a while."""
    space.teams.world.conversations["compliance"].blocked = "MessageWritesBlocked"
    await fill_in(space)
    await told(space, "U0RUTH", "cannot be delivered")
    began = space.clock()
    await set_up(space, "general")
    await until(space, lambda: space.teams.cards("P-1001", "general"))
    assert space.clock() - began < timedelta(minutes=2)


async def test_the_card_left_behind_decides_nothing_twice(space: Workspace) -> None:
    """It is no longer redrawn, but pressing it shows what is true now."""
    old = await propose(space)
    await drawn(space, old, "1/1")
    await set_up(space, "general")
    moved = deepcopy(await until(space, lambda: (space.teams.cards("P-1001", "general") or [None])[0]))
    await press(space, "U0PRIYA", moved, "approve")
    assert "Dr. Priya Raman was quicker" in await press(space, "U0JONAH", old, "approve")


async def test_setting_up_again_moves_nothing_away(space: Workspace) -> None:
    """The same channel named twice: one card more, so that it is at the bottom, and it is the one that is redrawn."""
    await drawn(space, await propose(space), "1/1")
    await set_up(space)
    newest = deepcopy(await until(space, lambda: (space.teams.cards("P-1001")[1:] or [None])[0]))
    await press(space, "U0PRIYA", newest, "approve")
    await shows(space, newest, "Approved")


async def test_teams_alone_is_enough(open_signed: Opened) -> None:
    """No variable of Slack's, tokens on both ways: roles, place, form, card, decision, news."""
    async with open_signed() as space:
        assert "Posts are reviewed in this channel from now on" in await set_up(space)
        posted = await propose(space)
        assert TEXT in card(space, posted)
        assert "You approved this" in await press(space, "U0JONAH", posted, "approve")
        await told(space, "U0MAYA", "is approved. Publish")
        await shows(space, posted, "Approved")
        assert space.messages() == []
        assert "Jonah Adler" in await ask(space, "U0MAYA", "roles")
        expect_nothing_refused(space)
