"""When reports and the reporters' replies are delivered: together, every quarter hour, in random order.

Everything that could tell when or in which order somebody filed is written here and not at filing: day, ledger entry,
timers, messages.
"""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Select, Table, bindparam, delete, func, insert, select, text, tuple_

from handlers.reporting import case_news, deadlines
from handlers.reporting.cases import public
from handlers.rules import Rules
from storage import core, ledger
from storage.columns import Utc
from storage.transaction import Transaction

TICK = timedelta(minutes=15)
#: So long a report waits at least, so that nobody sees it arrive right after somebody put their phone away.
HELD = timedelta(minutes=5)

_moment = bindparam("moment", type_=Utc())


def _due(table: Table) -> Select[Any]:
    # SQLite uses a partial index only for a query that repeats its condition letter by letter.
    return select(table).where(text("deliver_at IS NOT NULL"), table.c.deliver_at <= _moment).with_for_update()


_DUE = {table: _due(table) for table in (core.report, core.report_entry)}
_WAITING = [
    select(func.count()).where(text("deliver_at IS NOT NULL"), table.c.deliver_at <= _moment).select_from(table)
    for table in _DUE
]


def next_tick(filed: datetime) -> datetime:
    """When something filed at a moment is delivered: the first quarter hour at least five minutes later."""
    start = datetime(1970, 1, 1, tzinfo=UTC)
    return start + -((start - filed - HELD) // TICK) * TICK


def for_filing(now: datetime, send_now: bool) -> datetime:
    """What is stored as the time of delivery: a quarter hour in either case, so that not even those who are in a hurry
    leave the moment."""
    return next_tick(now) - 2 * TICK if send_now else next_tick(now)


def waiting(tx: Transaction) -> int:
    """How much is due and not delivered."""
    return sum(tx.execute(query, {"moment": tx.now}).scalar_one() for query in _WAITING)


def deliver(tx: Transaction, rules: Rules) -> int:
    """Delivers what is due, in random order; returns how much that was. The worker calls it all the time."""
    day = rules.today(tx.now)
    filed = _rewritten(tx, core.report, received_on=day)
    for row in filed:
        _record(tx, row["id"], "filed")
        deadlines.start(tx, row["id"])
        case_news.card(tx, row["id"], rules)
    replies = _rewritten(tx, core.report_entry, written_on=day)
    for row in replies:
        _record(tx, row["report_id"], "replied")
        case_news.card(tx, row["report_id"], rules)
        case_news.tell(tx, row["report_id"], f"replied:{row['position']}", rules)
    return len(filed) + len(replies)


def _rewritten(tx: Transaction, table: Table, **values: Any) -> list[dict[str, Any]]:
    """The rows of a table that are due, taken out and put back in random order: so they lie in that order too, in the
    pages of the file, and carry the number of this transaction."""
    rows = [dict(row._mapping) for row in tx.execute(_DUE[table], {"moment": tx.now})]
    if rows:
        random.SystemRandom().shuffle(rows)
        keys = list(table.primary_key)
        tx.execute(delete(table).where(tuple_(*keys).in_([tuple(row[key.name] for key in keys) for row in rows])))
        tx.execute(insert(table), [{**row, **values, "deliver_at": None} for row in rows])
    return rows


def _record(tx: Transaction, report_id: int, what: str) -> None:
    number = public(report_id)
    ledger.append(tx, f"reporter:case:{what}", f"case:{number}", None, "system", {"case": number})
