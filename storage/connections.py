"""How both databases are opened, and which of their errors mean "the same call again"."""

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Engine, ExceptionContext, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError

from storage.errors import DatabaseNotAFile

_BOTH = ("busy_timeout = 10000", "trusted_schema = OFF")
_READING = (*_BOTH, "query_only = ON")
_WRITING = (
    *_BOTH,
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "secure_delete = ON",
    # Without it INSERT OR REPLACE deletes rows without asking the triggers that forbid it.
    "recursive_triggers = ON",
)
# A replica frozen inside a transaction would stop every other one.
_POSTGRES_SETTINGS = (
    "SET idle_in_transaction_session_timeout = '10s'",
    "SET lock_timeout = '5s'",
    "SET statement_timeout = '30s'",
    "SET TIME ZONE 'UTC'",
)
_CONNECT_SECONDS = 5
# Serialization failure, deadlock, lock timeout.
_POSTGRES_AGAIN = {"40001", "40P01", "55P03"}
_UNIQUE_VIOLATION = "23505"
# Rows another transaction may make between this one's look and its write; the next look finds them.
_RACED = {
    "pk_blob",
    "pk_conversation",
    "pk_course",
    "pk_tray_file",
    "uq_identity_platform_external_id",
    "uq_revision_submission_key",
    "pk_report",
    "uq_outbox_waiting",
    "uq_progress_open",
    "uq_role_grant_standing",
}
# The class whose messages quote the value itself.
_DATA_EXCEPTION = "22"


def parse(url: str) -> URL:
    """Reads a database URL, or says which kinds are known."""
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite" and parsed.database not in (None, "", ":memory:"):
        return parsed
    if backend == "postgresql":
        return parsed
    raise DatabaseNotAFile


def file_of(url: URL) -> Path | None:
    """The SQLite file behind a URL; None on PostgreSQL."""
    return Path(url.database or "") if url.get_backend_name() == "sqlite" else None


def create_file(path: Path) -> None:
    """Makes an empty database file that only its owner can read, unless there is one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def make_engine(url: URL, size: int, read_only: bool = False) -> Engine:
    """An engine of at most `size` connections, set up the way everything here relies on."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, size, read_only)
    return _postgres(url, size, read_only)


def again(error: Exception) -> bool:
    """Tells whether the database refused only because of what others were doing: the whole call may be repeated."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.OperationalError):
        # The low byte is the primary code; SQLITE_BUSY_SNAPSHOT and its kin are variants of SQLITE_BUSY.
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    state = getattr(cause, "sqlstate", None)
    raced = state == _UNIQUE_VIOLATION and _constraint(cause) in _RACED
    return raced or state in _POSTGRES_AGAIN


def _sqlite(url: URL, size: int, read_only: bool) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=size,
        max_overflow=0,
        connect_args={"check_same_thread": False},
        # Every transaction here is committed or rolled back where it began; another rollback would only cost.
        pool_reset_on_return=None,
    )
    begin = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "connect")
    def set_up(connection: sqlite3.Connection, _record: Any) -> None:
        # The driver's own BEGIN comes too late, after the first read: two such transactions lose updates.
        connection.isolation_level = None
        for pragma in _READING if read_only else _WRITING:
            connection.execute(f"PRAGMA {pragma}")

    # Not a listener: one on the engine makes every statement look for listeners of its own.
    def start(dbapi_connection: Any) -> None:
        dbapi_connection.execute(begin)

    engine.dialect.do_begin = start  # type: ignore[method-assign]
    return engine


def _postgres(url: URL, size: int, read_only: bool) -> Engine:
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=size,
        max_overflow=0,
        connect_args={"connect_timeout": _CONNECT_SECONDS},
    )

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        for setting in _POSTGRES_SETTINGS:
            connection.execute(setting)
        if read_only:
            connection.execute("SET default_transaction_read_only = on")
        connection.commit()

    @event.listens_for(engine, "handle_error")
    def hide_values(context: ExceptionContext) -> None:
        # The server quotes whole rows in its details, so `hide_parameters` alone hides nothing.
        original = context.original_exception
        state = getattr(original, "sqlstate", None)
        if state is None:
            return
        quoting = state.startswith(_DATA_EXCEPTION)
        terse = state if quoting else f"{state} {original.diag.message_primary}"  # type: ignore[attr-defined]
        original.args = (terse,)
        if context.sqlalchemy_exception is not None:
            context.sqlalchemy_exception.args = (terse,)

    return engine


def _constraint(error: BaseException | None) -> str | None:
    return getattr(getattr(error, "diag", None), "constraint_name", None)
