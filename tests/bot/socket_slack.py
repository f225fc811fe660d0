"""Slack's side of Socket Mode, served on this machine: addresses good for one connection, envelopes and their acks.

As https://docs.slack.dev/apis/events-api/using-socket-mode describes it.
"""

import asyncio
import json
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.app import build
from bot.demo import Workspace, attach
from bot.demo.client import Answer, Client
from bot.demo.world import Json
from bot.keys import DATABASE
from bot.settings import Settings

APP_TOKEN = "xapp-1-A0IMPR-local"
_ANSWER_SECONDS = 3


class SocketSlack:
    """Connects at most one bot at a time; `changed` is called whenever something happened to its connection."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self._changed = changed
        self._tickets: set[str] = set()
        self._acks: dict[str, asyncio.Future[Json]] = {}
        self.link: web.WebSocketResponse | None = None
        self._request: web.Request | None = None
        #: How often a bot connected, and how many addresses were given out.
        self.connections = self.addresses = 0
        #: What `apps.connections.open` answers instead of an address: an error code, or `http_500`.
        self.refusal = ""
        #: So many addresses lead nowhere.
        self.dead_ends = 0
        #: Does not answer when the bot says farewell.
        self.deaf = False

    def serve(self, app: web.Application) -> None:
        """Adds the two routes."""
        app.router.add_post("/demo/slack/api/apps.connections.open", self._open)
        app.router.add_get("/link", self._connect)

    async def _open(self, request: web.Request) -> web.Response:
        refusal = self.refusal
        if request.headers.get("Authorization") != f"Bearer {APP_TOKEN}":
            refusal = "invalid_auth"
        self.addresses += 1
        self._changed()
        if refusal.startswith("http_"):
            return web.Response(status=int(refusal[5:]))
        if refusal:
            return web.json_response({"ok": False, "error": refusal})
        ticket = secrets.token_hex(8)
        if self.dead_ends:
            self.dead_ends -= 1
        else:
            self._tickets.add(ticket)
        return web.json_response({"ok": True, "url": f"ws://{request.host}/link?ticket={ticket}"})

    async def _connect(self, request: web.Request) -> web.StreamResponse:
        if request.query.get("ticket") not in self._tickets:
            return web.Response(status=408)
        self._tickets.discard(request.query["ticket"])
        link = web.WebSocketResponse()
        await link.prepare(request)
        await link.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0IMPR"}})
        self.link, self._request = link, request
        self.connections += 1
        self._changed()
        if self.deaf:
            await asyncio.Event().wait()
        async for message in link:
            said = json.loads(message.data)
            self._acks[said["envelope_id"]].set_result(said)
        if self.link is link:
            self.link = None
        self._changed()
        return link

    async def deliver(self, kind: str, payload: Json) -> Json:
        """Sends one envelope and returns its ack; raises TimeoutError where Slack would say that the app is silent."""
        assert self.link is not None, "no bot is connected"
        id = secrets.token_hex(8)
        self._acks[id] = asyncio.get_running_loop().create_future()
        accepts = kind == "slash_commands" or payload.get("type") == "view_submission"
        await self.link.send_json(
            {"type": kind, "envelope_id": id, "payload": payload, "accepts_response_payload": accepts}
        )
        ack = await asyncio.wait_for(self._acks[id], _ANSWER_SECONDS)
        assert accepts or "payload" not in ack, "Slack takes no payload here"
        return ack

    async def close(self) -> None:
        """Closes the connection properly, as a restarting server does."""
        assert self.link is not None
        await self.link.close()

    async def refresh(self) -> None:
        """Announces that the connection ends, as Slack does every few hours; the bot is expected to make another."""
        assert self.link is not None
        await self.link.send_json(
            {"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "local"}}
        )

    async def cut(self) -> None:
        """Ends the connection without a word."""
        assert self._request is not None
        assert self._request.transport is not None
        self._request.transport.abort()


class OverSocket(Client):
    """Does what people do; the bot hears of it over its socket, without any signature."""

    slack: SocketSlack

    async def send(self, fields: Json) -> Answer:
        """One envelope; what is in the ack is the answer."""
        interactive = "payload" in fields
        payload = json.loads(fields["payload"]) if interactive else fields
        ack = await self.slack.deliver("interactive" if interactive else "slash_commands", payload)
        return Answer(200, json.dumps(ack["payload"]) if "payload" in ack else "")


@asynccontextmanager
async def slack_with_sockets(port: int) -> AsyncIterator[tuple[Workspace, SocketSlack]]:
    """A workspace whose Slack speaks Socket Mode; no bot is in it yet."""
    async with aiohttp.ClientSession() as session:
        base = f"http://127.0.0.1:{port}"
        workspace = Workspace(session, base)
        slack = SocketSlack(workspace.world.change)
        workspace.client = OverSocket(workspace.world, session, "", base)
        workspace.client.slack = slack
        app = web.Application()
        slack.serve(app)
        attach(app, workspace)
        async with TestServer(app, port=port):
            yield workspace, slack


@asynccontextmanager
async def bot_in(workspace: Workspace, environ: dict[str, str], **more: Any) -> AsyncIterator[TestServer]:
    """The real bot, with an app token and no signing secret; a keyword replaces a setting."""
    given = {**workspace.environ(), "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_SIGNING_SECRET": "", **environ, **more}
    app = build(Settings.from_env(given), workspace.clock)
    async with TestServer(app) as server:
        workspace.on_clock = app[DATABASE].on_wake
        yield server
