"""Teams' own lists of members: who is in a team is staff, who is removed from the last one has left."""

import asyncio
from collections.abc import AsyncIterator
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest

from bot.demo import Workspace
from bot.demo.teams.practice import IDENTITIES
from tests.teams.acting import ask, fill_in, set_up, until
from tests.teams.conftest import Opened, expect_nothing_refused
from tests.teams.test_oversight import MAYA, RUTH, TOMAS, require

STAFF = {"U0RUTH", "U0MAYA", "U0TOMAS", "U0PRIYA", "U0JONAH"}


@pytest.fixture
async def bare(open_teams: Opened) -> AsyncIterator[Workspace]:
    """A practice where nobody has said anything yet."""
    async with open_teams() as space:
        yield space
        expect_nothing_refused(space)


async def listed(space: Workspace) -> str:
    """What Ruth reads of the staff list."""
    return await ask(space, RUTH, "staff")


async def lists(space: Workspace, words: str, *, there: bool = True) -> None:
    """Asks for the staff list until it has `words`, or has them no more."""
    async with asyncio.timeout(30):
        while (words in await listed(space)) != there:
            pass


async def test_setting_up_a_channel_lists_its_team(space_on_each: Workspace) -> None:
    """Everybody but guests and the bot, once; they are not new here, so they may propose."""
    space = space_on_each
    await lists(space, "Maya")
    people = await listed(space)
    assert "Sam" not in people
    assert f"{len(STAFF)} people on the staff list" in people
    await set_up(space)
    assert f"{len(STAFF)} people on the staff list" in await listed(space)
    await require(space)
    assert "is with the approvers" in (await fill_in(space)).get("shown", "")


async def test_installing_in_a_team_lists_it(bare: Workspace) -> None:
    await ask(bare, RUTH, "help")
    assert "Nobody is on the staff list yet" in await listed(bare)
    await bare.teams.install(RUTH, "general")
    await lists(bare, f"{len(STAFF)} people")


async def test_a_team_can_be_listed_again(bare: Workspace) -> None:
    """By a privacy officer, in a channel."""
    assert "being put on the staff list" in await ask(bare, RUTH, "@Imprimatur setup staff", "general")
    await until(bare, lambda: any("are new on the staff list" in bare.teams.words(one) for one in _said(bare)))
    assert f"{len(STAFF)} people" in await listed(bare)
    assert "Only a privacy officer" in await ask(bare, MAYA, "@Imprimatur setup staff", "general")
    assert "works in a channel only" in await ask(bare, RUTH, "setup staff")


def _said(space: Workspace) -> list[Any]:
    return [one for one in space.teams.world.conversations["general"].messages if one["from"] != RUTH]


async def test_a_long_list_of_members_is_read_to_its_end(space: Workspace) -> None:
    """Teams hands it out in pages."""
    space.teams.world.page = 2
    await space.teams.install(RUTH, "general")
    await lists(space, f"{len(STAFF)} people")
    pages = [call for name, call in space.teams.world.calls if name == "members"]
    assert len(pages) >= 3


async def test_somebody_added_to_the_team_is_new_at_the_practice(space: Workspace) -> None:
    """Told twice it happens once, and Teams may stumble; until they are trained their first post has to wait. Guests
    are nobody's staff."""
    await require(space)
    await space.teams.member(TOMAS, added=False)
    await lists(space, "Tomás", there=False)
    space.teams.fail("member", "http_500", 1)
    for _ in range(2):
        await space.teams.member(TOMAS)
    await space.teams.member("U0SAM")
    await lists(space, "Tomás")
    assert "Sam" not in await listed(space)
    assert "Before you propose your first post" in (await fill_in(space, TOMAS))["shown"]


async def test_somebody_removed_from_the_team_hears_of_nothing_more(space: Workspace) -> None:
    """Also when it is told twice."""
    await require(space)
    for _ in range(2):
        await space.teams.member(MAYA, added=False)
    await lists(space, "Maya", there=False)
    assert "Left on" in await ask(space, RUTH, "staff maya")
    space.forward(timedelta(days=1))
    assert [one for one in space.teams.personal(MAYA) if "Training" in space.teams.words(one)] == []


async def test_when_the_bot_is_removed_from_a_team_nobody_leaves(space: Workspace) -> None:
    await lists(space, "Maya")
    await space.teams.install(RUTH, "general", added=False)
    assert f"{len(STAFF)} people" in await listed(space)


@pytest.mark.parametrize(
    "change",
    [
        {"membersAdded": "x"},
        {"membersAdded": [None, {"id": 7}, {"id": "29:nobody"}]},
        {"membersRemoved": [{"id": "29:nobody"}, {"id": "29:x", "aadObjectId": ["y"]}]},
        {"membersRemoved": [{"id": "29:x", "aadObjectId": "not-known-here"}]},
        {"type": "installationUpdate", "action": ["remove"]},
    ],
)
async def test_strange_events_change_nothing(space: Workspace, change: dict[str, Any]) -> None:
    await lists(space, "Maya")
    await space.teams.member(MAYA)
    event = deepcopy(space.teams.client.sent[-1])
    for name in ("membersAdded", "membersRemoved"):
        event.pop(name, None)
    event["channelData"]["eventType"] = "teamMemberRemoved" if "membersRemoved" in change else "teamMemberAdded"
    assert (await space.teams.client.send({**event, **change})).status == 200
    assert f"{len(STAFF)} people" in await listed(space)
    assert IDENTITIES[MAYA].person.name in await listed(space)
