"""The poster: the report page's address, as a QR code on one sheet of paper."""

import re
from collections.abc import AsyncIterator

import pytest
import segno
from aiohttp.test_utils import TestClient, TestServer

from bot.app import build
from bot.settings import Settings
from bot.web.poster import UNREACHABLE
from handlers.reporting.report_words import POSTER_POINTS, poster
from tests.web.conftest import Visitor

ADDRESS = "https://clear.riverside-dental.example"


@pytest.fixture
async def page(sqlite_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[str]:
    """The poster of a practice reached at `ADDRESS`."""
    key = tmp_path_factory.mktemp("secrets") / "deployment.key"
    settings = {"DATABASE_URL": sqlite_url, "SECRET_KEY_FILE": str(key), "PUBLIC_URL": f"{ADDRESS}/"}
    async with TestClient(TestServer(build(Settings.from_env(settings)))) as client:
        answer = await client.get("/report/poster")
        assert answer.status == 200
        yield await answer.text()


def test_the_poster_names_the_page_and_brings_nothing_else(page: str) -> None:
    assert ">clear.riverside-dental.example/report<" in page
    path = re.compile(r' d="([^"]+)"')
    drawn = path.search(segno.make_qr(f"{ADDRESS}/report", error="q").svg_inline())
    assert drawn
    assert path.findall(page) == [drawn[1]]
    assert UNREACHABLE not in page
    assert not re.search(r'(?:src|href)="(?!data:,")', page)
    assert "<script" not in page


async def test_an_address_no_telephone_reaches_is_said_before_it_is_printed(visitor: Visitor) -> None:
    """The address of this machine, as long as PUBLIC_URL was not set."""
    found = await visitor.get("/report/poster")
    assert UNREACHABLE in found.text
    assert "style-src 'sha256-" in found.headers["Content-Security-Policy"]


def test_the_text_to_send_around_says_the_same() -> None:
    text = poster(f"{ADDRESS}/report")
    assert text.endswith(f"{ADDRESS}/report")
    assert all(point in text for point in POSTER_POINTS)
