"""Whoever gets the database, its log, or everything the program ever printed finds nobody in it."""

import asyncio
import os
import secrets
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from tests.web import sentinels

_ROOT = Path(__file__).parents[2]
_ADDRESS = "127.83.214.159"
_HEADERS = (
    "User-Agent",
    "Accept-Language",
    "Cookie",
    "Referer",
    "Origin",
    "X-Request-Id",
    "Authorization",
    "From",
    "DNT",
)
_TYPED = ("what", "link", "when", "text")


def new() -> str:
    return f"Sentinel{secrets.token_hex(12)}"


@asynccontextmanager
async def served(environ: dict[str, str], port: int, out: Path) -> AsyncIterator[str]:
    """The program as it is served, with everything it prints in files, until it has stopped."""
    with (out / "stdout").open("wb") as stdout, (out / "stderr").open("wb") as stderr:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-X", "dev", "-m", "bot", "serve", cwd=_ROOT, env=environ, stdout=stdout, stderr=stderr
        )
        try:
            while b"ready" not in (out / "stderr").read_bytes():
                assert process.returncode is None, (out / "stderr").read_text()
                await asyncio.sleep(0.05)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0


async def test_nothing_of_who_files_is_kept_anywhere(tmp_path: Path, unused_tcp_port: int) -> None:
    """Filed, refused, guessed and followed up with DEBUG on: of headers, address, fields we do not ask for, query,
    texts and receipts not one is in the database, its log, the folder of the key, stdout or stderr, in any form."""
    out, data, keys = (tmp_path / name for name in ("out", "data", "keys"))
    out.mkdir()
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "MICROSOFT_"))}
    environ |= {
        "DATABASE_URL": f"sqlite:///{data / 'bot.db'}",
        "SECRET_KEY_FILE": str(keys / "deployment.key"),
        "PORT": str(unused_tcp_port),
        "LOG_LEVEL": "DEBUG",
        "PYTHONASYNCIODEBUG": "1",
    }
    secret = {name: new() for name in (*_HEADERS, *_TYPED, "query", "extra field", "extra value", "bad receipt")}
    secret |= {"address": _ADDRESS, "forwarded": "203.0.113.219", "packed address": bytes([127, 83, 214, 159]).hex()}
    headers = {name: secret[name] for name in _HEADERS} | {"X-Forwarded-For": secret["forwarded"]}
    typed = {name: secret[name] for name in ("what", "link", "when")} | {secret["extra field"]: secret["extra value"]}
    # A random sentinel may look like a telephone number, which the form warns of first.
    typed |= {"visible": "yes", "aware": "yes"}
    async with served(environ, unused_tcp_port, out) as base:
        connector = aiohttp.TCPConnector(local_addr=(_ADDRESS, 0))
        async with aiohttp.ClientSession(connector=connector, headers=headers) as browser:

            async def send(path: str, **answers: str) -> str:
                async with browser.post(f"{base}{path}?q={secret['query']}", data=answers) as answer:
                    return await answer.text()

            async with browser.get(f"{base}/report?q={secret['query']}") as form:
                token = (await form.text()).split('name="token" value="')[1].split('"')[0]
            while 'class="receipt">' not in (page := await send("/report", token=token, **typed)):
                assert "five seconds" in page
                await asyncio.sleep(0.2)
            receipt = page.split('class="receipt">')[1].split("<")[0]
            await send("/report/follow-up", receipt=secret["bad receipt"])
            await send("/report/follow-up", receipt="0000-0000-0000-0000")
            page = await send("/report/follow-up", receipt=receipt)
            token = page.split('name="token" value="')[1].split('"')[0]
            page = await send("/report/follow-up", receipt=receipt, token=token, step="reply", text=secret["text"])
            assert secret["text"] in page
            secret |= {"receipt": receipt, "bare receipt": receipt.replace("-", "")}
            places = sentinels.files(tmp_path)
            assert f"{data / 'bot.db-wal'}" in places
            assert len(places[str(data / "bot.db-wal")]) > 0
            assert sentinels.found(secret, places) == []
    places = sentinels.files(tmp_path)
    assert b"ready" in places[str(out / "stderr")]
    assert sentinels.found(secret, places) == []


@pytest.mark.parametrize("form", sorted(sentinels.forms("Sentinel0123456789abcdef")))
def test_a_planted_leak_is_found(tmp_path: Path, form: str) -> None:
    """In whichever form it was written."""
    secret = new()
    (tmp_path / "log").write_bytes(b"before " + sentinels.forms(secret)[form] + b" after")
    leaks = sentinels.found({"reporter": secret}, sentinels.files(tmp_path))
    assert any(leak.endswith(f"as {form}") for leak in leaks)
