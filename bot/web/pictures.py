"""Pictures of proposals under addresses that end: chat services fetch them without a login, and only for a while."""

from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from bot.keys import DATABASE
from bot.web.expiring import HEADERS, Expiring
from handlers import media
from storage.vault import Vault

ROUTE = "/pictures/{token}"


class Pictures:
    """Makes the addresses, and answers them. A token is about the file's SHA-256."""

    def __init__(self, vault: Vault, public_url: str, clock: Callable[[], datetime]) -> None:
        self._tokens = Expiring(vault, "picture", clock)
        self._base = public_url.rstrip("/")

    def address(self, sha256: str) -> str:
        """Where the file can be fetched for the next fifteen minutes."""
        return f"{self._base}/pictures/{self._tokens.token(sha256)}"

    async def answer(self, request: web.Request) -> web.Response:
        """The picture; 404 for anything else, whatever is wrong with it."""
        sha256 = self._tokens.read(request.match_info["token"])
        content = await request.app[DATABASE].run(media.content, sha256) if sha256 else None
        kind = media.kind_of(content) if content else None
        if content is None or kind is None or not kind.mime.startswith("image/"):
            raise web.HTTPNotFound(text="There is no picture here, or no longer. Open the dialog again.\n")
        return web.Response(body=content, content_type=kind.mime, headers=HEADERS)
