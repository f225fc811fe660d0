"""Tables privacy officers take away, as CSV files under addresses that end; a bot cannot send files of its own into a
chat without asking Microsoft or Slack to keep them."""

import re
from collections.abc import Callable
from datetime import date, datetime

from aiohttp import web
from sqlalchemy.exc import NoResultFound

from bot.keys import DATABASE
from bot.web.expiring import HEADERS, Expiring
from bot.web.pages import ended
from handlers import people
from handlers.training import exports
from handlers.training.exports import Way
from handlers.training.staff import NotForYou
from storage.transaction import Transaction
from storage.vault import Vault

ROUTE = "/tables/{token}"
_NEXT = "For the table, ask for it in the chat again."
_STAFF = "staff"
_ABOUT = re.compile(r"(\d{1,9})/(staff|\d{4}-\d{2}-\d{2})")


class Tables:
    """Makes the addresses, and answers them. A token is about who asked, and the staff list or a day's evidence."""

    def __init__(self, vault: Vault, public_url: str, clock: Callable[[], datetime]) -> None:
        self._tokens = Expiring(vault, "table", clock)
        self._base = public_url.rstrip("/")

    def address(self, person_id: int, day: date | None = None) -> str:
        """Where that privacy officer can fetch the staff list, or the evidence of a day, for the next fifteen minutes;
        no longer than they are one."""
        about = f"{person_id}/{day.isoformat() if day else _STAFF}"
        return f"{self._base}/tables/{self._tokens.token(about)}"

    async def answer(self, request: web.Request) -> web.Response:
        """The file, recorded as taken by whoever asked for its address; 404 for anything else, whatever is wrong."""
        found = _ABOUT.fullmatch(self._tokens.read(request.match_info["token"]) or "")
        content = await request.app[DATABASE].run(_table, int(found[1]), found[2]) if found else None
        if found is None or content is None:
            return ended(_NEXT)
        name = "staff.csv" if found[2] == _STAFF else f"evidence-{found[2]}.csv"
        named = {"Content-Disposition": f'attachment; filename="{name}"'}
        return web.Response(body=content, content_type="text/csv", charset="utf-8", headers=HEADERS | named)


def _table(tx: Transaction, person_id: int, what: str) -> bytes | None:
    try:
        actor = people.recognise(tx, people.sighting(tx, person_id, ""))
        if what == _STAFF:
            return exports.staff_list(tx, actor, Way.FILE)
        return exports.evidence(tx, actor, date.fromisoformat(what), Way.FILE)
    except (NoResultFound, NotForYou, ValueError):
        return None
