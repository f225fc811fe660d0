"""The database as the rest of the program sees it: whole calls, each in one transaction, off the event loop."""

import asyncio
import functools
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from storage import connections, filelock
from storage.errors import StorageError
from storage.lanes import Done, Lane, SoleLane
from storage.transaction import Transaction
from storage.vault import Vault

P = ParamSpec("P")
R = TypeVar("R")
Clock = Callable[[], datetime]

_POSTGRES_USE_CASES = 4
_POSTGRES_DISPATCH = 2
_HEALTHY_SECONDS = 2.0
_DATABASE_TIME = select(func.now())


def utc_now() -> datetime:
    """The moment it is, aware, in UTC."""
    return datetime.now(UTC)


def _nothing() -> None:
    return


class Database:
    """Runs sync functions `fn(tx, …)`, each in one transaction: committed when it returns, undone when it raises.

    A function may run again from its start when the database was busy with others, so it must do nothing but database
    work. `on_wake` is called after every commit whose `tx.wake` is true, on the event loop that awaited it, or
    for `call` on the calling thread.
    """

    def __init__(self, use_cases: Lane, dispatcher: Lane, clock: Clock) -> None:
        self.clock = clock
        self.on_wake: Callable[[], None] = _nothing
        self._use_cases = use_cases
        self._dispatcher = dispatcher
        self._release: Callable[[], None] = _nothing

    @classmethod
    def open(cls, url: str, vault: Vault, clock: Clock = utc_now, *, read_only: bool = False) -> "Database":
        """Opens the database; a SQLite file is taken for this process alone, unless it is only read."""
        parsed = connections.parse(url)
        file = connections.file_of(parsed)
        begin = functools.partial(_begin, vault, _moment(file is None, clock))
        if file is None:
            use_cases = connections.make_engine(parsed, _POSTGRES_USE_CASES, read_only)
            dispatch = connections.make_engine(parsed, _POSTGRES_DISPATCH, read_only)
            lane = Lane(use_cases, _POSTGRES_USE_CASES, "use-case", begin)
            return cls(lane, Lane(dispatch, _POSTGRES_DISPATCH, "dispatch", begin), clock)
        release = _nothing
        if not read_only:
            connections.create_file(file)
            release = functools.partial(filelock.release, filelock.acquire(file))
        sole = SoleLane(connections.make_engine(parsed, 1, read_only), begin)
        database = cls(sole, sole, clock)
        database._release = release
        return database

    async def run(self, fn: Callable[Concatenate[Transaction, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs a use case."""
        found: R = self._woken(await self._use_cases.run(lambda tx: fn(tx, *args, **kwargs)))
        return found

    async def dispatch(self, fn: Callable[Concatenate[Transaction, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs the worker's part, which on PostgreSQL never waits for use cases, nor they for it."""
        found: R = self._woken(await self._dispatcher.run(lambda tx: fn(tx, *args, **kwargs)))
        return found

    def call(self, fn: Callable[Concatenate[Transaction, P], R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs a use case and blocks until it is done: for the command line and tests, never inside another call."""
        found: R = self._woken(self._use_cases.call(lambda tx: fn(tx, *args, **kwargs)))
        return found

    async def settle(self) -> None:
        """Leaves nothing in SQLite's files of what was deleted, nor the times at which something was written."""
        await self._use_cases.settle()

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

    def _woken(self, done: Done) -> Any:
        if done.wake:
            self.on_wake()
        return done.result


def _begin(vault: Vault, moment: Callable[[Connection], datetime], connection: Connection) -> Transaction:
    return Transaction(connection, vault, moment)


def _moment(postgres: bool, clock: Clock) -> Callable[[Connection], datetime]:
    # Replicas whose clocks differ would take each other's leases: on PostgreSQL the server's time counts.
    return _server_time if postgres and clock is utc_now else lambda _: clock()


def _server_time(connection: Connection) -> datetime:
    moment: datetime = connection.execute(_DATABASE_TIME).scalar_one()
    return moment.astimezone(UTC)


def _answer(tx: Transaction) -> None:
    tx.connection.exec_driver_sql("SELECT 1")
