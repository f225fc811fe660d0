"""Addresses of certificates: they work without a login, for a quarter of an hour, and only as they were made."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.keys import DATABASE
from bot.web import certificates
from bot.web.certificates import Certificates
from bot.web.expiring import VALID
from bot.web.pictures import Pictures
from handlers import permissions
from handlers.rules import Rules
from handlers.training.training_messages import Certificate
from storage.engine import Database
from storage.vault import Vault
from tests.handlers.accounts import MAYA
from tests.handlers.conftest import OFFICERS, Practice
from tests.handlers.learning import finish, publish

Browser = TestClient[web.Request, web.Application]
BASE = "http://localhost:3000"


@pytest.fixture
def shown(vault: Vault, clock: Any) -> Certificates:
    return Certificates(vault, BASE, clock)


@pytest.fixture
def done(db: Database) -> Certificate:
    """What Maya finished."""
    db.call(permissions.seed, permissions.OFFICER, OFFICERS)
    practice = Practice(db, Rules())
    publish(practice)
    return finish(practice, MAYA)


@pytest.fixture
async def browser(db: Database, shown: Certificates) -> AsyncIterator[Browser]:
    app = web.Application()
    app[DATABASE] = db
    app.router.add_get(certificates.ROUTE, shown.answer)
    async with TestClient(TestServer(app)) as client:
        yield client


def path(address: str) -> str:
    return address.removeprefix(BASE)


async def test_a_certificate_is_there_for_a_quarter_of_an_hour(
    browser: Browser, shown: Certificates, done: Certificate, clock: Any
) -> None:
    """As a PDF named by its number; the browser is told to keep nothing, and to tell nobody where it was."""
    address = shown.address(done.completion_id)
    assert address.startswith(f"{BASE}/certificates/")
    async with browser.get(path(address)) as answer:
        assert (answer.status, answer.content_type) == (200, "application/pdf")
        assert (await answer.read()).startswith(b"%PDF-")
        assert f"certificate-{done.number}.pdf" in answer.headers["Content-Disposition"]
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    clock.forward(VALID - timedelta(seconds=1))
    assert (await browser.get(path(address))).status == 200
    clock.forward(timedelta(seconds=1))
    assert (await browser.get(path(address))).status == 404


async def test_there_is_nothing_else_to_be_had(
    browser: Browser, shown: Certificates, done: Certificate, vault: Vault, clock: Any
) -> None:
    """No certificate that is not there, and none by an address made for a picture or with another key."""
    others = [shown.address(done.completion_id + 1), f"{BASE}/certificates/x", f"{BASE}/certificates/%FF"]
    others.append(Certificates(Vault(b"x" * 32), BASE, clock).address(done.completion_id))
    others.append(Pictures(vault, BASE, clock).address(str(done.completion_id)).replace("pictures", "certificates"))
    for address in others:
        assert (await browser.get(path(address))).status == 404, address
