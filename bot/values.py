"""What a variable may hold. Each parser takes what is written and returns what is meant, or raises `ValueError` with
the rest of the sentence that starts with the variable's name; the value itself is never repeated."""

import ipaddress
import re
from collections.abc import Callable
from datetime import time, timedelta
from typing import NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from handlers import calendar

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"([a-z]{3})-([a-z]{3}) (\d{1,2}:\d{2})-(\d{1,2}:\d{2})", re.IGNORECASE)
#: Object ids in Entra have 36 characters; those of the people in Microsoft's Agents Playground have 37.
_ACCOUNT = re.compile(r"slack:([UW][A-Z0-9]{2,30})|teams:([0-9a-fA-F-]{36,37})")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,30}")
_NAME = 100
_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

Account = tuple[str, str]


class Schedule(NamedTuple):
    """On which days (Monday is 0), and from when to when, people are expected to answer."""

    days: frozenset[int]
    start: time
    end: time


def text(raw: str) -> str:
    return raw


def metrics_token(raw: str) -> str:
    if raw and not (len(raw) >= 16 and raw.isascii() and raw.isprintable() and " " not in raw):
        raise ValueError(
            "must be 16 letters, digits and signs or more, without spaces: `openssl rand -hex 24` makes one"
        )
    return raw


def name(raw: str) -> str:
    if len(raw) > _NAME or not raw.isprintable():
        raise ValueError(f"must be one line of at most {_NAME} characters")
    return raw


def port(raw: str) -> int:
    if not raw.isdecimal() or not 0 < int(raw) < 65_536:
        raise ValueError("must be a number from 1 to 65535")
    return int(raw)


def url(raw: str) -> str:
    host = host_of(raw)
    if not raw.startswith(("http://", "https://")) or not host:
        raise ValueError("must be an address starting with https:// (or http:// on this machine)")
    if raw.startswith("http://") and not is_loopback(host):
        raise ValueError("must start with https:// unless it is this machine")
    return raw


def host_of(address: str) -> str:
    """The host an address names, or nothing."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def is_loopback(host: str) -> bool:
    """Whether a host is this machine and reached without a network."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def database(raw: str) -> str:
    try:
        url = make_url(raw)
    except ArgumentError:
        url = None
    file = url is not None and url.drivername == "sqlite" and url.database not in (None, "", ":memory:")
    server = url is not None and url.drivername == "postgresql+psycopg"
    if not (file or server):
        raise ValueError("must be sqlite:///<path of a file> or postgresql+psycopg://<user>@<host>/<database>")
    return raw


def yes_or_no(raw: str) -> bool:
    return bool(one_of("true", "false")(raw.lower()) == "true")


def one_of(*choices: str) -> Callable[[str], str]:
    def parse(raw: str) -> str:
        if raw not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return raw

    return parse


def prefixed(prefix: str) -> Callable[[str], str]:
    def parse(raw: str) -> str:
        if raw and not raw.startswith(prefix):
            raise ValueError(f"must start with {prefix}")
        return raw

    return parse


def optional(parse: Callable[[str], str]) -> Callable[[str], str]:
    """Nothing, or what `parse` reads."""
    return lambda raw: parse(raw) if raw else ""


def channel(raw: str) -> str:
    if not _CHANNEL.fullmatch(raw):
        raise ValueError("must be a channel's id, like C0123456789: open the channel's details in Slack, at the bottom")
    return raw


def accounts(raw: str) -> tuple[Account, ...]:
    parts = [part.strip() for part in raw.split(",") if part.strip()]
    if not all(_ACCOUNT.fullmatch(part) for part in parts):
        raise ValueError("must be accounts like slack:U0123456789 or teams:<object id>, separated by commas")
    return tuple(_account(*part.split(":", 1)) for part in parts)


def _account(platform: str, account: str) -> Account:
    # Microsoft writes object ids in small letters; people copy them from wherever.
    return platform, account.lower() if platform == "teams" else account


def guid(raw: str) -> str:
    """A registration's or an organization's id, or nothing."""
    if raw and not _GUID.fullmatch(raw.lower()):
        raise ValueError("must be an id like 00000000-0000-0000-0000-000000000000")
    return raw.lower()


def guids(raw: str) -> frozenset[str]:
    parts = [part.strip().lower() for part in raw.split(",")] if raw else []
    if not all(_GUID.fullmatch(part) for part in parts):
        raise ValueError("must be ids like 00000000-0000-0000-0000-000000000000, separated by commas")
    return frozenset(parts)


def hours(raw: str) -> tuple[float, ...]:
    try:
        found = tuple(float(part) for part in raw.split(","))
    except ValueError:
        found = ()
    if not found or not all(0 < number <= 1_000 for number in found) or list(found) != sorted(set(found)):
        raise ValueError("must be growing numbers of working hours, like 4,24")
    return found


def probability(raw: str) -> float:
    """More than 0 and less than 1."""
    if not re.fullmatch(r"0?\.[0-9]{1,4}", raw) or not float(raw):
        raise ValueError("must be a number between 0 and 1, like 0.3")
    return float(raw)


def days(raw: str) -> timedelta:
    if not raw.isdecimal() or not 0 < int(raw) <= 365:
        raise ValueError("must be a number of days from 1 to 365")
    return timedelta(days=int(raw))


def working_hours(raw: str) -> Schedule:
    match = _HOURS.fullmatch(raw)
    try:
        if match is None:
            raise ValueError
        first, last = (_DAYS.index(match[n].lower()) for n in (1, 2))
        start, end = (time.fromisoformat(match[n].zfill(5)) for n in (3, 4))
        if start >= end:
            raise ValueError
    except ValueError:
        raise ValueError("must be days and hours like Mon-Fri 09:00-17:00") from None
    span = (last - first) % 7
    return Schedule(frozenset((first + day) % 7 for day in range(span + 1)), start, end)


def holidays_of(raw: str) -> str | None:
    """A country or a country and subdivision, as written."""
    if not raw:
        return None
    if not calendar.exists(raw):
        raise ValueError("must be a country, or a country and subdivision, like US or US-CA")
    return raw


def zone(raw: str) -> ZoneInfo:
    try:
        return ZoneInfo(raw)
    except (KeyError, ValueError, OSError):
        raise ValueError("must be a time zone like America/Chicago") from None
