"""Addresses of pictures: they work without a login, for a quarter of an hour, and only as they were made."""

import base64
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.demo.seed import png
from bot.keys import DATABASE
from bot.web import pictures
from bot.web.expiring import VALID
from bot.web.pictures import Pictures
from handlers import media, people, tray
from handlers.people import Sighting
from storage.engine import Database
from storage.transaction import Transaction
from storage.vault import Vault

PICTURE, VIDEO = png(10, 10), b"\0\0\0\x18ftypmp42" + b"\0" * 100
Browser = TestClient[web.Request, web.Application]


@pytest.fixture
def shown(vault: Vault, clock: Any) -> Pictures:
    return Pictures(vault, "http://localhost:3000/", clock)


@pytest.fixture
async def browser(db: Database, shown: Pictures) -> AsyncIterator[Browser]:
    def keep(tx: Transaction) -> None:
        maya = people.recognise(tx, Sighting("teams", "maya", "T", "Maya"))
        tray.keep(tx, maya, "room.png", PICTURE)
        tray.keep(tx, maya, "room.mp4", VIDEO)

    await db.run(keep)
    app = web.Application()
    app[DATABASE] = db
    app.router.add_get(pictures.ROUTE, shown.answer)
    async with TestClient(TestServer(app)) as client:
        yield client


def path(address: str) -> str:
    return address.removeprefix("http://localhost:3000")


async def test_a_picture_is_there_for_a_quarter_of_an_hour(browser: Browser, shown: Pictures, clock: Any) -> None:
    """To the second; the browser is told to keep nothing, to guess nothing, and to tell nobody where it was."""
    address = shown.address(media.digest(PICTURE))
    assert address.startswith("http://localhost:3000/pictures/")
    async with browser.get(path(address)) as answer:
        assert (answer.status, answer.content_type, await answer.read()) == (200, "image/png", PICTURE)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    clock.forward(VALID - timedelta(seconds=1))
    assert (await browser.get(path(address))).status == 200
    clock.forward(timedelta(seconds=1))
    assert (await browser.get(path(address))).status == 404


@pytest.mark.parametrize("sha256", [media.digest(VIDEO), "0" * 64, "", "é"])
async def test_there_is_nothing_else_to_be_had(browser: Browser, shown: Pictures, sha256: str) -> None:
    """No video, and no file that is not there."""
    assert (await browser.get(path(shown.address(sha256)))).status == 404


async def test_nobody_makes_an_address_themselves(browser: Browser, shown: Pictures, clock: Any) -> None:
    """Not with a later end, not for another file, not with another key."""
    sha256 = media.digest(PICTURE)
    token = shown.address(sha256).rsplit("/", 1)[1]
    until = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode().split(" ")[1]
    proof = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode().split(" ")[2]
    later = str(int(until) + 9_999)
    forged = [f"{sha256} {later} {proof}", f"{'0' * 64} {until} {proof}", f"{sha256} {until} ", f"{sha256} -1 {proof}"]
    forged += [f"{sha256} {until} {proof} ", f"{sha256} +{until} {proof}", f"{sha256} {'9' * 5_000} {proof}"]
    tokens = [base64.urlsafe_b64encode(one.encode()).decode().rstrip("=") for one in forged]
    stranger = Pictures(Vault(b"x" * 32), "http://localhost:3000", clock)
    for other in [*tokens, stranger.address(sha256).rsplit("/", 1)[1], "", ".", "%FF", "=", "====", "A"]:
        assert (await browser.get(f"/pictures/{other}")).status == 404, other
