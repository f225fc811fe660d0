"""Whoever gets the database, its log, everything the program printed, or what it ever sent finds no reporter in it.

The program runs as it is served, with DEBUG on, over HTTP and over a socket. The Slack of these tests sends what Slack
sends, with a sentinel in every field, and keeps every byte it is sent."""

import asyncio
import json
import os
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from bot.demo.client import signature
from tests.bot.socket_slack import APP_TOKEN, SocketSlack
from tests.web import sentinels
from tests.web.test_sentinels import new, served

Json = dict[str, Any]
_SECRET = "a signing secret"
_HEADERS = ("User-Agent", "Accept-Language", "Cookie", "X-Forwarded-For", "X-Slack-Retry-Reason", "X-Request-Id")
#: A command's fields, besides the command itself.
_COMMAND = (
    *("token", "team_id", "team_domain", "enterprise_id", "enterprise_name", "channel_id", "channel_name"),
    *("user_id", "user_name", "text", "api_app_id", "response_url", "trigger_id", "locale"),
)
#: What stands in an outbound request by need: the trigger opens the form, the form's id replaces what it shows.
_NEEDED = {"views.open": "trigger_id", "views.push": "trigger_id", "views.update": "view_id"}
_LATE = 40
_UPDATE = b"/demo/slack/api/views.update"


class Slack:
    """Slack's side: sends commands and interactions made of sentinels, keeps what it is sent."""

    def __init__(self) -> None:
        self.link: SocketSlack | None = None
        self.bot = ""
        self.secret: dict[str, str] = {}
        self.outbound: list[bytes] = []
        self.answers: list[bytes] = []
        self.views: list[Json] = []
        self._changed = asyncio.Event()

    def serve(self, app: web.Application) -> None:
        app.router.add_post("/demo/slack/api/{method}", self._called)
        app.router.add_post("/elsewhere/{name}", self._called)

    async def _called(self, request: web.Request) -> web.Response:
        body = await request.read()
        method = request.match_info.get("method", "")
        if method in _NEEDED:
            said = json.loads(body)
            self.views.append(said["view"])
            assert said.pop(_NEEDED[method]) in self.secret.values()
            body = json.dumps(said).encode()
        self.change()
        self.outbound.append(f"{request.path_qs} {dict(request.headers)} ".encode() + body)
        return web.json_response({"ok": True, "view": {"id": "V1"}, "team_id": "T0", "user_id": "U0"})

    def change(self) -> None:
        self._changed.set()

    def hide(self, *names: str) -> Json:
        """A sentinel for each field; of accounts a fresh one each time, because they are counted."""
        for name in names:
            key = f"{name} {len(self.secret)}" if name in ("user_id", "user id") else name
            self.secret.setdefault(key, new())
        return {name: [found for key, found in self.secret.items() if key.startswith(name)][-1] for name in names}

    async def send(self, fields: Json) -> Json:
        """One signed request with sentinels in its headers; or one envelope."""
        if self.link is not None:
            interactive = "payload" in fields
            payload = json.loads(fields["payload"]) if interactive else fields
            ack = await self.link.deliver("interactive" if interactive else "slash_commands", payload)
            return self._kept(ack.get("payload") or {})
        body, stamp = urlencode(fields).encode(), str(int(time.time()))
        headers = {**self.hide(*_HEADERS), "X-Slack-Request-Timestamp": stamp, "X-Slack-Retry-Num": "1"}
        headers |= {"X-Slack-Signature": signature(body, stamp, _SECRET), "Content-Type": _FORM}
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.bot}/slack/events", data=body, headers=headers) as response,
        ):
            assert response.status == 200, await response.text()
            text = await response.text()
            return self._kept(json.loads(text) if text else {})

    def _kept(self, answer: Json) -> Json:
        self.answers.append(json.dumps(answer).encode())
        return answer

    async def until(self, met: Callable[[], bool]) -> None:
        """Waits for what another process does."""
        async with asyncio.timeout(60):
            while not met():
                await self._changed.wait()
                self._changed.clear()

    async def command(self, base: str) -> Json:
        fields = self.hide(*_COMMAND)
        address = f"{base}/elsewhere/{fields['response_url']}"
        await self.send({**fields, "command": "/report-violation", "response_url": address})
        return self.views[-1]

    async def interact(self, kind: str, view: Json, values: Json | None = None, action: str = "") -> Json:
        """A form sent, or a button pressed in it; the form that comes back, if any."""
        hidden = self.hide("id", "hash", "root_view_id", "app_id", "bot_id", "external_id", "team", "trigger", "token")
        who = self.hide("user id", "user name", "username", "user team", "domain", "enterprise", "locale", "odd", "ip")
        state = {
            "values": {"unknown": {"unknown": {"type": "plain_text_input", "value": who["odd"]}}, **(values or {})}
        }
        shown = {**view, **{name: hidden[name] for name in ("id", "hash", "root_view_id", "app_id", "bot_id")}}
        payload = {
            "type": kind,
            "token": hidden["token"],
            "trigger_id": hidden["trigger"],
            "user": {"id": who["user id"], "name": who["user name"], "username": who["username"]},
            "team": {"id": hidden["team"], "domain": who["domain"]},
            "enterprise": {"id": who["enterprise"]},
            "locale": who["locale"],
            who["ip"]: who["ip"],
            "view": {**shown, "external_id": hidden["external_id"], "state": state, "team_id": who["user team"]},
            "container": {"type": "view", "view_id": hidden["id"]},
        }
        if action:
            payload["actions"] = [{"type": "button", "action_id": action, "block_id": "b", "value": "1"}]
        answer = await self.send({"payload": json.dumps(payload)})
        found: Json = answer.get("view") or (self.views[-1] if action else {})
        return found


_FORM = "application/x-www-form-urlencoded"


def typed(name: str, value: str) -> Json:
    return {name: {name: {"type": "plain_text_input", "value": value}}}


def named(view: Json) -> Json:
    """As Slack returns a form: every block has an id."""
    return {**view, "blocks": [{"block_id": f"b{n}", **block} for n, block in enumerate(view["blocks"])]}


async def reported(slack: Slack, base: str) -> dict[str, str]:
    """Reports, comes back, answers, guesses; many at once, so that some receipts are late. What was written, and the
    receipts: what Slack must see, and nobody else."""
    written = {name: new() for name in ("what", "more", "link", "when", "reply", "wrong receipt")}
    answers: Json = {}
    for name in ("what", "more", "link", "when"):
        answers |= typed(name, written[name])

    async def file(values: Json) -> Json:
        view = named(await slack.command(base))
        view["callback_id"] = "report.aware"
        return await slack.interact("view_submission", view, values)

    receipt_view = await file(answers)
    found = re.search(r"(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}", json.dumps(receipt_view))
    assert found, receipt_view
    written |= {"receipt": found[0], "bare receipt": found[0].replace("-", "")}
    saved = {"saved": {"saved": {"type": "checkboxes", "selected_options": [{"value": "yes"}]}}}
    await slack.interact("view_submission", named(receipt_view), saved)
    form = named(await slack.command(base))
    asking = named(await slack.interact("block_actions", form, action="report.have_receipt"))
    await slack.interact("view_submission", asking, typed("receipt", written["wrong receipt"]))
    await slack.interact("view_submission", asking, typed("receipt", "0000-0000-0000-0000"))
    talk = named(await slack.interact("view_submission", asking, typed("receipt", found[0])))
    field = next(block["block_id"] for block in talk["blocks"] if block["block_id"].startswith("text:"))
    talk = await slack.interact("view_submission", talk, typed(field, written["reply"]))
    assert written["reply"] in json.dumps(talk)
    late = 0
    # The second time only where receipts are made so fast that the first lot is served within Slack's patience.
    for count in (_LATE, 3 * _LATE):
        forms = [named(await slack.command(base)) for _ in range(0 if late else count)]
        for view in forms:
            view["callback_id"] = "report.aware"
        many = [slack.interact("view_submission", view, typed("what", new())) for view in forms]
        late += sum("This takes a moment" in json.dumps(view) for view in await asyncio.gather(*many))
    assert late
    await slack.until(lambda: sum(sent.startswith(_UPDATE) for sent in slack.outbound) >= late)
    return written


@asynccontextmanager
async def around(way: str) -> AsyncIterator[tuple[Slack, str]]:
    slack = Slack()
    link = slack.link = SocketSlack(slack.change) if way == "socket" else None
    app = web.Application()
    if link is not None:
        link.serve(app)
    slack.serve(app)
    async with TestServer(app) as server:
        yield slack, str(server.make_url("")).rstrip("/")


async def told(way: str, folder: Path) -> tuple[dict[str, str], dict[str, str], dict[str, bytes]]:
    """Runs it; who reported, what they wrote, and every place where something of it could be."""
    out, data, keys = (folder / name for name in ("out", "data", "keys"))
    out.mkdir()
    port = unused_port()
    async with around(way) as (slack, base):
        environ = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "MICROSOFT_"))}
        environ |= {
            "DATABASE_URL": f"sqlite:///{data / 'bot.db'}",
            "SECRET_KEY_FILE": str(keys / "deployment.key"),
            "PORT": str(port),
            "SLACK_API_URL": f"{base}/demo/slack/api/",
            "SLACK_BOT_TOKEN": "xoxb-a-token",
            "SLACK_COMPLIANCE_CHANNEL": "C0COMPLY",
            "LOG_LEVEL": "DEBUG",
            "PYTHONASYNCIODEBUG": "1",
            **({"SLACK_APP_TOKEN": APP_TOKEN} if way == "socket" else {"SLACK_SIGNING_SECRET": _SECRET}),
        }
        async with served(environ, port, out) as slack.bot:
            if (link := slack.link) is not None:
                await slack.until(lambda: link.link is not None)
            written = await reported(slack, base)
            places = sentinels.files(folder)
        places |= {f"{place} after the end": content for place, content in sentinels.files(folder).items()}
        places["outbound"] = b"\n".join(slack.outbound)
        places["answers"] = b"\n".join(slack.answers)
        return slack.secret, written, places


Run = tuple[dict[str, str], dict[str, str], dict[str, bytes]]


@pytest.fixture(scope="module", params=["http", "socket"])
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Run:
    return asyncio.run(told(request.param, tmp_path_factory.mktemp("program")))


def leaks(run: Run) -> list[str]:
    """Of who reported, anywhere; of what was written, anywhere but in the answers, which show it to whoever wrote it,
    and (of a receipt that was late) in the form that brings it."""
    who, written, places = run
    elsewhere = {place: content for place, content in places.items() if place != "answers"}
    return sentinels.found(who, places) + sentinels.found(written, elsewhere)


def test_nothing_of_who_reports_is_kept_or_sent_anywhere(run: Run) -> None:
    who, _, places = run
    assert len(who) > _LATE + 30
    assert places["outbound"].count(b"views.open") > _LATE
    assert any(place.endswith("bot.db-wal") and content for place, content in places.items())
    assert any(b"DEBUG" in content for place, content in places.items() if place.endswith("stderr"))
    assert leaks(run) == []


_SINKS = ("bot.db", "bot.db-wal", "deployment.key", "stdout", "stderr", "outbound", "answers")


@pytest.mark.parametrize("sink", _SINKS)
@pytest.mark.parametrize("pick", [min, max], ids=["first", "last"])
def test_a_planted_leak_is_found(run: Run, sink: str, pick: Callable[..., str]) -> None:
    """In every place, in whichever form."""
    who, written, places = run
    place = next(name for name in places if name.endswith(sink))
    name = pick(who)
    planted = {place: b" ".join((places[place][:10_000], *sentinels.forms(who[name]).values()))}
    assert {leak.rsplit(" as ", 1)[1] for leak in leaks(({name: who[name]}, {}, planted))} == {
        *sentinels.forms(who[name])
    }
    if sink != "answers":
        assert leaks(({}, {"what": written["what"]}, {place: places[place] + written["what"].encode()}))
