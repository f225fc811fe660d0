"""Teams failing: nothing typed or decided is lost, and the privacy officers hear of what cannot be delivered."""

import sqlite3
from datetime import timedelta

import pytest

from bot.demo import Workspace
from bot.demo.seed import png
from handlers import media
from tests.bot.acting import TEXT
from tests.bot.acting import told as told_in_slack
from tests.teams.acting import (
    FILLED,
    ask,
    card,
    fill_in,
    link,
    press,
    propose,
    reading,
    set_up,
    shows,
    told,
    until,
)
from tests.teams.conftest import Opened, expect_nothing_refused

TYPED = {**FILLED, "note": "Please hurry"}


async def test_without_a_place_the_form_comes_back_whole(open_teams: Opened) -> None:
    """Nobody would see the post, so it is refused with what to do; once there is a place the same form goes through."""
    async with open_teams() as space:
        result = await fill_in(space, **TYPED)
        assert "No channel is set up" in result["shown"]
        assert "@Imprimatur setup compliance" in result["shown"]
        assert TEXT in str(space.teams.dialog("U0MAYA"))
        await set_up(space)
        await space.teams.submit("U0MAYA", {})
        assert "P-1001 is with the approvers" in reading(space, "U0MAYA")
        assert "Please hurry" in card(space, (await until(space, lambda: space.teams.cards("P-1001")))[0])


@pytest.mark.parametrize("form", ["new", "edit", "publish"])
async def test_a_form_comes_back_when_teams_does_not_say_who_sent_it(open_teams: Opened, form: str) -> None:
    """Whoever fills in a form for a long while finds Teams away when they send it."""
    async with open_teams() as before:
        await set_up(before)
        posted = await propose(before)
        notice = await told(before, "U0MAYA", "is with the approvers")
        if form == "publish":
            await press(before, "U0PRIYA", posted, "approve")
            notice = await told(before, "U0MAYA", "is approved. Publish")
        if form == "new":
            await before.teams.compose("U0MAYA", "proposePost")
        else:
            await before.teams.press("U0MAYA", notice, {"edit": "Edit", "publish": "Mark as published"}[form])
    port = int(before.base.rsplit(":", 1)[1])
    async with open_teams(world=before.world, clock=before.clock, port=port) as space:
        space.teams.fail("member", "http_500")
        typed = {
            "new": TYPED,
            "edit": {"text": "Something else entirely"},
            "publish": {"link:facebook": "https://facebook.com/1"},
        }[form]
        result = await space.teams.submit("U0MAYA", typed)
        assert "Teams did not say who you are" in result["shown"]
        assert all(str(typed[name]) in str(space.teams.dialog("U0MAYA")) for name in typed if name != "networks")
        await space.teams.submit("U0MAYA", {})
        done = {"new": "P-1002 is with", "edit": "P-1001 is back with", "publish": "is recorded as published"}[form]
        assert done in reading(space, "U0MAYA")
        expect_nothing_refused(space)


async def test_a_form_comes_back_whatever_went_wrong_with_us(
    open_teams: Opened, sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    """With a reference that is in the log; files that cannot be offered meanwhile go with the form all the same."""
    file = sqlite_url.removeprefix("sqlite:///")
    async with open_teams() as space:
        await set_up(space)
        await ask(space, "U0MAYA", "", files=[space.upload("U0MAYA", "room.png", png(60, 40))])
        await space.teams.compose("U0MAYA", "proposePost")
        _execute(file, "ALTER TABLE tray_file RENAME TO mislaid")
        chosen = {"media": [media.digest(png(60, 40))], "alt": "An empty room", "attested": "yes"}
        result = await space.teams.submit("U0MAYA", TYPED | chosen)
        reference = result["shown"].partition("this reference: ")[2][:8]
        assert reference in {getattr(record, "reference", "") for record in caplog.records}
        _execute(file, "ALTER TABLE mislaid RENAME TO tray_file")
        await space.teams.submit("U0MAYA", {})
        assert "P-1001 is with the approvers" in reading(space, "U0MAYA")
        assert "An empty room" in card(space, (await until(space, lambda: space.teams.cards("P-1001")))[0])


def _execute(file: str, statement: str) -> None:
    connection = sqlite3.connect(file)
    connection.execute(statement)
    connection.close()


@pytest.mark.parametrize("code", ["BotNotInConversationRoster", "MessageWritesBlocked", "ConversationNotFound"])
async def test_a_channel_that_refuses_is_told_to_the_privacy_officers(space: Workspace, code: str) -> None:
    """And once it is mended, the card appears; it is not tried every second meanwhile."""
    channel = space.teams.world.conversations["compliance"]
    if code == "BotNotInConversationRoster":
        channel.bot_in = False
    channel.blocked = code
    await fill_in(space)
    notice = await told(space, "U0RUTH", "cannot be delivered")
    assert code in space.teams.words(notice)
    assert TEXT not in space.teams.words(notice)
    tried = sum(one["error"] == code for one in space.world.refusals)
    space.forward(timedelta(minutes=5))
    await ask(space, "U0MAYA", "mine")
    assert sum(one["error"] == code for one in space.world.refusals) == tried == 1
    channel.bot_in, channel.blocked = True, ""
    space.forward(timedelta(minutes=16))
    assert TEXT in card(space, (await until(space, lambda: space.teams.cards("P-1001")))[0])


async def test_where_teams_is_broken_the_officers_hear_of_it_in_slack(open_teams: Opened) -> None:
    """Also who is one person on both platforms; it says which platform refuses."""
    async with open_teams(slack=True) as space:
        await set_up(space)
        await link(space, "U0RUTH")
        for conversation in space.teams.world.conversations.values():
            conversation.blocked = "MessageWritesBlocked"
        await space.command("U0MAYA", "/propose-post")
        await space.submit("U0MAYA", FILLED)
        await until(space, lambda: "cannot be delivered" in str(space.direct("U0RUTH")))
        notice = str(await told_in_slack(space, "U0RUTH", "cannot be delivered"))
        assert "Teams refuses the review card of P-1001" in notice
        assert "is installed there" in notice


async def test_a_blocked_chat_is_told_and_the_card_appears_all_the_same(space: Workspace) -> None:
    space.teams.world.conversations["U0MAYA"].blocked = "ConversationBlockedByUser"
    posted = await propose(space)
    notice = await told(space, "U0RUTH", "cannot be delivered")
    assert "a person's direct messages" in space.teams.words(notice)
    assert "You approved this" in await press(space, "U0PRIYA", posted, "approve")


async def test_a_deleted_card_is_posted_afresh(space: Workspace) -> None:
    posted = await propose(space)
    await press(space, "U0PRIYA", posted, "approve")
    # The bot still pauses after posting it.
    channel = space.teams.world.conversations["compliance"]
    channel.messages.remove(next(one for one in channel.messages if one["id"] == posted["id"]))
    fresh = (await until(space, lambda: space.teams.cards("P-1001")))[0]
    assert "Approved" in card(space, fresh)


@pytest.mark.parametrize("error", ["http_500", "ServiceError", "TooManyRequests"])
async def test_one_card_whatever_went_wrong_on_the_way(space: Workspace, error: str) -> None:
    space.teams.fail("post", error, times=2)
    posted = await propose(space)
    await press(space, "U0PRIYA", posted, "approve")
    await shows(space, posted, "Approved")
    assert len(space.teams.cards("P-1001")) == 1


async def test_a_lost_answer_asks_rather_twice_than_never(space: Workspace) -> None:
    """A bot cannot look whether its message arrived. Both cards work, and count once."""
    space.teams.fail("post", "drop")
    posted = await propose(space)
    await until(space, lambda: space.teams.cards("P-1001")[1:])
    assert "You approved this" in await press(space, "U0PRIYA", posted, "approve")
    second = space.teams.cards("P-1001")[1]
    await shows(space, second, "Approved")
    assert "Dr. Priya Raman was quicker" in await press(space, "U0JONAH", posted, "reject", **{"reason:reject": "No."})


async def test_teams_says_how_long_to_wait(space: Workspace) -> None:
    """Nothing is sent to that conversation before `Retry-After` is over."""
    space.teams.fail("post", "TooManyRequests", retry_after=60)
    began = space.clock()
    await fill_in(space)
    await until(space, lambda: space.teams.cards("P-1001") and space.teams.personal("U0MAYA"))
    assert space.clock() - began > timedelta(seconds=55)


async def test_what_was_acknowledged_survives_a_stop(open_on_each: Opened) -> None:
    """The bot stops while Teams is away; the next one delivers, once."""
    async with open_on_each() as before:
        await set_up(before)
        before.teams.fail("post", "http_503", times=1_000)
        assert "is with the approvers" in (await fill_in(before))["shown"]
    before.teams.world.faults.clear()
    before.clock.forward(timedelta(minutes=16))
    port = int(before.base.rsplit(":", 1)[1])
    async with open_on_each(world=before.world, clock=before.clock, port=port) as after:
        await until(after, lambda: after.teams.cards("P-1001"))
        await told(after, "U0MAYA", "is with the approvers")
        assert len(after.teams.cards("P-1001")) == 1
