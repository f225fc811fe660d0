"""Calls to Slack's Web API, with its failures told apart: certainly not done, perhaps done, refused until mended."""

import json
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import Blocked, DeliveryError, Gone, NotSent, Unsure

#: Refusals that only a person can mend: https://docs.slack.dev/reference/methods/chat.postMessage#errors
_MEND = frozenset(
    {
        "channel_not_found",
        "is_archived",
        "is_inactive",
        "not_in_channel",
        "restricted_action",
        "restricted_action_read_only_channel",
        "invalid_auth",
        "not_authed",
        "account_inactive",
        "token_revoked",
        "token_expired",
        "missing_scope",
        "user_not_found",
        "user_disabled",
        "cannot_dm_bot",
        "messages_tab_disabled",
    }
)
_GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "channel_not_found"})
#: Errors with which Slack says that it did not get to the request.
_TIMEOUT = aiohttp.ClientTimeout(total=10)
_NOT_DONE = frozenset({"ratelimited", "rate_limited", "service_unavailable"})


def web_client(token: str, base_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """One client on one shared session, for `call` and `read`. `retry_handlers=[]`: the SDK's own would send again on a
    dropped connection, and there is no idempotency key."""
    return AsyncWebClient(token=token, base_url=base_url, session=session, retry_handlers=[], timeout=10)


async def call(client: AsyncWebClient, method: str, **arguments: Any) -> dict[str, Any]:
    """One writing Web API call; raises a `DeliveryError` that says what is known about its outcome."""
    return await _post(client, method, json=arguments)


async def read(client: AsyncWebClient, method: str, **arguments: Any) -> dict[str, Any]:
    """One reading Web API call; those take form fields, not JSON. Reading changes nothing, so it never raises
    `Unsure`."""
    fields = {name: str(value).lower() if isinstance(value, bool) else str(value) for name, value in arguments.items()}
    try:
        return await _post(client, method, data=fields)
    except Unsure as error:
        raise NotSent(error.code, error.after) from None


async def _post(client: AsyncWebClient, method: str, **body: Any) -> dict[str, Any]:
    # The SDK's own way to the same request costs a quarter of a whole command.
    assert client.session is not None
    headers = {"Authorization": f"Bearer {client.token}"}
    try:
        async with client.session.post(client.base_url + method, headers=headers, timeout=_TIMEOUT, **body) as response:
            data = await _json(response)
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
        raise NotSent("unreachable") from None
    except (TimeoutError, aiohttp.ClientError, OSError):
        raise Unsure("no_answer") from None
    if not data.get("ok"):
        raise _failure(response, data)
    return data


async def _json(response: aiohttp.ClientResponse) -> dict[str, Any]:
    """What Slack answered; nothing when something between us and Slack did."""
    try:
        data = json.loads(await response.read())
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _failure(response: aiohttp.ClientResponse, data: dict[str, Any]) -> DeliveryError:
    code = str(data.get("error", "")) or f"http_{response.status}"
    if response.status == 429 or code in _NOT_DONE:
        return NotSent("ratelimited", _retry_after(response.headers.get("Retry-After", "1")))
    if response.status >= 500 or not data:
        return Unsure(code)
    if code in _GONE and code != "channel_not_found":
        return Gone(code)
    return Blocked(code) if code in _MEND else NotSent(code)


def _retry_after(value: str) -> float:
    return float(value) if value.isdecimal() else 1.0
