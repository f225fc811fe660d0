"""Cases in Slack: the card, the opened case, what compliance does with it, and who is kept out."""

from datetime import timedelta

import pytest

from bot.demo import Workspace
from bot.demo.practice import REPORTS
from tests.bot.acting import refused, told
from tests.bot.conftest import Opened
from tests.bot.reporting import WHAT, answer, case_card, come_back, press, report, shown


async def says(space: Workspace, card: dict[str, object], words: str) -> None:
    """Waits until the card does."""
    await space.world.until(lambda: words in str(card))


async def listed(space: Workspace, person: str, text: str = "cases") -> str:
    """What `/compliance cases` answers."""
    await space.command(person, "/compliance", text)
    return space.private(person)[-1]


async def test_from_the_card_to_the_outcome(workspace: Workspace) -> None:
    """Acknowledged, asked, answered, assigned, noted, escalated, closed; the reporter reads what is for them."""
    space = workspace
    code = await report(space)
    card = await case_card(space)
    assert WHAT in str(card)
    number = card["text"].split(":")[0]
    await press(space, "U0PRIYA", card, "acknowledge")
    await says(space, card, "Acknowledged")
    await press(space, "U0PRIYA", card, "ask")
    assert await space.submit("U0PRIYA", {"text": "Is it still there?"}) == {"ok": True}
    assert space.view("U0PRIYA") is None
    await says(space, card, "Being looked into")
    assert "Compliance, " in (found := await come_back(space, code))
    assert "Is it still there? " in found
    assert "Priya" not in found
    assert "Yes, it is." in await answer(space, "Yes, it is.", now=True)
    await says(space, card, "1 message of the reporter unanswered")
    await press(space, "U0PRIYA", card, "assign")
    assert await space.submit("U0PRIYA", {"user": "U0JONAH"}) == {"ok": True}
    notice = await told(space, "U0JONAH", "assigned to you")
    await press(space, "U0JONAH", notice, "open", space.world.direct("U0JONAH").id)
    opened = shown(space, "U0JONAH")
    assert all(words in opened for words in (WHAT, "Dr. Priya Raman to the reporter", "The reporter, ", "Yes, it is."))
    for verb, field, typed in (("note", "text", "Only for us."), ("inform", "text", "It is being taken down.")):
        assert (await space.press_in_form("U0JONAH", f"case.{verb}")).status == 200
        assert await space.submit("U0JONAH", {field: typed}) == {"ok": True}
        await press(space, "U0JONAH", card, "open")
        assert typed in shown(space, "U0JONAH")
    assert (await space.press_in_form("U0JONAH", "case.escalate")).status == 200
    assert "escalated to the privacy officers" in shown(space, "U0JONAH")
    await told(space, "U0RUTH", "escalated")
    space.close("U0JONAH")
    await press(space, "U0RUTH", card, "close")
    closing = {"disposition": "substantiated", "text": "The photo is gone."}
    assert await space.submit("U0RUTH", closing) == {"ok": True}
    await says(space, card, "Closed: substantiated")
    assert [e["action_id"] for e in card["blocks"][-1]["elements"]] == ["case.open"]
    outcome = await come_back(space, code)
    assert "The photo is gone." in outcome
    assert "Only for us." not in outcome
    assert number not in await listed(space, "U0RUTH")
    assert number in await listed(space, "U0RUTH", "cases closed")


async def test_only_the_compliance_team_works_on_cases(workspace: Workspace) -> None:
    """Whoever else is in the channel is told who may; nothing happens, and no form is opened."""
    await report(workspace)
    card = await case_card(workspace)
    for verb in ("acknowledge", "ask", "assign", "escalate", "close", "open"):
        await press(workspace, "U0MAYA", card, verb)
    await refused(workspace, "U0MAYA", "Only approvers and privacy officers work on reports; here those are")
    await press(workspace, "U0SAM", card, "open")
    await refused(workspace, "U0SAM", "Only full members")
    assert workspace.view("U0MAYA") is workspace.view("U0SAM") is None
    assert "Received" in str(card)
    assert "Only approvers" in await listed(workspace, "U0MAYA")


async def test_whoever_is_recused_is_answered_as_if_there_were_no_such_case(workspace: Workspace) -> None:
    """On the card, in the list, and in a form left open; the text leaves the channel."""
    await report(workspace)
    card = await case_card(workspace)
    await press(workspace, "U0JONAH", card, "ask")
    await press(workspace, "U0RUTH", card, "open")
    assert (await workspace.press_in_form("U0RUTH", "case.recuse")).status == 200
    assert await workspace.submit("U0RUTH", {"user": "U0JONAH"}) == {"ok": True}
    await says(workspace, card, "shown only when it is opened")
    assert WHAT not in str(card)
    number = card["text"].split(":")[0]
    absent = f"There is no case {number} that you can open"
    assert absent in (await workspace.submit("U0JONAH", {"text": "Who was it?"}))["errors"]["text"]
    workspace.close("U0JONAH")
    await press(workspace, "U0JONAH", card, "open")
    await refused(workspace, "U0JONAH", absent)
    assert "No case that you can open" in await listed(workspace, "U0JONAH")
    await press(workspace, "U0RUTH", card, "open")
    assert "Recused: Jonah Adler" in shown(workspace, "U0RUTH")
    assert WHAT in shown(workspace, "U0RUTH")
    # A number that never was reads the same.
    card["blocks"][-1]["elements"][0]["value"] = "R-000000"
    await press(workspace, "U0RUTH", card, "acknowledge")
    await refused(workspace, "U0RUTH", "There is no case R-000000 that you can open")


@pytest.mark.parametrize("length", [100, 2_900])
async def test_a_refusal_in_the_opened_case_goes_on_top_of_it(workspace: Workspace, length: int) -> None:
    """Another closed it meanwhile; what cannot be read says so."""
    await report(workspace, what="&" * length)
    card = await case_card(workspace)
    await press(workspace, "U0PRIYA", card, "open")
    await press(workspace, "U0RUTH", card, "close")
    await workspace.submit("U0RUTH", {"disposition": "duplicate", "text": "See the other one."})
    assert (await workspace.press_in_form("U0PRIYA", "case.acknowledge")).status == 200
    assert "is closed already: duplicate of another report" in shown(workspace, "U0PRIYA")
    assert len(workspace.world.views["U0PRIYA"]) == 2


@pytest.mark.parametrize(("what", "more", "whole"), [("x", "y", True), ("&", "x", False), ("&", "&", False)])
async def test_a_long_report_is_whole_on_the_card_or_says_that_it_is_not(
    workspace: Workspace, what: str, more: str, whole: bool
) -> None:
    """When posted and when drawn again; opened, it is whole in any case."""
    await report(workspace, what=what * 2_999, more=more * 1_990, link="<" * 500, when="<" * 500)
    card = await case_card(workspace)
    for words in ("Received", "Acknowledged"):
        await says(workspace, card, words)
        quotes = [b["elements"][0] for b in card["blocks"] if b["type"] == "rich_text"]
        text = "".join(e["text"] for q in quotes if q["type"] == "rich_text_quote" for e in q["elements"])
        assert (text.count(what) == 2_999) is whole or what == more
        assert ("only the beginning" in str(card)) is not whole
        if words == "Received":
            await press(workspace, "U0PRIYA", card, "acknowledge")
    await press(workspace, "U0PRIYA", card, "open")
    assert str(workspace.view("U0PRIYA")).count(more) > 1_990


async def test_in_notice_mode_the_text_is_in_the_opened_case_only(open_workspace: Opened) -> None:
    async with open_workspace(settings={"REPORT_CHANNEL_CONTENT": "notice"}) as space:
        await report(space)
        card = await case_card(space)
        assert WHAT not in str(space.world.calls)
        await press(space, "U0PRIYA", card, "open")
        assert WHAT in shown(space, "U0PRIYA")
        assert WHAT not in str(space.messages(REPORTS))


async def test_a_report_about_compliance_goes_around_the_channel(workspace: Workspace) -> None:
    """Its card is told to the privacy officers, who work on it there."""
    await report(workspace, concerns_compliance=["yes"])
    workspace.forward(timedelta(minutes=20))
    card = await told(workspace, "U0RUTH", "for privacy officers only")
    assert workspace.messages(REPORTS) == []
    await press(workspace, "U0RUTH", card, "acknowledge", workspace.world.direct("U0RUTH").id)
    await told(workspace, "U0RUTH", "Acknowledged")
    assert "No case that you can open" in await listed(workspace, "U0PRIYA")
