"""Everything the environment decides, read once; every problem is named at once, and no value is ever repeated."""

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import holidays
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from handlers.calendar import WorkingHours
from handlers.rules import Rules

#: Every variable there is, with its default; `.env.example` and README.md describe exactly these.
DEFAULTS: Mapping[str, str] = {
    "HOST": "127.0.0.1",
    "PORT": "3000",
    "PUBLIC_URL": "http://localhost:3000",
    "DATABASE_URL": "sqlite:///var/bot.db",
    "AUTO_MIGRATE": "true",
    "SLACK_SIGNING_SECRET": "",
    "SLACK_BOT_TOKEN": "",
    "SLACK_APP_TOKEN": "",
    "SLACK_API_URL": "https://slack.com/api/",
    "SLACK_COMPLIANCE_CHANNEL": "",
    "PRIVACY_OFFICERS": "",
    "APPROVERS": "",
    "SECRET_KEY_FILE": "var-secrets/deployment.key",
    "LOG_LEVEL": "INFO",
    "LOG_FORMAT": "human",
    "TIMEZONE": "UTC",
    "REVIEW_NUDGE_HOURS": "4,24",
    "PROPOSAL_EXPIRY_DAYS": "7",
    "APPROVAL_LAPSE_DAYS": "14",
    "WORKING_HOURS": "Mon-Fri 09:00-17:00",
    "HOLIDAYS": "",
}

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"([a-z]{3})-([a-z]{3}) (\d{1,2}:\d{2})-(\d{1,2}:\d{2})", re.IGNORECASE)
_ACCOUNT = re.compile(r"slack:([UW][A-Z0-9]{2,30})|teams:([0-9a-fA-F-]{36})")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,30}")

Account = tuple[str, str]


class BadSettings(Exception):
    """The configuration has to be mended before Imprimatur can start."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join([type(self).__doc__ or "", *(f"  {problem}" for problem in problems)]))


@dataclass(frozen=True)
class SlackSettings:
    """One workspace. `app_token` set means Socket Mode."""

    signing_secret: str
    bot_token: str
    app_token: str
    api_url: str
    compliance_channel: str

    def __repr__(self) -> str:
        return "SlackSettings(…)"


@dataclass(frozen=True, repr=False)
class Settings:
    """What the program was told. `slack` is None when Slack is off."""

    host: str
    port: int
    public_url: str
    database_url: str
    auto_migrate: bool
    slack: SlackSettings | None
    privacy_officers: tuple[Account, ...]
    approvers: tuple[Account, ...]
    secret_key_file: Path
    log_level: str
    log_format: str
    rules: Rules

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> "Settings":
        """Reads all of it; raises `BadSettings` naming every variable that is wrong or missing."""
        reader = _Reader(environ)
        found = cls(
            host=reader.get("HOST", _text),
            port=reader.get("PORT", _port),
            public_url=reader.get("PUBLIC_URL", _url),
            database_url=reader.get("DATABASE_URL", _database),
            auto_migrate=reader.get("AUTO_MIGRATE", _yes_or_no),
            slack=_slack(reader),
            privacy_officers=reader.get("PRIVACY_OFFICERS", _accounts),
            approvers=reader.get("APPROVERS", _accounts),
            secret_key_file=reader.get("SECRET_KEY_FILE", Path),
            log_level=reader.get("LOG_LEVEL", _one_of("DEBUG", "INFO", "WARNING", "ERROR")),
            log_format=reader.get("LOG_FORMAT", _one_of("human", "json")),
            rules=_rules(reader),
        )
        _require_key_apart(reader, found)
        if reader.problems:
            raise BadSettings(reader.problems)
        return found

    @property
    def checkpoints_file(self) -> Path:
        """Signed checkpoints stand beside the key: whoever can rewrite the database should not reach them."""
        return self.secret_key_file.with_name("checkpoints.jsonl")


class _Reader:
    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self.problems: list[str] = []

    def raw(self, name: str) -> str:
        return self._environ.get(name, "").strip() or DEFAULTS[name]

    def get(self, name: str, parse: Callable[[str], Any]) -> Any:
        try:
            return parse(self.raw(name))
        except ValueError as error:
            self.problems.append(f"{name} {error}")
            return None


def _slack(reader: _Reader) -> SlackSettings | None:
    secret, token, app_token = (reader.raw(f"SLACK_{n}") for n in ("SIGNING_SECRET", "BOT_TOKEN", "APP_TOKEN"))
    if not (secret or token or app_token):
        return None
    if not token:
        reader.problems.append("SLACK_BOT_TOKEN is missing: copy it from OAuth & Permissions in your app's settings")
    if not (secret or app_token):
        reader.problems.append("SLACK_SIGNING_SECRET is missing: copy it from Basic Information in your app's settings")
    return SlackSettings(
        secret,
        reader.get("SLACK_BOT_TOKEN", _prefixed("xoxb-")),
        reader.get("SLACK_APP_TOKEN", _prefixed("xapp-")),
        reader.get("SLACK_API_URL", _url),
        reader.get("SLACK_COMPLIANCE_CHANNEL", _channel),
    )


class _Schedule(NamedTuple):
    days: frozenset[int]
    start: time
    end: time


def _rules(reader: _Reader) -> Rules:
    schedule = reader.get("WORKING_HOURS", _working_hours) or _working_hours(DEFAULTS["WORKING_HOURS"])
    hours = WorkingHours(
        start=schedule.start,
        end=schedule.end,
        days=schedule.days,
        holidays=reader.get("HOLIDAYS", _holidays),
        zone=reader.get("TIMEZONE", _zone),
    )
    return Rules(
        nudge_hours=reader.get("REVIEW_NUDGE_HOURS", _hours),
        expiry=reader.get("PROPOSAL_EXPIRY_DAYS", _days),
        lapse=reader.get("APPROVAL_LAPSE_DAYS", _days),
        hours=hours,
    )


def _require_key_apart(reader: _Reader, found: Settings) -> None:
    if not (found.database_url and found.secret_key_file and found.database_url.startswith("sqlite")):
        return
    folder = Path(make_url(found.database_url).database or "").resolve().parent
    if found.secret_key_file.resolve().is_relative_to(folder):
        reader.problems.append(
            "SECRET_KEY_FILE must not be in the database's folder: whoever copies the one would have the other"
        )


def _text(raw: str) -> str:
    return raw


def _port(raw: str) -> int:
    if not raw.isdecimal() or not 0 < int(raw) < 65_536:
        raise ValueError("must be a number from 1 to 65535")
    return int(raw)


def _url(raw: str) -> str:
    parts = urlsplit(raw)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("must be an address starting with https:// (or http:// on this machine)")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError("must start with https:// unless it is this machine")
    return raw


def is_loopback(host: str) -> bool:
    """Whether a host is this machine and reached without a network."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _database(raw: str) -> str:
    try:
        url = make_url(raw)
    except ArgumentError:
        url = None
    file = url is not None and url.drivername == "sqlite" and url.database not in (None, "", ":memory:")
    server = url is not None and url.drivername == "postgresql+psycopg"
    if not (file or server):
        raise ValueError("must be sqlite:///<path of a file> or postgresql+psycopg://<user>@<host>/<database>")
    return raw


def _yes_or_no(raw: str) -> bool:
    return bool(_one_of("true", "false")(raw.lower()) == "true")


def _one_of(*choices: str) -> Callable[[str], str]:
    def parse(raw: str) -> str:
        if raw not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return raw

    return parse


def _prefixed(prefix: str) -> Callable[[str], str]:
    def parse(raw: str) -> str:
        if raw and not raw.startswith(prefix):
            raise ValueError(f"must start with {prefix}")
        return raw

    return parse


def _channel(raw: str) -> str:
    if not _CHANNEL.fullmatch(raw):
        raise ValueError("must be a channel's id, like C0123456789: open the channel's details in Slack, at the bottom")
    return raw


def _accounts(raw: str) -> tuple[Account, ...]:
    parts = [part.strip() for part in raw.split(",") if part.strip()]
    if not all(_ACCOUNT.fullmatch(part) for part in parts):
        raise ValueError("must be accounts like slack:U0123456789, separated by commas")
    return tuple((platform, account) for platform, account in (part.split(":", 1) for part in parts))


def _hours(raw: str) -> tuple[float, ...]:
    try:
        found = tuple(float(part) for part in raw.split(","))
    except ValueError:
        found = ()
    if not found or not all(0 < hours <= 1_000 for hours in found) or list(found) != sorted(set(found)):
        raise ValueError("must be growing numbers of working hours, like 4,24")
    return found


def _days(raw: str) -> timedelta:
    if not raw.isdecimal() or not 0 < int(raw) <= 365:
        raise ValueError("must be a number of days from 1 to 365")
    return timedelta(days=int(raw))


def _working_hours(raw: str) -> _Schedule:
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
    return _Schedule(frozenset((first + day) % 7 for day in range(span + 1)), start, end)


def _holidays(raw: str) -> str | None:
    if not raw:
        return None
    country, _, subdivision = raw.partition("-")
    try:
        holidays.country_holidays(country, subdiv=subdivision or None)
    except NotImplementedError:
        raise ValueError("must be a country, or a country and subdivision, like US or US-CA") from None
    return raw


def _zone(raw: str) -> ZoneInfo:
    try:
        return ZoneInfo(raw)
    except (KeyError, ValueError, OSError):
        raise ValueError("must be a time zone like America/Chicago") from None
