"""What the page and the bot ask of the local workspace over HTTP."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.demo import forms, slack_api
from bot.demo.practice import BOT, COMMANDS, NEWCOMER, PEOPLE, PRACTICE, with_mentions
from bot.demo.teams import routes as teams_routes
from bot.demo.workspace import Workspace
from bot.demo.world import Json, Refused
from bot.keys import DATABASE
from handlers import records
from storage import ledger

_STATIC = Path(__file__).parent / "static"
_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
UPLOAD_LIMIT = 60 * 1024 * 1024
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def attach(app: web.Application, workspace: Workspace) -> None:
    """Serves the workspace beside the bot."""
    routes = _Routes(workspace)
    app.router.add_get("/", routes.page)
    app.router.add_get("/demo/static/{file}", routes.static)
    app.router.add_get("/demo/state", routes.state)
    app.router.add_get("/demo/ledger", routes.ledger)
    app.router.add_get("/demo/events", routes.events)
    app.router.add_get("/demo/files/{id}", routes.file)
    app.router.add_post("/demo/upload", routes.upload)
    for name in ("command", "say", "press", "submit", "close", "clock", "hire", "reset"):
        app.router.add_post(f"/demo/{name}", routes.act(getattr(routes, f"do_{name}")))
    app.router.add_post("/demo/slack/api/{method}", routes.slack)
    app.router.add_get("/demo/slack/files/{id}", routes.download)
    app.router.add_post("/demo/slack/respond/{token}", routes.respond)
    if workspace.teams.mode != "off":
        teams_routes.attach(app, workspace.teams, routes.act)


class _Routes:
    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._world = workspace.world

    async def page(self, _request: web.Request) -> web.StreamResponse:
        return web.FileResponse(_STATIC / "index.html", headers=_HEADERS)

    async def static(self, request: web.Request) -> web.StreamResponse:
        file = _STATIC / request.match_info["file"]
        if file.parent != _STATIC or not file.is_file():
            raise web.HTTPNotFound
        return web.FileResponse(file, headers=_HEADERS)

    async def state(self, request: web.Request) -> web.Response:
        person = request.query.get("as", "")
        if not self._workspace.ready:
            return web.json_response({"ok": False, "error": "The practice is being set up."}, status=503)
        if person not in self._people:
            return web.json_response({"ok": False, "error": "Nobody here has this id."}, status=404)
        return web.json_response(self._state(person), headers={"Cache-Control": "no-store"})

    def _state(self, person: str) -> Json:
        world, offset = self._world, getattr(self._workspace.clock, "offset", timedelta())
        seen = [channel for channel in world.channels.values() if person in channel.members]
        private = world.private[person]
        messages = {
            channel.id: sorted(
                [*channel.messages, *(m for m in private if m["channel"] == channel.id)], key=lambda m: float(m["ts"])
            )
            for channel in seen
        }
        return {
            "version": world.version,
            "now": world.clock().isoformat(),
            "offset_seconds": int(offset.total_seconds()),
            "practice": PRACTICE,
            "me": person,
            "bot": {"id": BOT["id"], "name": BOT["name"]},
            "people": [PEOPLE[person].shown() for person in PEOPLE if person in self._people],
            "newcomer": self._newcomer(),
            "channels": [
                {
                    "id": channel.id,
                    "name": channel.name,
                    "kind": channel.kind,
                    "member": True,
                    "archived": channel.archived,
                    "topic": channel.topic,
                    "last_ts": messages[channel.id][-1]["ts"] if messages[channel.id] else None,
                }
                for channel in seen
            ],
            "messages": messages,
            "views": world.views[person],
            "files": {
                file.id: {
                    "name": file.name,
                    "mime": file.mime,
                    "size": len(file.content),
                    "url": f"/demo/files/{file.id}",
                }
                for file in world.files.values()
            },
            "commands": list(COMMANDS),
            "refusals": world.refusals[-50:],
            **teams_routes.state(self._workspace.teams, person),
        }

    @property
    def _people(self) -> set[str]:
        """Whoever one can be."""
        return self._world.members | self._world.teams.members

    def _newcomer(self) -> Json:
        """Who can join, and where they have not yet."""
        there = {"slack": self._world.members}
        if self._workspace.teams.mode != "off":
            there["teams"] = self._world.teams.members
        missing = [name for name, members in there.items() if NEWCOMER not in members]
        return {**PEOPLE[NEWCOMER].shown(), "missing": missing}

    async def ledger(self, request: web.Request) -> web.Response:
        db = request.app[DATABASE]
        verdict = await db.run(ledger.verify, None)
        entries = await db.run(records.recent, max(verdict.count - 200, 0), 200)
        found = {"ok": verdict.ok, "count": verdict.count, "problem": verdict.problem}
        return web.json_response({"entries": entries, "verdict": found}, headers={"Cache-Control": "no-store"})

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: one for every change, and a comment now and then so that a closed page is noticed."""
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await stream.prepare(request)
        seen = self._world.version
        while not self._workspace.reset_asked:
            try:
                async with asyncio.timeout(15):
                    seen = await self._world.next_change(seen)
                line = f"event: changed\ndata: {seen}\n\n".encode()
            except TimeoutError:
                line = b": still here\n\n"
            try:
                await stream.write(line)
            except ConnectionError:
                break
        return stream

    async def file(self, request: web.Request) -> web.Response:
        file = self._world.files.get(request.match_info["id"])
        if file is None or not file.mime.startswith(("image/", "video/")):
            raise web.HTTPNotFound
        return web.Response(body=file.content, content_type=file.mime, headers=_HEADERS)

    async def upload(self, request: web.Request) -> web.Response:
        request = request.clone(client_max_size=UPLOAD_LIMIT)
        fields = await request.post()
        file, person = fields.get("file"), str(fields.get("as", ""))
        if not isinstance(file, web.FileField) or person not in self._people:
            return web.json_response({"ok": False, "error": "Choose a file first."}, status=400)
        with file.file as content:
            id = self._workspace.upload(person, file.filename, content.read())
        found = self._world.files[id]
        return web.json_response(
            {"ok": True, "id": id, "name": found.name, "mime": found.mime, "size": len(found.content)}
        )

    async def slack(self, request: web.Request) -> web.Response:
        return await slack_api.answer(self._world, request.match_info["method"], request)

    async def download(self, request: web.Request) -> web.Response:
        file = self._world.files.get(request.match_info["id"])
        if file is None or request.headers.get("Authorization") != f"Bearer {slack_api.TOKEN}":
            raise web.HTTPNotFound
        return web.Response(body=file.content, content_type=file.mime)

    async def respond(self, request: web.Request) -> web.Response:
        try:
            whom = self._world.spend_answer(request.match_info["token"])
            self._workspace.answered("response_url", whom, await request.json())
        except Refused as refused:
            return web.json_response({"ok": False, "error": refused.code}, status=404)
        return web.json_response({"ok": True})

    def act(self, do: Callable[[Json], Awaitable[Json]]) -> Handler:
        """A POST of the page; JSON only, which another site's page cannot send without being asked first."""

        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                if request.content_type != "application/json":
                    raise ValueError
                return web.json_response(await do(await request.json()))
            except (ValueError, KeyError, LookupError, TypeError):
                return web.json_response({"ok": False, "error": "This is no longer there. Look again."}, status=400)

        return handle

    async def do_command(self, asked: Json) -> Json:
        text = with_mentions(asked["command"], asked.get("text", ""))
        await self._workspace.command(asked["as"], asked["command"], text, asked["channel"])
        return {"ok": True}

    async def do_say(self, asked: Json) -> Json:
        if str(asked["text"]).strip():
            self._workspace.say(asked["as"], asked["channel"], str(asked["text"]), asked.get("thread_ts"))
        return {"ok": True}

    async def do_press(self, asked: Json) -> Json:
        person = asked["as"]
        if "view_id" in asked:
            state = forms.with_files(asked.get("values", {}), self._world.files)
            answer = await self._workspace.press_in_form(person, asked["action_id"], state)
        else:
            channel = asked["channel"]
            message = next(m for m in self._state(person)["messages"][channel] if m["ts"] == asked["ts"])
            answer = await self._workspace.press(person, message, asked["action_id"], channel)
        failed = f"Imprimatur did not answer as it should ({answer.status}). Try again."
        return {"ok": True} if answer.status == 200 else {"ok": False, "error": failed}

    async def do_submit(self, asked: Json) -> Json:
        view = next((view for view in self._world.views[asked["as"]] if view["id"] == asked["view_id"]), None)
        if view is None:
            return {"ok": False, "error": "This form was closed meanwhile. Open it again."}
        return await self._workspace.submit_state(
            asked["as"], view, forms.with_files(asked["values"], self._world.files)
        )

    async def do_close(self, asked: Json) -> Json:
        self._workspace.close(asked["as"], asked["view_id"])
        return {"ok": True}

    async def do_clock(self, asked: Json) -> Json:
        seconds: Any = asked["seconds"]
        if not isinstance(seconds, int) or not 0 < seconds <= 366 * 86_400:
            raise ValueError
        self._workspace.forward(timedelta(seconds=seconds))
        return {"ok": True}

    async def do_hire(self, asked: Json) -> Json:
        if asked["platform"] == "teams":
            await self._workspace.teams.hire()
        else:
            await self._workspace.hire()
        return {"ok": True}

    async def do_reset(self, _asked: Json) -> Json:
        # From here on the page is told to wait, so that it does not take what is about to go for what comes.
        self._workspace.ready = False
        self._workspace.reset_asked = True
        self._world.change()
        return {"ok": True}
