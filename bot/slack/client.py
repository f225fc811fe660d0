"""Calls to Slack's Web API, with its failures told apart: certainly not done, perhaps done, refused until mended."""

from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
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
_NOT_DONE = frozenset({"ratelimited", "rate_limited", "service_unavailable"})


def web_client(token: str, base_url: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """One client on one shared session. `retry_handlers=[]`: the SDK's own would send again on a dropped connection,
    and there is no idempotency key."""
    return AsyncWebClient(token=token, base_url=base_url, session=session, retry_handlers=[], timeout=10)


async def call(client: AsyncWebClient, method: str, **arguments: Any) -> dict[str, Any]:
    """One writing Web API call; raises a `DeliveryError` that says what is known about its outcome."""
    return await _call(client, method, json=arguments)


async def read(client: AsyncWebClient, method: str, **arguments: Any) -> dict[str, Any]:
    """One reading Web API call; those take form fields, not JSON. Reading changes nothing, so it never raises
    `Unsure`."""
    try:
        return await _call(client, method, data=arguments)
    except Unsure as error:
        raise NotSent(error.code, error.after) from None


async def _call(client: AsyncWebClient, method: str, **body: Any) -> dict[str, Any]:
    try:
        response = await client.api_call(method, **body)
    except SlackApiError as error:
        raise _failure(error) from None
    except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
        raise NotSent("unreachable") from None
    except (TimeoutError, aiohttp.ClientError, OSError, ValueError):
        raise Unsure("no_answer") from None
    data: dict[str, Any] = response.data  # type: ignore[assignment]
    return data


def _failure(error: SlackApiError) -> DeliveryError:
    response = error.response
    data = response.data if isinstance(response.data, dict) else {}
    code = str(data.get("error", "")) or f"http_{response.status_code}"
    if response.status_code == 429 or code in _NOT_DONE:
        return NotSent("ratelimited", _retry_after(response.headers))
    if response.status_code >= 500:
        return Unsure(code)
    if code in _GONE and code != "channel_not_found":
        return Gone(code)
    return Blocked(code) if code in _MEND else NotSent(code)


def _retry_after(headers: Any) -> float:
    value = next((v for k, v in headers.items() if k.lower() == "retry-after"), "1")
    value = value[0] if isinstance(value, list) else value
    return float(value) if str(value).isdigit() else 1.0
