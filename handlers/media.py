"""Which files may be proposed: recognised by their content, never by their name."""

from datetime import date
from typing import NamedTuple

import filetype  # type: ignore[import-untyped]

from handlers.errors import FieldProblem

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


def inspect(content: bytes, claimed_name: str) -> MediaType:
    """The type of a file by its first bytes; raises `NotMedia` or `TooBig`."""
    kind = filetype.guess(content[:8192])
    if kind is None or kind.mime not in ACCEPTED:
        raise NotMedia(name=claimed_name)
    require_size(len(content), ACCEPTED[kind.mime], claimed_name)
    return MediaType(kind.mime, kind.extension)


def require_size(size: int, limit: int, claimed_name: str) -> None:
    """Raises `TooBig`."""
    if size > limit:
        megabyte = 1024 * 1024
        raise TooBig(name=claimed_name, size=f"{size / megabyte:.1f}", limit=limit // megabyte)


def require_count(count: int) -> None:
    """Raises `TooMany`."""
    if count > MAX_FILES:
        raise TooMany(limit=MAX_FILES, count=count)
