"""Tokens in forms: they say when a form was drawn by us, and nothing about for whom."""

import hmac
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from storage.vault import Vault

#: Nobody who reads the page is slower; whoever sends by machine waits as long each time.
MINIMUM = timedelta(seconds=5)
#: Writing a report may take a day's breaks.
LONGEST = timedelta(hours=12)


class FormTokens:
    """Makes and reads them. Without cookies there is no session to ride on, so they need not name one: a form of
    another site lacks a token, and one fetched beforehand is good for one report."""

    def __init__(self, vault: Vault, clock: Callable[[], datetime]) -> None:
        self._vault = vault
        self._clock = clock

    def issue(self) -> str:
        """A token for a form drawn now."""
        return self._sign(int(self._clock().timestamp()), secrets.token_urlsafe(12))

    def age(self, token: str) -> timedelta | None:
        """How long ago the form was drawn; None when it was not by us, or is too old."""
        began, _, rest = token.partition(".")
        nonce = rest.partition(".")[0]
        # Ten digits of ASCII are seconds until the year 2286.
        if not (began.isascii() and began.isdecimal() and len(began) <= 10):
            return None
        if not hmac.compare_digest(self._sign(int(began), nonce).encode(), token.encode("utf-8", "replace")):
            return None
        age = timedelta(seconds=self._clock().timestamp() - int(began))
        return age if age <= LONGEST else None

    def _sign(self, began: int, nonce: str) -> str:
        return f"{began}.{nonce}.{self._vault.digest('report form', f'{began} {nonce}')}"
