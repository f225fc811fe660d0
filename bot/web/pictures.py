"""Pictures of proposals under addresses that end: chat services fetch them without a login, and only for a while."""

import base64
import binascii
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta

from aiohttp import web

from bot.keys import DATABASE
from handlers import media
from storage.vault import Vault

ROUTE = "/pictures/{token}"
#: As long as somebody may look at a dialog.
VALID = timedelta(minutes=15)
_HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class Pictures:
    """Makes the addresses, and answers them. A token is the file's SHA-256, the end in Unix seconds, and a keyed hash
    of both."""

    def __init__(self, vault: Vault, public_url: str, clock: Callable[[], datetime]) -> None:
        self._vault = vault
        self._base = public_url.rstrip("/")
        self._clock = clock

    def address(self, sha256: str) -> str:
        """Where the file can be fetched for the next fifteen minutes."""
        until = int((self._clock() + VALID).timestamp())
        return f"{self._base}/pictures/{self._token(sha256, until)}"

    async def answer(self, request: web.Request) -> web.Response:
        """The picture; 404 for anything else, whatever is wrong with it."""
        sha256 = self._read(request.match_info["token"])
        content = await request.app[DATABASE].run(media.content, sha256) if sha256 else None
        kind = media.kind_of(content) if content else None
        if content is None or kind is None or not kind.mime.startswith("image/"):
            raise web.HTTPNotFound(text="There is no picture here, or no longer. Open the dialog again.\n")
        return web.Response(body=content, content_type=kind.mime, headers=_HEADERS)

    def _token(self, sha256: str, until: int) -> str:
        proof = self._vault.digest("picture", f"{sha256} {until}")
        return base64.urlsafe_b64encode(f"{sha256} {until} {proof}".encode()).decode().rstrip("=")

    def _read(self, token: str) -> str | None:
        try:
            padded = token.encode("ascii") + b"=" * (-len(token) % 4)
            sha256, until, _ = base64.urlsafe_b64decode(padded).decode("ascii").split(" ")
            genuine = hmac.compare_digest(self._token(sha256, int(until)), token)
            return sha256 if genuine and int(until) > self._clock().timestamp() else None
        except (ValueError, binascii.Error):
            return None
