"""The local workspace as people, tests and the seed use it: do something in the chat, look at what came of it."""

import asyncio
import json
import mimetypes
import secrets
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import aiohttp

from bot.demo import checks, forms, slack_api
from bot.demo.client import SIGNING_SECRET, Answer, Client
from bot.demo.practice import COMMANDS, COMPLIANCE, NEWCOMER, PEOPLE, PRACTICE, REPORTS
from bot.demo.slack_api import TOKEN
from bot.demo.teams.practice import IDENTITIES
from bot.demo.teams.side import Mode, TeamsSide
from bot.demo.world import DemoClock, Fault, File, Json, Refused, World


class Workspace:
    """One workspace with one bot in it. `base` is where it is served, `bot` where the bot listens; `teams` says whether
    the same people have Teams as well."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        base: str,
        bot: str | None = None,
        clock: Any = None,
        world: Any = None,
        teams: Mode = "off",
    ) -> None:
        self.clock = clock or DemoClock()
        self.world: World = world or World(self.clock)
        self.base = base
        self.client = Client(self.world, session, f"{bot or base}/slack/events", base)
        self.teams = TeamsSide(self.world.teams, session, base, bot or base, teams)
        self.reset_asked = False
        self.ready = True
        #: Called after the clock moved, so that nobody waits for the next look at it.
        self.on_clock: Callable[[], None] = lambda: None
        #: How many messages the bot still has to send.
        self.unsent: Callable[[], Awaitable[int]] = _nothing

    def environ(self) -> dict[str, str]:
        """The settings that make a bot live here."""
        return {
            "PUBLIC_URL": self.base,
            "ORGANIZATION_NAME": PRACTICE,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_BOT_TOKEN": TOKEN,
            "SLACK_API_URL": f"{self.base}/demo/slack/api/",
            "SLACK_COMPLIANCE_CHANNEL": COMPLIANCE,
            "SLACK_REPORTS_CHANNEL": REPORTS,
            "PRIVACY_OFFICERS": self._accounts("U0RUTH"),
            "APPROVERS": self._accounts("U0PRIYA", "U0JONAH"),
            "TIMEZONE": "America/Chicago",
            **self.teams.environ(),
        }

    def _accounts(self, *people: str) -> str:
        there = "" if self.teams.mode == "off" else "teams:"
        found = [f"slack:{id}" for id in people] + [f"{there}{IDENTITIES[id].aad}" for id in people if there]
        return ",".join(found)

    # What people do.

    async def command(self, person: str, command: str, text: str = "", channel: str = "C0GENERAL") -> Answer:
        """A slash command; its private answer is kept among the person's private messages."""
        if command not in {known["command"] for known in COMMANDS}:
            said = f"{command} is not a valid command. Type / to see the commands there are."
            self.world.whisper(person, channel, {"text": said, "user": "USLACKBOT"})
            return Answer(404, "")
        answer = await self.client.command(person, command, text, channel)
        if answer.status != 200:
            said = f"{command} failed with the error “dispatch_failed” ({answer.status})."
            self.world.whisper(person, channel, {"text": said, "user": "USLACKBOT"})
        elif answer.json:
            self.answered(command, {"person": person, "channel": channel, "ts": None}, answer.json)
        return answer

    async def hire(self, person: str = NEWCOMER) -> Answer:
        """Somebody joins the workspace, of which Slack tells the bot; twice is once."""
        if person in self.world.members:
            return Answer(200, "")
        self.world.join(person)
        return await self.client.event({"type": "team_join", "user": PEOPLE[person].profile()})

    def answered(self, method: str, whom: Json, said: Json) -> None:
        """A private (or replacing) answer to a command or a press; refuses what Slack would."""
        try:
            if said.get("delete_original"):
                return
            checks.message(said, self.world.files)
        except Refused as refused:
            self.world.refuse(method, refused)
            raise
        shown = {"text": said.get("text", ""), "blocks": said.get("blocks", [])}
        self.world.whisper(whom["person"], whom["channel"], shown)

    async def press(self, person: str, message: Json, action_id: str, channel: str = COMPLIANCE) -> Answer:
        """Presses a button by its action id."""
        block, element = forms.find(message.get("blocks", []), action_id)
        return await self.client.press(person, channel, message, block.get("block_id", ""), element)

    def view(self, person: str) -> Json | None:
        """The form the person has in front of them."""
        stack = self.world.views[person]
        return stack[-1] if stack else None

    async def submit(self, person: str, values: Json | None = None) -> Json:
        """Fills in the form in front of the person with plain values by block id, and sends it."""
        view = self._shown(person)
        return await self.submit_state(person, view, forms.state(view, values or {}, self.world.files))

    async def submit_state(self, person: str, view: Json, state: Json) -> Json:
        """Sends a form; {"ok": True}, or the errors by block id."""
        if missing := forms.missing(view, state):
            return {"ok": False, "errors": missing}
        answer = await self.client.submit(person, view, state)
        if answer.status != 200:
            return {"ok": False, "error": f"Imprimatur did not answer as it should ({answer.status}). Try again."}
        return self._after_submit(person, view, answer.json)

    def _after_submit(self, person: str, view: Json, said: Json) -> Json:
        action = said.get("response_action")
        if action == "errors":
            return {"ok": False, "errors": said["errors"]}
        try:
            slack_api.after_submit(self.world, person, view, action, said.get("view"))
        except Refused as refused:
            self.world.refuse("view_submission", refused)
            return {"ok": False, "error": f"Slack refuses what Imprimatur answered ({refused.code})."}
        return {"ok": True}

    async def press_in_form(self, person: str, action_id: str, state: Json | None = None) -> Answer:
        """Presses a button in the form in front of the person."""
        view = self._shown(person)
        block, element = forms.find(view["blocks"], action_id)
        values = forms.state(view, {}, self.world.files) if state is None else state
        return await self.client.press_in_view(person, view, values, block["block_id"], element)

    def close(self, person: str, view_id: str | None = None) -> None:
        """Closes a form without sending it."""
        stack = self.world.views[person]
        wanted = view_id or (stack[-1]["id"] if stack else None)
        stack[:] = [view for view in stack if view["id"] != wanted]
        self.world.change()

    def upload(self, person: str, name: str, content: bytes) -> str:
        """Adds a file; the type Slack states follows the name only, so it may be wrong."""
        id = f"F{secrets.token_hex(5).upper()}"
        mime = mimetypes.guess_type(name)[0] or "application/octet-stream"
        self.world.files[id] = File(id, name, mime, content, person)
        return id

    def say(self, person: str, channel: str, text: str, thread_ts: str | None = None) -> Json:
        """An ordinary message."""
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        message: Json = {"user": person, "text": escaped}
        return self.world.post(channel, message | ({"thread_ts": thread_ts} if thread_ts else {}))

    def forward(self, by: timedelta) -> None:
        """Skips time."""
        self.clock.forward(by)
        self.on_clock()
        self.world.change()

    async def settle(self, seconds: float = 30) -> None:
        """Waits until the bot has sent all it has to say; raises TimeoutError. Conversations rest between two messages:
        the clock skips that, half a second at a time so that what is under way is not taken for lost."""
        async with asyncio.timeout(seconds):
            while await self.unsent():
                self.forward(timedelta(seconds=0.5))
                await asyncio.sleep(0.02)

    # What came of it.

    def messages(self, channel: str = COMPLIANCE) -> list[Json]:
        """The messages of a channel that answer no other, oldest first."""
        return [m for m in self.world.channels[channel].messages if m.get("thread_ts", m["ts"]) == m["ts"]]

    def thread(self, ts: str, channel: str = COMPLIANCE) -> list[Json]:
        """The answers to a message."""
        return [m for m in self.world.channels[channel].messages if m.get("thread_ts") == ts != m["ts"]]

    def direct(self, person: str) -> list[Json]:
        """What the bot told somebody."""
        return self.world.direct(person).messages

    def private(self, person: str) -> list[str]:
        """What only this person was shown, as text."""
        return [forms.words(message) for message in self.world.private[person]]

    def cards(self, number: str) -> list[Json]:
        """The review cards of a proposal, oldest first."""
        return [message for message in self.messages() if number in message["text"]]

    def fail(self, method: str, error: str, times: int = 1, retry_after: int | None = None) -> None:
        """Lets a method fail: an error code, `http_500`, or `drop` for an answer lost after the work was done."""
        self.world.faults[method] = Fault(error, times, retry_after)

    def _shown(self, person: str) -> Json:
        view = self.view(person)
        if view is None:
            raise LookupError(f"{person} has no form open; private: {json.dumps(self.private(person)[-1:])}")
        return view


async def _nothing() -> int:
    return 0
