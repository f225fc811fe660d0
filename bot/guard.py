"""What is turned away before any library sees it: Bolt answers these with 500, or logs them whole."""

from aiohttp import web
from aiohttp.typedefs import Handler

#: Slack's own requests stay far below; a form full of text is about 60 kB.
MAX_BODY = 1024 * 1024


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """413 when too large (aiohttp's own), 415 for Teams when not JSON; for Slack 401 without a timestamp that can be
    checked."""
    if request.method == "POST" and request.path == "/api/messages" and request.content_type != "application/json":
        # Any page in a browser on this machine could post plain text to a bot that checks nobody; JSON it may not.
        return web.Response(status=415, text="This request is not JSON.\n")
    if request.method != "POST" or request.path != "/slack/events":
        return await handler(request)
    stamp = request.headers.get("X-Slack-Request-Timestamp", "")
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) < 12):
        return web.Response(status=401, text="This request carries no usable timestamp.\n")
    return await handler(request)
