"""Whoever gets the database, its log, everything the program printed, or what it sent, finds no reporter from Teams."""

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from tests.teams.fakes import APP, TENANT, Login, Microsoft, Server, teams_environ
from tests.teams.reporting import receipt_in
from tests.web import sentinels
from tests.web.test_sentinels import new

_ROOT = Path(__file__).parents[2]
_FIELDS = (
    *("id", "timestamp", "localTimestamp", "localTimezone", "service", "sender", "name", "account", "role", "place"),
    *("place name", "channel", "team", "source", "reply to", "entity", "locale", "context", "extra", "user agent"),
    *("header", "request id", "command context", "bot name"),
)
_TYPED = ("what", "link", "when", "text", "unknown field", "bad receipt")
_FORM = re.compile(r'"form": "([0-9a-f]{16})"')
#: The unavoidable uses: an answer to something typed goes where it was typed, by the address that came with it.
_ALLOWED = re.compile(r"typed \d (?:place|service) in outbound \d path as (?:raw|url|json)")
_PLANT = """
import sys
from bot.teams.activities.reports import Reports
from handlers import places
answer = Reports.answer
async def leak(self, talk):
    {leak}
    return await answer(self, talk)
Reports.answer = leak
"""
_LEAKS = {
    "stdout": "print(talk.sender)",
    "stderr": "print(talk.account[::-1], file=sys.stderr)",
    "bot.db": "await self._desk.db.run(places.remember, 'teams', 'account:' + talk.account.upper(), talk.place)",
    "outbound": "await self._desk.connector.member(talk.service_url, 'x', talk.sender)",
}


class Outside(Server):
    """The Bot Connector; keeps everything that is asked of it, byte for byte."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[dict[str, bytes]] = []
        self._news = asyncio.Event()
        self.app.router.add_route("*", "/{path:.*}", self._answer)

    async def _answer(self, request: web.Request) -> web.Response:
        headers = b"\n".join(name + b": " + value for name, value in request.raw_headers)
        path = f"{request.method} {request.raw_path}".encode()
        self.asked.append({"path": path, "headers": headers, "body": await request.read()})
        self._news.set()
        return web.json_response({"id": "1"}, status=201)

    async def until(self, count: int) -> None:
        """Waits until so much was asked."""
        while len(self.asked) < count:
            self._news.clear()
            await self._news.wait()

    def places(self) -> dict[str, bytes]:
        return {f"outbound {at} {part}": value for at, asked in enumerate(self.asked) for part, value in asked.items()}


@dataclass
class Person:
    """Somebody's Teams, every field of which is a sentinel."""

    base: str
    outside: Outside
    session: aiohttp.ClientSession
    microsoft: Microsoft | None
    #: The account is made small on its way in.
    secret: dict[str, str] = field(
        default_factory=lambda: {name: new().lower() if name == "account" else new() for name in _FIELDS}
    )

    async def send(self, kind: str, personal: bool = True, **more: Any) -> str:
        """One activity; the answer's body."""
        secret = self.secret
        activity = {
            **{name: secret[name] for name in ("id", "timestamp", "localTimestamp", "localTimezone", "locale")},
            "type": kind,
            "channelId": "msteams",
            "serviceUrl": f"{self.outside.base}/{secret['service']}/",
            "from": {"id": secret["sender"], "name": secret["name"], "aadObjectId": secret["account"]},
            "recipient": {"id": f"28:{APP}", "name": secret["bot name"]},
            "conversation": {
                "id": f"19:{secret['place']}@thread.tacv2",
                "name": secret["place name"],
                "conversationType": "personal" if personal else "channel",
                "tenantId": TENANT,
            },
            "channelData": {
                "tenant": {"id": TENANT},
                "team": {"id": secret["team"]},
                "channel": {"id": secret["channel"]},
                "source": {"name": secret["source"]},
            },
            "entities": [{"type": "clientInfo", "country": secret["entity"]}],
            "replyToId": secret["reply to"],
            secret["extra"]: secret["extra"],
            **more,
        }
        headers = {"User-Agent": secret["user agent"], "X-Forwarded-For": secret["header"]}
        headers |= {"X-Request-Id": secret["request id"]}
        if self.microsoft:
            headers["Authorization"] = f"Bearer {self.microsoft.token(serviceurl=activity['serviceUrl'])}"
        async with self.session.post(f"{self.base}/api/messages", json=activity, headers=headers) as answer:
            assert answer.status == 200
            return await answer.text()

    async def ask(self, name: str = "composeExtension/submitAction", **data: Any) -> str:
        about = {"commandContext": self.secret["command context"], "context": {"theme": self.secret["context"]}}
        value = {"commandId": "reportViolation", **about, "data": {self.secret["extra"]: "x", **data}}
        return await self.send("invoke", name=name, value=value)


async def reports(person: Person, typed: dict[str, str]) -> None:
    """Everything that can be done with the form, right and wrong."""
    form = _FORM.findall(await person.ask("composeExtension/fetchTask"))[0]
    answers = {name: typed[name] for name in ("what", "link", "when")} | {typed["unknown field"]: "x"}
    sent = {"verb": "report.file", "form": form, **answers, "visible": "yes", "aware": "yes"}
    assert "Choose one from the list" in await person.ask(**{**sent, "network": typed["what"]})
    receipt = receipt_in(await person.ask(**sent))
    typed |= {"receipt": receipt, "bare receipt": receipt.replace("-", "")}
    await person.ask(verb="report.save", receipt=receipt, saved="yes")
    await person.ask("task/fetch", verb="report.open")
    await person.ask("task/submit", verb="report.follow", receipt=typed["bad receipt"])
    await person.ask("task/submit", verb="report.follow", receipt="0000-0000-0000-0000")
    found = await person.ask("task/submit", verb="report.follow", receipt=receipt)
    assert typed["what"] in found
    reply = {"verb": "report.reply", "receipt": receipt, "form": _FORM.findall(found)[0]}
    assert typed["text"] in await person.ask("task/submit", **reply, text=typed["text"], send_now="yes")
    await person.ask(verb=f"report.{typed['what']}")
    await person.ask(verb="report.file", form=typed["what"], what=typed["what"])


@asynccontextmanager
async def running(
    mode: str, folder: Path, port: int, plant: str = ""
) -> AsyncIterator[tuple[Outside, str, Microsoft | None]]:
    """The program as it is served, with DEBUG on, and a Microsoft around it."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "MICROSOFT_"))}
    environ |= {
        "DATABASE_URL": f"sqlite:///{folder / 'data' / 'bot.db'}",
        "SECRET_KEY_FILE": str(folder / "keys" / "deployment.key"),
        "PORT": str(port),
        "LOG_LEVEL": "DEBUG",
        "PYTHONASYNCIODEBUG": "1",
        "TEAMS_ALLOWED_TENANTS": TENANT,
    }
    (folder / "out").mkdir()
    (folder / "elsewhere").mkdir()
    async with AsyncExitStack() as stack:
        outside, microsoft = await stack.enter_async_context(Outside()), None
        if mode == "signed":
            microsoft = await stack.enter_async_context(Microsoft())
            login = await stack.enter_async_context(Login(folder / "elsewhere"))
            environ |= teams_environ(microsoft, login, REQUESTS_CA_BUNDLE=str(login.certificate))
        else:
            environ |= {"MICROSOFT_APP_ID": APP, "MICROSOFT_APP_TYPE": "Emulator"}
        await stack.enter_async_context(_process(environ, folder / "out", plant))
        yield outside, f"http://127.0.0.1:{port}", microsoft


@asynccontextmanager
async def _process(environ: dict[str, str], out: Path, plant: str) -> AsyncIterator[None]:
    code = f"{plant}\nimport runpy\nrunpy.run_module('bot', run_name='__main__', alter_sys=True)"
    with (out / "stdout").open("wb") as stdout, (out / "stderr").open("wb") as stderr:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-X", "dev", "-c", code, "serve", cwd=_ROOT, env=environ, stdout=stdout, stderr=stderr
        )
        try:
            while b"ready" not in (out / "stderr").read_bytes():
                assert process.returncode is None, (out / "stderr").read_text()
                await asyncio.sleep(0.05)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            assert await process.wait() == 0


async def leaks(mode: str, folder: Path, port: int, plant: str = "") -> list[str]:
    """What was found of a report by form, and of reports typed into a chat and a channel, anywhere."""
    typed = {name: new() for name in _TYPED}
    secret: dict[str, str] = {}
    async with running(mode, folder, port, plant) as (outside, base, microsoft), aiohttp.ClientSession() as session:
        people = [Person(base, outside, session, microsoft) for _ in range(3)]
        await reports(people[0], typed)
        by_form = len(outside.asked)
        assert not by_form or plant
        chat = {"text": f"report {(said := new())}", "value": None}
        for person, personal in zip(people[1:], (True, False), strict=True):
            await person.send("message", personal, **chat)
        await people[1].send("message", value={"verb": "report.file", "what": said})
        await outside.until(by_form + 3)
        secret |= {f"form {name}": value for name, value in (people[0].secret | typed).items()}
        for at, person in enumerate(people[1:], 1):
            secret |= {f"typed {at} {name}": value for name, value in (person.secret | {"said": said}).items()}
        places = sentinels.files(folder / "out", folder / "data", folder / "keys")
        assert len(places[str(folder / "data" / "bot.db-wal")]) > 0
        found = sentinels.found(secret, places)
    places = sentinels.files(folder / "out", folder / "data", folder / "keys") | outside.places()
    return [*found, *sentinels.found(secret, places)]


@pytest.mark.parametrize("mode", ["signed", "emulator"])
async def test_nothing_of_who_reports_is_kept_or_sent(tmp_path: Path, unused_tcp_port: int, mode: str) -> None:
    """By form: not one field of any activity or header, nothing typed, in no form, nowhere. Typed: only where the
    answer had to go is in the address it was sent to."""
    found = await leaks(mode, tmp_path, unused_tcp_port)
    assert [leak for leak in found if not _ALLOWED.fullmatch(leak)] == []
    assert {" ".join(leak.split()[:3]) for leak in found} == {
        f"typed {at} {what}" for at in (1, 2) for what in ("place", "service")
    }


@pytest.mark.parametrize("sink", _LEAKS)
async def test_a_planted_leak_is_found(tmp_path: Path, unused_tcp_port: int, sink: str) -> None:
    """In each place where something could be kept, or leave."""
    found = await leaks("emulator", tmp_path, unused_tcp_port, _PLANT.format(leak=_LEAKS[sink]))
    assert any(sink in leak for leak in found if leak.startswith("form ")), json.dumps(found)
