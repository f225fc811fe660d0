"""What operators see at `/metrics`, who may see it, and that it tells of no reporter."""

import ast
import asyncio
import functools
import importlib
import inspect
import pkgutil
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, make_mocked_request

from bot import VERSION
from bot.demo import Workspace
from bot.demo.world import Fault
from bot.keys import DATABASE, METRICS, WORKER
from bot.metrics import COUNTED, Metrics
from bot.settings import BadSettings, Settings
from bot.slack import listeners
from bot.teams import activities
from bot.web import scrape as scraping_route
from bot.web.scrape import Scrape
from bot.worker import Worker
from handlers.rules import Rules
from storage.engine import Database
from tests.bot import acting, reporting
from tests.bot.conftest import Opened
from tests.bot.scraping import Samples, moved, of_us, scrape
from tests.conftest import MovableClock

_FRESH = timedelta(seconds=6)


async def samples(space: Workspace, **headers: str) -> Samples:
    """As they are now, not as somebody else was told a moment ago."""
    space.forward(_FRESH)
    async with aiohttp.ClientSession() as session:
        return await scrape(session, space.base, headers)


async def test_operators_see_how_posts_stand_and_how_fast_they_are_answered(workspace: Workspace) -> None:
    """Proposed, asked about, refused to the author, approved: each shows where an operator looks for it."""
    before = await samples(workspace)
    assert before["imprimatur_proposals state=in_review"] == 0
    card = await acting.propose(workspace)
    waiting = await samples(workspace)
    assert waiting["imprimatur_proposals state=in_review"] == 1
    assert waiting["imprimatur_oldest_undecided_seconds"] >= _FRESH.total_seconds()
    await acting.press(workspace, "U0MAYA", card, "approve")
    await acting.press(workspace, "U0PRIYA", card, "approve")
    await workspace.command("U0MAYA", "/compliance", "scan Call Maria at 555-0117.")
    await acting.shows(workspace, card["ts"], "Approved")
    await acting.told(workspace, "U0MAYA", "Approved")
    after = await samples(workspace)
    assert after["imprimatur_proposals state=approved"] == 1
    assert after["imprimatur_oldest_undecided_seconds"] == 0
    assert after["imprimatur_decisions_total verdict=approved"] == 1
    assert after["imprimatur_revisions_total"] == 1
    assert after["imprimatur_scans_total platform=slack"] == 1
    assert after["imprimatur_request_seconds_count outcome=refused platform=slack"] == 1
    # The form sent and the approval; opening the form asks nothing of the database.
    assert after["imprimatur_request_seconds_count outcome=done platform=slack"] == 2
    assert after["imprimatur_database_call_seconds_count platform=slack"] == 3
    # The card, the card again, the author's message.
    assert after["imprimatur_delivery_seconds_count outcome=delivered platform=slack"] >= 3
    async with asyncio.timeout(20):
        while (await samples(workspace))["imprimatur_outbox_waiting platform=slack"]:
            pass
    assert after["imprimatur_worker_idle_seconds"] == 0
    assert after["imprimatur_database_up"] == 1
    assert any(name.startswith("imprimatur_build_info") for name in after)


async def test_a_place_that_refuses_messages_shows(workspace: Workspace) -> None:
    """The card waits, refused, until somebody mends it, and how long it has waited goes up."""
    workspace.world.faults["chat.postMessage"] = Fault("is_archived", 1_000)
    await workspace.command("U0MAYA", "/propose-post")
    await workspace.submit("U0MAYA", {"networks": ["facebook"], "text": acting.TEXT, "patient": "no"})
    async with asyncio.timeout(20):
        while not (found := await samples(workspace))["imprimatur_outbox_refused platform=slack"]:
            pass
    assert found["imprimatur_outbox_waiting platform=slack"] >= 1
    assert found["imprimatur_outbox_oldest_seconds"] >= _FRESH.total_seconds()
    assert found["imprimatur_delivery_seconds_count outcome=refused platform=slack"] >= 1
    assert found["imprimatur_delivery_seconds_count outcome=delivered platform=slack"] == 0


async def test_what_is_not_from_slack_shows_as_turned_away(workspace: Workspace) -> None:
    headers = {"X-Slack-Request-Timestamp": "1", "X-Slack-Signature": "v0=no"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{workspace.base}/slack/events", data=b"{}", headers=headers) as answer,
    ):
        assert answer.status == 401
    found = await samples(workspace)
    assert found["imprimatur_request_seconds_count outcome=turned_away platform=slack"] == 1


async def test_without_a_database_it_says_so(db: Database, clock: MovableClock, tmp_path: Path) -> None:
    """What needs no database is there still."""
    db.close()
    app, counts = web.Application(), Metrics(clock)
    app[DATABASE], app[METRICS] = db, counts
    app[WORKER] = Worker(db, {}, Rules(), tmp_path / "checkpoints", counts)
    app.router.add_get("/metrics", Scrape("", Rules(), clock).answer)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        found = await scrape(session, str(server.make_url("")).rstrip("/"))
    assert found["imprimatur_database_up"] == 0
    assert "imprimatur_revisions_total" not in found
    assert found["imprimatur_worker_idle_seconds"] == 0


async def test_reporting_in_slack_moves_nothing(workspace: Workspace) -> None:
    """Opening the form, filing, coming back, writing again, the delivery at the quarter hour, and work on the case:
    not one sample moves. A proposal moves several, so this could fail."""
    before = await samples(workspace)
    code = await reporting.report(workspace)
    await reporting.come_back(workspace, code)
    await reporting.answer(workspace, "It is still there.", now=True)
    workspace.close("U0TOMAS")
    assert moved(of_us(before), of_us(await samples(workspace))) == set()
    card = await reporting.case_card(workspace)
    await reporting.press(workspace, "U0RUTH", card, "acknowledge")
    await workspace.command("U0RUTH", "/compliance", "cases")
    await workspace.command("U0RUTH", "/compliance", "statistics")
    assert moved(of_us(before), of_us(await samples(workspace))) == set()
    await acting.propose(workspace)
    assert len(moved(of_us(before), of_us(await samples(workspace)))) > 5


#: Where use cases are written that are never counted.
_SECRET = ("handlers.reporting.", "handlers.places", "bot.teams.activities.cases", "bot.teams.activities.reports")


def _asked_for() -> Iterator[str]:
    """Where each use case is written that a listener names."""
    for package in (listeners, activities):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(found.name)
            for node in ast.walk(ast.parse(inspect.getsource(module))):
                named = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "act"
                if named and node.args[1:]:  # type: ignore[attr-defined]
                    parts = ast.unparse(node.args[1]).split(".")  # type: ignore[attr-defined]
                    # A variable is one of several named elsewhere.
                    if parts[0] in vars(module):
                        yield functools.reduce(getattr, parts[1:], vars(module)[parts[0]]).__module__


def test_of_every_use_case_it_is_decided_whether_it_counts() -> None:
    """Whoever adds one says so: it is counted, or it has to do with reports."""
    asked = set(_asked_for())
    assert len(asked) > 20
    assert {name for name in asked if name not in COUNTED and not name.startswith(_SECRET)} == set()
    assert {name for name in COUNTED if name.startswith(_SECRET)} == set()


def test_the_version_is_the_one_that_is_released() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    assert project["version"] == VERSION


async def test_no_sample_carries_a_person_a_text_or_a_place(workspace: Workspace) -> None:
    """Labels are names of ours only."""
    await acting.propose(workspace)
    words = {label for name in await samples(workspace) for label in name.split(" ")[1:]}
    names = {word.split("=")[0] for word in words}
    assert names == {"platform", "outcome", "state", "verdict", "severity", "le", "version", "python"}
    assert not {word for word in words if "U0" in word or "C0" in word or "hygiene" in word}


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Host", "X-Forwarded-Proto"]
)
async def test_without_a_token_nobody_reads_them_through_a_proxy(workspace: Workspace, header: str) -> None:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{workspace.base}/metrics", headers={header: "203.0.113.9"}) as answer,
    ):
        assert answer.status == 403
        assert "METRICS_TOKEN" in await answer.text()


_TOKEN = "0123456789abcdef0123"


async def test_with_a_token_only_who_knows_it_reads_them(open_workspace: Opened) -> None:
    """Also through a proxy, and this machine is asked for it as well."""
    async with open_workspace({"METRICS_TOKEN": _TOKEN}) as space, aiohttp.ClientSession() as session:
        right = {"Authorization": f"Bearer {_TOKEN}", "X-Forwarded-For": "203.0.113.9"}
        assert (await scrape(session, space.base, right))["imprimatur_database_up"] == 1
        for wrong in ({}, {"Authorization": f"Bearer {_TOKEN}x"}, {"Authorization": "Basic é"}, {"Authorization": ""}):
            async with session.get(f"{space.base}/metrics", headers=wrong) as answer:
                assert answer.status == 401
                assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("token", ["short", "a b" * 10, "é" * 20])
def test_a_token_that_can_be_guessed_stops_the_start(token: str) -> None:
    with pytest.raises(BadSettings, match="METRICS_TOKEN must be 16"):
        Settings.from_env({"METRICS_TOKEN": token})


@pytest.mark.parametrize(
    ("peer", "here"),
    [
        *[("127.0.0.1", True), ("::1", True), ("::ffff:127.0.0.1", True)],
        *[("10.0.0.7", False), ("192.168.1.4", False), ("203.0.113.9", False), ("", False), ("unix:", False)],
    ],
)
def test_only_this_machine_is_here(peer: str, here: bool) -> None:
    """A neighbour in the practice's network is not."""

    class Transport:
        def get_extra_info(self, name: str, default: Any = None) -> Any:
            return (peer, 1) if name == "peername" else default

        def is_closing(self) -> bool:
            return False

    request = make_mocked_request("GET", "/metrics", transport=Transport())
    assert scraping_route._is_here(request) is here
