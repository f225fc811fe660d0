"""`python -m tests.bench.teams [turns]`: presses on a card's button through our way in, beside botbuilder as shipped.

Once with nothing behind our way in, and once with what is there in earnest: a decision on SQLite with synchronous=FULL,
and the card drawn anew. Delivery is apart, as in the bench of Slack.

Tokens are checked in all. Microsoft is served by another thread; requests come one at a time, without HTTP.
"""

import asyncio
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import aiohttp
from botbuilder.core import ActivityHandler, CloudAdapterBase, TurnContext
from botbuilder.schema import Activity, AdaptiveCardInvokeResponse
from botframework.connector.auth import BotFrameworkAuthenticationFactory, PasswordServiceClientCredentialFactory
from msrest.universal_http.requests import ClientRetryPolicy

_AS_SHIPPED = list(ClientRetryPolicy.safe_codes)

from bot.metrics import Metrics  # noqa: E402
from bot.reporting import Reporting  # noqa: E402
from bot.settings import TeamsSettings  # noqa: E402
from bot.teams.activities import Activities  # noqa: E402
from bot.teams.connector import Connector  # noqa: E402
from bot.teams.desk import Desk  # noqa: E402
from bot.teams.directory import Directory  # noqa: E402
from bot.teams.gateway import Gateway, Handler  # noqa: E402
from bot.teams.tokens import Tokens  # noqa: E402
from handlers import people, permissions, proposals  # noqa: E402
from handlers.drafts import Draft  # noqa: E402
from handlers.people import Sighting  # noqa: E402
from handlers.rules import Rules  # noqa: E402
from storage.engine import Database, utc_now  # noqa: E402
from storage.migrate import migrate  # noqa: E402
from storage.vault import Vault  # noqa: E402
from tests.teams.fakes import BotConnector, Login, Microsoft, activity, loop_lag, teams_settings  # noqa: E402

_COUNT = 20
_TURNS = int(sys.argv[1]) if len(sys.argv) > 1 else 60
_GOAL = 2.5
_RULES = Rules(review_places=("compliance@teams",))
_DRAFT = Draft("Our new hygiene room opens on Monday.", "post", ("facebook",), None, False, "", "")
_CARD = "application/vnd.microsoft.card.adaptive"
_ANSWER = {"statusCode": 200, "type": _CARD, "value": {"type": "AdaptiveCard", "version": "1.5", "body": []}}


class Way(NamedTuple):
    """One way an invoke can take: what answers it (Authorization header and body in, the answer's body out), and the
    body of the n-th."""

    name: str
    answer: Callable[[str, bytes], Awaitable[Any]]
    body: Callable[[int], bytes]


def press(service_url: str, number: int) -> bytes:
    """Approve, on proposal `number`."""
    action = {"type": "Action.Execute", "verb": "proposal.approve", "data": {"at": f"{number}/1"}}
    return json.dumps(activity(serviceUrl=service_url, value={"action": action})).encode()


class Bare(ActivityHandler):
    """botbuilder's handler, answering with the same card and doing nothing."""

    async def on_adaptive_card_invoke(self, turn_context: TurnContext, invoke_value: Any) -> AdaptiveCardInvokeResponse:
        return AdaptiveCardInvokeResponse(status_code=200, type=_CARD, value=_ANSWER["value"])


def stock(settings: TeamsSettings, body: Callable[[int], bytes]) -> Way:
    """botbuilder as its samples use it, up to the answer's body; its aiohttp adapter would go on to answer 500."""
    authentication = BotFrameworkAuthenticationFactory.create(
        to_channel_from_bot_login_url=settings.login_url,
        to_channel_from_bot_oauth_scope=settings.oauth_scope,
        to_bot_from_channel_token_issuer=settings.token_issuer,
        # Another address of the same document, for the library keeps one set of keys per address.
        to_bot_from_channel_open_id_metadata_url=f"{settings.openid_metadata_url}?stock",
        credential_factory=PasswordServiceClientCredentialFactory(
            settings.app_id, settings.app_password, settings.tenant
        ),
    )
    adapter, bot = CloudAdapterBase(authentication), Bare()

    async def answer(header: str, body: bytes) -> Any:
        with _shipped_list():
            response = await adapter.process_activity(header, Activity().deserialize(json.loads(body)), bot.on_turn)
        assert response.status == 200, response.body
        return json.dumps(response.body)

    return Way("botbuilder, bare handler", answer, body)


def ours(name: str, gateway: Gateway, handler: Handler, body: Callable[[int], bytes]) -> Way:
    """Our way in, with a handler behind it."""

    async def answer(header: str, body: bytes) -> Any:
        response = await gateway.answer(header, body, handler)
        assert response.status == 200, response.text
        return response.body

    return Way(name, answer, body)


async def empty(_: dict[str, Any]) -> dict[str, Any]:
    """Answers with the same card and does nothing."""
    return _ANSWER


def decided(db: Database, connector: Connector) -> Handler:
    """Everything that answers a press: who it is, the decision in its transaction, the card as it is then."""
    desk = Desk(
        db=db,
        rules=_RULES,
        clock=utc_now,
        picture=str,
        certificate=str,
        reporting=Reporting(db, Vault(b"k" * 32), utc_now),
        report_page="",
        metrics=Metrics(utc_now),
        document=str,
        handbook=str,
        chart=str,
        table=lambda who, day: "",
        connector=connector,
        directory=Directory(connector, db),
    )
    activities = Activities(desk)

    async def answer(said: dict[str, Any]) -> dict[str, Any]:
        answered = await activities.arrived(said)
        assert answered is not None
        assert "You approved this" in str(answered), answered
        return answered

    return answer


def opened(folder: Path) -> Database:
    """A database with a proposal for every press, and somebody who may approve them."""
    url = f"sqlite:///{folder / 'bench.db'}"
    migrate(url)
    db = Database.open(url, Vault(b"k" * 32))
    approver = activity()["from"]["aadObjectId"]
    db.call(permissions.seed, permissions.APPROVER, (("teams", approver),))
    maya = db.call(people.recognise, Sighting("teams", "maya", "T0RIVER", "Maya Lindqvist"))
    for number in range(_COUNT * _TURNS):
        db.call(proposals.submit, maya, _DRAFT, f"bench:{number}", _RULES)
    return db


@contextmanager
def _shipped_list() -> Iterator[None]:
    ClientRetryPolicy.safe_codes, patched = _AS_SHIPPED, ClientRetryPolicy.safe_codes
    try:
        yield
    finally:
        ClientRetryPolicy.safe_codes = patched


class Took(NamedTuple):
    """Milliseconds an invoke takes, by the clock and of the processor."""

    wall: float
    cpu: float


async def turn(way: Way, token: str, first: int) -> Took:
    """Some invokes, one at a time."""
    bodies = [way.body(number) for number in range(first, first + _COUNT)]
    wall, cpu = time.perf_counter(), time.process_time()
    for body in bodies:
        await way.answer(f"Bearer {token}", body)
    return Took(*(1e3 * spent / _COUNT for spent in (time.perf_counter() - wall, time.process_time() - cpu)))


async def compare(ways: list[Way], token: str) -> None:
    """Prints each way's rate, and its ratio to the first's. They take short turns, so that whatever else the machine
    does meets all of them alike; the median turn counts."""
    turns: list[list[Took]] = [[] for _ in ways]
    for number in range(_TURNS):
        for way, took in zip(ways, turns, strict=True):
            took.append(await turn(way, token, 1 + number * _COUNT))
    usual = [Took(*(statistics.median(each) for each in zip(*took, strict=True))) for took in turns]
    for way, (wall, cpu) in zip(ways, usual, strict=True):
        rate = f"{1e3 / wall:8.0f} invokes/s {wall:7.2f} ms {usual[0].wall / wall:5.1f} times"
        _print(f"{way.name:<28} {rate}   CPU {cpu:6.2f} ms {usual[0].cpu / cpu:5.1f} times")


async def strain(gateway: Gateway, connector: Connector, microsoft: Microsoft, login: Login, url: str) -> None:
    """Prints token fetches and the longest the event loop was kept from its work, while everybody is slow."""
    microsoft.delay = login.delay = 0.5
    token = microsoft.token(serviceurl=url)
    async with loop_lag() as lag:
        invokes = [gateway.answer(f"Bearer {token}", press(url, number), empty) for number in range(20)]
        sends = [connector.send(url, "19:bench@thread.tacv2", {"type": "message"}) for _ in range(20)]
        await asyncio.gather(*invokes, *sends)
    held_up = f"event loop held up {lag.worst * 1e3:.0f} ms at most (goal 50)"
    _print(f"{'20 invokes and 20 sends':<28} {login.served} token fetched (goal 1), {held_up}")


@contextmanager
def served_elsewhere(folder: Path) -> Iterator[tuple[Microsoft, Login, BotConnector]]:
    """Microsoft's services on an event loop in another thread: botbuilder blocks its own while it fetches keys."""
    services = Microsoft(), Login(folder), BotConnector()
    services[2].conversations["19:bench@thread.tacv2"] = {}
    loop = asyncio.new_event_loop()
    stack = AsyncExitStack()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def there(work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, loop).result(20)

    for service in services:
        there(stack.enter_async_context(service))
    try:
        yield services
    finally:
        there(stack.aclose())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def bench(microsoft: Microsoft, login: Login, service: BotConnector, db: Database) -> None:
    """Everything, in one run."""
    settings = teams_settings(microsoft, login)
    who = activity()["from"]
    service.members[who["id"]] = {**who, "userRole": "user"}
    async with aiohttp.ClientSession() as session:
        gateway, body = Gateway(settings, session), partial(press, service.url)
        connector = Connector(session, Tokens(settings))
        ways = [
            stock(settings, body),
            ours("our way in, empty handler", gateway, empty, body),
            ours(f"our Approve (goal {_GOAL})", gateway, decided(db, connector), body),
        ]
        await compare(ways, microsoft.token(serviceurl=service.url))
        _print(f"{'':<28} {login.served} tokens fetched (goal 1, to learn who it is)")
        await strain(Gateway(settings, session), connector, microsoft, login, service.url)


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder, served_elsewhere(Path(folder)) as services:
        os.environ["REQUESTS_CA_BUNDLE"] = str(services[1].certificate)
        database = opened(Path(folder))
        asyncio.run(bench(*services, database))
        database.close()
