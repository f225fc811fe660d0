"""The approval loop in Teams, as the people in it live it; in a practice that has no Slack."""

import asyncio
from copy import deepcopy
from datetime import timedelta

from bot.demo import Workspace
from tests.bot.acting import TEXT
from tests.teams.acting import card, fill_in, opens, press, propose, reading, set_up, shows, told, until, written
from tests.teams.conftest import Opened


async def test_the_whole_way(space_on_each: Workspace) -> None:
    """Propose, request changes with a reason, resubmit with a diff, approve, publish: whoever presses sees it in the
    answer, everybody sees the card, the author is told in the chat."""
    space = space_on_each
    first = await propose(space)
    assert TEXT in card(space, first)
    await told(space, "U0MAYA", "is with the approvers")
    seen = await press(space, "U0PRIYA", first, "request_changes", **{"reason:request_changes": "Which Monday?"})
    assert "You asked for changes" in seen
    await shows(space, first, "Changes requested")
    assert "Which Monday?" in card(space, first)
    assert "You asked for changes" not in card(space, first)
    notice = await told(space, "U0MAYA", "needs changes")
    assert "Which Monday?" in space.teams.words(notice)
    assert "'title': 'Edit and resubmit', 'style': 'positive'" in str(notice)

    assert TEXT in await opens(space, "U0MAYA", notice, "Edit and resubmit")
    await space.teams.submit("U0MAYA", {"text": "Our new hygiene room opens on Monday, 9 March."})
    assert "is back with the approvers" in reading(space, "U0MAYA")
    second = deepcopy(await until(space, lambda: (space.teams.cards("P-1001")[1:] or [None])[0]))
    assert "Changes since revision 1" in space.teams.words(second)
    await shows(space, first, "A newer revision")

    assert "You approved this" in await press(space, "U0JONAH", second, "approve")
    await shows(space, second, "Approved")
    assert "proposal.approve" not in str(space.teams.messages()[-1])
    cleared = await told(space, "U0MAYA", "is approved. Publish it exactly")
    await opens(space, "U0MAYA", cleared, "Mark as published")
    await space.teams.submit("U0MAYA", {"link:facebook": "https://facebook.com/riverside/1"})
    assert "is recorded as published" in reading(space, "U0MAYA")
    await shows(space, second, "https://facebook.com/riverside/1")
    await told(space, "U0MAYA", "is recorded as published")


async def test_errors_come_back_in_the_form_with_everything_typed(space: Workspace) -> None:
    """Under their fields, with the key of the form, so that mended it makes one proposal."""
    typed = {"networks": ["facebook", "x"], "text": "word " * 80, "patient": "yes", "note": "Please hurry"}
    result = await fill_in(space, **typed)
    assert result["ok"] is False
    assert "280" in result["shown"]
    assert "signed written authorization" in result["shown"]
    shown = space.teams.dialog("U0MAYA")
    assert shown is not None
    values = {one["id"]: one.get("value") for one in _inputs(shown["card"])}
    assert (values["networks"], values["patient"], values["note"]) == ("facebook,x", "yes", "Please hurry")
    assert str(values["text"]).strip() == typed["text"].strip()
    await space.teams.submit("U0MAYA", {"networks": ["facebook"], "authorization": "AUTH-1"})
    assert "is with the approvers" in reading(space, "U0MAYA")


async def test_the_form_opens_from_the_chat_with_what_was_typed(space: Workspace) -> None:
    await space.teams.say("U0MAYA", "propose Our new chair is here.")
    offer = await told(space, "U0MAYA", "Your text will be in the form")
    assert "Our new chair is here." in await opens(space, "U0MAYA", offer, "Propose a post")
    await space.teams.submit("U0MAYA", {"networks": ["facebook"], "patient": "no"})
    posted = (await until(space, lambda: space.teams.cards("P-1001")))[0]
    assert "Our new chair is here." in card(space, posted)


async def test_a_rejection_takes_its_reason_along(space: Workspace) -> None:
    posted = await propose(space)
    assert "You rejected this" in await press(space, "U0PRIYA", posted, "reject", **{"reason:reject": "Not our tone."})
    await shows(space, posted, "Rejected")
    assert "Not our tone." in space.teams.words(await told(space, "U0MAYA", "was rejected"))


async def test_no_reason_is_asked_for_again_and_a_long_one_is_kept(space: Workspace) -> None:
    """The client asks first; a client that does not is answered with the card, with what was typed in it."""
    posted = await propose(space)
    refused = await space.teams.press("U0PRIYA", posted, "proposal.reject", {})
    assert "reason:reject" in refused["errors"]
    _loosen(posted)
    assert "Say why" in await press(space, "U0PRIYA", posted, "reject")
    long = "No. " * 200
    assert "may have 500 characters" in await press(space, "U0JONAH", posted, "reject", **{"reason:reject": long})
    assert long.strip() in str(space.teams.world.card("U0JONAH", posted))
    assert "Rejected" not in card(space, posted)


async def test_nobody_approves_their_own_post(space: Workspace) -> None:
    """Four eyes hold for approvers and privacy officers too, and only whoever pressed reads the refusal."""
    own = await propose(space, "U0PRIYA")
    assert "somebody else has to decide" in await press(space, "U0PRIYA", own, "approve")
    assert "somebody else" not in card(space, own)
    assert "proposal.approve" in str(space.teams.messages()[-1])


async def test_the_editor_cannot_approve_either(space: Workspace) -> None:
    posted = await propose(space)
    await opens(space, "U0PRIYA", posted, "Edit")
    await space.teams.submit("U0PRIYA", {"text": "Our new hygiene room opens on Tuesday."})
    second = deepcopy(await until(space, lambda: (space.teams.cards("P-1001")[1:] or [None])[0]))
    assert "somebody else has to decide" in await press(space, "U0PRIYA", second, "approve")
    assert "You approved this" in await press(space, "U0JONAH", second, "approve")


async def test_a_guest_cannot_do_anything(space: Workspace) -> None:
    """Sam is in the team, but of another organization's."""
    opened = await space.teams.compose("U0SAM", "proposePost")
    assert opened["ok"]
    assert "Only full members" in reading(space, "U0SAM")
    before = len(written(space, "U0SAM"))
    await space.teams.say("U0SAM", "queue")
    await until(space, lambda: len(written(space, "U0SAM")) > before)
    assert "Only full members" in space.teams.words(written(space, "U0SAM")[-1])


async def test_two_at_once_make_one_decision(space_on_each: Workspace) -> None:
    """The second is told who decided, and sees the card as it is now."""
    space = space_on_each
    posted = await propose(space)
    said = await asyncio.gather(
        press(space, "U0PRIYA", posted, "approve"),
        press(space, "U0JONAH", posted, "reject", **{"reason:reject": "No."}),
    )
    assert sum(one.startswith("You ") for one in said) == 1, said
    assert sum("was quicker" in one for one in said) == 1, said
    await until(space, lambda: "by Dr. Priya Raman" in card(space, posted) or "by Jonah Adler" in card(space, posted))


async def test_the_second_keeps_the_reason_they_typed(space: Workspace) -> None:
    posted = await propose(space)
    await press(space, "U0PRIYA", posted, "approve")
    seen = await press(space, "U0JONAH", posted, "reject", **{"reason:reject": "Not our tone."})
    assert "Dr. Priya Raman was quicker" in seen
    assert "Not our tone." in seen


async def test_a_double_click_and_a_replay_change_nothing(space: Workspace) -> None:
    posted = await propose(space)
    assert "You approved this" in await press(space, "U0PRIYA", posted, "approve")
    sent = space.teams.client.sent[-1]
    for again in await asyncio.gather(*(space.teams.client.send(sent) for _ in range(3))):
        assert "You approved this" in again.text
    await told(space, "U0MAYA", "is approved. Publish")
    await shows(space, posted, "Approved")
    assert len(space.teams.messages()) == 1 + 1  # the answer to `setup compliance` stands there too
    assert sum("is approved. Publish" in space.teams.words(m) for m in space.teams.personal("U0MAYA")) == 1


async def test_a_form_sent_again_makes_one_proposal(space_on_each: Workspace) -> None:
    """The client's own repetitions, which carry another id, at the same time and later."""
    space = space_on_each
    await propose(space)
    sent = next(one for one in reversed(space.teams.client.sent) if one.get("name", "").endswith("submitAction"))
    again = [space.teams.client.send({**sent, "id": f"f:again{n}"}) for n in range(3)]
    for answer in await asyncio.gather(*again):
        assert "P-1001 is with the approvers" in answer.text
    assert len(space.teams.cards("P-1001")) == 1
    assert space.teams.cards("P-1002") == []


async def test_an_impatient_client_makes_one_proposal(space: Workspace) -> None:
    """A client that waits no time at all for the answer sends the form three times at once."""
    space.teams.client.patience = 0.0
    await propose(space)
    submits = [one for one in space.teams.client.sent if one.get("name", "").endswith("submitAction")]
    assert len(submits) == 3
    space.forward(timedelta(seconds=10))
    assert space.teams.cards("P-1002") == []


async def test_an_old_card_explains_itself_and_decides_nothing(space: Workspace) -> None:
    first = await propose(space)
    await opens(space, "U0MAYA", await told(space, "U0MAYA", "is with the approvers"), "Edit")
    await space.teams.submit("U0MAYA", {"text": "Something else entirely"})
    await until(space, lambda: space.teams.cards("P-1001")[1:])
    await shows(space, first, "A newer revision")
    assert "has moved on" in await press(space, "U0PRIYA", first, "approve")
    await shows(space, first, "A newer revision")


async def test_an_edit_after_approval_voids_it(space: Workspace) -> None:
    posted = await propose(space)
    await press(space, "U0PRIYA", posted, "approve")
    notice = await told(space, "U0MAYA", "is approved. Publish")
    await opens(space, "U0MAYA", notice, "Edit")
    await space.teams.submit("U0MAYA", {"text": "Something else entirely"})
    newest = await until(space, lambda: (space.teams.cards("P-1001")[1:] or [None])[0])
    assert "proposal.approve" in str(newest)
    await until(space, lambda: "Mark as published" not in card(space, notice, "U0MAYA"))
    assert "has moved on" in await opens(space, "U0MAYA", notice, "Mark as published")


async def test_publishing_gives_back_what_was_typed_with_the_error(space: Workspace) -> None:
    posted = await propose(space, networks=["facebook", "instagram"])
    await press(space, "U0PRIYA", posted, "approve")
    await opens(space, "U0MAYA", await told(space, "U0MAYA", "is approved. Publish"), "Mark as published")
    links = {"link:facebook": "https://facebook.com/riverside/1", "link:instagram": "instagram, of course"}
    result = await space.teams.submit("U0MAYA", links)
    assert "This is not a link" in result["shown"]
    assert "instagram, of course" in str(space.teams.dialog("U0MAYA"))
    await space.teams.submit("U0MAYA", {"link:instagram": ""})
    assert "is recorded as published" in reading(space, "U0MAYA")


async def test_publishing_without_a_link_asks_for_it_again(space: Workspace) -> None:
    """Clients leave out inputs that are empty: the form that comes back asks for the same networks all the same."""
    posted = await propose(space, networks=["facebook", "instagram"])
    await press(space, "U0PRIYA", posted, "approve")
    await opens(space, "U0MAYA", await told(space, "U0MAYA", "is approved. Publish"), "Mark as published")
    assert "Give the link" in (await space.teams.submit("U0MAYA", {}))["shown"]
    shown = space.teams.dialog("U0MAYA")
    assert shown is not None
    assert {"link:facebook", "link:instagram"} <= {str(one["id"]) for one in _inputs(shown["card"])}
    await space.teams.submit("U0MAYA", {"link:facebook": "https://facebook.com/riverside/1"})
    assert "is recorded as published" in reading(space, "U0MAYA")


async def test_withdrawing_takes_the_buttons_away(space: Workspace) -> None:
    posted = await propose(space)
    notice = await told(space, "U0MAYA", "is with the approvers")
    await press(space, "U0MAYA", notice, "withdraw")
    await shows(space, posted, "Withdrawn")
    assert "proposal.approve" not in str(space.teams.messages()[-1])


async def test_time_reminds_in_the_thread_and_then_expires(space: Workspace) -> None:
    """Never a new card, never an approval."""
    posted = await propose(space)
    await told(space, "U0MAYA", "is with the approvers")
    cards = len(space.teams.messages())
    space.forward(timedelta(days=6))
    reminder = (await until(space, lambda: space.teams.thread(posted["id"])))[0]
    assert "still waiting" in space.teams.words(reminder)
    space.forward(timedelta(days=2))
    await shows(space, posted, "Expired without a decision")
    await told(space, "U0MAYA", "expired: nobody decided")
    assert len(space.teams.messages()) == cards
    assert "no longer waiting" in await press(space, "U0PRIYA", posted, "approve")


async def test_an_approval_lapses_unused(space: Workspace) -> None:
    posted = await propose(space)
    await press(space, "U0PRIYA", posted, "approve")
    await told(space, "U0MAYA", "is approved. Publish")
    await shows(space, posted, "Approved")
    space.forward(timedelta(days=15))
    assert "Mark as published" not in space.teams.words(await told(space, "U0MAYA", "the approval has lapsed"))
    await shows(space, posted, "Approval lapsed")


async def test_buttons_work_after_a_restart(open_signed: Opened) -> None:
    """A card of the bot that was stopped is decided on with the next one, which also knows where everybody is; with
    tokens on both ways."""
    async with open_signed() as before:
        await set_up(before)
        posted = await propose(before)
        await told(before, "U0MAYA", "is with the approvers")
    port = int(before.base.rsplit(":", 1)[1])
    async with open_signed(world=before.world, clock=before.clock, port=port) as after:
        assert "You approved this" in await press(after, "U0PRIYA", posted, "approve")
        await shows(after, posted, "Approved")
        await told(after, "U0MAYA", "is approved. Publish")
        assert len(after.teams.cards("P-1001")) == 1


async def test_history_and_the_text_in_full(space: Workspace) -> None:
    posted = await propose(space)
    assert "sent it for review" in await opens(space, "U0PRIYA", posted, "History")


async def test_a_text_too_long_for_the_card_is_approved_where_it_was_read(space: Workspace) -> None:
    """Part by part; the card itself has no Approve."""
    text = "始" + "歯" * 8_900 + "終"
    posted = await propose(space, text=text)
    assert "proposal.approve" not in str(posted)
    read = part = await opens(space, "U0PRIYA", posted, "Read in full")
    while "Next part" in part:
        assert "proposal.approve" not in str(space.teams.dialog("U0PRIYA"))
        await space.teams.submit("U0PRIYA", {}, "Next part")
        part = reading(space, "U0PRIYA")
        read += part
    assert (read.count("始"), read.count("歯"), read.count("終")) == (1, 8_900, 1)
    await space.teams.submit("U0PRIYA", {}, "Approve")
    assert "You approved P-1001" in reading(space, "U0PRIYA")
    await shows(space, posted, "Approved")


def _inputs(value: object) -> list[dict[str, object]]:
    if isinstance(value, list):
        return [found for one in value for found in _inputs(one)]
    if not isinstance(value, dict):
        return []
    own = [value] if str(value.get("type", "")).startswith("Input.") else []
    return own + [found for one in value.values() for found in _inputs(one)]


def _loosen(value: object) -> None:
    """Takes the client's own checks out of a card."""
    for one in _inputs(value):
        one.pop("isRequired", None)
        one.pop("maxLength", None)
