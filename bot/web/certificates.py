"""Certificates as PDF, under addresses that end: whoever was shown the certificate in chat got one."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from bot.keys import DATABASE
from bot.web.expiring import HEADERS, Expiring
from bot.web.pages import ended
from handlers.training import certificate_pdf, completions, training_views
from handlers.training.training_messages import Certificate
from storage.transaction import Transaction
from storage.vault import Vault

ROUTE = "/certificates/{token}"
_NEXT = "For your certificate, open your training in the chat again."


class Certificates:
    """Makes the addresses, and answers them. A token is about the completion's number."""

    def __init__(self, vault: Vault, public_url: str, clock: Callable[[], datetime], organization: str = "") -> None:
        self._tokens = Expiring(vault, "certificate", clock)
        self._organization = organization
        self._base = public_url.rstrip("/")

    def address(self, completion_id: int) -> str:
        """Where the certificate can be fetched for the next fifteen minutes. Give it only to whoever may see the
        certificate (`training.certificate`)."""
        return f"{self._base}/certificates/{self._tokens.token(str(completion_id))}"

    async def answer(self, request: web.Request) -> web.Response:
        """The PDF; 404 for anything else, whatever is wrong with it."""
        about = self._tokens.read(request.match_info["token"])
        shown = await request.app[DATABASE].run(_certificate, int(about)) if about else None
        if shown is None:
            return ended(_NEXT)
        named = {"Content-Disposition": f'inline; filename="certificate-{shown.number}.pdf"'}
        # Drawing takes a tenth of a second, in which others want to be answered.
        content = await asyncio.to_thread(certificate_pdf.draw, shown, self._organization)
        return web.Response(body=content, content_type="application/pdf", headers=HEADERS | named)


def _certificate(tx: Transaction, completion_id: int) -> Certificate | None:
    found = completions.find(tx, completion_id)
    return training_views.certificate(tx, found) if found else None
