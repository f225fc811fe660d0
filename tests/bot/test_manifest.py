"""The manifest, the scopes and what the code does cannot drift apart."""

import ast
import json
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from bot.demo import checks
from bot.demo.practice import COMMANDS as OFFERED
from bot.demo.practice import ESCAPED
from bot.demo.world import File
from bot.slack.blocks import render
from bot.slack.listeners.buttons import Buttons
from bot.slack.listeners.cases import Cases
from bot.slack.listeners.commands import COMMANDS
from bot.slack.listeners.oversight import Oversight
from bot.slack.listeners.policies import Policies
from bot.slack.listeners.reports import REPORT
from bot.slack.listeners.staff import Staff
from bot.slack.listeners.training import TRAINING, Training
from bot.slack.modals import cases, dismiss, history, propose, publish, reason
from handlers.messages import EXAMPLES, Message
from handlers.reporting import breach_form, case_messages, takedown
from handlers.reporting.case_file import CaseFile

_ROOT = Path(__file__).parents[2]
_SCHEMAS = _ROOT.parent / "shared" / "data" / "slack"
MANIFEST = json.loads((_ROOT / "manifests" / "slack" / "manifest.json").read_text())
#: docs.slack.dev, each method's required bot scopes; looking in public, private and direct conversations.
_SCOPES = {
    "auth.test": set(),
    "users.info": {"users:read"},
    "conversations.open": {"im:write"},
    "conversations.history": {"channels:history", "groups:history", "im:history"},
    "conversations.replies": {"channels:history", "groups:history", "im:history"},
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "views.open": set(),
    "views.push": set(),
    "views.update": set(),
    "files.info": {"files:read"},
}


def _sources() -> list[Path]:
    return sorted((_ROOT / "bot" / "slack").rglob("*.py"))


def _strings() -> set[str]:
    trees = [ast.parse(path.read_text()) for path in _sources()]
    constants = [node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return {value for value in constants if isinstance(value, str)}


def test_every_command_is_in_the_manifest_and_the_local_workspace() -> None:
    declared = {command["command"]: command for command in MANIFEST["features"]["slash_commands"]}
    assert set(declared) == {*COMMANDS, REPORT, TRAINING} == {command["command"] for command in OFFERED}
    assert {name for name, command in declared.items() if command["should_escape"]} == ESCAPED
    assert {command.get("usage_hint", "") for command in declared.values()} == {command["hint"] for command in OFFERED}


def test_the_scopes_are_those_of_the_methods_called() -> None:
    methods = {text for text in _strings() if re.fullmatch(r"(auth|users|conversations|chat|views|files)\.\w+", text)}
    assert methods == set(_SCOPES)
    needed = set().union(*(_SCOPES[method] for method in methods)) | {"commands"}
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == needed
    explained = set(re.findall(r"`([a-z]+:?[a-z]*)`", (_ROOT / "manifests" / "slack" / "SCOPES.md").read_text()))
    assert needed <= explained


def test_every_button_has_a_listener_and_every_listener_a_button() -> None:
    drawn = {verb for path in _sources() for verb in re.findall(r'button\("(\w+)"', path.read_text())}
    others = _OTHERS.union(*(of(None).verbs for of in (Training, Policies, Oversight, Staff)))  # type: ignore[arg-type]
    assert drawn - others | {"more"} == Buttons(None).verbs  # type: ignore[arg-type]


def test_every_button_of_a_case_has_a_listener_and_every_listener_a_button() -> None:
    """On cards, notices and the opened case, open and closed, in one page and in several."""
    long = replace(case_messages.VIEW, entries=case_messages.VIEW.entries * 30)
    kept = replace(takedown.VIEWS[1], done_at=None)
    suspected = CaseFile(case_messages.VIEW, breach_form.VIEW, (takedown.VIEWS[0], kept))
    shown = [cases.view(CaseFile(long), 2), cases.view(CaseFile(case_messages.VIEW)), cases.view(suspected)]
    shown += [render(message) for message in (*case_messages.CARDS, *case_messages.NOTICES)]
    elements = [e for one in shown for block in one["blocks"] for e in block.get("elements", [])]
    drawn = {e["action_id"].removeprefix("case.") for e in elements if e["type"] == "button"}
    assert drawn == Cases(None).verbs  # type: ignore[arg-type]


#: Of cases and of reporters; these and the others have tests of their own.
_OTHERS = {"open", "have_receipt"}


def test_every_form_has_a_listener() -> None:
    forms = {propose.SUBMIT, propose.REVISE, reason.REASON, publish.PUBLISH, history.HISTORY, dismiss.DISMISSAL}
    assert all(form.startswith("proposal.") for form in forms)


def test_the_manifest_is_valid() -> None:
    """Against Slack's own schema, when it is at hand."""
    file = _SCHEMAS / "manifest-schema" / "schemas" / "manifest.schema.1.0.0.json"
    if file.exists():
        jsonschema.validate(MANIFEST, json.loads(file.read_text()))
    urls = {command["url"] for command in MANIFEST["features"]["slash_commands"]}
    urls |= {MANIFEST["settings"][name]["request_url"] for name in ("interactivity", "event_subscriptions")}
    assert urls == {"https://imprimatur.example.com/slack/events"}


@pytest.mark.parametrize(
    "message", [m for examples in EXAMPLES.values() for m in examples], ids=lambda m: type(m).__name__
)
def test_every_message_is_drawn_as_slack_knows_it(message: Message) -> None:
    """Every class of message has examples, and every example fits Slack's types and limits."""
    drawn = render(message)
    checks.message(drawn, {"F0ROOM": File("F0ROOM", "room.jpg", "image/jpeg", b"", "U0MAYA")})
    file = _SCHEMAS / "slack-types-3.2.0.MessageBlocks.schema.json"
    if file.exists():
        jsonschema.validate(json.loads(json.dumps(drawn["blocks"])), json.loads(file.read_text()))
    assert message.__class__ in EXAMPLES
