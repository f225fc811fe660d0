"""`/metrics`: what operators watch. It names nobody, and is nobody's business outside all the same."""

import asyncio
import hmac
import ipaddress
from collections.abc import Callable
from datetime import datetime, timedelta

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError

from bot import metrics
from bot.keys import DATABASE, METRICS, WORKER
from handlers.overview import Overview, overview
from handlers.rules import Rules
from storage.errors import StorageError

ROUTE = "/metrics"
#: So long one look at the database is good for everybody who asks.
_FRESH = timedelta(seconds=5)
_WAIT_SECONDS = 5.0
#: What proxies say about whom they ask for. One that adds nothing has to be told not to pass this route on.
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")
_ELSEWHERE = "Metrics are for this machine. Set METRICS_TOKEN to read them from another one.\n"
_WRONG = "Metrics need the header `Authorization: Bearer` with the value of METRICS_TOKEN.\n"


class Scrape:
    """Answers the route. With a token whoever knows it may read; without one, only this machine."""

    def __init__(self, token: str, rules: Rules, clock: Callable[[], datetime]) -> None:
        self._token = token
        self._rules = rules
        self._clock = clock
        self._one = asyncio.Lock()
        self._read_at: datetime | None = None
        self._stands: Overview | None = None

    async def answer(self, request: web.Request) -> web.Response:
        """Prometheus' text; 401 for a wrong token, 403 for whoever asks from elsewhere without there being one."""
        if self._token and not self._knows(request):
            return web.Response(status=401, text=_WRONG, headers={"WWW-Authenticate": "Bearer"})
        if not self._token and not _is_here(request):
            return web.Response(status=403, text=_ELSEWHERE)
        stands, idle = await self._look(request), request.app[WORKER].idle
        headers = {"Content-Type": metrics.CONTENT_TYPE, "Cache-Control": "no-store"}
        return web.Response(body=request.app[METRICS].text(stands, idle), headers=headers)

    def _knows(self, request: web.Request) -> bool:
        given = request.headers.get("Authorization", "").encode("utf-8", "replace")
        return hmac.compare_digest(given, f"Bearer {self._token}".encode())

    async def _look(self, request: web.Request) -> Overview | None:
        async with self._one:
            now = self._clock()
            if self._read_at is None or not timedelta() <= now - self._read_at < _FRESH:
                self._stands, self._read_at = await self._read(request), now
        return self._stands

    async def _read(self, request: web.Request) -> Overview | None:
        try:
            async with asyncio.timeout(_WAIT_SECONDS):
                return await request.app[DATABASE].dispatch(overview, self._rules)
        except (SQLAlchemyError, StorageError, TimeoutError, RuntimeError):
            return None


def _is_here(request: web.Request) -> bool:
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        address = ipaddress.ip_address(request.remote or "")
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
