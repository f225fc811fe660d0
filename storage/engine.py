"""The database as the rest of the program sees it: whole calls, each in one transaction, off the event loop."""

import asyncio
import contextlib
import functools
import os
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from storage import connections, filelock
from storage.errors import OutcomeUnknown, StorageError
from storage.transaction import Transaction
from storage.vault import Vault

P = ParamSpec("P")
R = TypeVar("R")
Clock = Callable[[], datetime]

_ATTEMPTS = 7
_FIRST_PAUSE = 0.01
_POSTGRES_USE_CASES = 4
_POSTGRES_DISPATCH = 2
_HEALTHY_SECONDS = 2.0
_DATABASE_TIME = select(func.now())


def utc_now() -> datetime:
    """The moment it is, aware, in UTC."""
    return datetime.now(UTC)


def _nothing() -> None:
    return


class _Lane:
    """An engine and the threads that use it."""

    def __init__(self, engine: Engine, threads: int, name: str) -> None:
        self.engine = engine
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._alone = threads == 1
        self._kept: Connection | None = None

    def connection(self) -> contextlib.AbstractContextManager[Connection]:
        """A connection to use on the calling thread of this lane. The only thread keeps the only connection."""
        if not self._alone:
            return self.engine.connect()
        if self._kept is None:
            self._kept = self.engine.connect()
        return contextlib.nullcontext(self._kept)

    def discard(self, connection: Connection) -> None:
        """Gives up a connection whose state nobody knows."""
        connection.invalidate()
        if self._kept is connection:
            connection.close()
            self._kept = None

    def close(self) -> None:
        self.threads.shutdown(wait=True)
        if self._kept is not None:
            self._kept.close()
        self.engine.dispose()


class Database:
    """Runs sync functions `fn(tx, …)`, each in one transaction: committed when it returns, undone when it raises.

    A function may run again from its start when the database was busy with others, so it must do nothing but database
    work. `on_wake` is called after every commit whose `tx.wake` is true, on the event loop that awaited it, or
    for `call` on the calling thread.
    """

    def __init__(self, use_cases: _Lane, dispatcher: _Lane, vault: Vault, clock: Clock) -> None:
        self.vault = vault
        self.clock = clock
        self.on_wake: Callable[[], None] = _nothing
        self._use_cases = use_cases
        self._dispatcher = dispatcher
        self._release: Callable[[], None] = _nothing
        # Replicas whose clocks differ would take each other's leases: on PostgreSQL the server's time counts.
        by_server = use_cases.engine.dialect.name == "postgresql" and clock is utc_now
        self._moment = _server_time if by_server else self._clock_time

    @classmethod
    def open(cls, url: str, vault: Vault, clock: Clock = utc_now, *, read_only: bool = False) -> "Database":
        """Opens the database; a SQLite file is taken for this process alone, unless it is only read."""
        parsed = connections.parse(url)
        file = connections.file_of(parsed)
        if file is None:
            use_cases = connections.make_engine(parsed, _POSTGRES_USE_CASES, read_only)
            dispatch = connections.make_engine(parsed, _POSTGRES_DISPATCH, read_only)
            lane = _Lane(use_cases, _POSTGRES_USE_CASES, "use-case")
            return cls(lane, _Lane(dispatch, _POSTGRES_DISPATCH, "dispatch"), vault, clock)
        release = _nothing
        if not read_only:
            connections.create_file(file)
            release = functools.partial(filelock.release, filelock.acquire(file))
        lane = _Lane(connections.make_engine(parsed, 1, read_only), 1, "database")
        database = cls(lane, lane, vault, clock)
        database._release = release
        return database

    async def run(self, fn: Callable[Concatenate[Transaction, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs a use case."""
        return await self._awaited(self._use_cases, lambda tx: fn(tx, *args, **kwargs))

    async def dispatch(self, fn: Callable[Concatenate[Transaction, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs the worker's part, which on PostgreSQL never waits for use cases, nor they for it."""
        return await self._awaited(self._dispatcher, lambda tx: fn(tx, *args, **kwargs))

    def call(self, fn: Callable[Concatenate[Transaction, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs a use case and blocks until it is done: for the command line and tests, never inside another call."""
        lane = self._use_cases
        return self._woken(*lane.threads.submit(self._transact, lane, lambda tx: fn(tx, *args, **kwargs)).result())

    async def settle(self) -> None:
        """Empties SQLite's log into the file, so that what was deleted or overwritten is in neither (`secure_delete`),
        and gives its files the time it is now, so that their times do not tell when something was written. On
        PostgreSQL that is for VACUUM and for whoever keeps its log."""
        lane = self._use_cases
        if lane.engine.dialect.name == "sqlite":
            await asyncio.get_running_loop().run_in_executor(lane.threads, _empty_log, lane)

    async def healthy(self) -> bool:
        """Tells whether the database answers within two seconds."""
        try:
            async with asyncio.timeout(_HEALTHY_SECONDS):
                await self.run(_answer)
        except (SQLAlchemyError, StorageError, TimeoutError, RuntimeError):
            return False
        return True

    def close(self) -> None:
        """Finishes the calls already made, refuses new ones, gives the file back. Closing twice does nothing."""
        self._use_cases.close()
        self._dispatcher.close()
        release, self._release = self._release, _nothing
        release()

    async def _awaited(self, lane: _Lane, job: Callable[[Transaction], R]) -> R:
        # The wake-up travels with the result: each crossing between threads costs as much as two statements.
        loop = asyncio.get_running_loop()
        return self._woken(*await loop.run_in_executor(lane.threads, self._transact, lane, job))

    def _woken(self, result: R, wanted: bool) -> R:
        if wanted:
            self.on_wake()
        return result

    def _transact(self, lane: _Lane, job: Callable[[Transaction], R]) -> tuple[R, bool]:
        for attempt in count(1):
            try:
                return self._once(lane, job)
            # The engine's begin hook speaks to the driver itself, so the driver's own errors come bare.
            except Exception as error:
                if attempt == _ATTEMPTS or not connections.again(error):
                    raise
            time.sleep(random.uniform(0.5, 1.0) * _FIRST_PAUSE * 2 ** (attempt - 1))
        raise AssertionError("counting has no end")

    def _once(self, lane: _Lane, job: Callable[[Transaction], R]) -> tuple[R, bool]:
        with lane.connection() as connection:
            transaction = connection.begin()
            tx = Transaction(connection, self.vault, self._moment)
            try:
                result = job(tx)
            except BaseException:
                # A connection lost meanwhile has rolled back already, and must not hide why.
                with contextlib.suppress(DBAPIError):
                    transaction.rollback()
                raise
            try:
                _commit(transaction.commit)
            except BaseException:
                # SQLite keeps a transaction open whose commit it refused: it must not meet the next call.
                lane.discard(connection)
                raise
            return result, tx.wake

    def _clock_time(self, _connection: Connection) -> datetime:
        return self.clock()


def _server_time(connection: Connection) -> datetime:
    moment: datetime = connection.execute(_DATABASE_TIME).scalar_one()
    return moment.astimezone(UTC)


def _commit(commit: Callable[[], None]) -> None:
    try:
        commit()
    except DBAPIError as error:
        # Repeating the call might then do it twice.
        if error.connection_invalidated:
            raise OutcomeUnknown from error
        raise


def _empty_log(lane: _Lane) -> None:
    with lane.connection() as connection:
        # Bare: inside a transaction, as SQLAlchemy would begin one, SQLite cannot do this.
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    for ending in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.utime(f"{lane.engine.url.database}{ending}")


def _answer(tx: Transaction) -> None:
    tx.connection.exec_driver_sql("SELECT 1")
