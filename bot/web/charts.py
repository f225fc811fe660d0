"""Completion by group as a picture, under addresses that end: chat services fetch it without a login."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from bot.keys import DATABASE
from bot.web.expiring import HEADERS, Expiring
from handlers.rules import Rules
from handlers.training import chart, oversight
from storage.vault import Vault

ROUTE = "/charts/{token}"
_ABOUT = "completion"


class Charts:
    """Makes the addresses, and answers them with where the practice stands then."""

    def __init__(self, vault: Vault, public_url: str, rules: Rules, clock: Callable[[], datetime]) -> None:
        self._tokens = Expiring(vault, "chart", clock)
        self._base = public_url.rstrip("/")
        self._rules = rules

    def address(self) -> str:
        """Where the picture can be fetched for the next fifteen minutes. Give it only to privacy officers."""
        return f"{self._base}/charts/{self._tokens.token(_ABOUT)}"

    async def answer(self, request: web.Request) -> web.Response:
        """The PNG; 404 for anything else, whatever is wrong with it."""
        if self._tokens.read(request.match_info["token"]) != _ABOUT:
            raise web.HTTPNotFound(text="There is no picture here, or no longer. Ask for it in the chat again.\n")
        groups = await request.app[DATABASE].run(oversight.groups, self._rules)
        content = await asyncio.to_thread(chart.draw, groups)
        return web.Response(body=content, content_type="image/png", headers=HEADERS)
