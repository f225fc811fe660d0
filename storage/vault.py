"""The deployment key and what it does: seal payloads one key each, sign checkpoints, hash codes.

The key file holds 32 random bytes. Once the key was replaced (`storage.rotation`), the salt of receipts follows it, 32
bytes that stay as they were, or no receipt would work any more; and while it is being replaced, the key from before.
"""

import hmac
import logging
import os
from collections.abc import Callable
from pathlib import Path

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from storage.errors import KeyDamaged, SealBroken

_log = logging.getLogger(__name__)
_KEY = 32
_NONCE = 12


class Vault:
    """Seals and signs with keys derived from one deployment key; forgetting a sealed record's own key shreds it."""

    def __init__(self, held: bytes) -> None:
        if len(held) not in (_KEY, 2 * _KEY, 3 * _KEY):
            raise KeyDamaged
        key, salt, before = held[:_KEY], held[_KEY : 2 * _KEY], held[2 * _KEY :]
        self._wrapping = AESGCM(_derive(key, b"wrap payload keys"))
        self._reports = ChaCha20Poly1305(_derive(key, b"wrap report keys"))
        self._signing = Ed25519PrivateKey.from_private_bytes(_derive(key, b"sign checkpoints"))
        # Kept keyed rather than as a key, so that it never shows among the object's values.
        self._digesting = hmac.new(_derive(key, b"digest short secrets"), digestmod="sha256")
        own_salt = salt or bytes.fromhex(self.digest("receipt salt", "argon2id"))
        # Behind a call, for the same reason.
        self._salt: Callable[[], bytes] = lambda: own_salt
        #: The vault of the key from before, while the key is being replaced.
        self.before = Vault(before) if before else None
        self.public_key = self._signing.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)

    def __repr__(self) -> str:
        return "Vault(…)"

    @classmethod
    def load(cls, path: Path) -> "Vault":
        """Reads the deployment key; on the first start makes one, readable by its owner only."""
        try:
            return cls(Path(path).read_bytes())
        except FileNotFoundError:
            return cls(_generate(Path(path)))

    def seal(self, plain: bytes) -> tuple[bytes, bytes]:
        """Encrypts with a new key of its own; returns the ciphertext and that key, wrapped by the deployment's."""
        key = os.urandom(_KEY)
        return _encrypt(AESGCM(key), plain), _encrypt(self._wrapping, key)

    def open(self, ciphertext: bytes, wrapped: bytes) -> bytes:
        """Gives back what was sealed, or raises SealBroken."""
        return _decrypt(AESGCM(self._payload_key(wrapped)), ciphertext)

    def rewrap(self, wrapped: bytes) -> bytes:
        """The key of a payload under the deployment's key as it is now, or raises SealBroken."""
        return _encrypt(self._wrapping, self._payload_key(wrapped))

    def wrap(self, key: bytes, about: str) -> bytes:
        """Encrypts the key of one report under the deployment's; it unwraps only as `about` what it was wrapped as."""
        nonce = os.urandom(_NONCE)
        return nonce + self._reports.encrypt(nonce, key, about.encode())

    def unwrap(self, wrapped: bytes, about: str) -> bytes:
        """Gives back what was wrapped, or raises SealBroken."""
        try:
            return _decrypt(self._reports, wrapped, about.encode())
        except SealBroken:
            if self.before is None:
                raise
            return self.before.unwrap(wrapped, about)

    def digest(self, purpose: str, message: str) -> str:
        """A keyed hash (HMAC-SHA256, hex) for secrets too short to be hashed openly; each purpose has its own."""
        keyed = self._digesting.copy()
        keyed.update(f"{purpose}\0{message}".encode())
        return keyed.hexdigest()

    def receipt_salt(self) -> bytes:
        """What receipts are salted with: no other deployment's, and the same also under a new key."""
        return self._salt()

    def sign(self, message: bytes) -> bytes:
        """Signs with the deployment's Ed25519 key."""
        return self._signing.sign(message)

    def verify(self, signature: bytes, message: bytes) -> bool:
        """Tells whether this deployment signed the message."""
        try:
            self._signing.public_key().verify(signature, message)
        except InvalidSignature:
            return self.before is not None and self.before.verify(signature, message)
        return True

    def _payload_key(self, wrapped: bytes) -> bytes:
        try:
            return _decrypt(self._wrapping, wrapped)
        except SealBroken:
            if self.before is None:
                raise
            return self.before._payload_key(wrapped)


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), _KEY, salt=None, info=b"imprimatur: " + purpose).derive(key)


def _encrypt(cipher: AESGCM, plain: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + cipher.encrypt(nonce, plain, None)


def _decrypt(cipher: AESGCM | ChaCha20Poly1305, sealed: bytes, about: bytes | None = None) -> bytes:
    try:
        return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], about)
    except (InvalidTag, ValueError) as error:
        raise SealBroken from error


def _generate(path: Path) -> bytes:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = os.urandom(_KEY)
    # O_EXCL: of two replicas starting at once, one must fail rather than seal with a key nobody keeps.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    _log.warning(
        "a new deployment key was made: back it up, sealed records cannot be read without it", extra={"path": str(path)}
    )
    return key
