"""Which files may be proposed: recognised by their content, never by their name."""

import hashlib
from datetime import date
from typing import NamedTuple

import filetype  # type: ignore[import-untyped]
from sqlalchemy import bindparam, select

from handlers.errors import FieldProblem
from storage import core
from storage.transaction import Transaction

#: What the networks we know take in common, last looked at on this day.
CHECKED = date(2026, 11, 24)
MAX_FILES = 4
IMAGE_LIMIT = 10 * 1024 * 1024
VIDEO_LIMIT = 50 * 1024 * 1024
ACCEPTED = {
    "image/jpeg": IMAGE_LIMIT,
    "image/png": IMAGE_LIMIT,
    "image/gif": IMAGE_LIMIT,
    "image/webp": IMAGE_LIMIT,
    "video/mp4": VIDEO_LIMIT,
    "video/quicktime": VIDEO_LIMIT,
}


_CONTENT = select(core.blob.c.content).where(core.blob.c.sha256 == bindparam("sha256"))


class MediaType(NamedTuple):
    """What the bytes are."""

    mime: str
    extension: str


class NotMedia(FieldProblem):
    """“{name}” is not a picture or video the networks take, whatever its name says. Use JPEG, PNG, GIF, WebP, MP4 or
    MOV."""

    field = "media"


class TooBig(FieldProblem):
    """“{name}” has {size} MB; at most {limit} MB are possible. Please upload a smaller version."""

    field = "media"


class TooMany(FieldProblem):
    """A post may have {limit} files; these are {count}."""

    field = "media"


def kind_of(content: bytes) -> MediaType | None:
    """The type of a file by its first bytes; None when it is none the networks take."""
    kind = filetype.guess(content[:8192])
    return MediaType(kind.mime, kind.extension) if kind is not None and kind.mime in ACCEPTED else None


def inspect(content: bytes, claimed_name: str) -> MediaType:
    """As `kind_of`, within the limits; raises `NotMedia` or `TooBig`."""
    kind = kind_of(content)
    if kind is None:
        raise NotMedia(name=claimed_name)
    require_size(len(content), ACCEPTED[kind.mime], claimed_name)
    return kind


def content(tx: Transaction, sha256: str) -> bytes | None:
    """The bytes of a file that is kept."""
    found: bytes | None = tx.execute(_CONTENT, {"sha256": sha256}).scalar()
    return found


def digest(content: bytes) -> str:
    """What a file is known by: the SHA-256 of its bytes."""
    return hashlib.sha256(content).hexdigest()


def require_size(size: int, limit: int, claimed_name: str) -> None:
    """Raises `TooBig`."""
    if size > limit:
        megabyte = 1024 * 1024
        raise TooBig(name=claimed_name, size=f"{size / megabyte:.1f}", limit=limit // megabyte)


def require_count(count: int) -> None:
    """Raises `TooMany`."""
    if count > MAX_FILES:
        raise TooMany(limit=MAX_FILES, count=count)
