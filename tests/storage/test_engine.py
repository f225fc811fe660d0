import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import func, make_url, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from storage import migrate
from storage.engine import Database, utc_now
from storage.errors import DatabaseInUse, OutcomeUnknown
from storage.tables import Identity, Person
from storage.transaction import Transaction
from storage.vault import Vault

_person = Person.__table__


def add(tx: Transaction, name: str = "Ada") -> int:
    """A use case: adds a person and returns the id."""
    row = tx.execute(_person.insert().returning(_person.c.id), {"name": name, "seen_at": tx.now})
    found: int = row.scalar_one()
    return found


def count(tx: Transaction) -> int:
    """A use case: counts the people."""
    found: int = tx.execute(select(func.count()).select_from(_person)).scalar_one()
    return found


@pytest.fixture
def postgres(postgres_url: str, vault: Vault) -> Iterator[Database]:
    database = Database.open(postgres_url, vault)
    yield database
    database.close()


class TestCalls:
    async def test_what_returns_is_kept(self, db: Database) -> None:
        assert await db.run(add, name="Eve") == 1
        assert await db.dispatch(count) == 1
        assert db.call(count) == 1

    async def test_what_raises_is_undone(self, db: Database) -> None:
        def broken(tx: Transaction) -> None:
            add(tx)
            raise LookupError

        with pytest.raises(LookupError):
            await db.run(broken)
        assert await db.run(count) == 0

    async def test_many_at_once_lose_no_update(self, db: Database) -> None:
        await db.run(add, "0")

        def increment(tx: Transaction) -> None:
            name = tx.execute(select(_person.c.name).with_for_update()).scalar_one()
            tx.execute(_person.update().values(name=str(int(name) + 1)))

        await asyncio.gather(*(db.run(increment) if n % 2 else db.dispatch(increment) for n in range(100)))
        assert db.call(lambda tx: tx.execute(select(_person.c.name)).scalar_one()) == "100"

    async def test_a_call_given_up_by_its_caller_is_still_whole(self, db: Database, url: str, vault: Vault) -> None:
        started, go_on = threading.Event(), threading.Event()

        def slow(tx: Transaction) -> None:
            add(tx)
            started.set()
            assert go_on.wait(10)
            add(tx)

        call = asyncio.create_task(db.run(slow))
        await asyncio.to_thread(started.wait, 10)
        call.cancel()
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await call
        db.close()
        again = Database.open(url, vault)
        assert again.call(count) == 2
        again.close()

    async def test_the_event_loop_goes_on_meanwhile(self, db: Database) -> None:
        go_on = threading.Event()
        call = asyncio.create_task(db.run(lambda tx: go_on.wait(10)))
        await asyncio.sleep(0)
        go_on.set()
        assert await call

    async def test_use_cases_and_dispatcher_do_not_wait_for_each_other(self, postgres: Database) -> None:
        go_on = threading.Event()
        calls = [asyncio.create_task(postgres.run(lambda tx: go_on.wait(10))) for _ in range(8)]
        assert await postgres.dispatch(count) == 0
        go_on.set()
        assert await asyncio.gather(*calls) == [True] * 8


class TestMoments:
    def test_a_call_has_one_moment(self, db: Database, clock: Any) -> None:
        def moments(tx: Transaction) -> list[datetime]:
            first = tx.now
            clock.forward(timedelta(hours=1))
            return [first, tx.now]

        start = clock()
        assert db.call(moments) == [start, start]
        assert db.clock() == start + timedelta(hours=1)

    def test_moments_come_back_aware_in_utc(self, db: Database) -> None:
        moment = datetime(2026, 3, 2, 9, 30, 0, 123456, timezone(timedelta(hours=-5)))
        db.call(lambda tx: tx.execute(_person.insert(), {"name": "Ada", "seen_at": moment}).close())
        found = db.call(lambda tx: tx.execute(select(_person.c.seen_at)).scalar_one())
        assert found == moment
        assert found.tzinfo is UTC

    def test_moments_sort(self, db: Database, clock: Any) -> None:
        moments = [clock() + timedelta(microseconds=n) for n in (5, 0, 999_999, 1_000_000, -1)]
        rows = [{"name": "Ada", "seen_at": moment} for moment in moments]
        db.call(lambda tx: tx.execute(_person.insert(), rows).close())
        found = db.call(lambda tx: tx.execute(select(_person.c.seen_at).order_by(_person.c.seen_at)).scalars().all())
        assert found == sorted(moments)

    def test_a_naive_moment_is_refused(self, db: Database) -> None:
        with pytest.raises(Exception, match="a moment needs its zone"):
            db.call(lambda tx: tx.execute(_person.insert(), {"name": "Ada", "seen_at": datetime(2026, 3, 2)}))  # noqa: DTZ001

    def test_the_servers_time_counts_on_postgresql(self, postgres: Database) -> None:
        server = postgres.call(lambda tx: (tx.now, tx.execute(select(func.now())).scalar_one()))
        assert server[0] == server[1]
        assert server[0].tzinfo is UTC

    def test_now_is_now(self) -> None:
        assert abs(utc_now() - datetime.now(UTC)) < timedelta(seconds=5)


class TestWaking:
    async def test_the_event_loop_is_told_after_the_commit(self, db: Database) -> None:
        woken = asyncio.Event()
        threads: list[int] = []
        db.on_wake = lambda: (threads.append(threading.get_ident()), woken.set())[1]

        def enqueue(tx: Transaction) -> None:
            add(tx)
            tx.wake = True

        await db.run(enqueue)
        await asyncio.wait_for(woken.wait(), 10)
        assert threads == [threading.get_ident()]
        assert await db.run(count) == 1

    async def test_nobody_is_told_of_what_wakes_nobody(self, db: Database) -> None:
        woken: list[bool] = []
        db.on_wake = lambda: woken.append(True)
        await db.run(add)
        await db.dispatch(add)
        assert woken == []


class TestRepeating:
    def test_a_serialization_failure_repeats_the_whole_call(self, postgres: Database, postgres_url: str) -> None:
        postgres.call(add, "0")
        seen: list[str] = []

        def increment(tx: Transaction) -> None:
            tx.connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            seen.append(tx.execute(select(_person.c.name)).scalar_one())
            if len(seen) == 1:
                with _raw(postgres_url) as other:
                    other.execute("UPDATE person SET name = '7'")
            tx.execute(_person.update().values(name=str(int(seen[-1]) + 1)))

        postgres.call(increment)
        assert seen == ["0", "7"]
        assert postgres.call(lambda tx: tx.execute(select(_person.c.name)).scalar_one()) == "8"

    def test_a_deadlock_repeats_the_one_that_lost(self, postgres: Database) -> None:
        postgres.call(lambda tx: [add(tx), add(tx)])
        met = threading.Barrier(2)
        tries: list[int] = []

        def cross(tx: Transaction, first: int, second: int) -> None:
            tries.append(first)
            tx.execute(_person.update().where(_person.c.id == first).values(name="x"))
            if len(tries) <= 2:
                met.wait(10)
            tx.execute(_person.update().where(_person.c.id == second).values(name="y"))

        other = threading.Thread(target=postgres.call, args=(cross, 2, 1))
        other.start()
        postgres.call(cross, 1, 2)
        other.join()
        # Whoever lost may meet the winner once more.
        assert len(tries) >= 3
        assert postgres.call(lambda tx: set(tx.execute(select(_person.c.name)).scalars())) <= {"x", "y"}

    def test_a_lost_connection_repeats_the_call(self, postgres: Database, postgres_url: str) -> None:
        tries: list[int] = []

        def interrupted(tx: Transaction) -> int:
            tries.append(add(tx))
            if len(tries) == 1:
                _terminate(tx, postgres_url)
            return count(tx)

        assert postgres.call(interrupted) == 1
        assert len(tries) == 2

    def test_a_connection_lost_while_saving_does_not(self, postgres: Database, postgres_url: str) -> None:
        tries: list[int] = []

        def interrupted(tx: Transaction) -> None:
            tries.append(add(tx))
            _terminate(tx, postgres_url)

        with pytest.raises(OutcomeUnknown, match="look whether it was saved"):
            postgres.call(interrupted)
        assert len(tries) == 1
        assert postgres.call(count) == 0

    def test_a_locked_file_repeats_the_call(self, sqlite_url: str, vault: Vault) -> None:
        database = Database.open(sqlite_url, vault)
        tries: list[int] = []

        def contended(tx: Transaction) -> int:
            tries.append(add(tx))
            if len(tries) == 1:
                _really_locked(sqlite_url)
            return count(tx)

        assert database.call(contended) == 1
        assert len(tries) == 2
        database.close()

    def test_it_gives_up_in_the_end(self, sqlite_url: str, vault: Vault) -> None:
        database = Database.open(sqlite_url, vault)
        tries: list[int] = []

        def contended(tx: Transaction) -> None:
            tries.append(add(tx))
            _really_locked(sqlite_url)

        with pytest.raises(sqlite3.OperationalError, match="locked"):
            database.call(contended)
        assert len(tries) == 7
        assert database.call(count) == 0
        database.close()

    def test_a_lost_connection_does_not_hide_why_the_call_failed(self, postgres: Database, postgres_url: str) -> None:
        def broken(tx: Transaction) -> None:
            add(tx)
            _terminate(tx, postgres_url)
            raise LookupError

        with pytest.raises(LookupError):
            postgres.call(broken)
        assert postgres.call(count) == 0

    def test_a_refused_commit_leaves_nothing_behind(self, db: Database) -> None:
        """SQLite keeps such a transaction open; the next call has to find a clean table."""

        def dangling(tx: Transaction) -> None:
            if tx.dialect == "sqlite":
                tx.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
            add = "INSERT INTO identity (person_id, platform, external_id, team, home_id) VALUES (99, 'x', 'y', '', 99)"
            tx.connection.exec_driver_sql(add)

        with pytest.raises(DBAPIError):
            db.call(dangling)
        assert db.call(lambda tx: tx.connection.exec_driver_sql("SELECT count(*) FROM identity").scalar()) == 0

    def test_other_errors_are_not_repeated(self, db: Database) -> None:
        tries: list[int] = []

        def wrong(tx: Transaction) -> None:
            tries.append(add(tx))
            tx.execute(_person.insert(), {"id": tries[-1], "name": "Ada", "seen_at": tx.now})

        with pytest.raises(IntegrityError):
            db.call(wrong)
        assert len(tries) == 1


class TestSecrets:
    def test_values_stay_out_of_errors(self, db: Database) -> None:
        values = {"platform": "slack", "external_id": "U0SECRET", "team": "T0SECRET"}

        def twice(tx: Transaction) -> None:
            person = add(tx, "Secret Name")
            for _ in range(2):
                tx.execute(Identity.__table__.insert(), {**values, "person_id": person, "home_id": person})

        with pytest.raises(IntegrityError) as caught:
            db.call(twice)
        _says_nothing(caught.value)

    def test_whole_rows_stay_out_of_errors(self, db: Database) -> None:
        row = {"name": "Secret Name", "seen_at": None}
        with pytest.raises(IntegrityError) as caught:
            db.call(lambda tx: tx.execute(_person.insert(), row))
        _says_nothing(caught.value)

    def test_misplaced_values_stay_out_of_errors(self, postgres: Database) -> None:
        with pytest.raises(DBAPIError) as caught:
            postgres.call(lambda tx: tx.connection.exec_driver_sql("SELECT CAST(%s AS integer)", ("SECRET",)))
        _says_nothing(caught.value)

    def test_the_password_stays_out_of_errors(self, postgres_url: str, vault: Vault) -> None:
        wrong = make_url(postgres_url).set(password="SECRET", database="no_such_database")
        database = Database.open(wrong.render_as_string(hide_password=False), vault)
        with pytest.raises(DBAPIError) as caught:
            database.call(count)
        database.close()
        _says_nothing(caught.value)


class TestOwnership:
    def test_a_second_process_is_refused(self, sqlite_url: str, vault: Vault) -> None:
        database = Database.open(sqlite_url, vault)
        opened = _other_process(sqlite_url, "Database.open(url, Vault(b'k' * 32))")
        migrated = _other_process(sqlite_url, "migrate(url)")
        database.close()
        for other in (opened, migrated):
            assert other.returncode == 1
            assert "DatabaseInUse: Another process is using this database file" in other.stderr

    def test_it_may_read_meanwhile(self, sqlite_url: str, vault: Vault) -> None:
        database = Database.open(sqlite_url, vault)
        database.call(add)
        look = "database.call(lambda tx: tx.connection.exec_driver_sql('SELECT count(*) FROM person').scalar_one())"
        opened = "database = Database.open(url, Vault(b'k' * 32), read_only=True)"
        other = _other_process(sqlite_url, f"{opened}; print({look}, current(url)); database.close()")
        database.close()
        assert (other.stdout, other.stderr) == ("1 True\n", "")

    def test_reading_only_refuses_writing(self, url: str, vault: Vault) -> None:
        database = Database.open(url, vault, read_only=True)
        assert database.call(count) == 0
        with pytest.raises(DBAPIError):
            database.call(add)
        database.close()

    def test_closing_gives_the_file_back(self, sqlite_url: str, vault: Vault) -> None:
        first, second = Database.open(sqlite_url, vault), Database.open(sqlite_url, vault)
        first.close()
        first.close()
        assert "DatabaseInUse" in _other_process(sqlite_url, "migrate(url)").stderr
        second.close()
        assert _other_process(sqlite_url, "migrate(url)").returncode == 0

    def test_a_killed_process_leaves_the_file_free_and_whole(self, sqlite_url: str, vault: Vault) -> None:
        code = "database = Database.open(url, Vault(b'k' * 32)); print('open', flush=True); input()"
        with subprocess.Popen(_command(sqlite_url, code), stdout=subprocess.PIPE, stdin=subprocess.PIPE) as other:
            assert other.stdout
            assert other.stdout.readline() == b"open\n"
            with pytest.raises(DatabaseInUse):
                Database.open(sqlite_url, vault)
            other.send_signal(signal.SIGKILL)
        database = Database.open(sqlite_url, vault)
        assert database.call(add) == 1
        database.close()

    def test_sqlite_is_set_up_to_keep_what_it_was_given(self, sqlite_url: str, vault: Vault) -> None:
        database = Database.open(sqlite_url, vault)
        wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
        wanted |= {"recursive_triggers": 1, "busy_timeout": 10000, "trusted_schema": 0}
        for pragma, value in wanted.items():
            assert (
                database.call(lambda tx, name: tx.connection.exec_driver_sql(f"PRAGMA {name}").scalar(), pragma)
                == value
            )
        database.close()

    def test_a_frozen_replica_cannot_hold_the_others_up(self, postgres: Database) -> None:
        for setting in ("idle_in_transaction_session_timeout", "lock_timeout", "statement_timeout"):
            shown = postgres.call(lambda tx, name: tx.connection.exec_driver_sql(f"SHOW {name}").scalar(), setting)
            assert shown != "0"


class TestHealth:
    async def test_an_open_database_is_healthy(self, db: Database) -> None:
        assert await db.healthy()

    async def test_a_closed_one_is_not(self, db: Database) -> None:
        db.close()
        assert not await db.healthy()
        with pytest.raises(RuntimeError):
            await db.run(count)

    async def test_one_out_of_reach_is_not(self, vault: Vault) -> None:
        database = Database.open("postgresql+psycopg://nobody@127.0.0.1:1/none", vault)
        assert not await database.healthy()
        database.close()


@contextmanager
def _raw(url: str) -> Iterator[psycopg.Connection]:
    plain = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        yield connection


def _terminate(tx: Transaction, url: str) -> None:
    """Ends this transaction's own connection from outside, and waits until it is gone."""
    pid = tx.connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    with _raw(url) as other:
        other.execute("SELECT pg_terminate_backend(%s, 10000)", (pid,))


def _really_locked(url: str) -> None:
    """Raises the driver's own error, by asking for the lock the caller holds."""
    other = sqlite3.connect(make_url(url).database or "", timeout=0, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
    finally:
        other.close()


def _says_nothing(error: BaseException) -> None:
    """No link of the chain carries a value; the source lines of this file, which do, are left out."""
    link: BaseException | None = error
    while link is not None:
        described = str(link) + repr(link) + "".join(traceback.format_exception_only(link))
        assert "secret" not in described.lower()
        link = link.__cause__ or link.__context__


def _command(url: str, code: str) -> list[str]:
    imports = "from storage.engine import Database; from storage.vault import Vault"
    imports += "; from storage.migrate import current, migrate"
    return [sys.executable, "-c", f"{imports}; url = {url!r}; {code}"]


def _other_process(url: str, code: str) -> subprocess.CompletedProcess[str]:
    root = Path(migrate.__file__).parents[1]
    return subprocess.run(_command(url, code), capture_output=True, text=True, cwd=root, check=False, env=os.environ)
