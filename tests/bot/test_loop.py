"""The approval loop in the chat, as the people in it live it."""

from datetime import timedelta

import pytest

from bot.demo import Workspace
from tests.bot.acting import TEXT, card, press, propose, refused, shows, told
from tests.bot.conftest import Opened


async def test_the_whole_way(workspace: Workspace) -> None:
    """Propose, request changes, resubmit with a diff, approve, publish: card and author agree at every step."""
    first = await propose(workspace)
    assert TEXT in str(first)
    await told(workspace, "U0MAYA", "is with the approvers")
    await press(workspace, "U0PRIYA", first, "request_changes")
    assert await workspace.submit("U0PRIYA", {"reason": "Which Monday?"}) == {"ok": True}
    await shows(workspace, first["ts"], "Changes requested")
    notice = await told(workspace, "U0MAYA", "needs changes")
    edit = next(one for one in notice["blocks"][-1]["elements"] if one["action_id"] == "proposal.edit")
    assert (edit["text"]["text"], edit["style"]) == ("Edit and resubmit", "primary")
    assert "Which Monday?" in str(notice)

    home = workspace.world.direct("U0MAYA").id
    await press(workspace, "U0MAYA", notice, "edit", home)
    assert await workspace.submit("U0MAYA", {"text": "Our new hygiene room opens on Monday, 9 March."}) == {"ok": True}
    second = await workspace.world.until(lambda: (workspace.cards("P-1001")[1:] or [None])[0])
    assert "Changes since revision 1" in str(second)
    await shows(workspace, first["ts"], "A newer revision")

    await press(workspace, "U0JONAH", second, "approve")
    await shows(workspace, second["ts"], "Approved")
    assert "proposal.approve" not in card(workspace, second["ts"])
    cleared = await told(workspace, "U0MAYA", "is approved. Publish it exactly")
    await press(workspace, "U0MAYA", cleared, "publish", home)
    links = {"link:facebook": "https://facebook.com/riverside/1"}
    assert await workspace.submit("U0MAYA", links) == {"ok": True}
    await shows(workspace, second["ts"], "https://facebook.com/riverside/1")
    await told(workspace, "U0MAYA", "is recorded as published")


async def test_nobody_approves_their_own_post(workspace: Workspace) -> None:
    """Four eyes hold for approvers and privacy officers too, and the refusal is private and says who can."""
    own = await propose(workspace, "U0PRIYA")
    await press(workspace, "U0PRIYA", own, "approve")
    await refused(workspace, "U0PRIYA", "somebody else has to decide")
    assert "Approved" not in card(workspace, own["ts"])
    assert len(workspace.messages()) == 1


@pytest.mark.parametrize(("person", "words"), [("U0TOMAS", "Only approvers"), ("U0SAM", "Only full members")])
async def test_others_are_refused_privately(workspace: Workspace, person: str, words: str) -> None:
    posted = await propose(workspace)
    await press(workspace, person, posted, "approve")
    await refused(workspace, person, words)
    assert "Approved" not in card(workspace, posted["ts"])


async def test_a_guest_cannot_open_the_form(workspace: Workspace) -> None:
    """What the guest typed comes back with the refusal."""
    await workspace.command("U0SAM", "/propose-post", "My lovely picture")
    assert workspace.view("U0SAM") is None
    assert "Only full members" in workspace.private("U0SAM")[-1]
    assert "My lovely picture" in workspace.private("U0SAM")[-1]


async def test_the_second_to_decide_is_told_who_was_quicker(workspace: Workspace) -> None:
    posted = await propose(workspace)
    await press(workspace, "U0PRIYA", posted, "approve")
    await press(workspace, "U0JONAH", posted, "reject")
    await refused(workspace, "U0JONAH", "Dr. Priya Raman was quicker")
    assert workspace.view("U0JONAH") is None


async def test_a_double_click_and_a_retry_change_nothing(workspace: Workspace) -> None:
    posted = await propose(workspace)
    for _ in range(3):
        await press(workspace, "U0PRIYA", posted, "approve")
    await told(workspace, "U0MAYA", "is approved. Publish")
    await shows(workspace, posted["ts"], "Approved")
    assert sum("is approved. Publish" in str(m) for m in workspace.direct("U0MAYA")) == 1
    assert workspace.private("U0PRIYA") == []


async def test_a_form_delivered_twice_makes_one_proposal(workspace: Workspace) -> None:
    await workspace.command("U0MAYA", "/propose-post")
    view = workspace.view("U0MAYA")
    filled = {"networks": ["facebook"], "text": TEXT, "patient": "no"}
    assert await workspace.submit("U0MAYA", filled) == {"ok": True}
    workspace.world.views["U0MAYA"].append(view)
    assert await workspace.submit("U0MAYA", filled) == {"ok": True}
    await workspace.world.until(workspace.messages)
    await workspace.command("U0MAYA", "/compliance", "mine")
    assert workspace.private("U0MAYA")[-1].count("P-10") == 1


async def test_an_edit_after_approval_voids_it(workspace: Workspace) -> None:
    posted = await propose(workspace)
    await press(workspace, "U0PRIYA", posted, "approve")
    notice = await told(workspace, "U0MAYA", "is approved. Publish")
    await press(workspace, "U0MAYA", notice, "edit", workspace.world.direct("U0MAYA").id)
    assert await workspace.submit("U0MAYA", {"text": "Something else entirely"}) == {"ok": True}
    await shows(workspace, posted["ts"], "A newer revision")
    newest = await workspace.world.until(lambda: (workspace.cards("P-1001")[1:] or [None])[0])
    assert "proposal.approve" in str(newest)
    await press(workspace, "U0MAYA", notice, "publish", workspace.world.direct("U0MAYA").id)
    await refused(workspace, "U0MAYA", "has moved on")


async def test_the_author_hears_whose_changes_they_are(workspace: Workspace) -> None:
    """Their own name is not said to them; the card names an editor who is not the author."""
    posted = await propose(workspace)
    await press(workspace, "U0PRIYA", posted, "edit")
    assert await workspace.submit("U0PRIYA", {"text": "Something else entirely"}) == {"ok": True}
    notice = await told(workspace, "U0MAYA", "is back with the approvers, with Dr. Priya Raman's changes.")
    assert "revision 2 by Dr. Priya Raman" in str(await _newest(workspace, 2))
    await press(workspace, "U0MAYA", notice, "edit", workspace.world.direct("U0MAYA").id)
    assert await workspace.submit("U0MAYA", {"text": "Something else again"}) == {"ok": True}
    await told(workspace, "U0MAYA", "with your changes.")
    newest = str(await _newest(workspace, 3))
    assert "revision 3" in newest
    assert "revision 3 by" not in newest


async def _newest(workspace: Workspace, revision: int) -> object:
    """The card of a revision of the first proposal."""
    return await workspace.world.until(lambda: (workspace.cards("P-1001")[revision - 1 :] or [None])[0])


async def test_time_reminds_in_the_thread_and_then_expires(workspace: Workspace) -> None:
    """Never a new card, never an approval."""
    posted = await propose(workspace)
    workspace.forward(timedelta(days=6))
    await workspace.world.until(lambda: workspace.thread(posted["ts"]))
    assert "still waiting" in str(workspace.thread(posted["ts"])[0])
    workspace.forward(timedelta(days=2))
    await shows(workspace, posted["ts"], "Expired without a decision")
    assert len(workspace.messages()) == 1
    await press(workspace, "U0PRIYA", posted, "approve")
    await refused(workspace, "U0PRIYA", "no longer waiting")


async def test_an_approval_lapses_unused(workspace: Workspace) -> None:
    posted = await propose(workspace)
    await press(workspace, "U0PRIYA", posted, "approve")
    await told(workspace, "U0MAYA", "is approved. Publish")
    workspace.forward(timedelta(days=15))
    assert "proposal.publish" not in str(await told(workspace, "U0MAYA", "the approval has lapsed"))
    await shows(workspace, posted["ts"], "Approval lapsed")


async def test_withdrawing_takes_the_buttons_away(workspace: Workspace) -> None:
    posted = await propose(workspace)
    notice = await told(workspace, "U0MAYA", "is with the approvers")
    await press(workspace, "U0MAYA", notice, "withdraw", workspace.world.direct("U0MAYA").id)
    await shows(workspace, posted["ts"], "Withdrawn")
    assert "proposal.approve" not in card(workspace, posted["ts"])


async def test_buttons_work_after_a_restart(open_workspace: Opened) -> None:
    """A card of the bot that was stopped is decided on with the next one."""
    async with open_workspace() as before:
        posted = await propose(before)
    async with open_workspace(world=before.world, clock=before.clock) as after:
        await press(after, "U0PRIYA", posted, "approve")
        await shows(after, posted["ts"], "Approved")
        assert len(after.messages()) == 1


async def test_history_is_one_press_away(workspace: Workspace) -> None:
    posted = await propose(workspace)
    await press(workspace, "U0PRIYA", posted, "history")
    shown = workspace.view("U0PRIYA")
    assert shown is not None
    assert "sent it for review" in str(shown)
    await workspace.command("U0MAYA", "/compliance", "show p-1001")
    assert TEXT in str(workspace.view("U0MAYA"))
    await workspace.command("U0TOMAS", "/compliance", "show P-1001")
    assert "There is no P-1001 here that you may see" in workspace.private("U0TOMAS")[-1]
