"""Slack failing: nothing lost, nothing twice, and the privacy officers hear of what cannot be delivered."""

from datetime import timedelta

import pytest

from bot.demo import Workspace
from tests.bot.acting import TEXT, card, press, propose, refused, shows, told
from tests.bot.conftest import Opened

FILLED = {"networks": ["facebook"], "text": TEXT, "patient": "no"}


async def submit(space: Workspace) -> None:
    await space.command("U0MAYA", "/propose-post")
    assert await space.submit("U0MAYA", FILLED) == {"ok": True}


@pytest.mark.parametrize("error", ["ratelimited", "http_500", "http_503", "fatal_error", "drop"])
async def test_one_card_whatever_went_wrong_on_the_way(workspace: Workspace, error: str) -> None:
    """With `drop` the card is there but its answer was lost: it is found again, not posted again."""
    workspace.fail("chat.postMessage", error, times=2)
    await submit(workspace)
    await told(workspace, "U0MAYA", "is with the approvers")
    await workspace.world.until(workspace.messages, seconds=20)
    posted = workspace.messages()[0]
    await press(workspace, "U0PRIYA", posted, "approve")
    await shows(workspace, posted["ts"], "Approved")
    assert len(workspace.messages()) == 1
    assert len(workspace.direct("U0MAYA")) <= 2


async def test_an_archived_channel_is_told_to_the_privacy_officers(workspace: Workspace) -> None:
    """And once it is mended, the card appears."""
    workspace.world.channels["C0COMPLY"].archived = True
    await submit(workspace)
    notice = await told(workspace, "U0RUTH", "cannot be delivered")
    assert "is_archived" in str(notice)
    assert TEXT not in str(notice)
    workspace.world.channels["C0COMPLY"].archived = False
    workspace.forward(timedelta(minutes=16))
    await workspace.world.until(workspace.messages)
    assert TEXT in str(workspace.messages()[0])
    workspace.world.refusals.clear()


async def test_a_deleted_card_is_posted_afresh(workspace: Workspace) -> None:
    posted = await propose(workspace)
    workspace.world.channels["C0COMPLY"].messages.clear()
    await press(workspace, "U0PRIYA", posted, "approve")
    fresh = (await workspace.world.until(workspace.messages, seconds=15))[0]
    assert "Approved" in str(fresh)


async def test_a_form_slack_does_not_open_costs_nothing(workspace: Workspace) -> None:
    workspace.fail("views.open", "http_500")
    await workspace.command("U0MAYA", "/propose-post", "All my words")
    assert "Slack did not open the form" in workspace.private("U0MAYA")[-1]
    assert "All my words" in workspace.private("U0MAYA")[-1]


async def test_without_knowing_who_it_is_nobody_acts(workspace: Workspace) -> None:
    """Fail closed: when Slack does not say who pressed, nothing is decided."""
    posted = await propose(workspace)
    workspace.fail("users.info", "http_500")
    await press(workspace, "U0PRIYA", posted, "approve")
    await refused(workspace, "U0PRIYA", "Slack did not say who you are")
    assert "Approved" not in card(workspace, posted["ts"])


async def test_what_was_acknowledged_survives_a_stop(open_workspace: Opened) -> None:
    """The bot stops while Slack is away; the next one delivers."""
    async with open_workspace() as before:
        before.fail("*", "http_503", times=0)
        await before.command("U0MAYA", "/propose-post")
        before.fail("chat.postMessage", "http_503", times=1_000)
        assert await before.submit("U0MAYA", FILLED) == {"ok": True}
    before.world.faults.clear()
    before.clock.forward(timedelta(minutes=16))
    async with open_workspace(world=before.world, clock=before.clock) as after:
        await after.world.until(after.messages, seconds=15)
        assert len(after.messages()) == 1
