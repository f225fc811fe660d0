"""Hundreds of people reminded on one morning: as fast as Teams takes it, without a 429, also through a kill."""

from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web

from tests.bot.crowd import Hands, Limit, Morning, Strict, crowd, hands, live
from tests.teams.acting import set_up

__all__ = ["crowd", "hands"]

#: learn.microsoft.com, "Optimize your bot with rate limiting": what one organization takes (looked up on 29 November
#: 2026 it says 50 a second; what it said before is kept to), and what one conversation does.
_LIMITS: dict[str, tuple[Limit, ...]] = {"message": ((7, 1.0), (1_800, 3_600.0)), "request": ((30, 1.0),)}

#: So many deliveries the worker has under way, at most.
_ON_THEIR_WAY = 16


async def counted(request: web.Request) -> list[tuple[str, str]]:
    """What a request counts for."""
    if not request.path.startswith("/demo/teams/connector/v3/conversations"):
        return []
    where = request.match_info.get("conversation")
    return [("request", ""), *([("message", where)] if where and request.method in ("POST", "PUT") else [])]


Opened = Callable[[str], Morning]


@pytest.fixture
def morning_on(hands: Hands, crowd: list[str], tmp_path_factory: Any, unused_tcp_port: int) -> Opened:
    """On the database it is given."""
    folder, key = tmp_path_factory.mktemp("practice"), tmp_path_factory.mktemp("secrets") / "deployment.key"

    def made(url: str) -> Morning:
        environ = {"DATABASE_URL": url, "SECRET_KEY_FILE": str(key)}
        strict = Strict(hands, _LIMITS, counted)
        return Morning(strict, crowd, "teams", folder, unused_tcp_port, environ=environ, teams="emulator")

    return made


def test_everybody_is_told_once_at_teams_pace(morning_on: Opened, hands: Hands, sqlite_url: str) -> None:
    """And hardly slower: two requests each, of which thirty a second are taken."""
    morning = morning_on(sqlite_url)

    async def story() -> None:
        async with morning.opened() as space:
            await set_up(space)
            await morning.begin()
            await morning.everybody()
        assert (morning.told(), morning.refused()) == ({1: len(morning.crowd)}, [])
        assert morning.took < 2 * len(morning.crowd) / 15

    live(hands, story())


def test_killed_in_the_middle_nobody_is_left_out(morning_on: Opened, hands: Hands, url: str) -> None:
    """Nor told twice, but for those whose message was on its way that moment: a bot cannot look whether it arrived."""
    morning = morning_on(url)

    async def story() -> None:
        async with morning.opened() as space:
            await set_up(space)
            await morning.begin()
            await morning.strict.fall_silent(100)
            await morning.kill()
        async with morning.opened():
            await morning.everybody()
        assert morning.refused() == []
        told = morning.told()
        assert told == {1: len(morning.crowd) - told[2], 2: told[2]}
        assert told[2] <= _ON_THEIR_WAY

    live(hands, story())
