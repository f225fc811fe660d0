"""The week people find in the local workspace."""

from pathlib import Path

import pytest

from bot.demo import Workspace, opened, seed
from bot.demo.practice import PEOPLE
from bot.demo.seed import LINKED
from bot.slack import late
from tests.bot.conftest import make_bot
from tests.journeys.conftest import audit


async def test_the_week_happened_on_both_platforms(workspace: Workspace) -> None:
    """Who is one person on both really linked their accounts; every card is in both channels; each platform proposed
    and decided something, and nothing is left over from setting it up."""
    chats = {person: workspace.teams.world.conversations[person].messages for person in PEOPLE}
    told = {person for person, messages in chats.items() if "now one person" in str(messages)}
    assert told == set(LINKED)
    trail = await audit(workspace)
    assert len([tag for tag, _, _ in trail if tag.endswith(":linked")]) == len(LINKED)
    assert {platform for tag, platform, _ in trail if tag.endswith(":submitted")} == {"slack", "teams"}
    assert {platform for tag, platform, _ in trail if ":decision:" in tag} == {"slack", "teams"}
    for number in ("P-1001", "P-1002", "P-1003", "P-1004", "P-1005"):
        assert len(workspace.cards(number)) == len(workspace.teams.cards(number)) == 1
    assert not any(workspace.private(person) or workspace.teams.dialog(person) for person in PEOPLE)


async def test_a_busy_machine_fills_it_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no receipt is ready in time, the week comes about all the same."""
    monkeypatch.setattr(late, "_PATIENCE", 0.0)
    async with opened(make_bot, tmp_path, teams="emulator") as space:
        await seed.fill(space)
        assert space.view("U0TOMAS") is None
        assert "reporter:case:filed" in {tag for tag, _, _ in await audit(space)}
