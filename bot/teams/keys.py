"""The Bot Connector's signing keys, fetched without blocking anybody and refreshed when a token names a new one."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from typing import Any, NamedTuple

import aiohttp
import jwt
from jwt.algorithms import RSAAlgorithm

from bot import values

_log = logging.getLogger(__name__)

CHANNEL = "msteams"
_FETCH_SECONDS = 5.0
#: Microsoft asks to look for new keys at least once a day.
_DAY = 24 * 3600.0
#: A key we do not know is a reason to look again, but whoever makes keys up must not make us hammer Microsoft.
_MINUTE = 60.0
#: While there are no keys at all nobody can be served, so the next try comes sooner.
_SOON = 5.0
#: What comes of reading a document that is not what it should be.
_MALFORMED = (ValueError, LookupError, TypeError, AttributeError)


class UnknownKey(Exception):
    """Microsoft has no such key."""


class NotEndorsed(Exception):
    """The key may not speak for Teams."""


class NoKeys(Exception):
    """Microsoft's keys could not be fetched yet, so nobody's word can be checked."""


class SigningKey(NamedTuple):
    """What botframework-connector asks of a key."""

    public_key: Any
    endorsements: tuple[str, ...]


class Keys:
    """Stands in for botframework-connector's own key store, which blocks the event loop without a timeout, raises at an
    unknown key before it looks for new ones, and parses a key for every request."""

    def __init__(self, url: str, session: aiohttp.ClientSession, clock: Callable[[], float]) -> None:
        self._url = url
        self._session = session
        self._clock = clock
        self._keys: dict[str, SigningKey] = {}
        self._fetched = self._tried = float("-inf")
        self._fetching = asyncio.Lock()

    async def get(self, key_id: str | None) -> SigningKey:
        """The key of that id; raises `UnknownKey`, `NotEndorsed` or `NoKeys`."""
        if key_id not in self._keys:
            async with self._fetching:
                if key_id not in self._keys and self._may_fetch():
                    await self._fetch()
        elif self._old() and self._may_fetch():
            async with self._fetching:
                await self._fetch()
        if not self._keys:
            raise NoKeys
        key = self._keys.get(key_id or "")
        if key is None:
            raise UnknownKey
        # The library takes a key without endorsements for one that may speak for every channel.
        if CHANNEL not in key.endorsements:
            raise NotEndorsed
        return key

    def _old(self) -> bool:
        return self._clock() - self._fetched >= _DAY

    def _may_fetch(self) -> bool:
        return self._clock() - self._tried >= (_MINUTE if self._keys else _SOON)

    async def _fetch(self) -> None:
        self._tried = self._clock()
        try:
            async with asyncio.timeout(_FETCH_SECONDS):
                metadata = await self._json(self._url)
                document = await self._json(metadata["jwks_uri"])
            found = _usable(document["keys"])
        except (
            aiohttp.ClientError,
            TimeoutError,
            OSError,
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
        ) as error:
            # The keys we have stay good; a new one is looked for again in a minute.
            _log.warning("Microsoft's signing keys could not be fetched", extra={"code": type(error).__name__})
            return
        self._keys, self._fetched = found, self._tried

    async def _json(self, url: str) -> Any:
        async with self._session.get(values.url(url), allow_redirects=False) as response:
            if response.status != 200:
                raise ValueError
            return await response.json(content_type=None)


def _usable(entries: list[dict[str, Any]]) -> dict[str, SigningKey]:
    found = {}
    for entry in entries:
        # Keys of another kind, or broken ones, may stand beside ours; the library takes RSA only.
        with contextlib.suppress(jwt.PyJWTError, *_MALFORMED):
            found[entry["kid"]] = SigningKey(RSAAlgorithm.from_jwk(entry), tuple(entry.get("endorsements") or ()))
    if not found:
        raise ValueError
    return found
