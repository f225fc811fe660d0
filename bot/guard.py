"""What is turned away before any library sees it: Bolt answers these with 500, or logs them whole."""

import json
from urllib.parse import parse_qs

from aiohttp import web
from aiohttp.typedefs import Handler

#: Slack's own requests stay far below; a form full of text is about 60 kB.
MAX_BODY = 1024 * 1024


class TurnedAway(ValueError):
    """This is not a request Slack makes."""


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """413 when too large (aiohttp's own), 415 for Teams when not JSON; for Slack 400 when not readable, 401 without a
    timestamp that can be checked."""
    if request.method == "POST" and request.path == "/api/messages" and request.content_type != "application/json":
        # Any page in a browser on this machine could post plain text to a bot that checks nobody; JSON it may not.
        return web.Response(status=415, text="This request is not JSON.\n")
    if request.method != "POST" or request.path != "/slack/events":
        return await handler(request)
    body = await request.read()
    try:
        _require_readable(request.content_type, body)
    except ValueError:
        return web.Response(status=400, text="This request cannot be read.\n")
    stamp = request.headers.get("X-Slack-Request-Timestamp", "")
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) < 12):
        return web.Response(status=401, text="This request carries no usable timestamp.\n")
    return await handler(request)


def _require_readable(content_type: str, body: bytes) -> None:
    text = body.decode("utf-8")
    if content_type == "application/json":
        _require_object(text)
    elif payloads := parse_qs(text).get("payload"):
        _require_object(payloads[0])


def _require_object(text: str) -> None:
    try:
        if not isinstance(json.loads(text), dict):
            raise TurnedAway
    except RecursionError:
        raise TurnedAway from None
