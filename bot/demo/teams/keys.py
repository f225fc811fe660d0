"""The key Teams signs its requests with, and how a bot finds it: real RS256 tokens, a real JWKS."""

import base64
import json
import secrets
import time
from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from bot.demo.teams.practice import APP_ID

ISSUER = "https://api.botframework.com"
_GOOD_FOR = 3_600


class SigningKey:
    """One RSA key, made at first need."""

    def __init__(self) -> None:
        self.id = secrets.token_hex(8)

    @cached_property
    def _private(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=65_537, key_size=2_048)

    def public(self) -> dict[str, Any]:
        """As a JWKS lists it, endorsed for Teams."""
        numbers = self._private.public_key().public_numbers()
        parts = {name: _part(value.to_bytes((value.bit_length() + 7) // 8, "big")) for name, value in _named(numbers)}
        return {"kty": "RSA", "use": "sig", "alg": "RS256", "kid": self.id, **parts, "endorsements": ["msteams"]}

    def token(self, service_url: str, **claims: Any) -> str:
        """A token as Teams sends one; `claims` add to it or replace what it says."""
        now = int(time.time())
        stated = {"iss": ISSUER, "aud": APP_ID, "serviceurl": service_url, "nbf": now - 300, "exp": now + _GOOD_FOR}
        header = {"alg": "RS256", "kid": self.id, "typ": "JWT", "x5t": self.id}
        signed = ".".join(_part(json.dumps(part).encode()) for part in (header, {**stated, **claims}))
        signature = self._private.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{signed}.{_part(signature)}"


def _named(numbers: rsa.RSAPublicNumbers) -> tuple[tuple[str, int], ...]:
    return ("n", numbers.n), ("e", numbers.e)


def _part(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
