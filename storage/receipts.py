"""Receipts: the codes reporters come back with. Stored is only what a receipt is looked up by.

A receipt is 80 random bits. Deriving its keys is slow on purpose and takes 64 MiB (Argon2id, RFC 9106), so callers
never do it on a database thread. One at a time in a process: two at once, each wanting four threads of OpenSSL's, wait
for each other for ever (measured with cryptography 50).
"""

import threading
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from storage import crockford
from storage.vault import Vault

LENGTH = 16
_KEY = 32
_MEMORY_KIB = 64 * 1024
_PASSES = 3
_LANES = 4
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Keys:
    """What one receipt gives: the tag it is found by, and the key that opens its reporter's copy, 32 bytes each."""

    tag: bytes = field(repr=False)
    opening: bytes = field(repr=False)


def new() -> str:
    """A receipt nobody had before, as it is shown: ABCD-EFGH-JKMN-PQRS."""
    plain = crockford.new(LENGTH)
    return "-".join(plain[at : at + 4] for at in range(0, LENGTH, 4))


def read(typed: str) -> str | None:
    """The sixteen characters somebody meant, as Crockford reads them; None when it cannot be a receipt."""
    return crockford.read(typed, LENGTH)


def derive(vault: Vault, plain: str) -> Keys:
    """The keys of a receipt, given as `read` returns it. Without the deployment key nobody can try receipts out."""
    slow = Argon2id(salt=vault.receipt_salt(), length=_KEY, iterations=_PASSES, lanes=_LANES, memory_cost=_MEMORY_KIB)
    with _one_at_a_time:
        root = slow.derive(plain.encode("ascii"))
    return Keys(*(HKDFExpand(SHA256(), _KEY, b"receipt: " + use).derive(root) for use in (b"tag", b"opening")))
