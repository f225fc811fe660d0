"""Cases in Teams: the card where reports arrive, the dialogs behind it, and everybody who may see neither."""

from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from bot.demo import Workspace
from bot.demo.teams.practice import IDENTITIES
from tests.bot.acting import TEXT
from tests.teams.acting import Json, ask, card, invoke, opens, propose, reading, set_up, told, until, written
from tests.teams.conftest import Opened, expect_nothing_refused
from tests.teams.reporting import WHAT, comes_back, delivered, file, set_up_reports, works

VERBS = (
    *("open", "ask", "close", "note", "link", "assign", "recuse"),
    *("account", "suspect", "assess", "notify", "takedown", "snapshot"),
)
SENT = (
    *("asked", "closed", "noted", "linked", "assigned", "recused", "account_linked"),
    *("suspected", "assessed", "notified", "takedown_asked", "snapshot_kept", "down"),
)


async def shows(space: Workspace, case: Json, words: str) -> str:
    """Waits until everybody sees `words` on a case's card."""
    await until(space, lambda: words in card(space, case, "reports"))
    return card(space, case, "reports")


async def filed(space: Workspace, **answers: Any) -> tuple[str, Json]:
    """A report that has arrived: its receipt, and its card."""
    await set_up_reports(space)
    receipt = await file(space, **answers)
    return receipt, deepcopy(await delivered(space))


def number(space: Workspace, case: Json) -> str:
    return space.teams.words(case).split(" ", 1)[0]


async def presses(space: Workspace, person: str, case: Json, verb: str) -> str:
    pressed = await space.teams.press(person, case, f"case.{verb}")
    assert pressed["ok"], pressed
    return str(pressed.get("said", space.teams.words(case, person)))


async def test_from_report_to_outcome(open_on_each: Opened) -> None:
    """Acknowledged, asked, answered, assigned, noted, linked, escalated and closed; the reporter reads all that is for
    them, with no name, and everybody sees on the card where the case stands."""
    async with open_on_each() as space:
        await set_up(space)
        await propose(space)
        receipt, case = await filed(space, network="instagram", visible="yes")
        assert WHAT in space.teams.words(case)
        assert "You acknowledged this" in await presses(space, "U0PRIYA", case, "acknowledge")
        assert "Acknowledge " not in await shows(space, case, "Acknowledged")
        sent = await works(space, "U0PRIYA", case, "Ask the reporter", "Send", text="Is it <b>still</b> up?")
        assert "The reporter reads it" in sent
        await shows(space, case, "Being looked into")
        shown = await comes_back(space, receipt)
        assert "Compliance, " in shown
        assert "Is it <b>still</b> up?" in shown
        assert "Priya" not in str(space.teams.dialog("U0MAYA"))
        await space.teams.submit("U0MAYA", {"text": "Yes, since Monday.", "send_now": True}, "Send")
        await told_there(space, "The reporter wrote again")
        await shows(space, case, "1 message of the reporter unanswered")
        ruth = person_in(await drawn(space, "U0PRIYA", case, "Assign"), "Ruth Okafor")
        await space.teams.submit("U0PRIYA", {"person": ruth}, "Assign")
        assert "is with Ruth Okafor now" in reading(space, "U0PRIYA")
        await told(space, "U0RUTH", "This case is assigned to you")
        assert "You escalated this" in await presses(space, "U0PRIYA", case, "escalate")
        await shows(space, case, "escalated to the privacy officers")
        whole = await opens(space, "U0RUTH", case, "Open")
        assert "Yes, since Monday." in whole
        await space.teams.submit("U0RUTH", {}, "Add a note")
        await space.teams.submit("U0RUTH", {"text": "Snapshot first."}, "Keep")
        await opens(space, "U0RUTH", case, "Open")
        await space.teams.submit("U0RUTH", {}, "Link to a proposal")
        await space.teams.submit("U0RUTH", {"proposal": "P-1001"}, "Link")
        await shows(space, case, "about P-1001")
        closed = {"disposition": "substantiated", "text": "The photo is gone."}
        assert "is closed" in await works(space, "U0RUTH", case, "Close", "Close", **closed)
        assert "Assign" not in await shows(space, case, "Closed: substantiated")
        shown = await comes_back(space, receipt)
        assert "Closed: substantiated" in shown
        assert "The photo is gone." in shown
        assert "Snapshot first." not in shown
        whole = await opens(space, "U0RUTH", case, "Open")
        assert "Note, not for the reporter, " in whole
        assert number(space, case) in await ask(space, "U0RUTH", "cases closed")
        assert "waits for anything" in await ask(space, "U0RUTH", "cases")
        expect_nothing_refused(space)


async def told_there(space: Workspace, words: str) -> None:
    await until(space, lambda: any(words in space.teams.words(one) for one in written(space, "reports")))


async def drawn(space: Workspace, person: str, case: Json, button: str) -> Json:
    await opens(space, person, case, button)
    dialog = space.teams.dialog(person)
    assert dialog is not None
    return dialog


def person_in(dialog: Json, name: str) -> str:
    """What stands for somebody in the list of a dialog."""
    field = next(one for one in dialog["card"]["body"] if one.get("id") == "field:person")
    return str(next(one["value"] for one in field["items"][0]["choices"] if one["title"] == name))


async def test_whoever_is_no_part_of_compliance_gets_nowhere(space: Workspace) -> None:
    """Presses, dialogs and lists; told privately, and without a word of the report."""
    _, case = await filed(space)
    at = number(space, case)
    for person in ("U0MAYA", "U0TOMAS"):
        answers = await everything(space, person, at)
        assert WHAT not in str(answers)
        assert all("Only" in answer or "only" in answer for answer in answers), answers
    assert "Only approvers and privacy officers" in await ask(space, "U0MAYA", "cases")
    assert "Received" in card(space, case, "reports")


async def everything(space: Workspace, person: str, at: str) -> list[str]:
    """The answers to every verb there is."""
    data = {"at": at, "text": "x", "disposition": "referred", "person": "1", "proposal": "P-1001"}
    data |= {"discovered_on": "2026-03-02", "link": "x", "position": 1, "network": "x", "address": "@x"}
    found = []
    for verb in ("acknowledge", "escalate"):
        action = {"type": "Action.Execute", "verb": f"case.{verb}", "data": data}
        found.append(str(await invoke(space, person, "adaptiveCard/action", {"action": action}, person)))
    for name, verbs in (("task/fetch", VERBS), ("task/submit", (*VERBS, *SENT))):
        for verb in verbs:
            asked = {"data": {**data, "verb": f"case.{verb}"}}
            found.append(str(await invoke(space, person, name, asked, person)))
    return found


async def test_for_whoever_is_kept_away_there_is_no_case(space: Workspace) -> None:
    """Jonah reads for a number that is nobody's exactly what he reads for this one; the card loses its text."""
    _, case = await filed(space)
    at = number(space, case)
    await ask(space, "U0JONAH", "mine")
    await opens(space, "U0RUTH", case, "Open")
    await space.teams.submit("U0RUTH", {}, "Recuse somebody")
    dialog = space.teams.dialog("U0RUTH")
    assert dialog is not None
    await space.teams.submit("U0RUTH", {"person": person_in(dialog, "Jonah Adler")}, "Keep away")
    assert "as if it did not exist" in reading(space, "U0RUTH")
    assert WHAT not in await shows(space, case, "shown only when it is opened")
    other = "R-000000" if at != "R-000000" else "R-000001"
    there, nowhere = await everything(space, "U0JONAH", at), await everything(space, "U0JONAH", other)
    assert [one.replace(at, other) for one in there] == nowhere
    assert all("There is no case" in one for one in there), there
    assert "No case that you can open" in await ask(space, "U0JONAH", "cases")
    assert "Kept away: Jonah Adler" in await opens(space, "U0RUTH", case, "Open")


async def test_somebody_who_holds_no_role_is_kept_away_by_sign_in_name(space: Workspace) -> None:
    """And a name that is nobody's comes back with what was typed."""
    _, case = await filed(space)
    await opens(space, "U0RUTH", case, "Open")
    await space.teams.submit("U0RUTH", {}, "Recuse somebody")
    came = await space.teams.submit("U0RUTH", {"account": "nobody@riverside-dental.example"}, "Keep away")
    assert "not a member Imprimatur can see" in came["shown"]
    assert "nobody@riverside-dental.example" in came["shown"]
    await space.teams.submit("U0RUTH", {"account": IDENTITIES["U0PRIYA"].upn}, "Keep away")
    assert "as if it did not exist" in reading(space, "U0RUTH")
    assert "There is no case" in str(await everything(space, "U0PRIYA", number(space, case)))


async def test_a_report_about_compliance_reaches_the_officers_alone(space: Workspace) -> None:
    """In their own chats, and nowhere else."""
    await set_up_reports(space)
    await file(space, concerns_compliance=True)
    space.forward(timedelta(minutes=20))
    found = await told(space, "U0RUTH", "for privacy officers only")
    assert space.teams.cards("Report of a violation", "reports") == []
    assert "There is no case" in str(await everything(space, "U0PRIYA", number(space, found)))
    assert "You acknowledged this" in await presses(space, "U0RUTH", found, "acknowledge")


async def test_what_a_closed_case_was_sent_comes_back(space: Workspace) -> None:
    """Two work at once: whoever is late reads why, and keeps what they wrote."""
    _, case = await filed(space)
    await opens(space, "U0PRIYA", case, "Ask the reporter")
    closed = {"disposition": "referred", "text": "Passed on."}
    await works(space, "U0RUTH", case, "Close", "Close", **closed)
    came = await space.teams.submit("U0PRIYA", {"text": "Where was it?"}, "Send")
    assert "is closed already: referred" in came["shown"]
    assert "Where was it?" in came["shown"]


async def test_an_outcome_has_to_be_chosen(space: Workspace) -> None:
    _, case = await filed(space)
    asked = {"data": {"verb": "case.closed", "at": number(space, case), "text": "Gone."}}
    answer = str(await invoke(space, "U0RUTH", "task/submit", asked))
    assert "Choose what came of it" in answer
    assert "Gone." in answer


@pytest.mark.parametrize("place", ["compliance", "reports"])
async def test_open_cases_move_to_where_reports_arrive_now(space: Workspace, place: str) -> None:
    """Chosen by privacy officers only, in a channel only."""
    await file(space)
    space.forward(timedelta(minutes=20))
    await until(space, lambda: space.teams.cards("Report of a violation"))
    assert "Only a privacy officer" in await ask(space, "U0PRIYA", f"@Imprimatur setup {place}", place)
    assert "works in a channel only" in await ask(space, "U0RUTH", "setup reports")
    words = await ask(space, "U0RUTH", "@Imprimatur setup reports", place)
    assert "Reports of violations arrive in this channel from now on. 1 waiting now" in words
    moved = deepcopy(await until(space, lambda: space.teams.cards("Report of a violation", place)[-1:]))[0]
    assert WHAT in await opens(space, "U0JONAH", moved, "Open")
    assert TEXT not in space.teams.words(moved)


async def test_a_text_is_withheld_where_only_notices_are_wanted(open_teams: Opened) -> None:
    async with open_teams(environ={"REPORT_CHANNEL_CONTENT": "notice"}) as space:
        await set_up(space)
        _, case = await filed(space)
        assert WHAT not in space.teams.words(case)
        assert WHAT in await opens(space, "U0PRIYA", case, "Open")
        expect_nothing_refused(space)
