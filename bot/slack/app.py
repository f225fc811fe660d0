"""Slack, put together: the Bolt app, its way in (HTTP or Socket Mode), and the platform the worker delivers to."""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk import Shared
from bot.settings import SlackSettings
from bot.slack.client import web_client
from bot.slack.desk import Desk
from bot.slack.directory import Directory
from bot.slack.listeners import register
from bot.slack.media import MediaShelf
from bot.slack.platform import SlackPlatform
from bot.slack.socket_mode import Socket

#: What Bolt raises while it takes a body apart that is no text, no JSON, or JSON of another shape than Slack's.
_UNREADABLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


@dataclass
class SlackSide:
    """What the rest of the program sees of Slack."""

    platform: SlackPlatform
    app: AsyncApp

    async def answer(self, request: web.Request) -> web.Response:
        """One signed HTTP request; 400 for what nobody can read."""
        try:
            asked = await to_bolt_request(request)
        except _UNREADABLE:
            return web.Response(status=400, text="This request cannot be read.\n")
        response = await self.app.async_dispatch(asked)
        answered: web.Response = await to_aiohttp_response(response)
        return answered


@asynccontextmanager
async def running(settings: SlackSettings, shared: Shared) -> AsyncIterator[SlackSide]:
    """Slack while the program runs: one HTTP session, and a socket when there is an app token."""
    async with aiohttp.ClientSession() as session:
        client = web_client(settings.bot_token, settings.api_url, session)
        shelf = MediaShelf(client, session, settings.api_url)
        desk = Desk(
            **vars(shared),
            client=client,
            session=session,
            directory=Directory(client),
            shelf=shelf,
        )
        side = SlackSide(SlackPlatform(client, settings.places), _app(settings, desk))
        async with AsyncExitStack() as stack:
            stack.push_async_callback(desk.drain)
            if settings.app_token:
                socket = Socket(side.app, web_client(settings.app_token, settings.api_url, session), shared.metrics)
                stack.push_async_callback(socket.stop)
                await socket.start()
            yield side


def _app(settings: SlackSettings, desk: Desk) -> AsyncApp:
    app = AsyncApp(
        # Socket Mode needs none, but HTTP requests are still checked: with a secret nobody knows, all are refused.
        signing_secret=settings.signing_secret or secrets.token_hex(),
        # Bolt's own client is not used; one that holds a token would be warned about at every start.
        client=AsyncWebClient(base_url=settings.api_url, session=desk.session),
        authorize=_authorize(settings.bot_token),
        # The handler commits before it acknowledges; Bolt's other runner polls for the answer every 10 ms.
        process_before_response=True,
    )
    register(app, desk)
    return app


def _authorize(token: str) -> Callable[..., Any]:
    """One workspace, one token. Who may act is asked of the directory, so Bolt need not ask Slack who we are."""
    result = AuthorizeResult(enterprise_id=None, team_id=None, bot_token=token)

    async def authorize(**_: Any) -> AuthorizeResult:
        return result

    return authorize
