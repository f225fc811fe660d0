"""A log that cannot tell on anybody: one line per event, made only of what is on a list.

Libraries log whole request bodies and API answers, and child loggers bypass the root's filters, so it is the one
handler that decides. Our own records: the fixed sentence and the fields below. Everybody else's: logger, level, place
and exception type.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any

_OURS = frozenset({"bot", "handlers", "storage"})
#: Fields our own records may carry in `extra`: ids, codes and counts, never what somebody typed or is called.
FIELDS = ("reference", "listener", "topic", "delivery", "attempt", "platform", "code", "count", "port", "path")
_HARMLESS = re.compile(r"[\w.:/@-]{0,200}")


def set_up(level: str, form: str) -> None:
    """Sends every record of the process through the handler below."""
    handler = SafeHandler(form)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)


class SafeHandler(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes to stderr; `form` is `human` or `json`."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self._as_json = form == "json"

    def format(self, record: logging.LogRecord) -> str:
        """One line, whatever the record holds."""
        fields = line(record)
        if self._as_json:
            return json.dumps(fields, ensure_ascii=True)
        head = f"{fields.pop('at')} {fields.pop('level'):<7} {fields.pop('logger')} {fields.pop('event', '')}".rstrip()
        return " ".join([head, *(f"{name}={value}" for name, value in fields.items())])


def line(record: logging.LogRecord) -> dict[str, Any]:
    """What may be said about a record."""
    fields: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": _harmless(record.name),
    }
    if record.name.split(".", 1)[0] in _OURS:
        # The sentence as written in the source: arguments are never filled in.
        fields["event"] = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
        fields |= {name: _harmless(getattr(record, name)) for name in FIELDS if hasattr(record, name)}
    else:
        fields["place"] = f"{PurePath(record.pathname).name}:{record.lineno}"
    if record.exc_info and record.exc_info[0]:
        fields["exception"] = record.exc_info[0].__name__
        fields["raised"] = _raised(record.exc_info[2])
    return fields


def _harmless(value: object) -> object:
    if isinstance(value, int | float):
        return value
    text = str(value)
    return text if _HARMLESS.fullmatch(text) else "(withheld)"


def _raised(trace: Any) -> str:
    frames = traceback.extract_tb(trace)
    return " < ".join(f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in reversed(frames[-4:]))
