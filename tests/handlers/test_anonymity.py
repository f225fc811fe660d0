"""Nobody who gets the database can tell who filed, when, or in which order."""

import asyncio
import os
import random
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from handlers import permissions
from handlers.reporting import cases, casework, deadlines, reports, ticks
from handlers.reporting.cases import Disposition
from handlers.reporting.report_form import Report, telltale
from handlers.rules import Rules
from storage import ledger
from storage.engine import Database
from storage.vault import Vault
from tests.handlers.conftest import OFFICERS, Practice
from tests.handlers.reporting import RUTH, WHAT, Desk, keys


@pytest.fixture
def desk(practice: Practice, clock: Any) -> Desk:
    return Desk(practice, clock)


def rows(db: Database, query: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in db.call(lambda tx: tx.execute(text(query)).all())]


@given(st.integers(0, 10 * 366 * 86_400_000_000))
def test_a_tick_is_a_quarter_hour_and_five_minutes_away(microseconds: int) -> None:
    """Never sooner than five minutes, never later than twenty; whoever is in a hurry leaves a quarter hour too."""
    filed = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    tick = ticks.next_tick(filed)
    assert timedelta(minutes=5) <= tick - filed < timedelta(minutes=20)
    assert (tick.minute % 15, tick.second, tick.microsecond) == (0, 0, 0)
    hurried = ticks.for_filing(filed, send_now=True)
    assert hurried <= filed
    assert (hurried.minute % 15, hurried.second, hurried.microsecond) == (0, 0, 0)


def test_two_reporters_with_the_same_text_differ_in_random_bytes_only(desk: Desk, clock: Any) -> None:
    """Minutes apart, one after the other: what is not random is the same, and of the same size."""
    desk.file(1)
    clock.forward(timedelta(minutes=4))
    desk.file(2)
    for expected in ("before", "after delivery"):
        first, second = rows(desk.practice.db, "SELECT * FROM report")
        differing = [place for place, pair in enumerate(zip(first, second, strict=True)) if pair[0] != pair[1]]
        assert differing == [0, 1, 2, 3, 4], expected
        assert [len(value) for value in first[1:5]] == [len(value) for value in second[1:5]]
        desk.deliver()


def likeness(pairs: list[tuple[float, float]]) -> float:
    """Pearson's correlation; of ranks it is Spearman's."""
    firsts, seconds = zip(*pairs, strict=True)
    return abs(statistics.correlation(firsts, seconds))


def ranks(order: list[Any], groups: dict[Any, int], filed_as: dict[Any, int]) -> list[tuple[float, float]]:
    """For every report: when it was filed and where it came to stand, each among those of the same tick, 0 to 1."""
    members: dict[int, list[Any]] = {}
    for one in order:
        members.setdefault(groups[one], []).append(one)
    found = []
    for group in members.values():
        by_filing = {one: place for place, one in enumerate(sorted(group, key=filed_as.__getitem__))}
        found += [(by_filing[one] / len(group), place / len(group)) for place, one in enumerate(group)]
    return found


def test_2000_reports_come_at_ticks_and_in_no_order(desk: Desk, db: Database, clock: Any) -> None:
    """Filed at random moments of a day: delivered at quarter hours only, never within five minutes; neither the case's
    number, nor ledger, timers or outbox, nor (on PostgreSQL) where rows lie follows the order of filing."""
    chance, start = random.Random(4), clock()
    count, hours = (2_000, 24) if db.call(lambda tx: tx.dialect) == "sqlite" else (400, 6)
    polls = [(start + timedelta(minutes=15 * place), -1) for place in range(4 * hours + 3)]
    filings = [start + timedelta(hours=chance.uniform(0, hours)) for _ in range(count)]
    for at, number in sorted(polls + [(at, number) for number, at in enumerate(sorted(filings))]):
        clock.forward(at - clock())
        if number >= 0:
            desk.file(number)
        assert db.call(ticks.deliver, desk.practice.rules) == 0 or number < 0
    filings.sort()
    filed_as = {bytes(tag): number for number in range(count) for tag in (keys(number).tag,)}
    number_of = {id: filed_as[bytes(tag)] for id, tag in rows(db, "SELECT id, tag FROM report")}
    recorded = {
        cases.parse(entry.subject.removeprefix("case:")): entry
        for after in range(0, count + 500, 500)
        for entry in db.call(ledger.entries, None, after, 500)
    }
    recorded.pop(None, None)
    assert recorded.keys() == number_of.keys()
    assert all(
        5 * 60 <= (entry.at - filings[number_of[id]]).total_seconds() < 20 * 60 + 1 for id, entry in recorded.items()
    )
    assert {(entry.at.minute % 15, entry.at.second) for entry in recorded.values()} == {(0, 0)}

    tick_of = {id: entry.at for id, entry in recorded.items()}
    orders = {
        "number": sorted(number_of),
        "ledger": sorted(recorded, key=lambda id: recorded[id].number),
        "timers": [
            id
            for (id,) in rows(
                db, "SELECT subject_id FROM timer WHERE detail = 'due' AND topic = 'case_feedback' ORDER BY id"
            )
        ],
        "outbox": [id for (id,) in rows(db, "SELECT subject_id FROM outbox WHERE topic = 'case_card' ORDER BY id")],
    }
    if count == 400:
        orders["table"] = [id for (id,) in rows(db, "SELECT id FROM report ORDER BY ctid")]
    far = 4 / count**0.5
    for name, order in orders.items():
        assert len(order) == count, name
        assert likeness(ranks(order, tick_of, number_of)) < far, name


def test_fifty_at_once_meet_nobody_else(desk: Desk) -> None:
    """Each receipt opens its own report."""
    with ThreadPoolExecutor(50) as threads:
        list(threads.map(lambda number: desk.file(number, what=f"Report number {number}."), range(50)))
        found = list(threads.map(lambda number: desk.practice.db.call(reports.follow_up, keys(number)), range(50)))
    assert [one.report.what for one in found] == [f"Report number {number}." for number in range(50)]
    assert len(set(rows(desk.practice.db, "SELECT id FROM report"))) == 50


def test_what_is_erased_is_gone_from_every_byte(sqlite_url: str, vault: Vault, clock: Any) -> None:
    """The database file, its log and its free pages hold no text at any time; once erased and settled, nothing that
    could be opened with the deployment key. (PostgreSQL keeps deleted rows until VACUUM: THREATS.md.)"""
    db, folder = Database.open(sqlite_url, vault, clock), Path(sqlite_url.removeprefix("sqlite:///")).parent
    db.call(permissions.seed, permissions.OFFICER, OFFICERS)
    desk = Desk(Practice(db, Rules()), clock)
    held = desk.file()
    desk.deliver()
    case = desk.cases(RUTH)[0]
    desk.work(RUTH, casework.close, case, Disposition.REFERRED, "Passed on to the privacy officer.")

    def stored() -> bytes:
        return b"".join(file.read_bytes() for file in folder.glob("bot.db*"))

    assert WHAT.encode() not in stored()
    assert b"Passed on" not in stored()
    ((sealed, wrap, reporter),) = rows(db, "SELECT sealed, deployment_wrap, reporter_wrap FROM report")
    assert wrap in stored()
    db.call(deadlines.erase, case.id)
    asyncio.run(db.settle())
    left = stored()
    for secret in (sealed, wrap, reporter, held.tag):
        assert all(secret[at : at + 8] not in left for at in range(0, len(secret) - 8, 8))
    db.close()


def test_file_times_do_not_tell_when_somebody_filed(sqlite_url: str, vault: Vault, clock: Any) -> None:
    """Settling, which the worker does every minute, makes them the same whether something was written or not."""
    db, file = Database.open(sqlite_url, vault, clock), Path(sqlite_url.removeprefix("sqlite:///"))
    Desk(Practice(db, Rules()), clock).file()
    kept = [file, file.with_name("bot.db-wal"), file.with_name("bot.db-shm")]
    for one in kept:
        os.utime(one, (0, 0))
    before = time.time() - 1
    asyncio.run(db.settle())
    assert all(one.stat().st_mtime >= before for one in kept)
    assert kept[1].stat().st_size == 0
    db.close()


def test_a_reply_waits_for_a_delivery_and_is_kept(desk: Desk, db: Database) -> None:
    """Delivery takes reports out and puts them back; whoever replies at that moment never hears of a wrong receipt."""
    held = [desk.file(number) for number in range(20)]
    desk.clock.forward(timedelta(minutes=20))
    with ThreadPoolExecutor(21) as threads:
        delivery = threads.submit(db.call, ticks.deliver, desk.practice.rules)
        replies = [threads.submit(db.call, reports.reply, one, "More.") for one in held]
        assert delivery.result() >= 20
        assert [reply.result() for reply in replies] == [None] * 20
    assert rows(db, "SELECT count(*) FROM report_entry") == [(20,)]


@pytest.mark.parametrize(
    ("written", "kinds"),
    [
        ("The schedule can be read in the photo.", 0),
        ("As the only hygienist I saw it.", 1),
        ("My boss asked me to post it. Dr. Raman knows.", 2),
        ("Write to me: maya@example.com, 7KQ4-0MX1-D7ZH-N649", 2),
    ],
)
def test_what_may_tell_on_its_writer_is_pointed_out(written: str, kinds: int) -> None:
    """Gently: it never keeps anybody from sending."""
    assert len(telltale(Report(what=written))) == kinds
