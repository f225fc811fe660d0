"""Hundreds of people reminded on one morning: as fast as Slack takes it, without a 429, also through a kill."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from tests.bot.crowd import Hands, Limit, Morning, Strict, crowd, hands, live

__all__ = ["crowd", "hands"]

_MINUTE = 60.0
#: docs.slack.dev, "Rate limits", looked up on 29 November 2026: tier 3 takes 50 calls a minute and more, tier 4 takes
#: 100, each method by itself; chat.postMessage one a second in each channel, several hundred a minute in a workspace.
_LIMITS: dict[str, tuple[Limit, ...]] = {
    "users.info": ((100, _MINUTE),),
    **dict.fromkeys(("dnd.info", "conversations.open", "conversations.history", "chat.update"), ((50, _MINUTE),)),
    "message": ((300, _MINUTE),),
    "message in a channel": ((1, 1.0),),
}


async def counted(request: web.Request) -> list[tuple[str, str]]:
    """What a request counts for."""
    method = request.match_info.get("method", "")
    if not request.path.startswith("/demo/slack/api/"):
        return []
    if method == "chat.postMessage":
        return [("message", ""), ("message in a channel", (await request.json())["channel"])]
    return [(method, "")] if method in _LIMITS else []


Opened = Callable[[str], Morning]


@pytest.fixture
def morning_on(hands: Hands, crowd: list[str], tmp_path_factory: Any, unused_tcp_port: int) -> Opened:
    """On the database it is given."""
    folder, key = tmp_path_factory.mktemp("practice"), tmp_path_factory.mktemp("secrets") / "deployment.key"

    def made(url: str) -> Morning:
        environ = {"DATABASE_URL": url, "SECRET_KEY_FILE": str(key)}
        strict = Strict(hands, _LIMITS, counted)
        return Morning(strict, crowd, "slack", folder, unused_tcp_port, environ=environ)

    return made


def test_everybody_is_told_once_at_slacks_pace(morning_on: Opened, hands: Hands, sqlite_url: str) -> None:
    """And hardly slower than the thirty a minute we keep to."""
    morning = morning_on(sqlite_url)

    async def story() -> None:
        async with morning.opened():
            await morning.begin()
            await morning.everybody()
        assert (morning.told(), morning.refused()) == ({1: len(morning.crowd)}, [])
        assert morning.took < len(morning.crowd) / 25 * _MINUTE

    live(hands, story())


def test_killed_in_the_middle_nobody_is_told_twice_and_nobody_left_out(
    morning_on: Opened, hands: Hands, url: str
) -> None:
    """Twice, at the worst moment: a message is posted whose answer never arrives. The next life begins at once, with a
    burst in the same minute as that of the one before."""
    morning = morning_on(url)

    async def story() -> None:
        for posted in (30, 150):
            async with morning.opened():
                if posted == 30:
                    await morning.begin()
                await morning.strict.fall_silent(posted)
                await morning.kill()
            assert morning.told().keys() == {0, 1}
        async with morning.opened():
            await morning.everybody()
        assert (morning.told(), morning.refused()) == ({1: len(morning.crowd)}, [])

    live(hands, story())


def test_what_waits_for_nobody_any_more_goes_out_at_slacks_pace_too(
    morning_on: Opened, hands: Hands, sqlite_url: str
) -> None:
    """After three days without the bot nobody is asked about first, and every conversation is opened anew."""
    morning = morning_on(sqlite_url)

    async def story() -> None:
        async with morning.opened():
            await morning.begin()
            await morning.strict.fall_silent(1)
            await morning.kill()
        hands.forward(timedelta(days=3, hours=1))
        async with morning.opened():
            await morning.everybody()
        assert (morning.told(), morning.refused()) == ({1: len(morning.crowd)}, [])

    live(hands, story())
