"""Socket Mode: Slack's requests over a websocket the bot opens, for a practice without a public address.

https://docs.slack.dev/apis/events-api/using-socket-mode
"""

import asyncio
import contextlib
import logging
import time

from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import Blocked, DeliveryError, NotSent
from bot.metrics import Metrics
from bot.settings import BadSettings
from bot.slack.client import read

_log = logging.getLogger(__name__)

#: Between two pings, and between two tries to connect.
_PING_SECONDS = 5.0
_TRY_SECONDS = 10.0
#: So long the start waits for the first connection; then it is made beside everything else.
_START_SECONDS = 3.0
_DRAIN_SECONDS = 2.0
_FAREWELL_SECONDS = 1.0
_REFUSED = (
    "SLACK_APP_TOKEN is refused by Slack ({code}): make an app-level token with connections:write under Basic "
    "Information in your app's settings"
)


class Socket(SocketModeClient):
    """The SDK's client for one Bolt app; `web` holds the app-level token. It connects again by itself, and says what
    keeps it from connecting in our words, because a library's are withheld from the log."""

    def __init__(self, app: AsyncApp, web: AsyncWebClient, metrics: Metrics) -> None:
        super().__init__(str(web.token), app.logger, web, ping_interval=_PING_SECONDS)
        self._app = app
        self._metrics = metrics
        self._under_way: set[asyncio.Task[None]] = set()
        self._connecting: asyncio.Task[None] | None = None
        self.socket_mode_request_listeners.append(self._answer)

    async def start(self) -> None:
        """Returns with a connection, or without one after some seconds, and then goes on trying. Raises `BadSettings`
        when Slack refuses the token."""
        try:
            self.wss_uri = await self.issue_new_wss_url()
        except NotSent:
            pass
        except Blocked as error:
            raise BadSettings([_REFUSED.format(code=error.code)]) from None
        self._connecting = asyncio.create_task(self.connect())
        await asyncio.wait({self._connecting}, timeout=_START_SECONDS)

    async def issue_new_wss_url(self) -> str:
        """A fresh address; raises `DeliveryError`."""
        try:
            answer = await read(self.web_client, "apps.connections.open")
        except DeliveryError as error:
            _log.warning("Slack gives no address for a socket", extra={"code": error.code})
            raise
        return str(answer["url"])

    async def connect(self) -> None:
        """Tries until it is connected or closed. An address is good for one connection made soon: the SDK alone would
        go on with the same one for ever."""
        while not self.closed:
            try:
                async with asyncio.timeout(_TRY_SECONDS):
                    await super().connect()  # type: ignore[no-untyped-call]
                _log.info("the socket to Slack is open")
                return
            except TimeoutError:
                self.wss_uri = None
                _log.warning("the socket to Slack does not open; trying again")

    async def stop(self) -> None:
        """Lets requests under way be answered, then closes."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_DRAIN_SECONDS):
                while self._under_way:
                    await asyncio.wait(self._under_way)
        if self._connecting is not None:
            self._connecting.cancel()
        # A server that does not answer the farewell must not hold up the stop.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_FAREWELL_SECONDS):
                await self.close()  # type: ignore[no-untyped-call]
        await self.aiohttp_client_session.close()

    async def _answer(self, _client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        task = asyncio.create_task(self._dispatch(request))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        await task

    async def _dispatch(self, request: SocketModeRequest) -> None:
        with self._metrics.request("slack"):
            response = await run_async_bolt_app(self._app, request)
        await send_async_response(self, request, response, time.time())
