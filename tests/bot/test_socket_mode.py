"""Socket Mode: the approval loop over a websocket the bot opens, against Slack's side of it served here."""

import asyncio
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.demo import Workspace
from bot.demo.client import signature
from bot.metrics import Metrics
from bot.settings import BadSettings
from bot.slack.client import web_client
from bot.slack.socket_mode import Socket
from storage.engine import utc_now
from tests.bot.acting import press, propose, shows, told
from tests.bot.socket_slack import APP_TOKEN, SocketSlack, bot_in, slack_with_sockets


@pytest.fixture
def environ(sqlite_url: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    key = tmp_path_factory.mktemp("secrets") / "deployment.key"
    return {"DATABASE_URL": sqlite_url, "SECRET_KEY_FILE": str(key)}


@pytest.fixture
async def around(unused_tcp_port: int) -> AsyncIterator[tuple[Workspace, SocketSlack]]:
    """A Slack without a bot."""
    async with slack_with_sockets(unused_tcp_port) as found:
        yield found


@pytest.fixture
async def connected(
    around: tuple[Workspace, SocketSlack], environ: dict[str, str]
) -> AsyncIterator[tuple[Workspace, SocketSlack]]:
    """With a bot connected to it."""
    async with bot_in(around[0], environ):
        assert around[1].connections == 1
        yield around


async def test_from_the_command_to_the_decision(connected: tuple[Workspace, SocketSlack]) -> None:
    """A command opens the form, the form makes a card, a press decides: all without a public address or signature."""
    space, _ = connected
    posted = await propose(space)
    assert [method for method, _ in space.world.calls].count("views.open") == 1
    await press(space, "U0PRIYA", posted, "approve")
    await shows(space, posted["ts"], "Approved")
    await told(space, "U0MAYA", "is approved. Publish it exactly")
    assert space.world.refusals == []


async def test_errors_of_a_form_come_back_in_the_ack(connected: tuple[Workspace, SocketSlack]) -> None:
    space, _ = connected
    await space.command("U0MAYA", "/propose-post")
    found = await space.submit("U0MAYA", {"networks": ["x"], "text": "a" * 281, "patient": "no"})
    assert "X takes 280 characters" in found["errors"]["text"]
    assert space.view("U0MAYA") is not None
    assert space.messages() == []


async def test_private_answers_come_back_in_the_ack(connected: tuple[Workspace, SocketSlack]) -> None:
    space, _ = connected
    answer = await space.command("U0MAYA", "/compliance", "help")
    assert answer.json["response_type"] == "ephemeral"
    assert "/propose-post" in space.private("U0MAYA")[-1]


async def test_over_http_nobody_can_sign_for_slack(
    around: tuple[Workspace, SocketSlack], environ: dict[str, str]
) -> None:
    """Without a signing secret there is none to guess: neither an empty one nor any word from this source."""
    space, _ = around
    body = b"command=/compliance&text=help&user_id=U0MAYA&team_id=T0RIVER"
    stamp = str(int(time.time()))
    async with bot_in(space, environ) as bot, aiohttp.ClientSession() as session:
        for secret in ("unused in Socket Mode", " ", "secret"):
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "X-Slack-Request-Timestamp": stamp,
                "X-Slack-Signature": signature(body, stamp, secret),
            }
            async with session.post(bot.make_url("/slack/events"), data=body, headers=headers) as response:
                assert response.status == 401


@pytest.mark.parametrize("ending", ["close", "refresh", "cut"])
async def test_a_lost_connection_is_made_again(connected: tuple[Workspace, SocketSlack], ending: str) -> None:
    """However it ended, the bot comes back by itself and goes on where it was."""
    space, slack = connected
    posted = await propose(space)
    await getattr(slack, ending)()
    await space.world.until(lambda: slack.connections == 2 and slack.link, seconds=30)
    await press(space, "U0PRIYA", posted, "approve")
    await shows(space, posted["ts"], "Approved")
    assert slack.connections == 2


async def test_a_token_slack_refuses_stops_the_start(
    around: tuple[Workspace, SocketSlack], environ: dict[str, str]
) -> None:
    """With a sentence that says what to mend, and at once."""
    async with asyncio.timeout(5):
        with pytest.raises(BadSettings, match="SLACK_APP_TOKEN"):
            async with bot_in(around[0], environ, SLACK_APP_TOKEN="xapp-1-other"):
                pass


async def test_a_slack_that_is_away_is_waited_for(
    around: tuple[Workspace, SocketSlack], environ: dict[str, str]
) -> None:
    """The program starts meanwhile, and connects when Slack is back."""
    space, slack = around
    slack.refusal = "http_500"
    async with bot_in(space, environ) as bot, aiohttp.ClientSession() as session:
        async with session.get(bot.make_url("/healthz")) as response:
            assert response.status == 200
        slack.refusal = ""
        await space.world.until(lambda: slack.connections == 1, seconds=30)
        await propose(space)


async def test_an_address_that_leads_nowhere_is_not_tried_for_ever(
    around: tuple[Workspace, SocketSlack], environ: dict[str, str]
) -> None:
    space, slack = around
    slack.dead_ends = 1
    async with bot_in(space, environ):
        await space.world.until(lambda: slack.connections == 1, seconds=40)
        assert slack.addresses == 2


async def test_what_is_under_way_is_answered_before_the_stop(around: tuple[Workspace, SocketSlack]) -> None:
    """A stop that came in the middle of a request waits for its answer to be sent."""
    space, slack = around
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def authorized() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=None)

    async def slow(ack: AsyncAck) -> None:
        begun.set()
        await may_end.wait()
        await ack("done")

    async with aiohttp.ClientSession() as session:
        client = web_client(APP_TOKEN, f"{space.base}/demo/slack/api/", session)
        app = AsyncApp(
            signing_secret="unused", client=AsyncWebClient(), authorize=authorized, process_before_response=True
        )
        app.command("/compliance")(slow)
        socket = Socket(app, client, Metrics(utc_now))
        await socket.start()
        asking = asyncio.create_task(slack.deliver("slash_commands", {"command": "/compliance", "user_id": "U0MAYA"}))
        await begun.wait()
        stopping = asyncio.create_task(socket.stop())
        for _ in range(20):  # turns of the loop, in which a stop that does not wait would have closed the socket
            await asyncio.sleep(0)
        may_end.set()
        assert (await asking)["payload"] == {"text": "done"}
        await stopping


async def test_a_server_that_does_not_say_farewell_does_not_hold_up_the_stop(
    around: tuple[Workspace, SocketSlack], environ: dict[str, str]
) -> None:
    space, slack = around
    slack.deaf = True
    async with bot_in(space, environ) as bot:
        began = time.monotonic()
        await bot.close()
        assert time.monotonic() - began < 5


async def test_a_stop_closes_the_connection_for_good(
    around: tuple[Workspace, SocketSlack], environ: dict[str, str]
) -> None:
    space, slack = around
    async with bot_in(space, environ):
        assert slack.link is not None
    await space.world.until(lambda: slack.link is None)
    assert slack.connections == 1
