"""A new deployment key: everything opens with it, nothing with the old one, and no moment to be killed at loses any."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import core, envelopes, ledger, receipts, rotation
from storage.engine import Database
from storage.errors import KeyDoesNotFit, SealBroken
from storage.rotation import Rotated
from storage.transaction import Transaction
from storage.vault import Vault

CODE = "7KQ40MX1D7ZHN649"
OLD = b"k" * 32
_ROOT = Path(__file__).parents[2]


def about(id: int) -> str:
    return f"report {id} key"


@contextmanager
def opened(url: str, key: Path) -> Iterator[Database]:
    db = Database.open(url, Vault.load(key))
    try:
        yield db
    finally:
        db.close()


def _fill(tx: Transaction) -> None:
    for number in range(3):
        ledger.append(tx, "test:thing:done", "thing", None, "system", {"number": number})
    for id in (7, 8):
        wrapped = tx.vault.wrap(envelopes.new_key(), about(id))
        tx.execute(core.report.insert(), {"id": id, "deployment_wrap": wrapped, "state": "received"} | _REST)


_REST = {"officers_only": False, "escalated": False, "disposition": ""}


@pytest.fixture
def key(url: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The key file of a database with three records and two reports, and a checkpoint beside it."""
    path = Path(tmp_path_factory.mktemp("secrets")) / "deployment.key"
    path.write_bytes(OLD)
    with opened(url, path) as db:
        db.call(_fill)
        assert db.call(ledger.checkpoint, path.with_name("checkpoints.jsonl"))
    return path


def rotate(url: str, key: Path, bound: object = about) -> Rotated:
    return rotation.rotate(url, key, key.with_name("checkpoints.jsonl"), bound)  # type: ignore[arg-type]


def _report_keys(tx: Transaction) -> list[bytes]:
    rows = tx.execute(text("SELECT id, deployment_wrap FROM report ORDER BY id")).all()
    return [tx.vault.unwrap(row.deployment_wrap, about(row.id)) for row in rows]


def whole(url: str, key: Path) -> list[bytes]:
    """The keys of the reports; every record opens too, and the checkpoint is this deployment's."""
    with opened(url, key) as db:
        verdict = db.call(ledger.verify, key.with_name("checkpoints.jsonl"))
        assert (verdict.ok, verdict.count) == (True, 3), verdict.problem
        db.call(rotation.require_fitting, key, about)
        return db.call(_report_keys)


def test_everything_opens_with_the_new_key_and_nothing_with_the_old(url: str, key: Path) -> None:
    """The records' triggers stand again, and receipts work as before."""
    before, receipt = whole(url, key), receipts.derive(Vault.load(key), CODE)
    assert rotate(url, key) == Rotated(records=3, reports=2, broken=0)
    assert whole(url, key) == before
    assert receipts.derive(Vault.load(key), CODE) == receipt
    assert len(key.read_bytes()) == 64
    assert key.stat().st_mode & 0o777 == 0o600
    with opened(url, key) as db, pytest.raises(Exception, match="append-only"):
        db.call(lambda tx: tx.connection.exec_driver_sql("DELETE FROM ledger"))
    stale = key.with_name("old.key")
    stale.write_bytes(OLD)
    with opened(url, stale) as db:
        with pytest.raises(SealBroken):
            db.call(ledger.entries)
        with pytest.raises(KeyDoesNotFit, match="from your backup"):
            db.call(rotation.require_fitting, stale, about)
    rotate(url, key)
    assert whole(url, key) == before
    assert receipts.derive(Vault.load(key), CODE) == receipt


def test_an_end_half_way_loses_nothing(url: str, key: Path) -> None:
    """Before the transaction stands: the database is as it was, both keys are there, and what is written meanwhile
    opens too. After it, before the old key is given up: the same."""
    before = whole(url, key)
    calls = iter(range(100))

    def killed(id: int) -> str:
        # Asking whether the key fits takes the first two, each report two more.
        if next(calls) == 4:
            raise KeyboardInterrupt
        return about(id)

    with pytest.raises(KeyboardInterrupt):
        rotate(url, key, killed)
    assert len(key.read_bytes()) == 96
    assert whole(url, key) == before
    both = key.read_bytes()
    rotate(url, key)
    assert key.read_bytes() == both[:64]
    key.write_bytes(both)
    assert whole(url, key) == before
    rotate(url, key)
    assert whole(url, key) == before


def test_what_opens_with_no_key_is_left_and_counted(url: str, key: Path) -> None:
    with opened(url, key) as db:
        db.call(lambda tx: tx.execute(core.report.update().where(core.report.c.id == 7), {"deployment_wrap": b"x"}))
    assert rotate(url, key) == Rotated(records=3, reports=1, broken=1)


def test_nothing_is_replaced_while_anything_runs(url: str, key: Path) -> None:
    """Whoever runs on with the old key would seal what nobody can open later."""
    with opened(url, key) as db:
        db.call(ledger.entries)
        environ = {**os.environ, "DATABASE_URL": url, "SECRET_KEY_FILE": str(key)}
        command = [sys.executable, "-m", "bot", "rotate-key"]
        refused = subprocess.run(command, env=environ, cwd=_ROOT, capture_output=True, text=True, check=False)
        assert refused.returncode == 1
        assert "stop" in refused.stderr
        assert key.read_bytes() == OLD
    done = subprocess.run(command, env=environ, cwd=_ROOT, capture_output=True, text=True, check=False)
    assert done.stdout.startswith("There is a new deployment key, and 3 records and 2 reports open with it. Back the")


def test_a_key_that_does_not_fit_is_not_replaced(url: str, key: Path) -> None:
    """Also one made just now because the file was missing; on an empty database any key fits."""
    key.unlink()
    with pytest.raises(KeyDoesNotFit, match="no receipt works"):
        rotate(url, key)
    assert len(key.read_bytes()) == 32
    assert key.read_bytes() != OLD


def test_an_empty_database_fits_every_key(url: str, tmp_path: Path) -> None:
    with opened(url, tmp_path / "secrets" / "any.key") as db:
        db.call(rotation.require_fitting, tmp_path, about)
