"""A bot that answers like the Bot Framework, for looking at the Teams side of the local workspace by itself."""

from collections.abc import Callable
from typing import Any

import aiohttp
from aiohttp import web

Json = dict[str, Any]
CARD = "application/vnd.microsoft.card.adaptive"


def attachment(card: Json) -> Json:
    return {"contentType": CARD, "content": card}


def form(card: Json, title: str = "A form") -> Json:
    """What an invoke that opens a dialog, or shows it again, is answered with."""
    return {"task": {"type": "continue", "value": {"title": title, "card": attachment(card)}}}


def shown(card: Json) -> Json:
    """What a press is answered with: another card."""
    return {"statusCode": 200, "type": CARD, "value": card}


class StandIn:
    """Hears every activity; answers an invoke with what `on` holds for its name, made from the activity."""

    def __init__(self) -> None:
        self.heard: list[Json] = []
        self.headers: list[str] = []
        self.on: dict[str, Callable[[Json], Any]] = {}

    async def answer(self, request: web.Request) -> web.StreamResponse:
        activity = await request.json()
        self.heard.append(activity)
        self.headers.append(request.headers.get("Authorization", ""))
        found = self.on.get(activity.get("name", activity["type"]))
        said = found(activity) if found else None
        if hasattr(said, "__await__"):
            said = await said
        if isinstance(said, web.StreamResponse):
            return said
        return web.json_response(said) if said else web.Response(status=200)

    def last(self, kind: str) -> Json:
        """The newest activity of a type or an invoke's name."""
        return next(one for one in reversed(self.heard) if kind in (one["type"], one.get("name")))


class Connector:
    """Calls the Connector as a bot does."""

    def __init__(self, session: aiohttp.ClientSession, service_url: str, token: str = "") -> None:
        self._session = session
        self._url = service_url
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    async def call(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        async with self._session.request(method, self._url + path, json=body, headers=self._headers) as response:
            return response.status, await response.json()

    async def post(self, conversation: str, activity: Json) -> tuple[int, Any]:
        return await self.call("POST", f"v3/conversations/{conversation}/activities", activity)

    async def post_card(self, conversation: str, card: Json) -> str:
        status, said = await self.post(conversation, {"type": "message", "attachments": [attachment(card)]})
        assert status == 201, said
        return str(said["id"])
