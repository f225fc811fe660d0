"""Requests nobody should send, and text nobody should be harmed by: a 4xx or a clear private answer, never a 5xx."""

import json
import time
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import pytest

from bot.demo import Workspace
from bot.demo.client import signature
from tests.bot.acting import TEXT, card, press, propose, refused, told


async def post(space: Workspace, body: bytes, **headers: str) -> int:
    """One raw request, correctly signed unless `headers` say otherwise."""
    stamp = headers.pop("stamp", str(int(time.time())))
    sent = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(body, stamp),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    async with space.client._session.post(f"{space.base}/slack/events", data=BytesIO(body), headers=sent) as response:
        assert "Traceback" not in await response.text()
        return response.status


COMMAND = urlencode({"command": "/compliance", "user_id": "U0MAYA", "text": "help", "team_id": "T0RIVER"}).encode()


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (COMMAND, {"X_Slack_Signature": "v0=" + "0" * 64}),
        (COMMAND, {"X_Slack_Signature": ""}),
        (COMMAND, {"stamp": "1500000000"}),
        (COMMAND, {"stamp": "soon"}),
        (COMMAND, {"X_Slack_Request_Timestamp": "3x3"}),
        (b"payload=%7Bnot json", {}),
        (b"payload=%5B1%5D", {}),
        (b"payload=" + b"%5B" * 50_000, {}),
        (b"\xff\xfe\x00", {}),
        (b"{", {"Content_Type": "application/json"}),
        (b"[]", {"Content_Type": "application/json"}),
        (b"x" * (1024 * 1024 + 1), {}),
        (b"", {}),
    ],
)
async def test_requests_slack_never_sends_are_turned_away(
    workspace: Workspace, body: bytes, headers: dict[str, str]
) -> None:
    assert 400 <= await post(workspace, body, **headers) < 500


def interaction(**more: Any) -> bytes:
    user = {"id": "U0PRIYA", "team_id": "T0RIVER"}
    return urlencode({"payload": json.dumps({"type": "block_actions", "user": user, **more})}).encode()


@pytest.mark.parametrize("value", ["", "x", "1", "1/x", "-1/1", "1/1/1", "9" * 40 + "/1", "999/1", "1/999"])
async def test_forged_ids_get_a_private_answer(workspace: Workspace, value: str) -> None:
    posted = await propose(workspace)
    for element in posted["blocks"][-1]["elements"]:
        element["value"] = value
    before = len(workspace.private("U0PRIYA"))
    await press(workspace, "U0PRIYA", posted, "approve")
    await workspace.world.until(lambda: len(workspace.private("U0PRIYA")) > before)
    assert "`" not in workspace.private("U0PRIYA")[-1]
    assert "reference" not in workspace.private("U0PRIYA")[-1]
    assert "Approved" not in card(workspace, posted["ts"])


async def test_unknown_actions_and_forms_are_answered(workspace: Workspace) -> None:
    """Ours by name but unknown: a private sentence; not ours: Bolt's 404."""
    strange = interaction(actions=[{"action_id": "other.thing", "block_id": "b", "type": "button"}], trigger_id="1")
    assert await post(workspace, strange) == 404
    posted = await propose(workspace)
    posted["blocks"][-1]["elements"][0]["action_id"] = "proposal.destroy"
    await press(workspace, "U0PRIYA", posted, "destroy")
    await refused(workspace, "U0PRIYA", "This button no longer works")


@pytest.mark.parametrize(
    "text",
    [
        "<!channel> <!here> <!everyone> come and see",
        "<@U0RUTH> and @everyone",
        "<https://evil.example|https://riverside.example> and [click](https://evil.example)",
        "*bold* _not_ ~really~ `code` > quote & <b>tag</b>",
        "مرحبا بكم في العيادة 👩‍⚕️",
    ],
)
async def test_text_is_shown_as_it_is_and_pings_nobody(workspace: Workspace, text: str) -> None:
    posted = await propose(workspace, text=text)
    runs = [
        element
        for block in posted["blocks"]
        if block["type"] == "rich_text"
        for part in block["elements"]
        for element in part["elements"]
    ]
    assert text in [run.get("text") for run in runs]
    assert {run["type"] for run in runs} <= {"text", "date"}
    assert text not in posted["text"]
    assert all(block["type"] in ("header", "rich_text", "divider", "actions") for block in posted["blocks"])


@pytest.mark.parametrize("hidden", ["\u202e", "\u2066", "\x00", "\x1b", "\u200f\u202a"])
async def test_what_reads_differently_than_it_is_stored_is_refused(workspace: Workspace, hidden: str) -> None:
    await workspace.command("U0MAYA", "/propose-post", f"Our prices{hidden} are fair")
    result = await workspace.submit("U0MAYA", {"networks": ["facebook"], "patient": "no"})
    assert "invisible control character" in result["errors"]["text"]
    assert workspace.view("U0MAYA") is not None


async def test_forty_thousand_characters_come_back_whole(workspace: Workspace) -> None:
    text = "".join(f"word{n} " for n in range(4_000))[:40_000]
    answer = await workspace.command("U0MAYA", "/propose-post", text)
    assert answer.status == 200
    assert workspace.view("U0MAYA") is None
    wanted = "".join(text.split())
    await workspace.world.until(lambda: wanted in "".join("".join(workspace.private("U0MAYA")).split()))
    assert "a proposal can have 9,000" in workspace.private("U0MAYA")[0]


async def test_a_long_text_goes_through_several_inputs_unchanged(workspace: Workspace) -> None:
    """8,900 characters: shown whole on the card, also after the decision, and edited without a change of its text."""
    text = "\n\n".join("A paragraph about our practice. " * 9 + str(n) for n in range(30))[:8_900].strip()
    await workspace.command("U0MAYA", "/propose-post", text)
    result = await workspace.submit("U0MAYA", {"networks": ["facebook"], "patient": "no"})
    assert result == {"ok": True}
    posted = (await workspace.world.until(workspace.messages))[0]

    def shown() -> str:
        quotes = [b["elements"][0] for b in posted["blocks"] if b["type"] == "rich_text"]
        return "".join(e["text"] for q in quotes if q["type"] == "rich_text_quote" for e in q["elements"])

    assert shown() == text
    await press(workspace, "U0PRIYA", posted, "approve")
    await told(workspace, "U0MAYA", "is approved. Publish")
    await workspace.world.until(lambda: "Approved" in str(posted))
    assert shown() == text


async def test_more_room_keeps_what_was_typed(workspace: Workspace) -> None:
    await workspace.command("U0MAYA", "/propose-post", "First part")
    assert (await workspace.press_in_form("U0MAYA", "proposal.more")).status == 200
    filled = {"text:1": "Second part", "networks": ["facebook"], "patient": "no"}
    assert await workspace.submit("U0MAYA", filled) == {"ok": True}
    posted = (await workspace.world.until(workspace.messages))[0]
    assert "First part\\nSecond part" in str(posted["blocks"])


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"networks": ["x"], "text": "a" * 281}, "text", "X takes 280 characters; this text counts 281"),
        ({"networks": ["bluesky"], "text": "é" * 301}, "text", "Bluesky takes 300"),
        ({"patient": "yes"}, "authorization", "written authorization"),
        ({"planned": 1_000_000_000}, "planned", "in the past"),
        ({"alt": "one\ntwo"}, "alt", "2 lines of alt text for 0 files"),
        ({"text": "  \n "}, "text", "Write the post"),
    ],
)
async def test_an_error_stands_under_its_field(
    workspace: Workspace, answers: dict[str, Any], field: str, words: str
) -> None:
    await workspace.command("U0MAYA", "/propose-post")
    filled = {"networks": ["facebook"], "text": TEXT, "patient": "no", **answers}
    result = await workspace.submit("U0MAYA", filled)
    assert words in result["errors"][field]
    assert workspace.view("U0MAYA") is not None
    assert workspace.messages() == []
