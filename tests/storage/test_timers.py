from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest

from storage import timers
from storage.engine import Database
from storage.timers import Planned, Timer
from storage.transaction import Transaction
from storage.vault import Vault

HOUR = timedelta(hours=1)


@pytest.fixture
def schedule(db: Database, clock: Any) -> Callable[..., None]:
    """Schedules a topic for a subject so many hours from now."""

    def put(topic: str, subject_id: int, hours: float, detail: str = "") -> None:
        db.call(timers.schedule, Planned(topic, subject_id, clock() + hours * HOUR, detail))

    return put


def test_nothing_is_due_before_its_moment(db: Database, schedule: Callable[..., None], clock: Any) -> None:
    schedule("nudge", 7, 4, "1:0")
    assert db.call(timers.due) == []
    clock.forward(4 * HOUR)
    [timer] = db.call(timers.due)
    assert timer == Timer(timer.id, "nudge", 7, "1:0")


def test_what_is_finished_is_not_due_again(db: Database, schedule: Callable[..., None]) -> None:
    schedule("nudge", 7, -1)
    [timer] = db.call(timers.due)
    assert db.call(timers.due) == [timer]
    db.call(timers.finish, timer.id)
    assert db.call(timers.due) == []


def test_the_earliest_comes_first_and_only_so_many(db: Database, schedule: Callable[..., None]) -> None:
    for subject_id in (3, 1, 2):
        schedule("nudge", subject_id, -subject_id)
    assert [timer.subject_id for timer in db.call(timers.due, limit=2)] == [3, 2]


def test_what_is_cancelled_never_falls_due(db: Database, schedule: Callable[..., None]) -> None:
    schedule("nudge", 7, -1)
    schedule("expire", 7, -1)
    schedule("nudge", 8, -1)
    db.call(timers.cancel, 7, "nudge")
    assert {(timer.topic, timer.subject_id) for timer in db.call(timers.due)} == {("expire", 7), ("nudge", 8)}
    db.call(timers.cancel, 7, "nudge", "expire")
    assert {(timer.topic, timer.subject_id) for timer in db.call(timers.due)} == {("nudge", 8)}


def test_what_is_due_at_once_wakes_the_worker_and_waits_for_no_clock(db: Database, clock: Any) -> None:
    """A clock set back must not hold back what should follow a transaction."""
    woken: list[bool] = []
    db.on_wake = lambda: woken.append(True)
    db.call(timers.schedule, Planned("nudge", 7, clock() + HOUR))
    assert woken == []
    db.call(timers.schedule, Planned("announce", 7, timers.AT_ONCE), Planned("nudge", 8, clock() + HOUR))
    assert woken == [True]
    clock.forward(-1000 * HOUR)
    assert [timer.topic for timer in db.call(timers.due)] == ["announce"]


def test_an_effect_that_fails_leaves_its_timer_due(db: Database, schedule: Callable[..., None]) -> None:
    schedule("nudge", 7, -1)

    def broken(tx: Transaction) -> None:
        for timer in timers.due(tx):
            timers.finish(tx, timer.id)
        raise LookupError

    with pytest.raises(LookupError):
        db.call(broken)
    assert len(db.call(timers.due)) == 1


def test_replicas_carry_each_out_once(postgres_url: str, vault: Vault, clock: Any) -> None:
    replicas = [Database.open(postgres_url, vault, clock) for _ in range(3)]
    for subject_id in range(60):
        replicas[0].call(timers.schedule, Planned("nudge", subject_id, clock()))
    start = Barrier(6)

    def step(tx: Transaction) -> list[int]:
        due = timers.due(tx, limit=3)
        for timer in due:
            timers.finish(tx, timer.id)
        return [timer.id for timer in due]

    def work(database: Database) -> list[int]:
        start.wait()
        done: list[int] = []
        while some := database.call(step):
            done += some
        return done

    with ThreadPoolExecutor(6) as pool:
        done = sorted(id for run in pool.map(work, replicas * 2) for id in run)
    for database in replicas:
        database.close()
    assert done == list(range(1, 61))
