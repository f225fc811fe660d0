"""`/compliance`: help, lists and roles."""

import pytest

from bot.demo import Workspace
from bot.demo.practice import with_mentions
from tests.bot.acting import press, propose, refused, shows


async def ask(space: Workspace, person: str, text: str) -> str:
    """What `/compliance text` answers privately."""
    before = len(space.private(person))
    answer = await space.command(person, "/compliance", text)
    assert answer.status == 200
    return space.private(person)[-1] if len(space.private(person)) > before else ""


@pytest.mark.parametrize("text", ["", "help", "HELP", "dance <!channel>"])
async def test_help_lists_every_command(workspace: Workspace, text: str) -> None:
    shown = await ask(workspace, "U0MAYA", text)
    for command in ("/propose-post", "queue", "mine", "show P-1042", "roles"):
        assert command in shown


async def test_empty_lists_say_what_to_do(workspace: Workspace) -> None:
    assert "Nothing waits" in await ask(workspace, "U0PRIYA", "queue")
    assert "/propose-post opens the form" in await ask(workspace, "U0MAYA", "mine")


async def test_the_queue_is_whole_for_approvers_and_ones_own_for_others(workspace: Workspace) -> None:
    await propose(workspace, "U0MAYA")
    assert "P-1001" in await ask(workspace, "U0JONAH", "queue")
    assert "P-1001" in await ask(workspace, "U0MAYA", "queue")
    assert "P-1001" not in await ask(workspace, "U0TOMAS", "queue")


@pytest.mark.parametrize(
    ("typed", "words"),
    [("show", "Say which proposal"), ("show P-9999", "There is no P-9999 here"), ("show me all", "There is no me all")],
)
async def test_an_unknown_id_gets_a_helpful_answer(workspace: Workspace, typed: str, words: str) -> None:
    assert words in await ask(workspace, "U0MAYA", typed)


async def test_roles_are_granted_used_and_revoked(workspace: Workspace) -> None:
    posted = await propose(workspace)
    assert "Ruth Okafor" in await ask(workspace, "U0MAYA", "roles")
    said = await ask(workspace, "U0RUTH", "roles grant approver <@U0TOMAS|tomas>")
    assert "Tomás Reyes is now an approver. It is recorded." in said
    await press(workspace, "U0TOMAS", posted, "approve")
    await shows(workspace, posted["ts"], "Approved")
    assert "no longer an approver" in await ask(workspace, "U0RUTH", "roles revoke approver <@U0TOMAS>")
    second = await propose(workspace)
    await press(workspace, "U0TOMAS", second, "approve")
    await refused(workspace, "U0TOMAS", "Only approvers")


@pytest.mark.parametrize("name", ["@Tomás Reyes", "@tomás", "<@U0TOMAS|tomas>"])
def test_names_typed_in_the_page_are_mentions_where_slack_escapes(name: str) -> None:
    assert with_mentions("/compliance", f"roles grant approver {name}").startswith("roles grant approver <@U0TOMAS|")
    assert with_mentions("/propose-post", f"Ask {name}") == f"Ask {name}"


@pytest.mark.parametrize(
    ("person", "typed", "words"),
    [
        ("U0PRIYA", "roles grant officer <@U0PRIYA>", "Only a privacy officer can change roles"),
        ("U0RUTH", "roles grant approver <@U0RUTH>", "Nobody gives a role to themselves"),
        ("U0RUTH", "roles revoke officer <@U0RUTH>", "This is the last privacy officer"),
        ("U0RUTH", "roles grant approver <@U0SAM>", "not a member Imprimatur can see"),
        ("U0RUTH", "roles grant approver <@U0NOBODY>", "not a member Imprimatur can see"),
        ("U0RUTH", "roles grant king <@U0MAYA>", "/compliance roles grant approver @name"),
        ("U0RUTH", "roles grant approver Maya", "/compliance roles grant approver @name"),
        ("U0RUTH", "roles grant approver <@U0PRIYA>", "Dr. Priya Raman is an approver already"),
        ("U0RUTH", "roles revoke approver <@U0MAYA>", "Maya Lindqvist"),
    ],
)
async def test_roles_are_refused_with_the_reason(workspace: Workspace, person: str, typed: str, words: str) -> None:
    await ask(workspace, "U0MAYA", "help")
    await ask(workspace, "U0MAYA", "mine")
    assert words in await ask(workspace, person, typed)
