"""The log lets nothing personal through, whoever writes it and at whatever level."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.logs import SafeHandler

_SECRET = "Maya Lindqvist told us about her root canal"


@pytest.fixture(params=["human", "json"])
def log(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What the root logger writes, everything let through by level."""
    handler = SafeHandler(request.param)
    written = io.StringIO()
    handler.setStream(written)
    root = logging.getLogger()
    before, root.handlers, level = root.handlers, [handler], root.level
    root.setLevel(logging.DEBUG)
    yield written
    root.handlers = before
    root.setLevel(level)


def test_libraries_may_say_where_but_never_what(log: io.StringIO) -> None:
    """Bolt logs whole bodies at a bad signature, its child loggers with the root's level."""
    child = logging.getLogger("slack_bolt.middleware.request_verification")
    child.setLevel(logging.DEBUG)
    child.info("Invalid request signature detected (body: %s)", _SECRET)
    child.warning(_SECRET)
    try:
        raise ValueError(_SECRET)
    except ValueError:
        logging.getLogger("aiohttp.server").exception(_SECRET)
    lines = log.getvalue().splitlines()
    assert len(lines) == 3
    assert "Maya" not in log.getvalue()
    assert "ValueError" in lines[2]
    assert "test_logs.py" in lines[0]


def test_our_own_records_say_a_fixed_sentence_and_known_fields(log: io.StringIO) -> None:
    ours = logging.getLogger("bot.worker")
    ours.warning("a delivery failed", extra={"delivery": 7, "code": "is_archived", "text": _SECRET})
    ours.warning("a delivery failed for %s", _SECRET)
    ours.warning("a delivery failed", extra={"code": _SECRET})
    shown = log.getvalue()
    assert "Maya" not in shown
    assert "is_archived" in shown
    assert "7" in shown
    assert "withheld" in shown


def test_an_exception_shows_its_type_and_place_only(log: io.StringIO) -> None:
    try:
        raise RuntimeError(_SECRET) from ValueError(_SECRET)
    except RuntimeError as error:
        logging.getLogger("bot.slack.desk").error("a request failed", extra={"reference": "ab12"}, exc_info=error)
    assert "Maya" not in log.getvalue()
    assert "RuntimeError" in log.getvalue()
    assert "ab12" in log.getvalue()


def test_one_line_an_event(log: io.StringIO) -> None:
    """Somebody who controls a logged value cannot forge a second event."""
    logging.getLogger("bot.worker").warning("a delivery failed", extra={"code": "x\n2026-01-01 ERROR forged"})
    logging.getLogger("evil\nname").error("x")
    assert all(line.startswith(("{", "2")) for line in log.getvalue().splitlines())
    assert len(log.getvalue().splitlines()) == 2


def test_json_lines_are_json() -> None:
    handler = SafeHandler("json")
    record = logging.LogRecord("bot.worker", logging.INFO, __file__, 1, "ready", (), None)
    record.port = 3000
    found = json.loads(handler.format(record))
    assert (found["event"], found["port"], found["level"]) == ("ready", 3000, "INFO")
