"""`python -m tests.bench.training`: 100,000 people whose training is due on the same day, told in one morning.

The planner runs in a process of its own and is killed halfway with SIGKILL; a second one goes on. Goals: 60 seconds and
300 MB for all of it, and everybody told exactly once. SQLite with synchronous=FULL; PostgreSQL where BENCH_POSTGRES_URL
names an empty database.
"""

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, insert, select

from handlers import due
from handlers.rules import Rules
from handlers.training import reminders
from storage import core, outbox
from storage.engine import Database
from storage.migrate import migrate
from storage.tables import OutboxRow
from storage.transaction import Transaction
from storage.vault import Vault

PEOPLE = 100_000
_CHUNK = 10_000
_MORNING = datetime(2026, 3, 30, 16, tzinfo=UTC)
#: All of these are at work at that moment.
_ZONES = ("America/New_York", "America/Chicago", "America/Los_Angeles", "Europe/London", None)
_outbox = OutboxRow.__table__


def opened(url: str) -> Database:
    return Database.open(url, Vault(b"k" * 32), lambda: _MORNING)


def fill(tx: Transaction, start: int) -> None:
    """So many people in five zones, with a course due on the same day."""
    numbers = range(start, start + _CHUNK)
    seen = {"seen_at": tx.now}
    tx.execute(insert(core.person), [seen | {"id": n, "name": f"P{n}", "zone": _ZONES[n % 5]} for n in numbers])
    account = {"platform": "slack", "team": "T1"}
    tx.execute(
        insert(core.identity),
        [account | {"person_id": n, "home_id": n, "external_id": f"U{n}"} for n in numbers],
    )
    day = date(2026, 3, 30)
    listed = {"group_name": "", "employed": True, "remind_on": day, "calendar": "US"}
    tx.execute(insert(core.staff), [listed | {"person_id": n} for n in numbers])
    one = {"kind": "course", "key": "social-media", "version": 1, "why": "yearly", "state": "open", "snoozes": 0}
    days = {"assigned_on": date(2025, 3, 30), "opens_on": day - timedelta(days=30), "nominal_on": day, "month_day": 30}
    tx.execute(insert(core.assignment), [one | days | {"due_on": day, "person_id": n} for n in numbers])


def plan(url: str) -> None:
    """The planner: goes on until everybody is told, and prints its peak memory in MB."""
    database, rules = opened(url), Rules()
    database.call(reminders.start, rules)
    while database.call(due.run, rules):
        pass
    database.close()
    sys.stdout.write(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}\n")


def told(database: Database) -> tuple[int, int]:
    """How many messages there are, and for how many people."""
    query = select(func.count(), func.count(_outbox.c.subject_id.distinct())).where(
        _outbox.c.topic == reminders.REMINDER
    )
    return database.call(lambda tx: tuple(tx.execute(query).one()))


def measure(url: str) -> None:
    """Fills, plans, kills, plans on, and prints the figures."""
    migrate(url)
    database = opened(url)
    for start in range(1, PEOPLE + 1, _CHUNK):
        database.call(fill, start)
    database.close()
    command = [sys.executable, "-m", "tests.bench.training", url]
    began = time.perf_counter()
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    time.sleep(5)
    first.send_signal(signal.SIGKILL)
    first.wait()
    database = opened(url)
    killed_at, _ = told(database)
    database.close()
    memory = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    seconds = time.perf_counter() - began
    database = opened(url)
    messages, persons = told(database)
    claim = time.perf_counter()
    database.call(outbox.claim)
    claim = time.perf_counter() - claim
    database.close()
    assert messages == persons == PEOPLE, (messages, persons)
    engine = url.split(":", 1)[0]
    sys.stdout.write(
        f"{engine}: {PEOPLE:,} people told once each in {seconds:.1f} s (goal 60), {memory} MB (goal 300); killed after"
        f" {killed_at:,}; one claim from that outbox {claim * 1e3:.0f} ms\n"
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        plan(sys.argv[1])
    else:
        with tempfile.TemporaryDirectory() as folder:
            measure(f"sqlite:///{folder}/bot.db")
        if postgres := os.environ.get("BENCH_POSTGRES_URL"):
            measure(postgres)
