"""`/compliance`: help, lists, roles, and linking an account in Teams."""

import re
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.app import build
from bot.demo import Workspace, opened
from bot.demo.practice import with_mentions
from bot.keys import DATABASE
from bot.settings import Settings
from handlers import linking, people, reviews
from handlers.people import Sighting
from handlers.permissions import OwnWork
from handlers.rules import Rules
from handlers.states import Verdict
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
    for command in ("/propose-post", "queue", "mine", "show P-1042", "roles", "link ABCD-EFGH", "unlink"):
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


PRIYA_IN_TEAMS = Sighting("teams", "00000000-0000-4000-8000-000000000001", "tenant", "Priya Raman")
Teams = Callable[..., Any]


@pytest.fixture
async def both(
    url: str, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[tuple[Workspace, Teams]]:
    """The workspace, and use cases as Dr. Raman would run them from Teams on the same bot."""
    bots: list[web.Application] = []

    def make_bot(environ: Mapping[str, str], clock: Callable[[], datetime]) -> web.Application:
        bots.append(build(Settings.from_env(environ), clock))
        return bots[0]

    async def teams(use_case: Any, *arguments: Any) -> Any:
        as_priya = lambda tx: use_case(tx, people.recognise(tx, PRIYA_IN_TEAMS), *arguments)  # noqa: E731
        return await bots[0][DATABASE].run(as_priya)

    key = tmp_path_factory.mktemp("secrets") / "deployment.key"
    async with opened(make_bot, tmp_path, environ={"DATABASE_URL": url, "SECRET_KEY_FILE": str(key)}) as space:
        yield space, teams


async def says(space: Workspace, text: str) -> str:
    """What `/compliance text` answers Dr. Raman, in one line."""
    return " ".join((await ask(space, "U0PRIYA", text)).split())


async def test_a_code_from_slack_links_the_account_in_teams(both: tuple[Workspace, Teams]) -> None:
    """From then on her own post is her own in Teams too, until she takes the two apart."""
    space, teams = both
    said = await says(space, "link")
    code = re.search(r"in Teams write link (\S+) to Imprimatur", said)
    assert code is not None
    assert isinstance(await teams(linking.redeem, code[1]), linking.Linked)
    await propose(space, "U0PRIYA")
    with pytest.raises(OwnWork):
        await teams(reviews.decide, 1, 1, Verdict.APPROVED, "", Rules())
    said = await says(space, "unlink")
    assert "two people again" in said
    assert "The Slack account keeps the role of approver" in said
    with pytest.raises(linking.NotLinked):
        await teams(linking.unlink)
    assert "is not linked to another" in await says(space, "unlink")


async def test_a_code_from_teams_is_typed_in_slack(both: tuple[Workspace, Teams]) -> None:
    """And what is typed wrong says what to do; the count of wrong codes outlives the refusal."""
    space, teams = both
    assert "in Teams write link to Imprimatur" in await says(space, "link me")
    assert "within the hour: 4." in await says(space, "link 0000-0000")
    assert "within the hour: 3." in await says(space, "link 0000-0000")
    code = (await teams(linking.make_code)).text
    said = await says(space, f"link {code.lower()}")
    assert "Your accounts in Teams (Priya Raman) and Slack (" in said
    assert "now one person, with one vote and the role of approver" in said
    assert "already, so nothing was changed" in await says(space, "link")
