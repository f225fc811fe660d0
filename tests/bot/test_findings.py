"""What the scanner finds, as people in Slack meet it."""

import json

import pytest

from bot.demo import Workspace
from bot.demo.seed import png
from handlers.words import OVERRIDE
from tests.bot.acting import CROWD, card, press, propose, shows, told

BLOCKED = "Our patient Dan Miller came in for his root canal on Tuesday."
NOTED = "Welcome Ellen Moore, who answers our telephone from Monday on."
STORY = "“I had not smiled in a photo for ten years.” Thank you for letting us tell your story."
FILLED = {"networks": ["facebook"], "text": BLOCKED, "patient": "no"}


async def test_a_patient_is_caught_before_any_channel_sees_them(workspace: Workspace) -> None:
    """The form stays open with what was typed, and below the text says what to change, once; sent again, only what
    is then wrong stands there."""
    await workspace.command("U0MAYA", "/propose-post")
    await workspace.submit("U0MAYA", {**FILLED, "note": "For Monday."})
    shown = _shown(workspace)
    assert "Please look again at: Post text." in shown
    assert shown.count("“Our patient Dan Miller came in for his root canal”") == 1
    assert "“Dan Miller”" not in shown
    assert _blocks(workspace).index("above:text:0") == _blocks(workspace).index("text") + 1
    assert BLOCKED in shown
    assert "For Monday." in shown
    await workspace.submit("U0MAYA", {"text": "Call our patient Dan Miller at 555-123-4567.", "note": ""})
    assert "root canal" not in _shown(workspace)
    assert "“555-123-4567”" in _shown(workspace)
    assert workspace.messages() == []
    assert await workspace.submit("U0MAYA", {"text": NOTED}) == {"ok": True}


def _shown(workspace: Workspace) -> str:
    return str(workspace.view("U0MAYA"))


def _blocks(workspace: Workspace) -> list[str]:
    return [block["block_id"] for block in workspace.view("U0MAYA")["blocks"]]


async def test_a_story_asks_for_its_authorization_beside_the_field(workspace: Workspace) -> None:
    """With the words that are meant."""
    await workspace.command("U0MAYA", "/propose-post")
    await workspace.submit("U0MAYA", {**FILLED, "text": STORY})
    assert "Please look again at: Authorization reference." in _shown(workspace)
    assert "“I had not smiled in a photo for ten years”" in _shown(workspace)
    assert "above:authorization:0" in _blocks(workspace)
    assert await workspace.submit("U0MAYA", {"authorization": "AUTH-3"}) == {"ok": True}


async def test_a_reason_sends_it_to_review_for_those_who_may_decide(workspace: Workspace) -> None:
    """Asked once something was found; the card carries it. Nobody else is asked."""
    await workspace.command("U0MAYA", "/propose-post")
    await workspace.submit("U0MAYA", FILLED)
    assert "override" not in _blocks(workspace)
    await workspace.command("U0PRIYA", "/propose-post")
    assert OVERRIDE not in str(workspace.view("U0PRIYA"))
    await workspace.submit("U0PRIYA", {**FILLED, "text": BLOCKED})
    why = {"override": "Dan is the actor in our advertisement.", "authorization": "AUTH-3"}
    assert await workspace.submit("U0PRIYA", why) == {"ok": True}
    posted = await workspace.world.until(lambda: workspace.cards("P-1001"))
    assert "Dan is the actor" in card(workspace, posted[-1]["ts"])


async def test_a_picture_needs_the_attestation(workspace: Workspace) -> None:
    file = workspace.upload("U0MAYA", "room.png", png(60, 40))
    await workspace.command("U0MAYA", "/propose-post")
    result = await workspace.submit("U0MAYA", {**FILLED, "text": NOTED, "media": [file], "alt": "A room"})
    assert "Look at every picture" in result["errors"]["attested"]


async def test_a_finding_is_marked_listed_and_dismissed(workspace: Workspace) -> None:
    """Bold in the text, with why below; dismissed it stands there with who did it and why."""
    posted = await propose(workspace, text=NOTED)
    assert {"type": "text", "text": "Ellen Moore", "style": {"bold": True}} in _runs(posted)
    assert "A name says who somebody is" in json.dumps(posted)
    await press(workspace, "U0PRIYA", posted, "dismiss")
    assert await workspace.submit("U0PRIYA", {"reason": "She works here."}) == {"ok": True}
    await shows(workspace, posted["ts"], "dismissed by Dr. Priya Raman: She works here.")
    assert "proposal.dismiss" not in card(workspace, posted["ts"])
    await press(workspace, "U0PRIYA", posted, "approve")
    await told(workspace, "U0MAYA", "is approved")


def _runs(message: dict) -> list[dict]:
    quotes = [block["elements"][0] for block in message["blocks"] if block["type"] == "rich_text"]
    return [run for quote in quotes if quote["type"] == "rich_text_quote" for run in quote["elements"]]


async def test_any_number_of_findings_fits_a_card(workspace: Workspace) -> None:
    """As much as there is room for is listed, the rest counted; the text is whole."""
    many = CROWD[:2_900].rpartition(".")[0] + "."
    posted = await propose(workspace, text=many)
    assert "more, which do not fit here" in json.dumps(posted)
    assert "".join(run["text"] for run in _runs(posted)) == many


async def test_a_scan_is_answered_privately_and_kept_nowhere(
    workspace: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    """What could identify a patient, why, and what to write instead; nothing but the answer is left of it."""
    await workspace.command("U0MAYA", "/compliance", f"scan {BLOCKED} Smith &amp; Sons")
    said = workspace.private("U0MAYA")[-1]
    assert "“Dan Miller”" in said
    assert "A name says who somebody is. In a practice" in said
    assert "keeps nothing" in said
    await workspace.command("U0MAYA", "/compliance", "scan We are open until five.")
    assert "Nothing found" in workspace.private("U0MAYA")[-1]
    await workspace.command("U0MAYA", "/compliance", "scan")
    assert "scan Our new patient" in workspace.private("U0MAYA")[-1]
    assert "Miller" not in caplog.text
    assert workspace.messages() == []


async def test_what_a_privacy_officer_lists_is_let_pass(workspace: Workspace) -> None:
    """Only they change the list, everybody reads it, and a scan heeds it."""
    assert "Nothing is on the allow-list" in await _said(workspace, "U0MAYA", "allow-list")
    assert "Only privacy officers" in await _said(workspace, "U0MAYA", "allow-list add Dan Miller")
    assert "lets “Dan Miller” pass" in await _said(workspace, "U0RUTH", "allow-list add Dan Miller")
    assert "Dan Miller" in await _said(workspace, "U0MAYA", "allow-list")
    assert "Nothing found" in await _said(workspace, "U0MAYA", "scan Dan Miller joins us.")
    assert "off the allow-list" in await _said(workspace, "U0RUTH", "allow-list remove Dan Miller")
    assert "“Dan Miller”" in await _said(workspace, "U0MAYA", "scan Dan Miller joins us.")


async def _said(workspace: Workspace, person: str, words: str) -> str:
    await workspace.command(person, "/compliance", words)
    return workspace.private(person)[-1]


async def test_a_reply_that_tells_is_replaced_by_one_press(workspace: Workspace) -> None:
    """The refused form offers neutral answers; one of them takes the text's place and everything else stays."""
    await workspace.command("U0MAYA", "/propose-post")
    tells = {**FILLED, "kind": "reply", "text": "We are sorry about your appointment.", "note": "On Google."}
    await workspace.submit("U0MAYA", tells)
    assert "confirms that somebody is or was a patient" in str(workspace.view("U0MAYA"))
    assert (await workspace.press_in_form("U0MAYA", "proposal.template")).status == 200
    assert "We are sorry about your appointment." not in str(workspace.view("U0MAYA")["blocks"])
    assert await workspace.submit("U0MAYA", {}) == {"ok": True}
    posted = (await workspace.world.until(workspace.messages))[0]
    assert "Thank you for your kind words." in str(posted)
    assert "On Google." in str(posted)


async def test_which_rules_are_dismissed_most_is_told_to_those_who_decide(workspace: Workspace) -> None:
    """A line for each rule found on what was decided; nobody else is told."""
    assert "Only approvers and privacy officers" in await _said(workspace, "U0MAYA", "rules")
    assert "Nothing was found" in await _said(workspace, "U0PRIYA", "rules")
    posted = await propose(workspace, text=NOTED)
    await press(workspace, "U0PRIYA", posted, "dismiss")
    assert await workspace.submit("U0PRIYA", {"reason": "She works here."}) == {"ok": True}
    await press(workspace, "U0PRIYA", posted, "approve")
    await told(workspace, "U0MAYA", "is approved")
    said = await _said(workspace, "U0RUTH", "rules")
    assert "██████████" in said
    assert "1 of 1 dismissed (100%)" in said
    assert "No rule is dismissed so often" in said


async def test_an_officer_lets_the_words_pass_always_with_the_same_press(workspace: Workspace) -> None:
    """Only they are offered it; the words then stand on the allow-list."""
    posted = await propose(workspace, text=NOTED)
    await press(workspace, "U0PRIYA", posted, "dismiss")
    assert "always" not in [block["block_id"] for block in workspace.view("U0PRIYA")["blocks"] if "block_id" in block]
    workspace.close("U0PRIYA")
    await press(workspace, "U0RUTH", posted, "dismiss")
    assert await workspace.submit("U0RUTH", {"reason": "She works here.", "always": ["yes"]}) == {"ok": True}
    assert "Ellen Moore" in await _said(workspace, "U0MAYA", "allow-list")


async def test_what_is_said_of_one_finding_is_not_said_again(workspace: Workspace) -> None:
    """And where one is chosen to be dismissed, what it is stands before its words."""
    posted = await propose(workspace, text="Ellen Moore joins us. So does Dan Miller.")
    assert str(posted).count("A name says who somebody is") == 1
    assert "“Dan Miller”" in str(posted)
    again = await propose(workspace, text="Ellen Moore joins us. Ellen Moore begins today. So does Dan Miller.")
    assert str(again).count("“Ellen Moore”") == str(again).count("(2 times): A name says who") == 1
    await press(workspace, "U0PRIYA", posted, "dismiss")
    assert "Name: “Dan Miller”" in str(workspace.view("U0PRIYA"))
