"""A new deployment key: everything wrapped with the old one is wrapped again, with nothing running meanwhile.

While it lasts the key file holds both keys, and every part may be done twice: killed at any moment, the same command
finishes it, and until then everything opens. Also here: whether a key fits a database at all."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Table, bindparam, select, text, update

from storage import checkpoints, core, files, triggers
from storage.engine import Database
from storage.errors import KeyDoesNotFit, SealBroken, StillRunning
from storage.tables import LedgerRow
from storage.transaction import Transaction
from storage.vault import Vault

_KEY = 32
_PAGE = 500
#: So many of the newest are tried before a key is said not to fit: a single one may have been changed.
_TRIED = 20
_LEAVING_SECONDS = 2.0
_ledger = LedgerRow.__table__
_report = core.report.c
_PAYLOADS = select(_ledger.c.number, _ledger.c.payload_key).where(_ledger.c.payload_key.is_not(None))
_WRAPS = select(_report.id, _report.deployment_wrap).where(_report.deployment_wrap.is_not(None))
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND backend_type = 'client backend'"
)


class Rotated(NamedTuple):
    """How many keys of records and of reports were wrapped again, and how many open with no key and were left."""

    records: int
    reports: int
    broken: int


def require_fitting(tx: Transaction, key_file: Path, about: Callable[[int], str]) -> None:
    """Raises KeyDoesNotFit when things were sealed and none of the newest opens. `about` is what the key of a report,
    given its id, was wrapped as."""
    payloads = tx.execute(_PAYLOADS.order_by(_ledger.c.number.desc()).limit(_TRIED)).all()
    wraps = tx.execute(_WRAPS.limit(_TRIED)).all()
    tried = [
        *(_opens(tx.vault.rewrap, row.payload_key) for row in payloads),
        *(_opens(tx.vault.unwrap, row.deployment_wrap, about(row.id)) for row in wraps),
    ]
    if tried and not any(tried):
        raise KeyDoesNotFit(key_file)


def rotate(url: str, key_file: Path, checkpoints_file: Path, about: Callable[[int], str]) -> Rotated:
    """Makes a new key and wraps everything with it; raises DatabaseInUse or StillRunning while anything else runs, and
    KeyDoesNotFit."""
    vault = Vault.load(key_file)
    db = Database.open(url, vault)
    try:
        _require_alone(db)
        db.call(require_fitting, key_file, about)
        if vault.before is None:
            old = key_file.read_bytes()[:_KEY]
            files.replace(key_file, os.urandom(_KEY) + vault.receipt_salt() + old)
            vault = Vault.load(key_file)
        done = db.call(_rewrap, vault, about)
        checkpoints.sign_again(vault, checkpoints_file)
        files.replace(key_file, key_file.read_bytes()[: 2 * _KEY])
    finally:
        db.close()
    return done


def _require_alone(db: Database) -> None:
    # A SQLite file is locked by whoever opened it. PostgreSQL needs a moment to see that somebody left.
    until = time.monotonic() + _LEAVING_SECONDS
    while db.call(_others):
        if time.monotonic() > until:
            raise StillRunning
        time.sleep(0.05)


def _others(tx: Transaction) -> int:
    return int(tx.execute(_OTHERS).scalar_one()) if tx.dialect == "postgresql" else 0


def _rewrap(tx: Transaction, vault: Vault, about: Callable[[int], str]) -> Rotated:
    if tx.dialect == "postgresql":
        tx.connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        tx.connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
    triggers.unprotect(tx.connection, (triggers.LEDGER,))
    records, broken_records = _each(tx, _ledger, "number", "payload_key", lambda wrapped, _: vault.rewrap(wrapped))
    triggers.protect(tx.connection, (triggers.LEDGER,))

    def again(wrapped: bytes, id: int) -> bytes:
        return vault.wrap(vault.unwrap(wrapped, about(id)), about(id))

    reports, broken_reports = _each(tx, core.report, "id", "deployment_wrap", again)
    return Rotated(records, reports, broken_records + broken_reports)


def _each(
    tx: Transaction, table: Table, key: str, column: str, rewrap: Callable[[bytes, int], bytes]
) -> tuple[int, int]:
    """Wraps one column again, a page at a time; returns how many it did, and how many do not open."""
    id, wrapped = table.c[key], table.c[column]
    page = (
        select(id.label("id"), wrapped.label("wrapped"))
        .where(id > bindparam("after"), wrapped.is_not(None))
        .order_by(id)
        .limit(_PAGE)
    )
    change = update(table).where(id == bindparam("which")).values({column: bindparam("wrap")})
    done, broken, after = 0, 0, 0
    while rows := tx.execute(page, {"after": after}).all():
        after = rows[-1].id
        found = [(row.id, _wrapped(rewrap, row.wrapped, row.id)) for row in rows]
        changes = [{"which": which, "wrap": wrap} for which, wrap in found if wrap is not None]
        if changes:
            tx.execute(change, changes)
        done, broken = done + len(changes), broken + len(rows) - len(changes)
    return done, broken


def _wrapped(rewrap: Callable[[bytes, int], bytes], wrapped: bytes, id: int) -> bytes | None:
    try:
        return rewrap(wrapped, id)
    except SealBroken:
        return None


def _opens(open: Callable[..., bytes], *sealed: object) -> bool:
    try:
        open(*sealed)
    except SealBroken:
        return False
    return True
