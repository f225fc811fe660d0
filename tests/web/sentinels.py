"""Looking for something in every form it could have been kept in."""

import base64
import hashlib
import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

_HASHES = ("md5", "sha1", "sha256", "sha512", "blake2b", "blake2s", "sha3_256")


def forms(sentinel: str) -> dict[str, bytes]:
    """Every form a value may take on its way into a file, by name."""
    return {name: found for name, found in _forms(sentinel) if found}


def _forms(sentinel: str) -> Iterator[tuple[str, bytes]]:
    raw = sentinel.encode()
    yield "raw", raw
    yield "lower", sentinel.lower().encode()
    yield "upper", sentinel.upper().encode()
    yield "reversed", raw[::-1]
    yield "utf-16-le", sentinel.encode("utf-16-le")
    yield "utf-16-be", sentinel.encode("utf-16-be")
    yield "url", quote(sentinel, safe="").encode()
    yield "json", json.dumps(sentinel)[1:-1].encode()
    yield "hex", raw.hex().encode()
    yield "HEX", raw.hex().upper().encode()
    for offset in range(3):
        # What stands around it shifts base64; only the characters made of the sentinel alone are looked for.
        encoded = base64.b64encode(b"\0" * offset + raw)
        yield f"base64+{offset}", encoded[4 if offset else 0 : len(encoded) - 4]
    for name in _HASHES:
        digest = hashlib.new(name, raw).digest()
        yield f"{name} raw", digest
        yield f"{name} hex", digest.hex().encode()
        yield f"{name} HEX", digest.hex().upper().encode()
        yield f"{name} base64", base64.b64encode(digest).rstrip(b"=")
    for make in (uuid.uuid3, uuid.uuid5):
        for space in (uuid.NAMESPACE_DNS, uuid.NAMESPACE_URL, uuid.NAMESPACE_OID):
            found = make(space, sentinel)
            yield f"{make.__name__} hex", found.hex.encode()
            yield f"{make.__name__} text", str(found).encode()
            yield f"{make.__name__} raw", found.bytes


def found(sentinels: dict[str, str], places: dict[str, bytes]) -> list[str]:
    """“who in where as form”, for everything that was kept."""
    return [
        f"{name} in {place} as {form}"
        for name, sentinel in sentinels.items()
        for form, value in forms(sentinel).items()
        for place, content in places.items()
        if value in content
    ]


def files(*folders: Path) -> dict[str, bytes]:
    """Every file of some folders, by path."""
    return {str(file): file.read_bytes() for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()}
