"""Addresses that end: who has one may look for a quarter of an hour, without a login."""

import base64
import binascii
import hmac
from collections.abc import Callable
from datetime import datetime, timedelta

from storage.vault import Vault

#: As long as somebody may look at a dialog.
VALID = timedelta(minutes=15)
HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


class Expiring:
    """Makes the tokens for one `purpose`, and reads them. One is what it is about, the end in Unix seconds, and a keyed
    hash of both."""

    def __init__(self, vault: Vault, purpose: str, clock: Callable[[], datetime]) -> None:
        self._vault = vault
        self._purpose = purpose
        self._clock = clock

    def token(self, about: str) -> str:
        """Good for the next fifteen minutes."""
        return self._token(about, int((self._clock() + VALID).timestamp()))

    def read(self, token: str) -> str | None:
        """What a token is about; None when it is not ours, or over."""
        try:
            padded = token.encode("ascii") + b"=" * (-len(token) % 4)
            about, until, _ = base64.urlsafe_b64decode(padded).decode("ascii").split(" ")
            genuine = hmac.compare_digest(self._token(about, int(until)), token)
            return about if genuine and int(until) > self._clock().timestamp() else None
        except (ValueError, binascii.Error):
            return None

    def _token(self, about: str, until: int) -> str:
        proof = self._vault.digest(self._purpose, f"{about} {until}")
        return base64.urlsafe_b64encode(f"{about} {until} {proof}".encode()).decode().rstrip("=")
