"""Slack's Web API, as much of it as the bot calls, refusing what Slack refuses with Slack's own codes."""

import json
from collections.abc import Callable
from typing import Any, NamedTuple

from aiohttp import web

from bot.demo import checks
from bot.demo.limits import UPDATE_TEXT
from bot.demo.practice import BOT, PEOPLE, TEAM
from bot.demo.world import Channel, File, Json, Refused, World

TOKEN = "xoxb-local-workspace"
_MESSAGE = "text blocks metadata parse link_names"


class Method(NamedTuple):
    """What a method takes, and what it does."""

    arguments: frozenset[str]
    required: frozenset[str]
    run: Callable[[World, Json], Json]


def _channel(world: World, arguments: Json, archived: str = "is_archived") -> Channel:
    """`archived` is how the method refuses an archived channel; empty where it does not."""
    channel = world.channels.get(arguments["channel"])
    if channel is None:
        raise Refused("channel_not_found")
    if archived and channel.archived:
        raise Refused(archived)
    if not channel.bot_in:
        raise Refused("not_in_channel")
    return channel


def _post(world: World, arguments: Json) -> Json:
    channel = _channel(world, arguments)
    checks.message(arguments, world.files)
    message: Json = {"user": BOT["id"], "bot_id": BOT["bot_id"], "app_id": BOT["app_id"]}
    message |= {"text": arguments.get("text", ""), "blocks": arguments.get("blocks") or []}
    if "metadata" in arguments:
        checks.metadata(arguments["metadata"])
        message["metadata"] = arguments["metadata"]
    if thread := arguments.get("thread_ts"):
        if world.message(channel.id, thread) is None:
            raise Refused("thread_not_found")
        message["thread_ts"] = thread
    posted = world.post(channel.id, message)
    return {"channel": channel.id, "ts": posted["ts"], "message": posted}


def _own(world: World, channel: Channel, ts: str, refusal: str) -> Json:
    message = world.message(channel.id, ts)
    if message is None:
        raise Refused("message_not_found")
    if message.get("bot_id") != BOT["bot_id"]:
        raise Refused(refusal)
    return message


def _update(world: World, arguments: Json) -> Json:
    channel = _channel(world, arguments, archived="is_inactive")
    message = _own(world, channel, arguments["ts"], "cant_update_message")
    checks.message(arguments, world.files, UPDATE_TEXT)
    if "metadata" in arguments:
        checks.metadata(arguments["metadata"])
    changes: Json = {name: arguments[name] for name in ("text", "blocks", "metadata") if name in arguments}
    message.update(changes, edited={"user": BOT["id"], "ts": world.stamp()})
    world.change()
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": message}


def _delete(world: World, arguments: Json) -> Json:
    channel = _channel(world, arguments)
    channel.messages.remove(_own(world, channel, arguments["ts"], "cant_delete_message"))
    world.change()
    return {"channel": channel.id, "ts": arguments["ts"]}


def _ephemeral(world: World, arguments: Json) -> Json:
    channel = _channel(world, arguments)
    checks.message(arguments, world.files)
    if arguments["user"] not in channel.members:
        raise Refused("user_not_in_channel")
    said = {"text": arguments.get("text", ""), "blocks": arguments.get("blocks") or []}
    world.whisper(arguments["user"], channel.id, said)
    return {"message_ts": world.private[arguments["user"]][-1]["ts"]}


def _history(world: World, arguments: Json) -> Json:
    channel = _channel(world, arguments, archived="")
    roots = [m for m in channel.messages if m.get("thread_ts", m["ts"]) == m["ts"]]
    return _page(roots[::-1], arguments)


def _replies(world: World, arguments: Json) -> Json:
    channel = _channel(world, arguments, archived="")
    thread = [m for m in channel.messages if arguments["ts"] in (m["ts"], m.get("thread_ts"))]
    if not thread:
        raise Refused("thread_not_found")
    return _page(thread, arguments)


def _page(messages: list[Json], arguments: Json) -> Json:
    oldest = _moment(arguments, "oldest", 0)
    latest = _moment(arguments, "latest", 1e12)
    start, size = _whole(arguments, "cursor", 0), _whole(arguments, "limit", 100)
    if not 1 <= size <= 999:
        raise Refused("invalid_limit")
    ends = (oldest, latest) if _yes(arguments, "inclusive") else ()
    found = [m for m in messages if oldest < float(m["ts"]) < latest or float(m["ts"]) in ends]
    with_metadata = _yes(arguments, "include_all_metadata")
    shown = [m if with_metadata else {k: v for k, v in m.items() if k != "metadata"} for m in found[start:][:size]]
    following = str(start + size) if len(found) > start + size else ""
    return {
        "messages": shown,
        "has_more": bool(following),
        "response_metadata": {"next_cursor": following},
    }


def _moment(arguments: Json, name: str, otherwise: float) -> float:
    try:
        return float(arguments.get(name) or otherwise)
    except (TypeError, ValueError):
        raise Refused(f"invalid_ts_{name}") from None


def _whole(arguments: Json, name: str, otherwise: int) -> int:
    given = str(arguments.get(name) or otherwise)
    if not given.isdecimal():
        raise Refused(f"invalid_{name}")
    return int(given)


def _yes(arguments: Json, name: str) -> bool:
    return str(arguments.get(name, "")).lower() in ("1", "true")


def _open_direct(world: World, arguments: Json) -> Json:
    person = arguments["users"]
    if person not in world.members:
        raise Refused("user_not_found")
    return {"channel": {"id": world.direct(person).id}}


def _user(world: World, arguments: Json) -> Json:
    person = arguments["user"]
    if person not in world.members:
        raise Refused("user_not_found")
    return {"user": PEOPLE[person].profile()}


def _auth(_world: World, _arguments: Json) -> Json:
    return {"team_id": TEAM["id"], "user_id": BOT["id"], "bot_id": BOT["bot_id"], "user": BOT["name"]}


def _file(world: World, arguments: Json) -> Json:
    file = world.files.get(arguments["file"])
    if file is None:
        raise Refused("file_not_found")
    return {"file": {**file_object(file), "url_private_download": f"{world.here}/demo/slack/files/{file.id}"}}


def file_object(file: File) -> Json:
    """Slack's description of a file; the address for downloads is left to files.info."""
    return {"id": file.id, "name": file.name, "mimetype": file.mime, "size": len(file.content), "user": file.owner}


def _show(world: World, person: str, view: Json) -> Json:
    world.change()
    return {"view": view}


def _new_view(world: World, shown: Json) -> Json:
    checks.view(shown, world.files)
    stamp = world.stamp().replace(".", "")
    blocks = [{"block_id": f"b{n}", **block} for n, block in enumerate(shown.get("blocks", []))]
    return {**shown, "blocks": blocks, "id": f"V{stamp}", "hash": stamp, "state": {"values": {}}}


def _open(world: World, arguments: Json) -> Json:
    view = _new_view(world, arguments["view"])
    person = world.spend_trigger(arguments["trigger_id"])
    world.views[person] = [view | {"root_view_id": view["id"]}]
    return _show(world, person, world.views[person][-1])


def _push(world: World, arguments: Json) -> Json:
    view = _new_view(world, arguments["view"])
    person = world.spend_trigger(arguments["trigger_id"])
    stack = world.views[person]
    if not stack or len(stack) >= 3:
        raise Refused("push_limit_reached" if stack else "not_found")
    stack.append(view | {"root_view_id": stack[0]["id"], "previous_view_id": stack[-1]["id"]})
    return _show(world, person, stack[-1])


def _place(old: Json) -> Json:
    return {name: old[name] for name in ("id", "root_view_id", "previous_view_id") if name in old}


def _redraw(world: World, arguments: Json) -> Json:
    for person, stack in world.views.items():
        for index, old in enumerate(stack):
            if old["id"] == arguments.get("view_id"):
                if arguments.get("hash") not in (None, old["hash"]):
                    raise Refused("hash_conflict")
                fresh = _new_view(world, arguments["view"])
                stack[index] = fresh | _place(old)
                return _show(world, person, stack[index])
    raise Refused("not_found")


def after_submit(world: World, person: str, view: Json, action: str | None, fresh: Any) -> None:
    """What a bot's answer to a form does to the forms somebody has open: nothing said closes the one that was sent.
    Raises `Refused`."""
    stack = world.views[person]
    at = next(index for index, shown in enumerate(stack) if shown["id"] == view["id"])
    if action == "update":
        stack[at] = _new_view(world, fresh) | _place(view)
    elif action == "push":
        if len(stack) >= 3:
            raise Refused("push_limit_reached")
        pushed = _new_view(world, fresh)
        stack.append(pushed | {"root_view_id": stack[0]["id"], "previous_view_id": view["id"]})
    elif action == "clear":
        stack.clear()
    elif action is None:
        del stack[at]
    else:
        raise Refused("invalid_arguments", [f"[ERROR] unknown response_action: {action}"])
    world.change()


def _method(run: Callable[[World, Json], Json], required: str = "", optional: str = "") -> Method:
    needed = frozenset(required.split())
    return Method(needed | frozenset(optional.split()), needed, run)


_LIST = "oldest latest inclusive limit cursor include_all_metadata"
METHODS = {
    "auth.test": _method(_auth),
    "users.info": _method(_user, "user", "include_locale"),
    "conversations.open": _method(_open_direct, "users", "return_im"),
    "conversations.history": _method(_history, "channel", _LIST),
    "conversations.replies": _method(_replies, "channel ts", _LIST),
    "chat.postMessage": _method(
        _post, "channel", f"{_MESSAGE} mrkdwn thread_ts reply_broadcast unfurl_links unfurl_media"
    ),
    "chat.update": _method(_update, "channel ts", _MESSAGE),
    "chat.postEphemeral": _method(_ephemeral, "channel user", f"{_MESSAGE} thread_ts"),
    "chat.delete": _method(_delete, "channel ts"),
    "views.open": _method(_open, "trigger_id view"),
    "views.push": _method(_push, "trigger_id view"),
    "views.update": _method(_redraw, "view", "view_id hash external_id"),
    "files.info": _method(_file, "file"),
}
#: Methods that read their arguments from a form only (docs.slack.dev, each method's "accepts").
_FORM_ONLY = frozenset({"users.info", "conversations.history", "conversations.replies", "files.info"})

_STRINGS = frozenset({"channel", "ts", "thread_ts", "text", "user", "users", "file", "trigger_id", "view_id", "hash"})
#: Objects that a form carries as JSON, and how one that cannot be read is refused.
_OBJECTS = {"blocks": "invalid_blocks_format", "metadata": "invalid_metadata_format", "view": "invalid_arguments"}


async def answer(world: World, method: str, request: web.Request) -> web.Response:
    """One call."""
    try:
        arguments = await _arguments(method, request)
        world.here = f"http://{request.host}"
        if fault := _fault(world, method):
            return await _fail(world, method, arguments, fault.error, fault.retry_after, request)
        return web.json_response({"ok": True, **_run(world, method, arguments)})
    except Refused as refused:
        world.refuse(method, refused)
        found = {"ok": False, "error": refused.code, "response_metadata": {"messages": refused.details}}
        return web.json_response(found)


def _run(world: World, method: str, arguments: Json) -> Json:
    known = METHODS[method]
    if strange := sorted(arguments.keys() - known.arguments):
        raise Refused("invalid_arguments", [f"[ERROR] unknown argument: {name}" for name in strange])
    if missing := sorted(known.required - arguments.keys()):
        raise Refused("invalid_arguments", [f"[ERROR] missing required field: {name}" for name in missing])
    if wrong := sorted(name for name in _STRINGS & arguments.keys() if not isinstance(arguments[name], str)):
        raise Refused("invalid_arguments", [f"[ERROR] must be a string: {name}" for name in wrong])
    world.calls.append((method, arguments))
    return known.run(world, arguments)


async def _arguments(method: str, request: web.Request) -> Json:
    if method not in METHODS:
        raise Refused("unknown_method")
    if request.headers.get("Authorization") != f"Bearer {TOKEN}":
        raise Refused("not_authed" if "Authorization" not in request.headers else "invalid_auth")
    if request.content_type == "application/json":
        found = await _object(request)
        if method in _FORM_ONLY and found:
            raise Refused("invalid_arguments", ["[ERROR] this method takes a form, not JSON"])
        return found
    fields = {**request.query, **await request.post()}
    return {name: _decoded(name, value) for name, value in fields.items() if name != "token"}


async def _object(request: web.Request) -> Json:
    try:
        found = await request.json()
    except ValueError:
        raise Refused("invalid_json") from None
    if not isinstance(found, dict):
        raise Refused("json_not_object")
    return found


def _decoded(name: str, value: Any) -> Any:
    if name not in _OBJECTS:
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise Refused(_OBJECTS[name]) from None


def _fault(world: World, method: str) -> Any:
    fault = world.faults.get(method) or world.faults.get("*")
    if fault is None or fault.times <= 0:
        return None
    fault.times -= 1
    world.change()
    return fault


async def _fail(
    world: World, method: str, arguments: Json, error: str, retry_after: int | None, request: web.Request
) -> web.Response:
    if error == "drop":
        _run(world, method, arguments)
        if request.transport is not None:
            request.transport.close()
        return web.Response()
    if error.startswith("http_"):
        return web.Response(status=int(error[5:]), text="upstream failed")
    status = 429 if error == "ratelimited" else 200
    headers = {"Retry-After": str(retry_after or 1)} if status == 429 else {}
    return web.json_response({"ok": False, "error": error}, status=status, headers=headers)
