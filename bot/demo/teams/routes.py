"""What the page, the bot and its login ask of the Teams side over HTTP."""

from collections.abc import Awaitable, Callable
from functools import partial

from aiohttp import web

from bot.demo.teams import cards, connector
from bot.demo.teams.client import DOWNLOAD
from bot.demo.teams.keys import ISSUER
from bot.demo.teams.practice import COMMANDS, TEAM
from bot.demo.teams.side import TeamsSide
from bot.demo.teams.world import Conversation, Json

Do = Callable[[Json], Awaitable[Json]]
Act = Callable[[Do], Callable[[web.Request], Awaitable[web.StreamResponse]]]


def attach(app: web.Application, side: TeamsSide, act: Act) -> None:
    """Serves the Connector, the login, and what the page does; `act` makes a handler of a page's deed."""
    teams, page = side.world, _Page(side)
    for method, path, name, operation in connector.OPERATIONS:
        app.router.add_route(method, f"/demo/teams/connector{path}", connector.handler(teams, name, operation))
    app.router.add_get("/demo/teams/connector/v3/attachments/{id}/views/{view}", partial(connector.attachment, teams))
    app.router.add_post("/demo/teams/login/{tenant}/oauth2/v2.0/token", partial(connector.token, teams))
    app.router.add_get("/demo/teams/login/{tenant}/v2.0/.well-known/openid-configuration", connector.discovery)
    app.router.add_get("/demo/teams/.well-known/openidconfiguration", page.metadata)
    app.router.add_get("/demo/teams/keys", page.keys)
    app.router.add_get("/demo/teams/files/{word}", page.file)
    for name in ("say", "press", "submit", "close", "compose"):
        app.router.add_post(f"/demo/teams/{name}", act(getattr(page, f"do_{name}")))


def state(side: TeamsSide, person: str) -> Json:
    """Teams as one person sees it, {"teams": …}; nothing where there is no Teams."""
    if side.mode == "off":
        return {}
    mine = [place for place in side.world.conversations.values() if person in place.members]
    found = {
        "team": TEAM["name"],
        "commands": list(COMMANDS),
        "places": [_place(place) for place in mine],
        "messages": {place.key: [_message(side, person, one) for one in place.messages] for place in mine},
        "dialog": _dialog(side.dialog(person)),
    }
    return {"teams": found}


def _place(place: Conversation) -> Json:
    return {"id": place.key, "name": place.name, "kind": place.kind, "topic": place.topic}


def _message(side: TeamsSide, person: str, message: Json) -> Json:
    named = {name: message.get(name) for name in ("id", "at", "from", "thread", "edited", "text", "textFormat")}
    answer = side.world.answers.get((person, message["id"]), {})
    found = {
        **named,
        "card": side.world.card(person, message),
        "files": _files(message),
        "mentions": [one["text"] for one in message.get("entities") or [] if one.get("type") == "mention"],
        "only_you": side.world.card(person, message) != side.world.card("", message),
        "said": answer.get("said"),
        "error": answer.get("error"),
    }
    return {name: value for name, value in found.items() if value}


def _files(message: Json) -> list[str]:
    """Ids of what somebody sent or pasted."""
    given = message.get("attachments") or []
    sent = [one["content"]["uniqueId"] for one in given if one["contentType"] == DOWNLOAD]
    return sent + [one["contentUrl"].split("/")[-3] for one in given if one["contentType"].startswith("image/")]


def _dialog(dialog: Json | None) -> Json | None:
    return dialog and {name: dialog[name] for name in ("id", "title", "card", "said") if name in dialog}


class _Page:
    def __init__(self, side: TeamsSide) -> None:
        self._side = side

    async def metadata(self, request: web.Request) -> web.Response:
        """Where a bot finds the keys Teams signs with."""
        keys = f"http://{request.host}/demo/teams/keys"
        found = {"issuer": ISSUER, "jwks_uri": keys, "id_token_signing_alg_values_supported": ["RS256"]}
        return web.json_response(found)

    async def keys(self, _request: web.Request) -> web.Response:
        return web.json_response({"keys": [self._side.client.key.public()]})

    async def file(self, request: web.Request) -> web.Response:
        """A file somebody sent to the bot; whoever knows the address may have it."""
        file = self._side.world.world.files.get(self._side.world.linked(request.match_info["word"]) or "")
        if file is None:
            raise web.HTTPNotFound
        return web.Response(body=file.content, content_type=file.mime)

    async def do_say(self, asked: Json) -> Json:
        text, files = str(asked["text"]).strip(), [str(id) for id in asked.get("files", [])]
        if text or files:
            answer = await self._side.say(asked["as"], text, asked["place"], asked.get("thread"), files)
            if answer is not None and answer.status not in (200, 201, 202):
                return {"ok": False, "error": "The message is here, but Imprimatur did not answer as it should."}
        return {"ok": True}

    async def do_press(self, asked: Json) -> Json:
        messages = self._side.world.conversations[asked["place"]].messages
        message = next(one for one in messages if one["id"] == asked["id"])
        card = self._side.world.card(asked["as"], message) or {}
        inputs = _known(card, asked["action"], asked["values"])
        return _told(await self._side.press_at(asked["as"], message, asked["action"], inputs))

    async def do_submit(self, asked: Json) -> Json:
        dialog = self._side.dialog(asked["as"])
        if dialog is None or dialog["id"] != asked["dialog"]:
            return {"ok": False, "error": "This form was closed meanwhile. Open it again."}
        inputs = _known(dialog["card"], asked["action"], asked["values"])
        return _told(await self._side.submit_at(asked["as"], asked["action"], inputs))

    async def do_close(self, asked: Json) -> Json:
        self._side.close(asked["as"])
        return {"ok": True}

    async def do_compose(self, asked: Json) -> Json:
        return _told(await self._side.compose(asked["as"], asked["command"], asked["place"]))


def _known(card: Json, pointer: str, values: Json) -> Json:
    """What the page sent, less what this action does not send."""
    return {one["id"]: values[one["id"]] for one in cards.associated(card, pointer) if one["id"] in values}


def _told(result: Json) -> Json:
    """The result without the card in it, which comes with the state."""
    return {name: value for name, value in result.items() if name != "card"}
