"""Threads on which whole calls run, each call in one transaction, and how SQLite's calls share a commit."""

import asyncio
import contextlib
import os
import random
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from storage import connections
from storage.errors import OutcomeUnknown
from storage.transaction import Transaction

R = TypeVar("R")
Job = Callable[[Transaction], R]

_ATTEMPTS = 7
_FIRST_PAUSE = 0.01
#: So many calls share one commit at most: more would let the first wait longer than the disk does.
_TOGETHER = 16


class Done(NamedTuple):
    """What a call returned, and whether the worker is to be woken."""

    result: Any
    wake: bool


class Lane:
    """An engine and the threads that use it."""

    def __init__(self, engine: Engine, threads: int, name: str, begin: Callable[[Connection], Transaction]) -> None:
        self._engine = engine
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._begin = begin

    async def run(self, job: Job[Any]) -> Done:
        """Runs a call; raises what it raises, then undone."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._transact, job)

    def call(self, job: Job[Any]) -> Done:
        """The same, blocking; never inside another call."""
        return self._threads.submit(self._transact, job).result()

    async def settle(self) -> None:
        """Leaves nothing behind of what was deleted; on PostgreSQL that is for VACUUM, and for whoever keeps its
        log."""

    def close(self) -> None:
        """Finishes the calls already made and refuses new ones. Twice is once."""
        self._threads.shutdown(wait=True)
        self._engine.dispose()

    def _transact(self, job: Job[Any]) -> Done:
        for attempt in count(1):
            try:
                with self._committed() as connection:
                    return _done(job, self._begin(connection))
            # The engine's begin hook speaks to the driver itself, so the driver's own errors come bare.
            except Exception as error:
                if attempt == _ATTEMPTS or not connections.again(error):
                    raise
            time.sleep(random.uniform(0.5, 1.0) * _FIRST_PAUSE * 2 ** (attempt - 1))
        raise AssertionError("counting has no end")

    @contextlib.contextmanager
    def _committed(self) -> Iterator[Connection]:
        with self._connection() as connection:
            transaction = connection.begin()
            try:
                yield connection
            except BaseException:
                # A connection lost meanwhile has rolled back already, and must not hide why.
                with contextlib.suppress(DBAPIError):
                    transaction.rollback()
                raise
            try:
                _commit(transaction.commit)
            except BaseException:
                # SQLite keeps a transaction open whose commit it refused: it must not meet the next call.
                self._discard(connection)
                raise

    def _connection(self) -> contextlib.AbstractContextManager[Connection]:
        return self._engine.connect()

    def _discard(self, connection: Connection) -> None:
        connection.invalidate()


@dataclass(eq=False)
class _Waiting:
    job: Job[Any]
    answer: asyncio.Future[Done]
    loop: asyncio.AbstractEventLoop


class SoleLane(Lane):
    """SQLite's: one thread, which keeps the one connection. Calls that wait while it is busy are committed together,
    each behind a savepoint of its own, so that they share what a commit costs the disk."""

    def __init__(self, engine: Engine, begin: Callable[[Connection], Transaction]) -> None:
        super().__init__(engine, 1, "database", begin)
        self._kept: Connection | None = None
        self._waiting: deque[_Waiting] = deque()

    async def run(self, job: Job[Any]) -> Done:
        loop = asyncio.get_running_loop()
        mine = _Waiting(job, loop.create_future(), loop)
        self._waiting.append(mine)
        try:
            self._threads.submit(self._turn)
        except RuntimeError:
            self._waiting.remove(mine)
            raise
        return await mine.answer

    async def settle(self) -> None:
        """Empties the log into the file, so that what was deleted or overwritten is in neither (`secure_delete`), and
        gives the files the time it is now, so that their times do not tell when something was written."""
        await asyncio.get_running_loop().run_in_executor(self._threads, self._empty_log)

    def close(self) -> None:
        self._threads.shutdown(wait=True)
        if self._kept is not None:
            self._kept.close()
        super().close()

    def _turn(self) -> None:
        taken = [self._waiting.popleft() for _ in range(min(_TOGETHER, len(self._waiting)))]
        # Whoever gave up before their turn is not served.
        served = [one for one in taken if not one.answer.cancelled()]
        if not served:
            return
        outcomes = self._together(served) if len(served) > 1 else None
        for one, outcome in zip(served, outcomes or map(self._alone, served), strict=True):
            one.loop.call_soon_threadsafe(_answer, one.answer, outcome)

    def _together(self, served: list[_Waiting]) -> list[Done | BaseException] | None:
        """What came of each; None when none of it was kept, so that each has to be tried alone."""
        try:
            with self._committed() as connection:
                return [self._apart(connection, one.job) for one in served]
        except Exception:
            return None

    def _apart(self, connection: Connection, job: Job[Any]) -> Done | BaseException:
        raw: Any = connection.connection.driver_connection
        raw.execute("SAVEPOINT one")
        outcome: Done | BaseException
        try:
            outcome = _done(job, self._begin(connection))
        except BaseException as error:
            raw.execute("ROLLBACK TO one")
            outcome = error
        raw.execute("RELEASE one")
        return outcome

    def _alone(self, one: _Waiting) -> Done | BaseException:
        try:
            return self._transact(one.job)
        except BaseException as error:
            return error

    def _connection(self) -> contextlib.AbstractContextManager[Connection]:
        if self._kept is None:
            self._kept = self._engine.connect()
        return contextlib.nullcontext(self._kept)

    def _discard(self, connection: Connection) -> None:
        super()._discard(connection)
        connection.close()
        self._kept = None

    def _empty_log(self) -> None:
        with self._connection() as connection:
            # Bare: inside a transaction, as SQLAlchemy would begin one, SQLite cannot do this.
            raw: Any = connection.connection.driver_connection
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        for ending in ("", "-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                os.utime(f"{self._engine.url.database}{ending}")


def _done(job: Job[Any], tx: Transaction) -> Done:
    return Done(job(tx), tx.wake)


def _commit(commit: Callable[[], None]) -> None:
    try:
        commit()
    except DBAPIError as error:
        # Repeating the call might then do it twice.
        if error.connection_invalidated:
            raise OutcomeUnknown from error
        raise


def _answer(answer: asyncio.Future[Done], outcome: Done | BaseException) -> None:
    if answer.done():
        return
    if isinstance(outcome, Done):
        answer.set_result(outcome)
    else:
        answer.set_exception(outcome)
