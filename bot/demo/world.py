"""What a chat service remembers: conversations, open forms, files, and what it was asked."""

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.demo.practice import BOT, CHANNELS, JOINED, NEWCOMER, PEOPLE
from bot.demo.teams.world import TeamsWorld

Json = dict[str, Any]

#: A trigger opens one form within three seconds (docs.slack.dev, interactivity).
TRIGGER_SECONDS = 3.0


class DemoClock:
    """The time it is, moved by what people skipped."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def forward(self, by: timedelta) -> None:
        """Skips ahead (or, while the practice is set up, back)."""
        self.offset += by


class Refused(Exception):
    """The service refuses a call: `code` as Slack words it, `details` one sentence a problem."""

    def __init__(self, code: str, details: list[str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.details = details or []


@dataclass
class Channel:
    """One conversation; a direct message has its one person as member."""

    id: str
    name: str
    kind: str
    members: list[str]
    topic: str = ""
    archived: bool = False
    bot_in: bool = True
    messages: list[Json] = field(default_factory=list)


@dataclass
class File:
    """Something somebody uploaded."""

    id: str
    name: str
    mime: str
    content: bytes
    owner: str


@dataclass
class Fault:
    """What a method does instead of answering, so many times: an error code, `http_500`, or `drop`, which does what it
    was asked and then loses the answer."""

    error: str
    times: int
    retry_after: int | None = None


class World:
    """All of it, with a version that moves at every change."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.version = 0
        #: The address this world is served at, as the last caller knew it.
        self.here = ""
        self.channels = {id: Channel(id, name, "channel", list(who), topic) for id, name, who, topic in CHANNELS}
        #: Whose accounts are in the workspace.
        self.members = {*PEOPLE} - {NEWCOMER}
        for person in PEOPLE:
            id = f"D0{person[2:]}"
            self.channels[id] = Channel(id, BOT["name"], "dm", [person] if person in self.members else [])
        self.private: dict[str, list[Json]] = {person: [] for person in PEOPLE}
        self.views: dict[str, list[Json]] = {person: [] for person in PEOPLE}
        self.files: dict[str, File] = {}
        self.faults: dict[str, Fault] = {}
        self.calls: list[tuple[str, Json]] = []
        self.refusals: list[Json] = []
        self.teams = TeamsWorld(self)
        #: A trigger's person and last moment; None once it opened a form.
        self._triggers: dict[str, tuple[str, float] | None] = {}
        self._answers: dict[str, Json] = {}
        self._last_ts = 0.0
        self._changed = asyncio.Event()

    def change(self) -> None:
        """Something people could see is different now."""
        self.version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def until(self, met: Callable[[], Any], seconds: float = 10) -> Any:
        """What `met` returns as soon as it is true; raises TimeoutError."""
        async with asyncio.timeout(seconds):
            while not (found := met()):
                await self._changed.wait()
        return found

    async def next_change(self, seen: int) -> int:
        """The version, once it is past `seen`."""
        while self.version == seen:
            await self._changed.wait()
        return self.version

    def stamp(self) -> str:
        """A message's ts: unique and growing, however the clock stands."""
        self._last_ts = max(self.clock().timestamp(), self._last_ts + 0.000_01)
        return f"{self._last_ts:.6f}"

    def join(self, person: str) -> None:
        """Makes an account in the workspace, and puts it where everybody is."""
        self.members.add(person)
        self.direct(person).members.append(person)
        for channel in self.channels.values():
            if channel.name in JOINED:
                channel.members.append(person)
                self.post(channel.id, {"user": person, "text": f"has joined #{channel.name}"})

    def direct(self, person: str) -> Channel:
        """Somebody's direct message with the bot."""
        return self.channels[f"D0{person[2:]}"]

    def message(self, channel: str, ts: str) -> Json | None:
        """A posted message."""
        return next((m for m in self.channels[channel].messages if m["ts"] == ts), None)

    def post(self, channel: str, message: Json) -> Json:
        """Adds a message, counting it where it answers another."""
        posted = {"type": "message", "ts": self.stamp(), **message}
        self.channels[channel].messages.append(posted)
        if parent := self.message(channel, posted.get("thread_ts", "")):
            parent["reply_count"] = parent.get("reply_count", 0) + 1
            parent["thread_ts"] = parent["ts"]
        self.change()
        return posted

    def whisper(self, person: str, channel: str, message: Json) -> None:
        """A message only `person` sees."""
        said = {"type": "message", "ts": self.stamp(), "user": BOT["id"], "channel": channel, "ephemeral": True}
        self.private[person].append(said | message)
        self.change()

    def trigger(self, person: str) -> str:
        """Lets the bot open one form for `person`, soon."""
        id = secrets.token_hex(8)
        self._triggers[id] = (person, time.monotonic() + TRIGGER_SECONDS)
        return id

    def spend_trigger(self, id: str) -> str:
        """The person whose trigger it is; raises `Refused`."""
        if id not in self._triggers:
            raise Refused("invalid_trigger_id")
        found, self._triggers[id] = self._triggers[id], None
        if found is None:
            raise Refused("exchanged_trigger_id")
        if found[1] < time.monotonic():
            raise Refused("expired_trigger_id")
        return found[0]

    def answerable(self, person: str, channel: str, ts: str | None = None) -> str:
        """A token for a response_url: five answers."""
        token = secrets.token_hex(8)
        self._answers[token] = {"person": person, "channel": channel, "ts": ts, "left": 5}
        return token

    def spend_answer(self, token: str) -> Json:
        """Whom a response_url answers; raises `Refused`."""
        found = self._answers.get(token)
        if found is None or not found["left"]:
            raise Refused("expired_url")
        found["left"] -= 1
        return found

    def refuse(self, method: str, refused: Refused) -> None:
        """Keeps what was refused where people see it."""
        detail = "; ".join(refused.details)
        self.refusals.append(
            {"at": self.clock().isoformat(), "method": method, "error": refused.code, "detail": detail}
        )
        self.change()
