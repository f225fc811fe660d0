"""What the local workspace tells a bot about what people do in Teams, and what it makes of the bot's answers."""

import asyncio
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from bot.demo import Workspace
from bot.demo.teams.practice import APP, APP_ID, IDENTITIES, TEAM, TENANT
from tests.demo.standin import Connector, StandIn, form, shown

MAYA, RUTH, SAM = (IDENTITIES[id] for id in ("U0MAYA", "U0RUTH", "U0SAM"))


def card(*body: Any, actions: Any = ()) -> dict[str, Any]:
    return {"type": "AdaptiveCard", "version": "1.5", "body": list(body), "actions": list(actions)}


def text(words: str) -> dict[str, Any]:
    return {"type": "TextBlock", "text": words, "wrap": True}


APPROVE = {"type": "Action.Execute", "title": "Approve", "verb": "proposal.approve", "data": {"subject": "7/1"}}
REASON = {"type": "Input.Text", "id": "reason", "label": "Reason", "isRequired": True, "errorMessage": "Say why."}
SEND = {"type": "Action.Submit", "title": "Send", "data": {"verb": "proposal.send", "nonce": "n1"}}


async def posted(space: Workspace, connector: Connector, shown: dict[str, Any], place: str = "compliance") -> Any:
    """A card of the bot's, as a window that stays open keeps it."""
    await connector.post_card(space.teams.world.conversations[place].id, shown)
    return deepcopy(space.teams.messages(place)[-1])


async def test_what_is_typed_in_the_personal_chat(space: Workspace, standin: StandIn) -> None:
    """Who, where, when and in which zone, as Teams says it; the HTML of what was typed comes along."""
    space.forward(timedelta(days=3))
    await space.teams.say("U0PRIYA", "queue <b>")
    heard, priya = standin.last("message"), IDENTITIES["U0PRIYA"]
    assert heard["from"] == {"id": priya.id, "name": "Dr. Priya Raman", "aadObjectId": priya.aad}
    assert heard["recipient"] == APP == {"id": f"28:{APP_ID}", "name": "Imprimatur"}
    expected = {"conversationType": "personal", "tenantId": TENANT, "id": f"a:1{priya.aad}"}
    assert (heard["conversation"], heard["channelData"]) == (expected, {"tenant": {"id": TENANT}})
    assert (heard["text"], heard["channelId"], heard["locale"]) == ("queue <b>", "msteams", "en-US")
    assert heard["attachments"] == [{"contentType": "text/html", "content": "<div><p>queue &lt;b&gt;</p></div>"}]
    assert heard["serviceUrl"] == f"{space.base}/demo/teams/connector/"
    assert heard["localTimezone"] == "America/New_York"
    at = datetime.fromisoformat(heard["timestamp"])
    assert at == datetime.fromisoformat(heard["localTimestamp"])
    assert abs(at - space.clock()) < timedelta(minutes=1)


async def test_a_channel_tells_the_bot_only_where_it_is_mentioned(space: Workspace, standin: StandIn) -> None:
    """A mention is an entity; the conversation's id names the thread, and an answer in it too."""
    assert await space.teams.say("U0RUTH", "Nobody asked you", "compliance") is None
    assert standin.heard == []
    await space.teams.say("U0RUTH", "@Imprimatur setup compliance", "compliance")
    heard, channel = standin.last("message"), space.teams.world.conversations["compliance"].id
    root = space.teams.messages()[-1]["id"]
    assert heard["text"] == "<at>Imprimatur</at> setup compliance\n"
    mentions = [entity for entity in heard["entities"] if entity["type"] == "mention"]
    assert mentions == [{"type": "mention", "text": "<at>Imprimatur</at>", "mentioned": APP}]
    assert heard["conversation"]["id"] == f"{channel};messageid={root}"
    assert (heard["conversation"]["conversationType"], heard["conversation"]["isGroup"]) == ("channel", True)
    about = heard["channelData"]
    assert (about["team"]["id"], about["channel"]["id"], about["tenant"]["id"]) == (TEAM["id"], channel, TENANT)
    await space.teams.say("U0RUTH", "@Imprimatur help", "compliance", thread=root)
    assert standin.last("message")["conversation"]["id"] == f"{channel};messageid={root}"


async def test_who_is_not_in_a_channel_cannot_write_there(space: Workspace) -> None:
    """The workspace keeps people where they are."""
    with pytest.raises(LookupError, match="U0SAM is not in Compliance"):
        await space.teams.say("U0SAM", "Hello", "compliance")


async def test_the_bot_is_told_where_it_is_added(space: Workspace, standin: StandIn) -> None:
    """The members' change and the installation, for a chat and for the team."""
    await space.teams.install("U0MAYA")
    await space.teams.install("U0RUTH", "general")
    chat, installed, team, _ = standin.heard
    assert (chat["type"], chat["membersAdded"]) == ("conversationUpdate", [APP])
    assert (installed["type"], installed["action"]) == ("installationUpdate", "add")
    assert team["channelData"]["eventType"] == "teamMemberAdded"
    assert team["channelData"]["team"] == TEAM


async def test_a_press_sends_verb_data_and_inputs(space: Workspace, standin: StandIn, connector: Connector) -> None:
    """adaptiveCard/action with everything filled in; the answer's card is seen by who pressed, until an update."""
    message = await posted(space, connector, card(text("P-1001 waits"), REASON, actions=[APPROVE]))
    standin.on["adaptiveCard/action"] = lambda _heard: shown(card(text("P-1001 approved by you")))
    result = await space.teams.press("U0RUTH", message, "Approve", {"reason": "Fine"})
    assert result["ok"] is True
    heard = standin.last("adaptiveCard/action")
    assert heard["value"]["trigger"] == "manual"
    assert heard["value"]["action"] == {**APPROVE, "data": {"subject": "7/1", "reason": "Fine"}}
    assert heard["replyToId"] == message["id"]
    assert heard["conversation"]["id"].endswith(f";messageid={message['id']}")
    assert space.teams.words(message, "U0RUTH") == "P-1001 approved by you"
    assert "P-1001 waits" in space.teams.words(message, "U0JONAH")
    assert space.teams.private("U0RUTH") == ["P-1001 approved by you"]

    path = f"v3/conversations/{space.teams.world.conversations['compliance'].id}/activities/{message['id']}"
    await connector.call("PUT", path, {"type": "message", "text": "P-1001 is approved"})
    assert {space.teams.words(space.teams.messages()[0], id) for id in ("U0RUTH", "U0JONAH")} == {"P-1001 is approved"}


async def test_the_client_itself_holds_back_what_is_missing(
    space: Workspace, standin: StandIn, connector: Connector
) -> None:
    """Required, pattern, length, range: the card's own sentence, and the bot hears nothing."""
    fields = [
        REASON,
        {"type": "Input.Text", "id": "number", "regex": "^P-\\d+$", "errorMessage": "Like P-1042."},
        {"type": "Input.Text", "id": "short", "maxLength": 3},
        {"type": "Input.Number", "id": "days", "min": 1, "max": 9, "errorMessage": "1 to 9."},
        {"type": "Input.Date", "id": "day", "min": "2026-01-01", "errorMessage": "This year."},
        {"type": "Input.Toggle", "id": "sure", "title": "Sure", "isRequired": True, "errorMessage": "Confirm."},
    ]
    unchecked = {"type": "Action.Execute", "title": "Later", "verb": "later", "associatedInputs": "none"}
    message = await posted(space, connector, card(*fields, actions=[APPROVE, unchecked]))
    wrong = {"number": "1042", "short": "long", "days": 10, "day": "2025-12-31"}
    result = await space.teams.press("U0RUTH", message, "Approve", wrong)
    assert result == {
        "ok": False,
        "errors": {
            "reason": "Say why.",
            "number": "Like P-1042.",
            "short": "At most 3 characters.",
            "days": "1 to 9.",
            "day": "This year.",
            "sure": "Confirm.",
        },
    }
    assert standin.heard == []
    standin.on["adaptiveCard/action"] = lambda _heard: shown(card(text("Later, then")))
    assert (await space.teams.press("U0RUTH", message, "Later"))["ok"] is True
    assert standin.last("adaptiveCard/action")["value"]["action"].get("data", {}) == {}


async def test_values_are_strings_and_empty_ones_are_left_out(
    space: Workspace, standin: StandIn, connector: Connector
) -> None:
    """As Teams' own card library sends them: choices joined by commas, toggles by their words, nothing for nothing."""
    choices = [{"title": name.title(), "value": name} for name in ("facebook", "x", "instagram")]
    fields = [
        {"type": "Input.ChoiceSet", "id": "networks", "isMultiSelect": True, "choices": choices, "value": "x"},
        {"type": "Input.ChoiceSet", "id": "kind", "choices": choices, "value": "facebook"},
        {"type": "Input.Text", "id": "note"},
        {"type": "Input.Toggle", "id": "patient", "title": "Patient", "valueOn": "yes", "valueOff": "no"},
        {"type": "Input.Number", "id": "days", "value": 3},
    ]
    message = await posted(space, connector, card(*fields, actions=[APPROVE]))
    await space.teams.press("U0RUTH", message, "proposal.approve", {"networks": ["facebook", "instagram"]})
    expected = {"networks": "facebook,instagram", "kind": "facebook", "patient": "no", "days": "3", "subject": "7/1"}
    assert standin.last("adaptiveCard/action")["value"]["action"]["data"] == expected


async def test_a_card_within_a_card_sends_its_own_inputs_and_those_around_it(
    space: Workspace, standin: StandIn, connector: Connector
) -> None:
    """The outer action leaves out what is folded away; the inner one takes both."""
    note = {"type": "Input.Text", "id": "note", "value": "outside"}
    inner = card(REASON, actions=[{"type": "Action.Execute", "title": "Reject", "verb": "proposal.reject"}])
    message = await posted(
        space, connector, card(note, actions=[APPROVE, {"type": "Action.ShowCard", "title": "…", "card": inner}])
    )
    await space.teams.press("U0RUTH", message, "Approve")
    assert standin.last("adaptiveCard/action")["value"]["action"]["data"] == {"subject": "7/1", "note": "outside"}
    await space.teams.press("U0RUTH", message, "Reject", {"reason": "No"})
    assert standin.last("adaptiveCard/action")["value"]["action"]["data"] == {"note": "outside", "reason": "No"}


async def test_a_submit_on_a_card_is_a_message_with_values(
    space: Workspace, standin: StandIn, connector: Connector
) -> None:
    """Action.Submit without more becomes a message that carries data and inputs, and answers the card."""
    message = await posted(space, connector, card(REASON, actions=[SEND]), "U0MAYA")
    await space.teams.press("U0MAYA", message, "Send", {"reason": "Because"})
    heard = standin.last("message")
    assert heard["value"] == {"verb": "proposal.send", "nonce": "n1", "reason": "Because"}
    assert (heard["replyToId"], "text" in heard) == (message["id"], False)


async def test_a_form_of_the_message_extension(space: Workspace, standin: StandIn) -> None:
    """fetchTask opens it; a submit with mistakes shows it again; the next one closes it."""
    standin.on["composeExtension/fetchTask"] = lambda _heard: form(card(REASON, actions=[SEND]), "Propose a post")
    standin.on["composeExtension/submitAction"] = lambda heard: (
        form(card(text("Too short"), REASON, actions=[SEND])) if heard["value"]["data"]["reason"] == "a" else None
    )
    assert await space.teams.compose("U0MAYA", "proposePost", "marketing") == {"ok": True}
    asked = standin.last("composeExtension/fetchTask")
    assert asked["value"] == {
        "commandId": "proposePost",
        "commandContext": "compose",
        "context": {"theme": "default"},
    }
    assert asked["channelData"]["source"] == {"name": "compose"}
    assert space.teams.dialog("U0MAYA")["title"] == "Propose a post"  # type: ignore[index]
    assert await space.teams.submit("U0MAYA") == {"ok": False, "errors": {"reason": "Say why."}}
    again = await space.teams.submit("U0MAYA", {"reason": "a"})
    assert (again["ok"], "Too short" in again["shown"]) == (False, True)
    assert await space.teams.submit("U0MAYA", {"reason": "Enough"}) == {"ok": True}
    heard = standin.last("composeExtension/submitAction")["value"]
    assert (heard["commandId"], heard["commandContext"]) == ("proposePost", "compose")
    assert heard["data"] == {"verb": "proposal.send", "nonce": "n1", "reason": "Enough"}
    assert space.teams.dialog("U0MAYA") is None


async def test_a_form_opened_from_a_card(space: Workspace, standin: StandIn, connector: Connector) -> None:
    """task/fetch and task/submit; a sentence as the answer stays in front of the person."""
    opens = {"type": "Action.Submit", "title": "Open", "data": {"msteams": {"type": "task/fetch"}, "subject": "7"}}
    message = await posted(space, connector, card(text("Propose"), actions=[opens]), "U0MAYA")
    standin.on["task/fetch"] = lambda _heard: form(card(REASON, actions=[SEND]))
    standin.on["task/submit"] = lambda _heard: {"task": {"type": "message", "value": "P-1001 is in review."}}
    await space.teams.press("U0MAYA", message, "Open")
    heard = standin.last("task/fetch")
    assert (heard["value"]["data"], heard["replyToId"]) == (opens["data"], message["id"])
    result = await space.teams.submit("U0MAYA", {"reason": "Because"})
    assert result == {"ok": True, "said": "P-1001 is in review."}
    assert standin.last("task/submit")["value"]["data"]["reason"] == "Because"
    assert space.teams.dialog("U0MAYA")["said"] == "P-1001 is in review."  # type: ignore[index]
    space.teams.close("U0MAYA")
    assert space.teams.dialog("U0MAYA") is None


async def test_a_form_without_an_answer_is_sent_again_twice(space: Workspace, standin: StandIn) -> None:
    """The same values three times, with an id each; the first answer counts."""
    space.teams.client.patience, late = 0.05, asyncio.Event()

    async def slow(_heard: Any) -> dict[str, Any]:
        if len(standin.heard) == 4:
            late.set()
        await late.wait()
        return {"task": {"type": "message", "value": "Done"}}

    standin.on["composeExtension/fetchTask"] = lambda _heard: form(card(REASON, actions=[SEND]))
    standin.on["composeExtension/submitAction"] = slow
    await space.teams.compose("U0MAYA", "proposePost")
    assert (await space.teams.submit("U0MAYA", {"reason": "Once"}))["said"] == "Done"
    sent = [one for one in standin.heard if one.get("name") == "composeExtension/submitAction"]
    assert len(sent) == 3
    assert len({one["id"] for one in sent}) == 3
    assert [one["value"] for one in sent] == [sent[0]["value"]] * 3


@pytest.mark.parametrize(
    ("answer", "error", "refusal"),
    [
        (web.Response(status=500), "Unable to reach app. Please try again.", "HTTP 500"),
        ({}, "Something went wrong. Please try again.", "BadAnswer"),
        (shown({"type": "AdaptiveCard", "version": "1.6"}), "Something went wrong. Please try again.", "BadSyntax"),
        (
            {"statusCode": 400, "type": "application/vnd.microsoft.error", "value": {"code": "a", "message": "No."}},
            "No.",
            None,
        ),
    ],
)
async def test_answers_that_are_none(
    space: Workspace, standin: StandIn, connector: Connector, answer: Any, error: str, refusal: str | None
) -> None:
    """The person sees an error under the card as it was, and the page's list names what was wrong."""
    message = await posted(space, connector, card(text("P-1001"), actions=[APPROVE]))
    standin.on["adaptiveCard/action"] = lambda _heard: answer
    assert await space.teams.press("U0RUTH", message, "Approve") == {"ok": False, "error": error}
    assert space.teams.private("U0RUTH") == [error]
    assert "P-1001" in space.teams.words(message, "U0RUTH")
    assert [one["error"] for one in space.world.refusals] == ([refusal] if refusal else [])


async def test_a_sentence_as_the_answer(space: Workspace, standin: StandIn, connector: Connector) -> None:
    """It is for who pressed; the card stays."""
    message = await posted(space, connector, card(text("P-1001"), actions=[APPROVE]))
    said = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Your own work."}
    standin.on["adaptiveCard/action"] = lambda _heard: said
    assert await space.teams.press("U0RUTH", message, "Approve") == {"ok": True, "said": "Your own work."}
    assert space.teams.private("U0RUTH") == ["Your own work."]


@pytest.mark.parametrize(
    "answer",
    [
        {"task": {"type": "continue", "value": {"url": "https://example.com"}}},
        {"task": {"type": "continue", "value": {"card": {"contentType": "application/pdf"}}}},
        form(card({"type": "Input.Text", "label": "no id"})),
        form(card(actions=[APPROVE])),
    ],
)
async def test_dialogs_teams_would_not_open(space: Workspace, standin: StandIn, answer: Any) -> None:
    """A page instead of a card, a card that is none, Action.Execute: refused, and no dialog is there."""
    standin.on["composeExtension/fetchTask"] = lambda _heard: answer
    result = await space.teams.compose("U0MAYA", "proposePost")
    assert result == {"ok": False, "error": "Something went wrong. Please try again."}
    assert space.teams.dialog("U0MAYA") is None
    assert len(space.world.refusals) == 1


async def test_the_words_of_a_card_leave_out_what_is_folded_away(space: Workspace, connector: Connector) -> None:
    """Text, runs, facts, tables, labels and buttons; not hidden elements, not cards within buttons."""
    run = {"type": "RichTextBlock", "inlines": ["a ", {"type": "TextRun", "text": "b"}]}
    facts = {"type": "FactSet", "facts": [{"title": "Author", "value": "Maya"}]}
    table = {"type": "Table", "columns": [{}], "rows": [{"type": "TableRow", "cells": [{"items": [text("cell")]}]}]}
    hidden = {**text("secret"), "isVisible": False}
    more = {"type": "Action.ShowCard", "title": "More", "card": card(text("inside"))}
    message = await posted(space, connector, card(run, facts, table, hidden, REASON, actions=[APPROVE, more]))
    assert space.teams.words(message) == "a b Author Maya cell Reason Approve More"


async def test_both_platforms_have_the_same_people_and_clock(space: Workspace) -> None:
    """Roles name both accounts of a person, and what Teams sends carries the workspace's time."""
    given = space.environ()
    assert given["PRIVACY_OFFICERS"] == f"slack:U0RUTH,teams:{RUTH.aad}"
    assert given["MICROSOFT_APP_TYPE"] == "Emulator"
    assert given["TEAMS_ALLOWED_TENANTS"] == TENANT
    assert {identity.person.name for identity in (MAYA, RUTH, SAM)} == {"Maya Lindqvist", "Ruth Okafor", "Sam Whitlock"}
