"""The Bot Connector, as much of it as a bot in Teams calls, and the login its tokens come from.

The calls are those of Microsoft's ConnectorAPI.json (v3); the refusals are Teams' status and error codes from
"Status codes from bot conversational APIs", looked at on 2026-11-24.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

from aiohttp import web

from bot.demo.practice import BOT
from bot.demo.teams import checks
from bot.demo.teams.practice import APP_ID, APP_PASSWORD, IDENTITIES, TEAM, TENANT, person_of
from bot.demo.teams.world import Conversation, Json, TeamsWorld
from bot.demo.world import Refused

#: Status and sentence of what Teams refuses.
REFUSALS = {
    "BadSyntax": (400, "Bad format of the request."),
    "Unauthorized": (401, "Authorization has been denied for this request."),
    "BotNotInConversationRoster": (403, "The bot is not part of the conversation roster."),
    "MessageWritesBlocked": (403, "Message writes are blocked."),
    "ConversationBlockedByUser": (403, "User blocked the conversation with the bot."),
    "ForbiddenOperationException": (403, "Bot is not installed in the user's personal scope."),
    "NotEnoughPermissions": (403, "The bot may change only what it sent itself."),
    "ConversationNotFound": (404, "Conversation not found."),
    "ActivityNotFoundInConversation": (404, "The activity was not found in the conversation."),
    "MemberNotFoundInConversation": (404, "The member was not found in the conversation."),
    "AttachmentNotFound": (404, "The attachment was not found."),
    "MessageSizeTooBig": (413, "Message size too large."),
    "TooManyRequests": (429, "API calls quota exceeded."),
    "ServiceError": (500, "Something went wrong."),
}
Said = tuple[int, Any]


class Call(NamedTuple):
    """One request to the Connector: what its address names, its query, its body."""

    named: dict[str, str]
    query: dict[str, str]
    body: Any


Operation = Callable[[TeamsWorld, Call], Said]


def _conversation(teams: TeamsWorld, call: Call, writing: bool = False) -> Conversation:
    found = teams.conversation(call.named["conversation"])
    if found is None:
        raise Refused("ConversationNotFound")
    if not found.bot_in:
        raise Refused("BotNotInConversationRoster")
    if writing and found.blocked:
        raise Refused(found.blocked)
    return found


def _post(teams: TeamsWorld, call: Call) -> Said:
    conversation = _conversation(teams, call, writing=True)
    checks.activity(call.body)
    # In a channel only the conversation's own id decides about the thread.
    thread = call.named["conversation"].partition(";messageid=")[2] or None
    if thread and conversation.message(thread) is None:
        raise Refused("ConversationNotFound", [f"there is no message {thread}"])
    if call.body["type"] == "typing":
        return 201, {}
    return 201, {"id": teams.add(conversation, BOT["id"], call.body, thread)["id"]}


def _own(conversation: Conversation, call: Call) -> Json:
    message = conversation.message(call.named["activity"])
    if message is None:
        raise Refused("ActivityNotFoundInConversation")
    if message["from"] != BOT["id"]:
        raise Refused("NotEnoughPermissions")
    return message


def _update(teams: TeamsWorld, call: Call) -> Said:
    message = _own(_conversation(teams, call, writing=True), call)
    checks.activity(call.body)
    teams.replace(message, call.body)
    return 200, {"id": message["id"]}


def _delete(teams: TeamsWorld, call: Call) -> Said:
    conversation = _conversation(teams, call)
    conversation.messages.remove(_own(conversation, call))
    teams.world.change()
    return 200, {}


def _create(teams: TeamsWorld, call: Call) -> Said:
    """A personal chat for one member, or a thread in the channel that `channelData` names."""
    asked = call.body if isinstance(call.body, dict) else {}
    about = asked.get("channelData") or {}
    if channel := (about.get("channel") or {}).get("id"):
        sent = call._replace(named={"conversation": channel}, body=asked.get("activity"))
        id = _post(teams, sent)[1]["id"]
        return 201, {"id": f"{channel};messageid={id}", "activityId": id}
    members = asked.get("members") or []
    person = person_of(str(members[0].get("id"))) if len(members) == 1 else None
    # The Connector takes names in any case, and botbuilder writes tenantID.
    tenant = asked.get("tenantId") or asked.get("tenantID") or (about.get("tenant") or {}).get("id")
    if person is None or tenant != TENANT:
        raise Refused("BadSyntax", ["a personal chat takes one member of the tenant, and the tenant's id"])
    chat = teams.conversations[person]
    if not chat.bot_in:
        raise Refused("ForbiddenOperationException")
    return 201, {"id": chat.id}


def _member(teams: TeamsWorld, call: Call) -> Said:
    person = person_of(call.named["member"])
    if person not in _conversation(teams, call).members:
        raise Refused("MemberNotFoundInConversation")
    return 200, IDENTITIES[person].member()


def _members(teams: TeamsWorld, call: Call) -> Said:
    return 200, [IDENTITIES[person].member() for person in _conversation(teams, call).members]


def _paged_members(teams: TeamsWorld, call: Call) -> Said:
    everybody = _members(teams, call)[1]
    start, size = int(call.query.get("continuationToken") or 0), int(call.query.get("pageSize") or 50)
    size = min(size, teams.page)
    following = str(start + size) if len(everybody) > start + size else None
    return 200, {"members": everybody[start:][:size], "continuationToken": following}


def _team(_teams: TeamsWorld, call: Call) -> Said:
    if call.named["team"] != TEAM["id"]:
        raise Refused("ConversationNotFound")
    return 200, TEAM


_IN = "/v3/conversations/{conversation}"
_ONE = f"{_IN}/activities/{{activity}}"
#: Method, path, the name faults and refusals go by, and what is done.
OPERATIONS: tuple[tuple[str, str, str, Operation], ...] = (
    ("POST", "/v3/conversations", "create", _create),
    ("POST", f"{_IN}/activities", "post", _post),
    ("POST", _ONE, "post", _post),
    ("PUT", _ONE, "update", _update),
    ("DELETE", _ONE, "delete", _delete),
    ("GET", f"{_IN}/members", "members", _members),
    ("GET", f"{_IN}/pagedmembers", "members", _paged_members),
    ("GET", f"{_IN}/members/{{member}}", "member", _member),
    ("GET", "/v3/teams/{team}", "team", _team),
)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def handler(teams: TeamsWorld, name: str, operation: Operation) -> Handler:
    """Serves one operation."""

    async def answer(request: web.Request) -> web.StreamResponse:
        try:
            _authorize(teams, request)
            named = dict(request.match_info)
            call = Call(named, dict(request.query), await _body(request))
            teams.calls.append((name, {**call.named, "body": call.body}))
            return await _answer(teams, name, lambda: operation(teams, call), request)
        except Refused as refused:
            teams.world.refuse(f"teams {name}", refused)
            return refusal(refused.code, refused.details)

    return answer


def _authorize(teams: TeamsWorld, request: web.Request) -> None:
    if teams.signed and not teams.knows_token(request.headers.get("Authorization", "")):
        raise Refused("Unauthorized")


async def _body(request: web.Request) -> Any:
    try:
        return await request.json() if request.can_read_body else None
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise Refused("BadSyntax", ["the body is no JSON"]) from None


async def _answer(teams: TeamsWorld, name: str, run: Callable[[], Said], request: web.Request) -> web.Response:
    fault = teams.faults.get(name) or teams.faults.get("*")
    if fault is None or fault.times <= 0:
        status, said = run()
        return web.json_response(said, status=status)
    fault.times -= 1
    if fault.error == "drop":
        run()
        if request.transport is not None:
            request.transport.close()
        return web.Response()
    if fault.error.startswith("http_"):
        return web.Response(status=int(fault.error[5:]), text="upstream failed")
    return refusal(fault.error, after=fault.retry_after)


def refusal(code: str, details: list[str] | None = None, after: int | None = None) -> web.Response:
    """A refusal as Teams words it; `after` becomes Retry-After."""
    status, sentence = REFUSALS[code]
    message = " ".join([sentence, *(details or [])])
    headers = {"Retry-After": str(after or 1)} if status == 429 else {}
    return web.json_response({"error": {"code": code, "message": message}}, status=status, headers=headers)


async def attachment(teams: TeamsWorld, request: web.Request) -> web.StreamResponse:
    """A picture from a message; takes the bot's token."""
    try:
        _authorize(teams, request)
        file = teams.world.files.get(request.match_info["id"])
        if file is None:
            raise Refused("AttachmentNotFound")
        return web.Response(body=file.content, content_type=file.mime)
    except Refused as refused:
        teams.world.refuse("teams attachment", refused)
        return refusal(refused.code)


async def token(teams: TeamsWorld, request: web.Request) -> web.Response:
    """Client credentials, as login.microsoftonline.com answers them."""
    fields = await request.post()
    if (fault := teams.faults.get("token")) and fault.times > 0:
        fault.times -= 1
        return web.Response(status=int(fault.error.removeprefix("http_")), text="upstream failed")
    known = request.match_info["tenant"] == TENANT and fields.get("grant_type") == "client_credentials"
    if not known or (fields.get("client_id"), fields.get("client_secret")) != (APP_ID, APP_PASSWORD):
        teams.world.refuse("teams token", Refused("invalid_client"))
        words = "AADSTS7000215: Invalid client secret provided."
        return web.json_response({"error": "invalid_client", "error_description": words}, status=401)
    found = {"token_type": "Bearer", "expires_in": 3_599, "ext_expires_in": 3_599, "access_token": teams.issue_token()}
    return web.json_response(found)


async def discovery(request: web.Request) -> web.Response:
    """Where the login's endpoints are; behind a proxy that ends TLS they are https, as MSAL insists."""
    scheme = request.headers.get("X-Forwarded-Proto", request.scheme)
    tenant = request.match_info["tenant"]
    login = f"{scheme}://{request.host}/demo/teams/login/{tenant}"
    return web.json_response(
        {
            "issuer": f"{login}/v2.0",
            "authorization_endpoint": f"{login}/oauth2/v2.0/authorize",
            "token_endpoint": f"{login}/oauth2/v2.0/token",
            "jwks_uri": f"{scheme}://{request.host}/demo/teams/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }
    )
