"""What only several processes on PostgreSQL can do to the outbox."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from storage import outbox
from storage.engine import Database
from storage.tables import OutboxRow
from storage.transaction import Transaction
from storage.vault import Vault

Until = Callable[[Callable[[], object]], None]
_BLOCKED = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@pytest.fixture
def replicas(postgres_url: str, vault: Vault, clock: Any) -> Iterator[list[Database]]:
    databases = [Database.open(postgres_url, vault, clock) for _ in range(3)]
    yield databases
    for database in databases:
        database.close()


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(12) as pool:
        yield pool


def test_no_delivery_is_handed_out_twice(replicas: list[Database], threads: ThreadPoolExecutor) -> None:
    replicas[0].call(_fill, 240, 60)
    start = threading.Barrier(12)

    def work(database: Database) -> list[int]:
        start.wait()
        taken = []
        while database.call(outbox.pending):
            for delivery in database.call(outbox.claim, 5):
                taken.append(delivery.id)
                assert database.call(outbox.done, delivery, 0)
        return taken

    runs = [threads.submit(work, replicas[n % 3]) for n in range(12)]
    taken = [id for run in runs for id in run.result()]
    assert len(taken) == len(set(taken)) == 240


def test_a_destination_has_one_delivery_under_way(replicas: list[Database], threads: ThreadPoolExecutor) -> None:
    replicas[0].call(_fill, 100, 1)
    start = threading.Barrier(12)

    def work(database: Database) -> int:
        start.wait()
        return len(database.call(outbox.claim))

    assert sum(threads.map(work, replicas * 4)) == 1


def test_a_change_not_yet_committed_holds_its_delivery_back(
    replicas: list[Database], threads: ThreadPoolExecutor
) -> None:
    """Drawn before the change stands, the message would show the old state, and nothing would redraw it."""
    first, second, _ = replicas
    first.call(outbox.enqueue, "card", 1, "C1")
    enqueued, commit = threading.Event(), threading.Event()

    def change(tx: Transaction) -> None:
        outbox.enqueue(tx, "card", 1, "C1")
        enqueued.set()
        assert commit.wait(10)

    changing = threads.submit(first.call, change)
    assert enqueued.wait(10)
    assert second.call(outbox.claim) == []
    commit.set()
    changing.result()
    assert len(second.call(outbox.claim)) == 1
    assert second.call(outbox.pending) == 1


def test_a_change_during_the_claim_gets_a_delivery_of_its_own(
    replicas: list[Database], threads: ThreadPoolExecutor, until: Until
) -> None:
    first, second, third = replicas
    first.call(outbox.enqueue, "card", 1, "C1")
    claimed, commit = threading.Event(), threading.Event()

    def claim(tx: Transaction) -> None:
        assert len(outbox.claim(tx)) == 1
        claimed.set()
        assert commit.wait(10)

    claiming = threads.submit(first.call, claim)
    assert claimed.wait(10)
    changing = threads.submit(second.call, outbox.enqueue, "card", 1, "C1")
    until(lambda: third.call(_blocked))
    commit.set()
    claiming.result()
    changing.result()
    assert second.call(outbox.pending) == 2


def test_a_return_and_a_new_request_at_once_leave_one(
    replicas: list[Database], threads: ThreadPoolExecutor, until: Until
) -> None:
    first, second, third = replicas
    first.call(outbox.enqueue, "card", 1, "C1")
    [delivery] = first.call(outbox.claim)
    enqueued, commit = threading.Event(), threading.Event()

    def ask(tx: Transaction) -> None:
        outbox.enqueue(tx, "card", 1, "C1")
        enqueued.set()
        assert commit.wait(10)

    asking = threads.submit(first.call, ask)
    assert enqueued.wait(10)
    returning = threads.submit(second.call, outbox.retry, delivery, "timeout", 1, unsure=True)
    until(lambda: third.call(_blocked))
    commit.set()
    asking.result()
    assert returning.result()
    rows = third.call(lambda tx: tx.execute(OutboxRow.__table__.select().order_by(OutboxRow.__table__.c.id)).all())
    assert [(row.id == delivery.id, row.state, row.unsure) for row in rows] == [
        (True, "waiting", True),
        (False, "done", False),
    ]


def test_a_frozen_claim_stops_only_its_own_destinations(replicas: list[Database], threads: ThreadPoolExecutor) -> None:
    first, second, _ = replicas
    first.call(_fill, 4, 4)
    claimed, go_on = threading.Event(), threading.Event()

    def freeze(tx: Transaction) -> None:
        assert len(outbox.claim(tx, limit=2)) == 2
        claimed.set()
        assert go_on.wait(10)

    freezing = threads.submit(first.call, freeze)
    assert claimed.wait(10)
    assert [delivery.subject_id for delivery in second.call(outbox.claim)] == [2, 3]
    go_on.set()
    freezing.result()


def _fill(tx: Transaction, count: int, destinations: int) -> None:
    for number in range(count):
        outbox.enqueue(tx, "card", number, f"C{number % destinations}")


def _blocked(tx: Transaction) -> bool:
    return bool(tx.connection.exec_driver_sql(_BLOCKED).scalar_one())
