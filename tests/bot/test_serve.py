"""The program as it is run: ready, stopped in time, and its command line in words."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storage import ledger
from storage.engine import Database
from storage.vault import Vault

_ROOT = Path(__file__).parents[2]


def _environ(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "DATABASE_"))}
    database, key = folder / "database" / "bot.db", folder / "secrets" / "deployment.key"
    return {**kept, "DATABASE_URL": f"sqlite:///{database}", "SECRET_KEY_FILE": str(key), **more}


def _run(command: str, environ: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", command], env=environ, cwd=_ROOT, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("form", ["human", "json"])
def test_it_says_ready_and_stops_within_ten_seconds(tmp_path: Path, unused_tcp_port: int, form: str) -> None:
    environ = _environ(tmp_path, PORT=str(unused_tcp_port), LOG_FORMAT=form)
    arguments = [sys.executable, "-m", "bot", "serve"]
    with subprocess.Popen(arguments, env=environ, cwd=_ROOT, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        while "ready" not in (line := process.stderr.readline()):
            assert line, "it ended before it was ready"
        assert re.search(r"Max core file size +0 +0 ", Path(f"/proc/{process.pid}/limits").read_text())
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
        assert time.monotonic() - began < 10


def test_verify_answers_in_one_line(tmp_path: Path) -> None:
    """Exit 0 and one line when intact; what it finds otherwise is tested with the ledger."""
    environ = _environ(tmp_path)
    assert _run("migrate", environ).returncode == 0
    (tmp_path / "secrets").mkdir(exist_ok=True)
    (tmp_path / "secrets" / "deployment.key").write_bytes(b"k" * 32)
    found = _run("verify", environ)
    assert (found.returncode, found.stdout) == (0, "0 entries intact\n")


def test_wrong_settings_are_named_and_nothing_starts(tmp_path: Path) -> None:
    found = _run("serve", _environ(tmp_path, PORT="none", LOG_LEVEL="loud"))
    assert found.returncode == 1
    assert "PORT" in found.stderr
    assert "LOG_LEVEL" in found.stderr
    assert "Traceback" not in found.stderr


@pytest.mark.parametrize("command", ["serve", "verify"])
def test_a_key_that_does_not_fit_is_said_and_nothing_starts(tmp_path: Path, command: str) -> None:
    """Also one made just now because the file was missing: not later, when somebody opens a report."""
    environ = _environ(tmp_path)
    assert _run("migrate", environ).returncode == 0
    db = Database.open(environ["DATABASE_URL"], Vault(b"k" * 32))
    db.call(ledger.append, "test:thing:done", "thing", None, "system", {})
    db.close()
    found = _run(command, environ)
    assert found.returncode == 1
    assert "Put the right key file back" in found.stderr
    assert "Traceback" not in found.stderr
