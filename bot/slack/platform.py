"""Slack as the worker sees it: sends, updates, and looks for a message whose answer was lost."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import NotSent, Reference, Target
from bot.slack.attention import Attention
from bot.slack.blocks import render
from bot.slack.client import call, read
from bot.slack.pace import TIER_3, Pace
from handlers.messages import Message

_EVENT = "imprimatur_delivery"
_QUIET = {"unfurl_links": False, "unfurl_media": False, "parse": "none"}


class SlackPlatform:
    """Delivers to one workspace. `places` maps a place of ours (`compliance`) to a channel id."""

    #: chat.postMessage takes about one message a second per channel (docs.slack.dev, rate limits).
    pace = 1.0

    def __init__(self, client: AsyncWebClient, places: dict[str, str], clock: Callable[[], datetime]) -> None:
        self._client = client
        self._places = places
        self._direct: dict[str, str] = {}
        self._attention = Attention(client, clock)
        # A workspace takes "several hundred" messages a minute from an app, beside one a second in each channel.
        self._pace = Pace(60, 60 / 240, clock)
        # conversations.open is of tier 3.
        self._opening = Pace(*TIER_3, clock)

    async def send(self, to: Target, message: Message) -> Reference:
        """Posts a new message carrying its delivery's id in its metadata. What can wait is not sent to somebody who is
        away: raises `NotNow`."""
        if to.gently and to.account is not None:
            await self._attention.require(to.account)
        channel = await self._channel(to)
        await self._pace.turn()
        arguments = _QUIET | {"channel": channel, "metadata": _metadata(to.marker)}
        if to.thread:
            arguments["thread_ts"] = to.thread.message
        answer = await self._draw("chat.postMessage", arguments, message)
        return Reference(answer["channel"], answer["ts"])

    async def update(self, at: Reference, message: Message) -> None:
        """Draws a posted message again."""
        arguments = {"channel": at.channel, "ts": at.message, "parse": "none"}
        await self._draw("chat.update", arguments, message)

    async def look(self, to: Target, since: datetime) -> Reference | None:
        """The message a delivery made, if it did arrive."""
        channel = await self._channel(to)
        oldest = f"{(since - timedelta(minutes=5)).timestamp():.6f}"
        arguments: dict[str, Any] = {"channel": channel, "oldest": oldest, "include_all_metadata": True, "limit": 200}
        method = "conversations.replies" if to.thread else "conversations.history"
        if to.thread:
            arguments["ts"] = to.thread.message
        while True:
            answer = await read(self._client, method, **arguments)
            for posted in answer["messages"]:
                if posted.get("metadata") == _metadata(to.marker):
                    return Reference(channel, posted["ts"])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return None
            arguments["cursor"] = cursor

    async def _channel(self, to: Target) -> str:
        if to.account is None:
            return self._places[to.place]
        if to.account not in self._direct:
            await self._opening.turn()
            answer = await call(self._client, "conversations.open", users=to.account)
            self._direct[to.account] = answer["channel"]["id"]
        return self._direct[to.account]

    async def _draw(self, method: str, arguments: dict[str, Any], message: Message) -> dict[str, Any]:
        drawn = render(message)
        try:
            return await call(self._client, method, **arguments, **drawn)
        except NotSent as error:
            if error.code not in ("invalid_blocks", "invalid_blocks_format"):
                raise
        # A thumbnail of a file that was deleted or is not shared makes Slack refuse the whole card.
        return await call(self._client, method, **arguments, **render(message, thumbnails=False))


def _metadata(marker: int) -> dict[str, Any]:
    return {"event_type": _EVENT, "event_payload": {"delivery": marker}}
