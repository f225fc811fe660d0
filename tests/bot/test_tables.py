"""Addresses of tables and of the chart: without a login, for a quarter of an hour, only as they were made, and no
longer than whoever asked is a privacy officer."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.keys import DATABASE
from bot.web import charts, tables
from bot.web.charts import Charts
from bot.web.tables import Tables
from handlers import permissions
from handlers.people import Sighting
from handlers.permissions import OFFICER
from handlers.rules import Rules
from storage import ledger
from storage.engine import Database
from storage.vault import Vault
from tests.handlers.conftest import OFFICERS, Practice
from tests.handlers.training import MAYA, PRIYA, RUTH, School

Browser = TestClient[web.Request, web.Application]
BASE = "http://localhost:3000"


@pytest.fixture
def school(db: Database, clock: Any) -> School:
    db.call(permissions.seed, permissions.OFFICER, OFFICERS)
    school = School(Practice(db, Rules()), clock, Rules())
    school.require()
    school.hire(MAYA, group_name="Front desk")
    return school


@pytest.fixture
def given(vault: Vault, clock: Any) -> Tables:
    return Tables(vault, BASE, clock)


@pytest.fixture
def drawn(vault: Vault, clock: Any) -> Charts:
    return Charts(vault, BASE, Rules(), clock)


@pytest.fixture
async def browser(school: School, given: Tables, drawn: Charts) -> AsyncIterator[Browser]:
    app = web.Application()
    app[DATABASE] = school.practice.db
    app.router.add_get(tables.ROUTE, given.answer)
    app.router.add_get(charts.ROUTE, drawn.answer)
    async with TestClient(TestServer(app)) as client:
        yield client


async def test_a_table_is_a_file_for_a_while(browser: Browser, school: School, given: Tables, clock: Any) -> None:
    ruth = school.actor(RUTH).id
    for day, name, words in (
        (None, "staff.csv", b"slack:U0MAYA,Maya,Front desk"),
        (date(2026, 3, 3), "evidence-2026-03-03.csv", b"Maya,Front desk,course"),
    ):
        address = given.address(ruth, day)
        assert "Maya" not in address
        async with browser.get(address.removeprefix(BASE)) as answer:
            assert (answer.status, answer.content_type) == (200, "text/csv")
            assert f'filename="{name}"' in answer.headers["Content-Disposition"]
            assert answer.headers["Cache-Control"] == "private, no-store"
            assert words in await answer.read()
    clock.forward(timedelta(minutes=16))
    assert (await browser.get(address.removeprefix(BASE))).status == 404
    assert taken(school) == [
        ("training:staff:exported", ruth, {"way": "file"}),
        ("training:evidence:exported", ruth, {"day": "2026-03-03", "way": "file"}),
    ]


def taken(school: School) -> list[tuple[str, int | None, dict[str, Any]]]:
    """What the ledger says was taken away, and by whom."""
    entries = school.practice.db.call(ledger.entries)
    return [(one.tag, one.actor_id, one.payload) for one in entries if one.tag.endswith(":exported")]


async def test_an_address_is_worth_what_its_owner_is(browser: Browser, school: School, given: Tables) -> None:
    """Others', nobody's, tampered with; and a privacy officer's who is one no longer."""
    priya = Sighting("slack", PRIYA, "T0RIVER", "Priya")
    school.do(RUTH, permissions.grant, priya, OFFICER)
    own = given.address(school.actor(PRIYA).id).removeprefix(BASE)
    assert (await browser.get(own)).status == 200
    school.do(RUTH, permissions.revoke, priya, OFFICER)
    for address in (own, given.address(school.actor(MAYA).id), given.address(9_999), own[:-2], f"{own}A", "/tables/x"):
        assert (await browser.get(address.removeprefix(BASE))).status == 404
    assert [actor for _, actor, _ in taken(school)] == [school.actor(PRIYA).id]


async def test_the_chart_is_a_picture_for_a_while(browser: Browser, drawn: Charts, given: Tables, clock: Any) -> None:
    """An address of a table is none of a chart."""
    address = drawn.address().removeprefix(BASE)
    async with browser.get(address) as answer:
        assert (answer.status, answer.content_type, (await answer.read())[:4]) == (200, "image/png", b"\x89PNG")
    token = given.address(1).rpartition("/")[2]
    assert (await browser.get(f"/charts/{token}")).status == 404
    clock.forward(timedelta(minutes=16))
    assert (await browser.get(address)).status == 404
