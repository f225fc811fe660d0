"""The way out: the Bot Connector's REST API with plain dicts, its failures told apart by what is known of the outcome.

A message carries no key by which sending it twice would be noticed, and a bot cannot search a conversation. So a send
that ends `Unsure` stays unknown: sent again it may be there twice, not sent again it may be nowhere. Updating is
harmless to repeat, and so is creating a conversation: the same two always get the same one.

Paths and bodies: ConnectorAPI.json, v3, of Microsoft's botbuilder repositories. What its errors mean:
https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from bot import values
from bot.delivery import Blocked, DeliveryError, Gone, NotSent, Unsure
from bot.teams.tokens import Tokens

Activity = dict[str, Any]

_TIMEOUT = aiohttp.ClientTimeout(total=10)
_FETCH_TIMEOUT = aiohttp.ClientTimeout(total=60)
_CHUNK = 64 * 1024
_LONGEST_WAIT = 3_600.0
#: Members on a page, at most (learn.microsoft.com, "Get Teams specific context for your bot").
_MEMBERS = 500
_CODE = re.compile(r"[A-Za-z0-9_]{1,60}")
_SECONDS = re.compile(r"\d{1,9}(\.\d{1,9})?")
#: Conversations in which a message can be answered in a thread.
_THREADED = ("@thread.tacv2", "@thread.skype")
#: Where files shared in Teams lie, in each of Microsoft's clouds. An address elsewhere could be anything that we can
#: reach and whoever wrote the message cannot.
_FILE_HOSTS = (".sharepoint.com", ".sharepoint.us", ".sharepoint-mil.us", ".sharepoint.cn")


class NotFetched(DeliveryError):
    """The file is not to be had; `code` is `not_allowed` (its address), `too_large`, `no_answer` or an HTTP status."""


class Connector:
    """One bot's calls, over one shared session. Every method may raise a `DeliveryError`."""

    def __init__(self, session: aiohttp.ClientSession, tokens: Tokens) -> None:
        self._session = session
        self._tokens = tokens

    async def send(self, service_url: str, conversation: str, activity: Activity, reply_to: str | None = None) -> str:
        """Posts an activity, below the message `reply_to` where the conversation has threads; returns its id."""
        try:
            answer = await self._call("POST", service_url, _where(conversation, reply_to), activity)
        except Gone as error:
            raise Blocked(error.code) from None
        if not isinstance(answer.get("id"), str):
            raise Unsure("no_id")
        return str(answer["id"])

    async def update(self, service_url: str, conversation: str, activity_id: str, activity: Activity) -> None:
        """Puts an activity in place of one sent before; raises `Gone` when that is no longer there."""
        await self._call("PUT", service_url, f"{_where(conversation)}/{_quoted(activity_id)}", activity)

    async def create_conversation(self, service_url: str, bot_id: str, tenant: str, account: str) -> str:
        """The id of the personal chat with somebody, made when it is not there yet. `account` is their `29:…` id or
        their object id in Entra. Raises `Blocked` for somebody who does not have the app."""
        body = {
            "isGroup": False,
            "bot": {"id": bot_id},
            "members": [{"id": account}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        try:
            answer = await self._repeatable("POST", service_url, "conversations", body)
        except Gone as error:
            raise Blocked(error.code) from None
        if not isinstance(answer.get("id"), str):
            raise NotSent("no_id")
        return str(answer["id"])

    async def member(self, service_url: str, conversation: str, account: str) -> dict[str, Any] | None:
        """Who an account is in a conversation, as far as Teams tells: `id`, `aadObjectId`, `name`, `email`, `userRole`,
        `tenantId`; None when it is not there. `account` as for `create_conversation`."""
        try:
            path = f"conversations/{_quoted(conversation)}/members/{_quoted(account)}"
            return await self._repeatable("GET", service_url, path)
        except Gone:
            return None

    async def members(self, service_url: str, conversation: str, token: str = "") -> tuple[list[Activity], str]:
        """A page of who is in a conversation, each as `member` tells, and the token of the next page; empty at the end.
        Raises `Blocked` where the bot is not."""
        path = f"conversations/{_quoted(conversation)}/pagedmembers?pageSize={_MEMBERS}"
        try:
            more = f"&continuationToken={_quoted(token)}" if token else ""
            answer = await self._repeatable("GET", service_url, path + more)
        except Gone as error:
            raise Blocked(error.code) from None
        found, following = answer.get("members"), answer.get("continuationToken")
        listed = [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
        return listed, following if isinstance(following, str) else ""

    async def fetch(self, service_url: str, url: str, limit: int) -> bytes:
        """A file somebody put into a message to the bot, at most `limit` bytes; raises `NotFetched`. Only the service
        the message came through is shown our token; any other address has to be where Teams keeps files."""
        if not url.isascii() or not url.isprintable() or not (_same_origin(url, service_url) or _keeps_files(url)):
            raise NotFetched("not_allowed")
        headers = await self._tokens.header() if _same_origin(url, service_url) else {}
        try:
            async with self._session.get(
                URL(url, encoded=True), headers=headers, allow_redirects=False, timeout=_FETCH_TIMEOUT
            ) as response:
                if response.status != 200:
                    raise NotFetched(f"http_{response.status}")
                return await _read(response, limit)
        except (aiohttp.ClientError, OSError, ValueError):
            raise NotFetched("no_answer") from None

    async def _repeatable(self, method: str, service_url: str, path: str, body: Activity | None = None) -> Activity:
        """A call that may be made twice without harm: nothing is unsure about it."""
        try:
            return await self._call(method, service_url, path, body)
        except Unsure as error:
            raise NotSent(error.code, error.after) from None

    async def _call(self, method: str, service_url: str, path: str, body: Activity | None = None) -> Activity:
        url = _address(service_url, path)
        headers = await self._tokens.header()
        try:
            async with self._session.request(
                method, url, json=body, headers=headers, allow_redirects=False, timeout=_TIMEOUT
            ) as response:
                answer = await _object(response)
                if response.status >= 300:
                    raise _failure(response.status, answer, response.headers)
                return answer
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise NotSent("unreachable") from None
        except (aiohttp.ClientError, OSError):
            raise Unsure("no_answer") from None


def _address(service_url: str, path: str) -> URL:
    try:
        return URL(f"{values.url(service_url).rstrip('/')}/v3/{path}", encoded=True)
    except ValueError:
        # Our token would travel where others can read it.
        raise Blocked("unsafe_address") from None


def _failure(status: int, answer: Activity, headers: Mapping[str, str]) -> DeliveryError:
    """Certainly not done: what was refused, throttled (429), collided with another call (412), or postponed by a
    service that says until when (503). A gateway's 502, 504 and silent 503 may come after the message went through."""
    code, after = _code(status, answer), _retry_after(headers.get("Retry-After", ""))
    if status in (408, 500, 502, 504) or (status > 500 and after is None):
        return Unsure(code, after)
    if status == 404:
        return Gone(code)
    if status in (401, 403):
        return Blocked(code)
    return NotSent(code, after)


def _code(status: int, answer: Activity) -> str:
    error = answer.get("error")
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else f"http_{status}"


def _retry_after(value: str) -> float | None:
    """Seconds to wait; the header holds seconds or a date (RFC 9110, 10.2.3)."""
    try:
        seconds = float(value) if _SECONDS.fullmatch(value) else _until(value)
    except (ValueError, OverflowError):
        return None
    return min(max(seconds, 0.0), _LONGEST_WAIT)


def _until(date: str) -> float:
    return parsedate_to_datetime(date).timestamp() - datetime.now(UTC).timestamp()


async def _object(response: aiohttp.ClientResponse) -> Activity:
    try:
        answer = await response.json(content_type=None)
    except ValueError:
        answer = None
    return answer if isinstance(answer, dict) else {}


async def _read(response: aiohttp.ClientResponse, limit: int) -> bytes:
    content = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        content += chunk
        if len(content) > limit:
            raise NotFetched("too_large")
    return bytes(content)


def _where(conversation: str, reply_to: str | None = None) -> str:
    if reply_to is None:
        return f"conversations/{_quoted(conversation)}/activities"
    if conversation.endswith(_THREADED):
        return f"conversations/{_quoted(f'{conversation};messageid={reply_to}')}/activities"
    return f"conversations/{_quoted(conversation)}/activities/{_quoted(reply_to)}"


def _quoted(part: str) -> str:
    return quote(part, safe="")


def _same_origin(url: str, service_url: str) -> bool:
    try:
        return URL(url, encoded=True).origin() == URL(values.url(service_url)).origin()
    except ValueError:
        return False


def _keeps_files(url: str) -> bool:
    try:
        found = URL(url, encoded=True)
        return found.origin().scheme == "https" and (found.host or "").endswith(_FILE_HOSTS)
    except ValueError:
        return False
