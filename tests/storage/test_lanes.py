"""Calls that wait at the same time on SQLite share a commit, and nothing else."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from storage.engine import Database
from storage.tables import Person
from storage.transaction import Transaction
from storage.vault import Vault

_person = Person.__table__
_DANGLING = "INSERT INTO identity (person_id, platform, external_id, team, home_id) VALUES (99, 'x', 'y', '', 99)"


@pytest.fixture
def db(sqlite_url: str, vault: Vault) -> Any:
    database = Database.open(sqlite_url, vault)
    yield database
    database.close()


def add(tx: Transaction, name: str) -> str:
    tx.execute(_person.insert(), {"name": name, "seen_at": tx.now})
    return name


def names(db: Database) -> list[str]:
    return db.call(lambda tx: list(tx.execute(_person.select().order_by(_person.c.id)).scalars("name")))


async def together(db: Database, *calls: Callable[[Transaction], Any]) -> tuple[list[Any], list[str]]:
    """What came of calls that all waited for the same one to end; and every statement SQLite was given."""
    go_on, said = threading.Event(), list[str]()

    def first(tx: Transaction) -> None:
        raw: Any = tx.connection.connection.driver_connection
        raw.set_trace_callback(said.append)
        assert go_on.wait(10)

    running = asyncio.create_task(db.run(first))
    waiting = [asyncio.create_task(db.run(call)) for call in calls]
    await asyncio.sleep(0)
    go_on.set()
    return (await asyncio.gather(running, *waiting, return_exceptions=True))[1:], [*said]


async def test_what_waits_is_committed_sixteen_at_a_time(db: Database) -> None:
    """Each call answers with its own result, in the order they were made."""
    wanted = [f"Ada {number}" for number in range(40)]
    found, said = await together(db, *(lambda tx, name=name: add(tx, name) for name in wanted))
    assert (found, names(db)) == (wanted, wanted)
    # The first alone, then 16, 16 and 8.
    assert said.count("COMMIT") == 4


async def test_what_raises_is_undone_alone(db: Database) -> None:
    """Also what it wrote before it raised."""

    def broken(tx: Transaction) -> None:
        add(tx, "Eve")
        raise LookupError

    found, said = await together(db, lambda tx: add(tx, "Ada"), broken, lambda tx: add(tx, "Grace"))
    assert (found[0], type(found[1]), found[2]) == ("Ada", LookupError, "Grace")
    assert (names(db), said.count("COMMIT")) == (["Ada", "Grace"], 2)


async def test_a_refused_commit_is_the_matter_of_the_one_who_broke_it(db: Database) -> None:
    """The others are kept, once each."""

    def dangling(tx: Transaction) -> None:
        tx.connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        tx.connection.exec_driver_sql(_DANGLING)

    found, _ = await together(db, lambda tx: add(tx, "Ada"), dangling, lambda tx: add(tx, "Grace"))
    assert (found[0], type(found[1]), found[2]) == ("Ada", IntegrityError, "Grace")
    assert names(db) == ["Ada", "Grace"]
    assert db.call(lambda tx: tx.connection.exec_driver_sql("SELECT count(*) FROM identity").scalar()) == 0


async def test_a_lost_transaction_loses_nobody_elses_call(db: Database) -> None:
    """As when the disk was full for a moment: SQLite then undoes everything by itself."""
    tries = []

    def losing(tx: Transaction) -> str:
        tries.append(1)
        if len(tries) == 1:
            tx.connection.exec_driver_sql("ROLLBACK")
            raise LookupError
        return add(tx, "Eve")

    found, _ = await together(db, lambda tx: add(tx, "Ada"), losing, lambda tx: add(tx, "Grace"))
    assert (found, names(db)) == (["Ada", "Eve", "Grace"], ["Ada", "Eve", "Grace"])


async def test_whoever_gave_up_before_their_turn_is_not_served(db: Database) -> None:
    """And the others are."""
    go_on = threading.Event()
    running = asyncio.create_task(db.run(lambda tx: go_on.wait(10)))
    waiting = [asyncio.create_task(db.run(add, name)) for name in ("Ada", "Eve", "Grace")]
    await asyncio.sleep(0)
    waiting[1].cancel()
    await asyncio.sleep(0)
    go_on.set()
    await asyncio.gather(running, *waiting, return_exceptions=True)
    assert names(db) == ["Ada", "Grace"]
