"""When reports and the reporters' replies are delivered: together, every quarter hour, in random order.

Everything that could tell when or in which order somebody filed is written here and not at filing: day, ledger entry,
timers, messages.
"""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, select, text, update

from handlers import case_news, deadlines
from handlers.cases import public
from handlers.rules import Rules
from storage import core, ledger
from storage.columns import Utc
from storage.transaction import Transaction

TICK = timedelta(minutes=15)
#: So long a report waits at least, so that nobody sees it arrive right after somebody put their phone away.
HELD = timedelta(minutes=5)

_report = core.report.c
_entry = core.report_entry.c
_moment = bindparam("moment", type_=Utc())
# SQLite uses a partial index only for a query that repeats its condition letter by letter.
_UNDELIVERED = text("deliver_at IS NOT NULL")
_REPORTS = select(_report.id).where(_UNDELIVERED, _report.deliver_at <= _moment).with_for_update()
_ENTRIES = select(_entry.report_id, _entry.position).where(_UNDELIVERED, _entry.deliver_at <= _moment).with_for_update()
_DELIVER_REPORT = (
    update(core.report).where(_report.id == bindparam("which")).values(deliver_at=None, received_on=bindparam("day"))
)
_DELIVER_ENTRY = (
    update(core.report_entry)
    .where(_entry.report_id == bindparam("which"), _entry.position == bindparam("place"))
    .values(deliver_at=None, written_on=bindparam("day"))
)


def next_tick(filed: datetime) -> datetime:
    """When something filed at a moment is delivered: the first quarter hour at least five minutes later."""
    start = datetime(1970, 1, 1, tzinfo=UTC)
    return start + -((start - filed - HELD) // TICK) * TICK


def for_filing(now: datetime, send_now: bool) -> datetime:
    """What is stored as the time of delivery: a quarter hour in either case, so that not even those who are in a hurry
    leave the moment."""
    return next_tick(now) - 2 * TICK if send_now else next_tick(now)


def deliver(tx: Transaction, rules: Rules) -> int:
    """Delivers what is due, in random order; returns how much that was. The worker calls it all the time."""
    day = tx.now.astimezone(rules.hours.zone).date()
    filed = list(tx.execute(_REPORTS, {"moment": tx.now}).scalars())
    _shuffle(filed)
    for report_id in filed:
        tx.execute(_DELIVER_REPORT, {"which": report_id, "day": day})
        _record(tx, report_id, "filed")
        deadlines.start(tx, report_id)
        case_news.card(tx, report_id, rules)
    replies = list(tx.execute(_ENTRIES, {"moment": tx.now}))
    _shuffle(replies)
    for reply in replies:
        tx.execute(_DELIVER_ENTRY, {"which": reply.report_id, "place": reply.position, "day": day})
        _record(tx, reply.report_id, "replied")
        case_news.card(tx, reply.report_id, rules)
        case_news.tell(tx, reply.report_id, f"replied:{reply.position}", rules)
    return len(filed) + len(replies)


def _shuffle(waiting: list[Any]) -> None:
    random.SystemRandom().shuffle(waiting)


def _record(tx: Transaction, report_id: int, what: str) -> None:
    number = public(report_id)
    ledger.append(tx, f"reporter:case:{what}", f"case:{number}", None, "system", {"case": number})
