from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from storage import heads, outbox
from storage.engine import Database
from storage.outbox import Delivery, Wanted
from storage.tables import OutboxRow
from storage.transaction import Transaction

SECOND = timedelta(seconds=1)
_rows = OutboxRow.__table__

Enqueue = Callable[..., None]
Claim = Callable[..., list[Delivery]]


@pytest.fixture
def enqueue(db: Database) -> Enqueue:
    """Enqueues ("card", 1, "C1@slack") or what is given instead."""

    def put(subject_id: int = 1, destination: str = "C1@slack", topic: str = "card", **more: Any) -> None:
        db.call(outbox.enqueue, topic, subject_id, destination, **more)

    return put


@pytest.fixture
def claim(db: Database) -> Claim:
    return lambda **options: db.call(outbox.claim, **options)


def test_nothing_waits_at_first(db: Database, claim: Claim) -> None:
    assert claim() == []
    assert db.call(outbox.pending) == 0


def test_a_delivery_names_subject_and_destination(enqueue: Enqueue, claim: Claim) -> None:
    enqueue(7, detail="2")
    [delivery] = claim()
    assert (delivery.topic, delivery.subject_id, delivery.detail) == ("card", 7, "2")
    assert (delivery.destination, delivery.attempt, delivery.unsure) == ("C1@slack", 1, False)


def test_each_destination_gets_its_messages_in_order_one_at_a_time(
    db: Database, enqueue: Enqueue, claim: Claim, clock: Any
) -> None:
    for subject_id in (3, 1, 2):
        enqueue(subject_id)
    seen = []
    for _ in range(3):
        [delivery] = claim()
        assert claim() == []
        seen.append(delivery.subject_id)
        assert db.call(outbox.done, delivery)
        assert claim() == []
        clock.forward(SECOND)
    assert seen == [3, 1, 2]
    assert db.call(outbox.pending) == 0


def test_the_longest_waiting_destinations_come_first(enqueue: Enqueue, claim: Claim) -> None:
    for number, destination in enumerate(["zulu", "alpha", "zulu", "mike", "kilo"]):
        enqueue(number, destination)
    assert [delivery.destination for delivery in claim(limit=3)] == ["zulu", "alpha", "mike"]
    assert [delivery.destination for delivery in claim(limit=3)] == ["kilo"]


def test_the_pace_is_the_callers(db: Database, enqueue: Enqueue, claim: Claim, clock: Any) -> None:
    enqueue(1)
    enqueue(2)
    enqueue(3)
    db.call(outbox.done, claim()[0], 0)
    db.call(outbox.done, claim()[0], 30)
    clock.forward(29 * SECOND)
    assert claim() == []
    clock.forward(SECOND)
    assert [delivery.subject_id for delivery in claim()] == [3]


class TestEnqueue:
    def test_one_waiting_delivery_is_enough(self, db: Database, enqueue: Enqueue) -> None:
        enqueue()
        enqueue()
        enqueue(detail="other")
        assert db.call(outbox.pending) == 2

    def test_a_delivery_under_way_may_have_shown_the_old_state(
        self, db: Database, enqueue: Enqueue, claim: Claim, clock: Any
    ) -> None:
        enqueue()
        [first] = claim()
        enqueue()
        assert db.call(outbox.pending) == 2
        db.call(outbox.done, first)
        clock.forward(SECOND)
        [second] = claim()
        assert second.id != first.id

    def test_it_waits_for_its_moment(self, enqueue: Enqueue, claim: Claim, clock: Any) -> None:
        enqueue(not_before=clock() + 10 * SECOND)
        enqueue(2)
        assert [delivery.subject_id for delivery in claim(lease=5)] == [2]
        clock.forward(10 * SECOND)
        assert [delivery.subject_id for delivery in claim()] == [1]

    def test_asked_for_again_it_comes_at_the_sooner_moment(self, enqueue: Enqueue, claim: Claim, clock: Any) -> None:
        enqueue(not_before=clock() + 10 * SECOND)
        enqueue(not_before=clock() + 20 * SECOND)
        clock.forward(10 * SECOND)
        assert len(claim()) == 1
        enqueue(2, "C2", not_before=clock() + 10 * SECOND)
        enqueue(2, "C2")
        assert len(claim()) == 1

    def test_asked_for_again_after_a_failure_it_still_backs_off(
        self, db: Database, enqueue: Enqueue, claim: Claim, clock: Any
    ) -> None:
        enqueue()
        db.call(outbox.retry, claim()[0], "ratelimited", 10)
        enqueue()
        clock.forward(9 * SECOND)
        assert claim() == []

    def test_an_undone_call_sends_nothing_and_wakes_nobody(self, db: Database, claim: Claim) -> None:
        woken: list[bool] = []
        db.on_wake = lambda: woken.append(True)

        def broken(tx: Transaction) -> None:
            outbox.enqueue(tx, "card", 1, "C1")
            raise LookupError

        with pytest.raises(LookupError):
            db.call(broken)
        assert woken == []
        assert claim() == []
        db.call(outbox.enqueue, "card", 1, "C1")
        assert woken == [True]


class TestRetry:
    def test_it_comes_back_after_the_delay_and_others_pass(
        self, db: Database, enqueue: Enqueue, claim: Claim, clock: Any
    ) -> None:
        enqueue(1)
        enqueue(2)
        assert db.call(outbox.retry, claim()[0], "internal_error", 30)
        clock.forward(SECOND)
        [other] = claim()
        assert other.subject_id == 2
        db.call(outbox.done, other)
        clock.forward(29 * SECOND)
        [again] = claim()
        assert (again.subject_id, again.attempt, again.unsure) == (1, 2, False)

    def test_it_can_hold_its_destination(self, db: Database, enqueue: Enqueue, claim: Claim, clock: Any) -> None:
        enqueue(1)
        enqueue(2)
        db.call(outbox.retry, claim()[0], "ratelimited", 30, hold_destination=True)
        clock.forward(29 * SECOND)
        assert claim() == []
        clock.forward(SECOND)
        assert [delivery.subject_id for delivery in claim()] == [1]

    def test_it_remembers_that_it_may_have_arrived(
        self, db: Database, enqueue: Enqueue, claim: Claim, clock: Any
    ) -> None:
        enqueue()
        db.call(outbox.retry, claim()[0], "timeout", 1, unsure=True)
        clock.forward(SECOND)
        [again] = claim()
        assert again.unsure
        db.call(outbox.retry, again, "ratelimited", 1)
        clock.forward(SECOND)
        assert not claim()[0].unsure

    def test_a_newer_one_for_the_same_gives_way_to_it(
        self, db: Database, enqueue: Enqueue, claim: Claim, clock: Any
    ) -> None:
        enqueue()
        [first] = claim()
        enqueue()
        assert db.call(outbox.retry, first, "timeout", 1, unsure=True)
        assert db.call(outbox.pending) == 1
        clock.forward(SECOND)
        [again] = claim()
        assert (again.id, again.unsure) == (first.id, True)

    def test_no_delay_is_longer_than_a_day(self, db: Database, enqueue: Enqueue, claim: Claim, clock: Any) -> None:
        enqueue()
        db.call(outbox.retry, claim()[0], "ratelimited", 10**9, hold_destination=True)
        clock.forward(timedelta(days=1))
        assert len(claim()) == 1


def test_what_was_mended_is_due_now(db: Database, enqueue: Enqueue, claim: Claim) -> None:
    """At that destination, and at no other."""
    for destination in ("C1@slack", "C2@slack"):
        enqueue(destination=destination)
    for delivery in claim():
        assert db.call(outbox.retry, delivery, "blocked", 900, hold_destination=True)
    db.call(outbox.hurry, "C1@slack")
    assert [delivery.destination for delivery in claim()] == ["C1@slack"]


def test_an_undeliverable_one_is_kept_with_its_code(db: Database, enqueue: Enqueue, claim: Claim, clock: Any) -> None:
    enqueue(1)
    enqueue(2)
    assert db.call(outbox.undeliverable, claim()[0], "channel_not_found")
    clock.forward(SECOND)
    assert [delivery.subject_id for delivery in claim()] == [2]
    row = db.call(lambda tx: tx.execute(_rows.select().order_by(_rows.c.id)).first())
    assert (row.state, row.error, row.finished_at) == ("undeliverable", "channel_not_found", clock() - SECOND)


class TestLease:
    def test_a_lease_that_ran_out_is_handed_out_as_unsure(self, enqueue: Enqueue, claim: Claim, clock: Any) -> None:
        enqueue()
        [first] = claim(lease=60)
        clock.forward(59 * SECOND)
        assert claim() == []
        clock.forward(SECOND)
        [second] = claim()
        assert (second.id, second.unsure, second.attempt) == (first.id, True, 2)
        assert second.token != first.token

    @pytest.mark.parametrize("late", ["done", "retry", "undeliverable"])
    def test_whoever_comes_late_changes_nothing(
        self, db: Database, enqueue: Enqueue, claim: Claim, clock: Any, late: str
    ) -> None:
        enqueue()
        [first] = claim(lease=60)
        clock.forward(timedelta(minutes=1))
        [second] = claim(lease=60)
        finish = {
            "done": lambda: db.call(outbox.done, first),
            "retry": lambda: db.call(outbox.retry, first, "timeout", 1),
            "undeliverable": lambda: db.call(outbox.undeliverable, first, "gone"),
        }
        assert not finish[late]()
        assert claim() == []
        assert db.call(outbox.done, second)
        assert not finish[late]()

    def test_a_finish_counts_once(self, db: Database, enqueue: Enqueue, claim: Claim) -> None:
        enqueue()
        [delivery] = claim()
        assert db.call(outbox.done, delivery)
        assert not db.call(outbox.done, delivery)
        assert not db.call(outbox.retry, delivery, "timeout", 1)

    def test_a_late_finish_nobody_overtook_counts(
        self, db: Database, enqueue: Enqueue, claim: Claim, clock: Any
    ) -> None:
        enqueue()
        [delivery] = claim(lease=60)
        clock.forward(timedelta(hours=1))
        assert db.call(outbox.done, delivery)
        assert claim() == []

    def test_an_earlier_one_may_go_before_the_one_left_behind(
        self, db: Database, enqueue: Enqueue, claim: Claim, clock: Any
    ) -> None:
        enqueue(1, not_before=clock() + 30 * SECOND)
        enqueue(2)
        [left] = claim(lease=60)
        assert left.subject_id == 2
        clock.forward(60 * SECOND)
        [first] = claim()
        assert (first.subject_id, first.unsure) == (1, False)
        db.call(outbox.done, first)
        clock.forward(SECOND)
        [second] = claim()
        assert (second.subject_id, second.unsure) == (2, True)


class TestClockSteppingBack:
    def test_leases_do_not_freeze(self, enqueue: Enqueue, claim: Claim, clock: Any) -> None:
        enqueue()
        [first] = claim(lease=60)
        clock.forward(timedelta(days=-400))
        [second] = claim(lease=60)
        assert (second.id, second.unsure) == (first.id, True)

    def test_a_small_step_leaves_leases_alone(self, enqueue: Enqueue, claim: Claim, clock: Any) -> None:
        enqueue()
        claim(lease=60)
        clock.forward(-30 * SECOND)
        assert claim(lease=60) == []

    def test_destinations_do_not_freeze(self, db: Database, enqueue: Enqueue, claim: Claim, clock: Any) -> None:
        enqueue(1)
        enqueue(2)
        db.call(outbox.retry, claim()[0], "ratelimited", 30, hold_destination=True)
        clock.forward(timedelta(days=-400))
        assert [delivery.subject_id for delivery in claim()] == [1]

    def test_what_waits_does_not_freeze(self, db: Database, enqueue: Enqueue, claim: Claim, clock: Any) -> None:
        enqueue(1)
        clock.forward(timedelta(days=-400))
        assert [delivery.subject_id for delivery in claim()] == [1]


def test_what_goes_to_many_stands_behind_what_somebody_waits_for(db: Database, claim: Claim) -> None:
    """Of many, no more than there is room for; at one place one message at a time all the same."""
    many = [Wanted("reminder", number, f"person:{number}", bulk=True) for number in range(20)]
    db.call(outbox.enqueue_all, many)
    db.call(outbox.enqueue_all, [Wanted("card", 1, "C1"), Wanted("notice", 2, "person:3")])
    assert [one.destination for one in claim(limit=8, bulk=3)] == ["C1", "person:3", "person:0", "person:1", "person:2"]
    db.call(outbox.enqueue, "card", 3, "C2")
    assert [one.destination for one in claim(limit=1)] == ["C2"]
    assert [one.bulk for one in claim(limit=4, bulk=4)] == [True] * 4
    assert claim(limit=4, bulk=0) == []


def test_the_oldest_come_first_however_many_places_wait(db: Database) -> None:
    """A queue for one place, then more places than are looked at first: its head, and the oldest others."""

    def fill(tx: Transaction) -> None:
        row = {"topic": "card", "detail": "", "created_at": tx.now, "state": "waiting"}
        queue = [{**row, "subject_id": n, "destination": "C1"} for n in range(500)]
        people = [{**row, "subject_id": n, "destination": f"person:{n}"} for n in range(500, 1_000)]
        tx.execute(_rows.insert(), queue + people)

    db.call(fill)
    assert [delivery.subject_id for delivery in db.call(outbox.claim)] == [0, *range(500, 509)]
    assert [delivery.subject_id for delivery in db.call(outbox.claim)] == [*range(509, 519)]


def test_a_thousand_waiting_are_stepped_over_not_read(db: Database, clock: Any) -> None:
    def fill(tx: Transaction) -> None:
        row = {"topic": "card", "detail": "", "created_at": tx.now}
        waiting = [{**row, "subject_id": n, "destination": f"C{n % 4}", "state": "waiting"} for n in range(1000)]
        many = [{**one, "topic": "reminder", "bulk": True} for one in waiting]
        finished = [{**row, "subject_id": n, "destination": f"D{n}", "state": "done"} for n in range(5000)]
        for rows in (waiting, many, finished):
            tx.execute(_rows.insert(), rows)

    db.call(fill)
    db.call(lambda tx: tx.connection.exec_driver_sql("ANALYZE").close())
    for query in (*heads.URGENT, *heads.BULK):
        plan = db.call(_plan, query)
        assert "ix_outbox_open" in plan
        # In the one query `o` is what was read of the table, in the other the table.
        assert query in (heads.URGENT.oldest, heads.BULK.oldest) or "SCAN o\n" not in plan
        assert "SCAN outbox\n" not in plan
        assert "Seq Scan on outbox" not in plan
    assert [delivery.subject_id for delivery in db.call(outbox.claim)] == [0, 1, 2, 3]


def _plan(tx: Transaction, query: Any) -> str:
    explain = {"sqlite": "EXPLAIN QUERY PLAN ", "postgresql": "EXPLAIN "}[tx.dialect]
    compiled = query.compile(tx.connection)
    values = {"now": tx.now, "absurd_lease": tx.now, "absurd_delay": tx.now, "limit": 10}
    given = compiled.construct_params(values)
    for name, value in given.items():
        if name != "limit":
            given[name] = value.replace(tzinfo=None) if tx.dialect == "sqlite" else value
    if tx.dialect == "sqlite":
        positions = tuple(str(given[name]) if name != "limit" else 10 for name in compiled.positiontup or ())
        rows = tx.connection.exec_driver_sql(explain + str(compiled), positions).all()
    else:
        rows = tx.connection.exec_driver_sql(explain + str(compiled), given).all()
    return "\n".join(str(row[-1]) for row in rows) + "\n"
