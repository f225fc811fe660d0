"""What the local workspace's Slack refuses, and with which of Slack's own words."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.demo import world as worlds
from bot.demo.slack_api import METHODS
from bot.demo.world import Json
from tests.demo.conftest import Caller

_REFERENCE = Path(__file__).parents[3] / "shared" / "data" / "slack" / "methods-index.json"
#: docs.slack.dev lists these with every method; the index leaves them out.
_EVERYWHERE = {"invalid_arguments", "invalid_json", "json_not_object", "invalid_auth", "not_authed", "invalid_limit"}
#: Slack answers these too, though the method's page does not list them.
_UNLISTED = {"thread_not_found", "msg_too_long"}
LINE = {"type": "section", "text": {"type": "plain_text", "text": "A line"}}
COMPLY = "C0COMPLY"


def refused(method: str, answer: Json, code: str) -> None:
    """The answer is this refusal, and Slack has it for this method (where its reference is at hand)."""
    assert (answer["ok"], answer.get("error")) == (False, code)
    if _REFERENCE.exists():
        known = set(json.loads(_REFERENCE.read_text())[method]["errors"])
        assert code in known | _EVERYWHERE | _UNLISTED


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": {"type": "plain_text", "text": "A form"}, "blocks": [*(blocks or [LINE])], **more}


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


async def posted(slack: Caller, **more: Any) -> Json:
    answer = await slack("chat.postMessage", channel=COMPLY, text="A card", blocks=[LINE], **more)
    assert answer["ok"], answer
    return answer


def test_methods_take_what_slack_takes() -> None:
    """No argument Slack does not know, and none optional that Slack requires."""
    if not _REFERENCE.exists():
        return
    index = json.loads(_REFERENCE.read_text())
    for name, method in METHODS.items():
        assert method.arguments <= set(index[name]["args"]), name
        assert set(index[name]["required"]) - {"token"} <= method.required, name


# Who calls, and with what.


@pytest.mark.parametrize(("token", "code"), [("xoxb-other", "invalid_auth"), (None, "not_authed")])
async def test_another_token_gets_nothing(slack: Caller, token: str | None, code: str) -> None:
    answer = await slack.send("chat.postMessage", token=token, json={"channel": COMPLY, "text": "Hello"})
    refused("chat.postMessage", answer, code)
    assert slack.workspace.messages() == []


async def test_an_unknown_method_is_named_as_such(slack: Caller) -> None:
    assert (await slack("chat.shout", channel=COMPLY))["error"] == "unknown_method"


async def test_an_unknown_argument_is_named(slack: Caller) -> None:
    answer = await slack("chat.postMessage", channel=COMPLY, text="Hello", colour="green")
    refused("chat.postMessage", answer, "invalid_arguments")
    assert answer["response_metadata"]["messages"] == ["[ERROR] unknown argument: colour"]


async def test_a_missing_argument_is_named(slack: Caller) -> None:
    answer = await slack("chat.update", channel=COMPLY, text="Hello")
    refused("chat.update", answer, "invalid_arguments")
    assert answer["response_metadata"]["messages"] == ["[ERROR] missing required field: ts"]


@pytest.mark.parametrize("name", ["channel", "text"])
async def test_an_argument_of_another_type_is_named(slack: Caller, name: str) -> None:
    answer = await slack("chat.postMessage", **{"channel": COMPLY, "text": "Hello", name: ["Hello"]})
    refused("chat.postMessage", answer, "invalid_arguments")
    assert answer["response_metadata"]["messages"] == [f"[ERROR] must be a string: {name}"]


@pytest.mark.parametrize(("body", "code"), [("{", "invalid_json"), ("[]", "json_not_object")])
async def test_a_body_that_is_no_object_is_refused(slack: Caller, body: str, code: str) -> None:
    answer = await slack.send("chat.postMessage", data=body, content_type="application/json")
    refused("chat.postMessage", answer, code)


async def test_reading_methods_take_a_form_only(slack: Caller) -> None:
    refused("users.info", await slack("users.info", user="U0MAYA"), "invalid_arguments")
    assert (await slack.read("users.info", user="U0MAYA"))["user"]["real_name"] == "Maya Lindqvist"


@pytest.mark.parametrize(
    ("name", "code"), [("blocks", "invalid_blocks_format"), ("metadata", "invalid_metadata_format")]
)
async def test_json_in_a_form_has_to_be_json(slack: Caller, name: str, code: str) -> None:
    answer = await slack.read("chat.postMessage", channel=COMPLY, text="Hello", **{name: "["})
    refused("chat.postMessage", answer, code)


async def test_what_was_refused_is_shown_on_the_page(slack: Caller) -> None:
    """With the method, the code and the sentence."""
    await slack("chat.postMessage", channel=COMPLY)
    found = (await slack.state("U0MAYA"))["refusals"]
    assert [(one["method"], one["error"]) for one in found] == [("chat.postMessage", "no_text")]


# Messages.


@pytest.mark.parametrize("count", [50, 51])
async def test_a_message_has_at_most_fifty_blocks(slack: Caller, count: int) -> None:
    answer = await slack("chat.postMessage", channel=COMPLY, text="Hello", blocks=[LINE] * count)
    assert answer["ok"] is (count == 50)
    if count > 50:
        refused("chat.postMessage", answer, "invalid_blocks")


@pytest.mark.parametrize(
    ("text", "fits"), [("a" * 3_000, True), ("a" * 3_001, False), ("&" * 600, True), ("&" * 601, False)]
)
async def test_a_section_has_3000_characters_after_escaping(slack: Caller, text: str, fits: bool) -> None:
    answer = await slack("chat.postMessage", channel=COMPLY, text="Hello", blocks=[section(text)])
    assert answer["ok"] is fits
    if not fits:
        refused("chat.postMessage", answer, "invalid_blocks")
        assert "[json-pointer:/blocks/0/text/text]" in answer["response_metadata"]["messages"][0]


async def test_all_text_of_a_message_is_counted_together(slack: Caller) -> None:
    """slackapi/bolt-js#2509: about 13,200 characters."""
    blocks = [section("a" * 2_640)] * 5
    assert (await slack("chat.postMessage", channel=COMPLY, text="Hello", blocks=blocks))["ok"]
    answer = await slack("chat.postMessage", channel=COMPLY, text="Hello", blocks=[*blocks, section("a")])
    refused("chat.postMessage", answer, "msg_blocks_too_long")


async def test_a_message_says_something(slack: Caller) -> None:
    refused("chat.postMessage", await slack("chat.postMessage", channel=COMPLY), "no_text")


@pytest.mark.parametrize(
    ("code", "broken"),
    [
        ("[ERROR] unsupported type: blink [json-pointer:/blocks/0]", {"type": "blink"}),
        ("[ERROR] unexpected field: colour [json-pointer:/blocks/0]", {**LINE, "colour": "green"}),
        (
            "[ERROR] missing required field: alt_text [json-pointer:/blocks/0]",
            {"type": "image", "image_url": "https://a.example/b"},
        ),
        ("[ERROR] invalid slack file: F0NONE", {"type": "image", "alt_text": "A room", "slack_file": {"id": "F0NONE"}}),
    ],
)
async def test_a_block_slack_does_not_know_is_pointed_at(slack: Caller, code: str, broken: Json) -> None:
    answer = await slack("chat.postMessage", channel=COMPLY, text="Hello", blocks=[broken])
    refused("chat.postMessage", answer, "invalid_blocks")
    assert answer["response_metadata"]["messages"] == [code]


async def test_a_block_id_is_used_once(slack: Caller) -> None:
    answer = await slack("chat.postMessage", channel=COMPLY, text="Hello", blocks=[{**LINE, "block_id": "same"}] * 2)
    refused("chat.postMessage", answer, "invalid_blocks")


@pytest.mark.parametrize(
    "metadata", ["text", {"event_type": "only"}, {"event_type": "a", "event_payload": []}, {"event_payload": {}}]
)
async def test_metadata_has_a_type_and_a_payload(slack: Caller, metadata: Any) -> None:
    answer = await slack("chat.postMessage", channel=COMPLY, text="Hello", metadata=metadata)
    refused("chat.postMessage", answer, "invalid_metadata_format")
    assert slack.workspace.messages() == []


async def test_an_archived_channel_takes_nothing(slack: Caller) -> None:
    """Neither new messages nor changes; each method has its own word for it."""
    ts = (await posted(slack))["ts"]
    slack.world.channels[COMPLY].archived = True
    refused("chat.postMessage", await slack("chat.postMessage", channel=COMPLY, text="Hello"), "is_archived")
    refused("chat.update", await slack("chat.update", channel=COMPLY, ts=ts, text="Hello"), "is_inactive")
    assert slack.workspace.messages()[0]["text"] == "A card"


async def test_a_channel_without_the_bot_takes_nothing(slack: Caller) -> None:
    slack.world.channels[COMPLY].bot_in = False
    refused("chat.postMessage", await slack("chat.postMessage", channel=COMPLY, text="Hello"), "not_in_channel")
    refused("conversations.history", await slack.read("conversations.history", channel=COMPLY), "not_in_channel")


async def test_a_channel_that_is_not_there_takes_nothing(slack: Caller) -> None:
    refused("chat.postMessage", await slack("chat.postMessage", channel="C0NONE", text="Hello"), "channel_not_found")


async def test_a_thread_needs_its_first_message(slack: Caller) -> None:
    answer = await slack("chat.postMessage", channel=COMPLY, text="Hello", thread_ts="1.000000")
    refused("chat.postMessage", answer, "thread_not_found")


# Updates.


@pytest.mark.parametrize("method", ["chat.update", "chat.delete"])
async def test_only_ones_own_messages_can_be_changed(slack: Caller, method: str) -> None:
    said = slack.workspace.say("U0MAYA", COMPLY, "Hello")
    more = {"text": "Changed"} if method == "chat.update" else {}
    refused(method, await slack(method, channel=COMPLY, ts=said["ts"], **more), f"cant_{method[5:]}_message")
    assert slack.workspace.messages()[0]["text"] == "Hello"


async def test_a_message_that_is_gone_cannot_be_changed(slack: Caller) -> None:
    answer = await slack("chat.update", channel=COMPLY, ts="1.000000", text="Changed")
    refused("chat.update", answer, "message_not_found")


@pytest.mark.parametrize("length", [4_000, 4_001])
async def test_an_update_takes_4000_characters_of_text(slack: Caller, length: int) -> None:
    """Though the post takes ten times as much."""
    ts = (await slack("chat.postMessage", channel=COMPLY, text="a" * 40_000))["ts"]
    answer = await slack("chat.update", channel=COMPLY, ts=ts, text="b" * length)
    assert answer["ok"] is (length == 4_000)
    if length > 4_000:
        refused("chat.update", answer, "msg_too_long")


async def test_an_update_keeps_the_metadata_it_does_not_name(slack: Caller) -> None:
    """What look-before-sending-again rests on."""
    mark = {"event_type": "delivery", "event_payload": {"delivery": 7}}
    ts = (await posted(slack, metadata=mark))["ts"]
    assert (await slack("chat.update", channel=COMPLY, ts=ts, text="Changed", blocks=[LINE]))["ok"]
    found = await slack.read("conversations.history", channel=COMPLY, include_all_metadata="true")
    assert found["messages"][0]["metadata"] == mark


# Forms.


async def opened(slack: Caller, person: str = "U0MAYA") -> Json:
    answer = await slack("views.open", trigger_id=slack.world.trigger(person), view=modal())
    assert answer["ok"], answer
    return dict(answer["view"])


async def test_a_trigger_opens_one_form(slack: Caller) -> None:
    trigger = slack.world.trigger("U0MAYA")
    assert (await slack("views.open", trigger_id=trigger, view=modal()))["ok"]
    refused("views.open", await slack("views.open", trigger_id=trigger, view=modal()), "exchanged_trigger_id")


async def test_a_trigger_expires(slack: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    """After three seconds, which here are over at once."""
    monkeypatch.setattr(worlds, "TRIGGER_SECONDS", -1.0)
    answer = await slack("views.open", trigger_id=slack.world.trigger("U0MAYA"), view=modal())
    refused("views.open", answer, "expired_trigger_id")
    assert slack.workspace.view("U0MAYA") is None


async def test_a_trigger_cannot_be_made_up(slack: Caller) -> None:
    refused("views.open", await slack("views.open", trigger_id="7.8.9", view=modal()), "invalid_trigger_id")


async def test_at_most_three_forms_are_stacked(slack: Caller) -> None:
    await opened(slack)
    for _ in range(2):
        assert (await slack("views.push", trigger_id=slack.world.trigger("U0MAYA"), view=modal()))["ok"]
    answer = await slack("views.push", trigger_id=slack.world.trigger("U0MAYA"), view=modal())
    refused("views.push", answer, "push_limit_reached")
    assert len(slack.world.views["U0MAYA"]) == 3


async def test_nothing_is_pushed_onto_no_form(slack: Caller) -> None:
    answer = await slack("views.push", trigger_id=slack.world.trigger("U0MAYA"), view=modal())
    refused("views.push", answer, "not_found")


async def test_a_form_that_changed_meanwhile_is_not_overwritten(slack: Caller) -> None:
    view = await opened(slack)
    first = await slack("views.update", view_id=view["id"], hash=view["hash"], view=modal(section("First")))
    assert first["ok"]
    second = await slack("views.update", view_id=view["id"], hash=view["hash"], view=modal(section("Second")))
    refused("views.update", second, "hash_conflict")
    assert "First" in str(slack.workspace.view("U0MAYA"))


async def test_a_form_that_was_closed_is_not_updated(slack: Caller) -> None:
    view = await opened(slack)
    slack.workspace.close("U0MAYA")
    refused("views.update", await slack("views.update", view_id=view["id"], view=modal()), "not_found")


@pytest.mark.parametrize(
    ("view", "sentence"),
    [
        (modal(*[LINE] * 101), "must have 1 to 100 items"),
        (modal(title={"type": "plain_text", "text": "a" * 25}), "must be less than 25 characters"),
        (modal(private_metadata="a" * 3_001), "must be less than 3001 characters"),
        (modal(callback_id="a" * 256), "must be less than 256 characters"),
        ({"type": "modal", "title": {"type": "plain_text", "text": "A form"}}, "missing required field: blocks"),
        ({"type": "home", "blocks": [LINE]}, "unsupported type"),
    ],
)
async def test_a_form_beyond_slacks_limits_is_refused(slack: Caller, view: Json, sentence: str) -> None:
    trigger = slack.world.trigger("U0MAYA")
    answer = await slack("views.open", trigger_id=trigger, view=view)
    refused("views.open", answer, "invalid_arguments")
    assert sentence in answer["response_metadata"]["messages"][0]


async def test_a_form_with_inputs_needs_a_button_to_send_it(slack: Caller) -> None:
    block = {
        "type": "input",
        "label": {"type": "plain_text", "text": "Reason"},
        "element": {"type": "plain_text_input", "action_id": "reason"},
    }
    answer = await slack("views.open", trigger_id=slack.world.trigger("U0MAYA"), view=modal(block))
    refused("views.open", answer, "invalid_arguments")
    assert "missing required field: submit" in answer["response_metadata"]["messages"][0]


# People, files, and reading back.


@pytest.mark.parametrize(
    ("method", "name", "code"), [("users.info", "user", "user_not_found"), ("files.info", "file", "file_not_found")]
)
async def test_what_is_not_there_is_not_found(slack: Caller, method: str, name: str, code: str) -> None:
    refused(method, await slack.read(method, **{name: "X0NONE"}), code)


async def test_history_comes_in_pages_newest_first(slack: Caller) -> None:
    for number in range(5):
        slack.workspace.say("U0MAYA", COMPLY, f"Message {number}")
    first = await slack.read("conversations.history", channel=COMPLY, limit=3)
    second = await slack.read(
        "conversations.history", channel=COMPLY, limit=3, cursor=first["response_metadata"]["next_cursor"]
    )
    texts = [message["text"] for message in [*first["messages"], *second["messages"]]]
    assert texts == [f"Message {number}" for number in (4, 3, 2, 1, 0)]
    assert (first["has_more"], second["has_more"]) == (True, False)


async def test_history_is_cut_at_oldest_and_latest(slack: Caller) -> None:
    """The two moments themselves are left out unless `inclusive` is set."""
    stamps = [slack.workspace.say("U0MAYA", COMPLY, f"Message {number}")["ts"] for number in range(4)]
    ends = {"channel": COMPLY, "oldest": stamps[0], "latest": stamps[2]}
    without = await slack.read("conversations.history", **ends)
    assert [message["ts"] for message in without["messages"]] == [stamps[1]]
    included = await slack.read("conversations.history", **ends, inclusive="true")
    assert [message["ts"] for message in included["messages"]] == stamps[2::-1]


async def test_metadata_is_only_shown_when_asked_for(slack: Caller) -> None:
    await posted(slack, metadata={"event_type": "delivery", "event_payload": {}})
    found = await slack.read("conversations.history", channel=COMPLY)
    assert "metadata" not in found["messages"][0]


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("cursor", "-1", "invalid_cursor"),
        ("cursor", "x", "invalid_cursor"),
        ("limit", "1000", "invalid_limit"),
        ("limit", "x", "invalid_limit"),
        ("oldest", "yesterday", "invalid_ts_oldest"),
        ("latest", "now", "invalid_ts_latest"),
    ],
)
async def test_a_page_that_cannot_be_is_refused(slack: Caller, name: str, value: str, code: str) -> None:
    answer = await slack.read("conversations.history", channel=COMPLY, **{name: value})
    refused("conversations.history", answer, code)
