"""Sealing what belongs to one report: one random key each, texts padded so that their length says little.

What is sealed opens only as what it was sealed as (`about`: the report and the field), with the key of its own report.
The key is kept wrapped; when every wrap is deleted, nobody can read the report any more.
"""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from storage.errors import SealBroken

_NONCE = 12
_LENGTH = 4
#: Sizes a text is padded to, in bytes; a longer one is padded to a multiple of the last.
BUCKETS = (1024, 4096, 16384, 65536)


def new_key() -> bytes:
    """A key for one report."""
    return ChaCha20Poly1305.generate_key()


def seal(key: bytes, about: str, text: str) -> bytes:
    """Encrypts a text, padded to a bucket."""
    plain = text.encode("utf-8", "replace")
    padded = len(plain).to_bytes(_LENGTH, "big") + plain
    return wrap(key, about, padded.ljust(_bucket(len(padded)), b"\0"))


def unseal(key: bytes, about: str, sealed: bytes) -> str:
    """Gives back what was sealed, or raises SealBroken."""
    padded = unwrap(key, about, sealed)
    return padded[_LENGTH : _LENGTH + int.from_bytes(padded[:_LENGTH], "big")].decode("utf-8")


def wrap(key: bytes, about: str, secret: bytes) -> bytes:
    """Encrypts bytes as they are, such as a report's key under a receipt's."""
    nonce = os.urandom(_NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, secret, about.encode())


def unwrap(key: bytes, about: str, wrapped: bytes) -> bytes:
    """Gives back what was wrapped, or raises SealBroken."""
    try:
        return ChaCha20Poly1305(key).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], about.encode())
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error


def _bucket(size: int) -> int:
    largest = BUCKETS[-1]
    return next((bucket for bucket in BUCKETS if size <= bucket), -(-size // largest) * largest)
