"""Does what people do in the chat, as Slack tells a bot about it: signed requests with Slack's payloads."""

import hashlib
import hmac
import json
import time
from typing import Any, NamedTuple
from urllib.parse import urlencode

import aiohttp

from bot.demo.practice import BOT, PEOPLE, TEAM
from bot.demo.world import Json, World

SIGNING_SECRET = "local-workspace-signing-secret"


class Answer(NamedTuple):
    """What the bot answered to one request."""

    status: int
    text: str

    @property
    def json(self) -> Json:
        """The body as an object; empty when there is none."""
        found = json.loads(self.text) if self.text.startswith("{") else {}
        return dict(found)


def signature(body: bytes, stamp: str, secret: str = SIGNING_SECRET) -> str:
    """Slack's signature, version v0."""
    digest = hmac.new(secret.encode(), b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
    return f"v0={digest.hexdigest()}"


class Client:
    """Sends to one bot at `url`; the world says who is who and what stands where."""

    def __init__(self, world: World, session: aiohttp.ClientSession, url: str, here: str) -> None:
        self.world = world
        self.url = url
        self._session = session
        self._here = here

    async def send(self, fields: Json) -> Answer:
        """One signed form."""
        return await self._post(urlencode(fields).encode(), "application/x-www-form-urlencoded")

    async def event(self, event: Json) -> Answer:
        """Something that happened in the workspace."""
        common = {"type": "event_callback", "token": "legacy", "team_id": TEAM["id"], "api_app_id": BOT["app_id"]}
        return await self._post(json.dumps({**common, "event": event}).encode(), "application/json")

    async def _post(self, body: bytes, kind: str) -> Answer:
        stamp = str(int(time.time()))
        headers = {
            "Content-Type": kind,
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": signature(body, stamp),
        }
        async with self._session.post(self.url, data=body, headers=headers) as response:
            return Answer(response.status, await response.text())

    async def command(self, person: str, command: str, text: str, channel: str) -> Answer:
        """A slash command."""
        return await self.send(
            {
                "token": "legacy",
                "team_id": TEAM["id"],
                "team_domain": TEAM["domain"],
                "channel_id": channel,
                "channel_name": self.world.channels[channel].name,
                "user_id": person,
                "user_name": person.removeprefix("U0").lower(),
                "command": command,
                "text": text,
                "api_app_id": BOT["app_id"],
                "is_enterprise_install": "false",
                "response_url": self._respond(person, channel),
                "trigger_id": self.world.trigger(person),
            }
        )

    async def press(self, person: str, channel: str, message: Json, block_id: str, element: Json) -> Answer:
        """A button on a message."""
        private = bool(message.get("ephemeral"))
        container = {"type": "message", "message_ts": message["ts"], "channel_id": channel, "is_ephemeral": private}
        return await self._interact(
            person,
            "block_actions",
            container=container,
            channel={"id": channel, "name": self.world.channels[channel].name},
            message=message,
            state={"values": {}},
            response_url=self._respond(person, channel, message["ts"]),
            actions=[_action(block_id, element)],
        )

    async def press_in_view(self, person: str, view: Json, values: Json, block_id: str, element: Json) -> Answer:
        """A button in a form."""
        container = {"type": "view", "view_id": view["id"]}
        shown = self._filled(view, values)
        actions = [_action(block_id, element)]
        return await self._interact(person, "block_actions", container=container, view=shown, actions=actions)

    async def submit(self, person: str, view: Json, values: Json) -> Answer:
        """A filled-in form."""
        return await self._interact(person, "view_submission", view=self._filled(view, values), response_urls=[])

    async def _interact(self, person: str, kind: str, **payload: Any) -> Answer:
        user = {"id": person, "username": PEOPLE[person].id.lower(), "name": person.lower(), "team_id": TEAM["id"]}
        common = {
            "type": kind,
            "token": "legacy",
            "api_app_id": BOT["app_id"],
            "team": TEAM,
            "user": user,
            "enterprise": None,
            "is_enterprise_install": False,
            "trigger_id": self.world.trigger(person),
        }
        return await self.send({"payload": json.dumps({**common, **payload})})

    def _filled(self, view: Json, values: Json) -> Json:
        owner = {"team_id": TEAM["id"], "app_id": BOT["app_id"], "bot_id": BOT["bot_id"]}
        return {**view, **owner, "state": {"values": values}}

    def _respond(self, person: str, channel: str, ts: str | None = None) -> str:
        return f"{self._here}/demo/slack/respond/{self.world.answerable(person, channel, ts)}"


def _action(block_id: str, element: Json) -> Json:
    found: Json = {name: element[name] for name in ("type", "action_id", "value", "text") if name in element}
    return {**found, "block_id": block_id, "action_ts": f"{time.time():.6f}"}
