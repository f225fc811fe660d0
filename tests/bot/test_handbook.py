"""The handbook and owners' files: under addresses that end, harmless whatever stands in them, and nothing else."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.keys import DATABASE
from bot.web import documents, handbook
from bot.web.certificates import Certificates
from bot.web.documents import Documents
from bot.web.expiring import VALID
from bot.web.handbook import Handbooks
from handlers import permissions, policy_versions
from handlers.handbook import load
from handlers.policy_versions import NewVersion
from handlers.rules import Rules
from handlers.training import employment
from handlers.training.employment import Hired
from storage.engine import Database
from storage.vault import Vault
from tests.handlers.conftest import APPROVERS, OFFICERS, Practice
from tests.handlers.learning import SMALL, publish

Browser = TestClient[web.Request, web.Application]
BASE = "http://localhost:3000"
HOSTILE = (
    "# Photos <script>alert(1)</script>\n\n<img src=x onerror=alert(2)>\n\n![p](https://evil.example/p.png)\n\n"
    "[link](javascript:alert(3)) and **bold**\n\n| a | b |\n|---|---|\n| <b>c</b> | d |\n"
)


@pytest.fixture
def practice(db: Database) -> Practice:
    """Ruth has published a course and a policy whose text tries everything."""
    db.call(permissions.seed, permissions.OFFICER, OFFICERS)
    db.call(permissions.seed, permissions.APPROVER, APPROVERS)
    practice = Practice(db, Rules())
    publish(practice)
    ruth = practice.actor("U0RUTH")
    db.call(lambda tx: employment.hire(tx, None, [Hired(ruth.id, tx.now.date())], practice.rules))
    db.call(
        policy_versions.publish, ruth, NewVersion("photos", "Photos & <b>videos</b>", HOSTILE.encode()), practice.rules
    )
    return practice


@pytest.fixture
def books(vault: Vault, clock: Any) -> Handbooks:
    return Handbooks(vault, BASE, clock, Rules(), "Riverside <Dental>", f"{BASE}/report")


@pytest.fixture
def files(vault: Vault, clock: Any) -> Documents:
    return Documents(vault, BASE, clock)


@pytest.fixture
async def browser(db: Database, practice: Practice, books: Handbooks, files: Documents) -> AsyncIterator[Browser]:
    app = web.Application()
    app[DATABASE] = db
    app.router.add_get(handbook.ROUTE, books.answer)
    app.router.add_get(documents.ROUTE, files.answer)
    async with TestClient(TestServer(app)) as client:
        yield client


def path(address: str) -> str:
    return address.removeprefix(BASE)


async def test_the_handbook_shows_what_is_in_force_and_runs_nothing(browser: Browser, books: Handbooks) -> None:
    """Every hash and name is there; HTML, pictures and scripts of a policy stay text, its headings stand below ours."""
    async with browser.get(path(books.address())) as answer:
        page = await answer.text()
        assert (answer.status, answer.content_type) == (200, "text/html")
        assert answer.headers["Cache-Control"] == "no-store"
        assert "default-src 'none'; style-src 'sha256-" in answer.headers["Content-Security-Policy"]
    for said in ("Riverside &lt;Dental&gt;", "Photos &amp; &lt;b&gt;videos", "<strong>bold</strong>", "<td>&lt;b&gt;c"):
        assert said in page
    assert not re.search(r"<script|<img|href=\"javascript|<b>c", page)
    assert page.count("<h1>") == 1
    assert "<h4>Photos" in page


def test_without_a_name_no_line_says_so(practice: Practice) -> None:
    for name in ("Riverside", ""):
        shown = handbook.drawn(practice.db.call(load, Rules(), name, "")).text or ""
        assert ('class="practice"' in shown) == bool(name)


async def test_a_file_is_the_bytes_that_were_published(browser: Browser, files: Documents) -> None:
    """To be saved under a name that says which version, and never shown as a page."""
    for about, name, content in (
        ("course:1", "small-v1.md", SMALL.encode()),
        ("policy:photos/1", "photos-v1.md", HOSTILE.encode()),
    ):
        async with browser.get(path(files.address(about))) as answer:
            assert (answer.status, answer.content_type) == (200, "text/markdown")
            assert await answer.read() == content
            assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_there_is_nothing_else_to_be_had(
    browser: Browser, books: Handbooks, files: Documents, vault: Vault, clock: Any
) -> None:
    """No version that is not there, no address made for something else or with another key, and none for longer."""
    others = [files.address(about) for about in ("course:9", "course:x", "policy:photos/9", "policy:x/1", "photos")]
    others += [f"{BASE}/documents/x", f"{BASE}/handbook/%FF", books.address().replace("handbook", "documents", 1)]
    others.append(files.address("course:1").replace("documents", "handbook"))
    others.append(Certificates(vault, BASE, clock).address(1).replace("certificates", "documents"))
    others.append(Handbooks(Vault(b"x" * 32), BASE, clock, Rules(), "", "").address())
    for address in others:
        assert (await browser.get(path(address))).status == 404, address
    ending = (books.address(), files.address("course:1"))
    clock.forward(VALID - timedelta(seconds=1))
    assert [(await browser.get(path(address))).status for address in ending] == [200, 200]
    clock.forward(timedelta(seconds=1))
    ended = [await browser.get(path(address)) for address in ending]
    assert [(one.status, one.content_type) for one in ended] == [(404, "text/html")] * 2
    assert "This link has ended" in await ended[0].text()
