"""Texts that owners write, as the exact bytes of one version, under addresses that end."""

import re
from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from bot.keys import DATABASE
from bot.web.expiring import HEADERS, Expiring
from bot.web.pages import ended
from handlers import policies
from handlers.training import course_publishing
from storage.transaction import Transaction
from storage.vault import Vault

ROUTE = "/documents/{token}"
_NEXT = "For the file, open the list in the chat again."
_COURSE = re.compile(r"course:([0-9]{1,9})")
_POLICY = re.compile(r"policy:([a-z0-9-]{1,60})/([0-9]{1,9})")


class Documents:
    """Makes the addresses, and answers them. A token is about a course's version by its id, or about a policy's by name
    and number."""

    def __init__(self, vault: Vault, public_url: str, clock: Callable[[], datetime]) -> None:
        self._tokens = Expiring(vault, "document", clock)
        self._base = public_url.rstrip("/")

    def address(self, about: str) -> str:
        """Where the file can be fetched for the next fifteen minutes; `about` is `course:12` or `policy:photos/3`. Give
        it only to those who may publish the next version."""
        return f"{self._base}/documents/{self._tokens.token(about)}"

    async def answer(self, request: web.Request) -> web.Response:
        """The file, to be saved; 404 for anything else, whatever is wrong with it."""
        about = self._tokens.read(request.match_info["token"])
        found = await request.app[DATABASE].run(_file, about) if about else None
        if found is None:
            return ended(_NEXT)
        name, content = found
        saved = {"Content-Disposition": f'attachment; filename="{name}"'}
        return web.Response(body=content, content_type="text/markdown", headers=HEADERS | saved)


def _file(tx: Transaction, about: str) -> tuple[str, bytes] | None:
    if course := _COURSE.fullmatch(about):
        return course_publishing.source(tx, int(course[1]))
    if policy := _POLICY.fullmatch(about):
        content = policies.source(tx, policy[1], int(policy[2]))
        return None if content is None else (f"{policy[1]}-v{policy[2]}.md", content)
    return None
