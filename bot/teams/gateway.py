"""The way in: one POST to /api/messages, checked and read, handed over as a plain dict, and answered."""

import json
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
from aiohttp import web
from botbuilder.core import TurnContext
from botbuilder.schema import Activity, ChannelAccount

from bot import values
from bot.settings import EMULATOR, TeamsSettings
from bot.teams.auth import adapter
from bot.teams.keys import CHANNEL, Keys, NoKeys, NotEndorsed

_log = logging.getLogger(__name__)

#: Bytes. A form full of text is about 60 kB; Teams sends no files, only where they are.
MAX_BODY = 256 * 1024
_LONGEST_ID = 1_000

Handler = Callable[[dict[str, Any]], Awaitable[dict[str, Any] | None]]


class TurnedAway(Exception):
    """A request that is answered here and goes no further; the docstring is the answer."""

    status: int

    def __init__(self, code: str = "") -> None:
        super().__init__(type(self).__doc__)
        self.code = code or type(self).__name__


class Unreadable(TurnedAway):
    """This request cannot be read."""

    status = 400


class NotAuthentic(TurnedAway):
    """This request does not show that it comes from Microsoft Teams."""

    status = 401


class NotAllowed(TurnedAway):
    """This organization or channel may not talk to this bot."""

    status = 403


class TooLarge(TurnedAway):
    """This request is too large."""

    status = 413


class NotReady(TurnedAway):
    """This request cannot be checked just now. Please try again in a minute."""

    status = 503


class Gateway:
    """Who gets in: the Bot Connector, for this registration, for people of the allowed organizations, through Teams."""

    def __init__(
        self, settings: TeamsSettings, session: aiohttp.ClientSession, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._settings = settings
        self._adapter = adapter(settings, Keys(settings.openid_metadata_url, session, clock))

    async def answer(self, authorization: str, body: bytes, handler: Handler) -> web.Response:
        """The response to a request with this Authorization header and body. `handler` gets the activity as it was
        sent, at least `type`, `id`, `channelId`, `serviceUrl`, `from.id`, `recipient.id` and `conversation.id` being
        there; it returns the body of an invoke's answer, or None. What it raises goes through."""
        try:
            answer = await self._turn(authorization, _read(body), handler)
        except TurnedAway as refusal:
            _log.info("a request to the Teams bot was turned away", extra={"code": refusal.code})
            headers = {"WWW-Authenticate": "Bearer"} if refusal.status == 401 else None
            return web.Response(status=refusal.status, text=f"{refusal}\n", headers=headers)
        return web.Response() if answer is None else web.json_response(answer)

    async def _turn(self, authorization: str, activity: dict[str, Any], handler: Handler) -> dict[str, Any] | None:
        answer: dict[str, Any] | None = None
        inside = False

        async def turn(_: TurnContext) -> None:
            nonlocal answer, inside
            inside = True
            self._require_organization(activity)
            answer = await handler(activity)

        try:
            seen = _as_botbuilder_sees(activity)
            await self._adapter.process_activity(await self._proof(authorization, seen), seen, turn)
        except Exception as error:
            if inside:
                raise
            raise _refusal(error) from None
        return answer

    async def _proof(self, authorization: str, seen: Activity) -> Any:
        if self._settings.app_type != EMULATOR:
            return authorization
        return await self._adapter.bot_framework_authentication.authenticate_request(seen, None)

    def _require_organization(self, activity: dict[str, Any]) -> None:
        """The token does not name the organization, so the activity is asked; where it says so twice, both count."""
        if self._settings.app_type == EMULATOR and not self._settings.allowed_tenants:
            return
        tenant = (activity.get("channelData") or {}).get("tenant")
        named = (tenant.get("id") if isinstance(tenant, dict) else None, activity["conversation"].get("tenantId"))
        said = {str(name).lower() for name in named if name is not None}
        if not said or not said <= self._settings.allowed_tenants:
            raise NotAllowed


def _refusal(error: Exception) -> TurnedAway:
    """Libraries' exceptions quote tokens: only the type's name goes on."""
    if isinstance(error, NotEndorsed):
        return NotAllowed(type(error).__name__)
    return (NotReady if isinstance(error, NoKeys) else NotAuthentic)(type(error).__name__)


def _as_botbuilder_sees(activity: dict[str, Any]) -> Activity:
    return Activity(
        type=activity["type"],
        id=activity["id"],
        channel_id=activity["channelId"],
        service_url=activity["serviceUrl"],
        recipient=ChannelAccount(id=activity["recipient"]["id"]),
    )


def _read(body: bytes) -> dict[str, Any]:
    """The activity; raises `TooLarge`, `Unreadable`, and `NotAllowed` for a channel where people can say they are
    whoever they like, like Direct Line and Web Chat."""
    if len(body) > MAX_BODY:
        raise TooLarge
    activity = _parsed(body)
    for name in ("type", "id", "channelId", "serviceUrl"):
        _require_id(activity, name)
    for name in ("from", "recipient", "conversation"):
        if not isinstance(activity.get(name), dict):
            raise Unreadable(f"no_{name}")
        _require_id(activity[name], "id")
    for name, kind in (("channelData", dict), ("name", str), ("text", str), ("replyToId", str)):
        if not isinstance(activity.get(name), kind | None):
            raise Unreadable(f"bad_{name}")
    _require_address(activity["serviceUrl"])
    if activity["channelId"] != CHANNEL:
        raise NotAllowed("channel")
    return activity


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        text = body.decode("utf-8")
        activity = json.loads(text, parse_constant=_no_constant)
        if "\\u" in text:
            # Half a surrogate pair is legal JSON and no text: no database takes it.
            json.dumps(activity, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise Unreadable("json") from None
    if not isinstance(activity, dict):
        raise Unreadable("no_object")
    return activity


def _no_constant(_: str) -> None:
    raise ValueError


def _require_id(holder: dict[str, Any], name: str) -> None:
    value = holder.get(name)
    if not (isinstance(value, str) and 0 < len(value) <= _LONGEST_ID and value.isprintable()):
        raise Unreadable(f"no_{name}")


def _require_address(url: str) -> None:
    """Where our bearer token will be sent later: encrypted, if not on this machine. That it is Microsoft's, the token's
    claim says."""
    try:
        values.url(url)
    except ValueError:
        raise Unreadable("bad_serviceUrl") from None
