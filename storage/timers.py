"""What falls due: rows whose effect is database work in the transaction that finishes them, hence exactly once."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import bindparam, func, select, text

from storage.direct import Direct
from storage.tables import TimerRow, Utc
from storage.transaction import Transaction

_timer = TimerRow.__table__
# SQLite uses a partial index only for a query that repeats its condition letter by letter.
#: The moment of what should be done right after the transaction, however the clock stands then.
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
_UNDONE = text("done_at IS NULL")


@dataclass(frozen=True, slots=True)
class Timer:
    """Something that is due now."""

    id: int
    topic: str
    subject_id: int
    detail: str


class Planned(NamedTuple):
    """Something that is to fall due."""

    topic: str
    subject_id: int
    due_at: datetime
    detail: str = ""


def schedule(tx: Transaction, *planned: Planned) -> None:
    """Makes things fall due, each at its moment, also one already past; what is due `AT_ONCE` wakes the worker."""
    _SCHEDULE.change(tx, *(one._asdict() for one in planned))
    tx.wake = tx.wake or any(one.due_at == AT_ONCE for one in planned)


def cancel(tx: Transaction, subject_id: int, *topics: str) -> None:
    """Drops what has not fallen due yet for a subject id, of these topics."""
    tx.execute(_CANCEL, {"about": subject_id, "moment": tx.now, "topics": topics})


def due(tx: Transaction, limit: int = 20) -> list[Timer]:
    """What is due, earliest first, kept from every other worker until this transaction ends."""
    return [Timer(**row._mapping) for row in tx.execute(_DUE, {"moment": tx.now, "limit": limit})]


def waiting(tx: Transaction) -> int:
    """Counts what is due and not carried out."""
    found: int = tx.execute(_WAITING, {"moment": tx.now}).scalar_one()
    return found


def next_due(tx: Transaction, topic: str) -> datetime | None:
    """When something of this topic falls due next, if it does."""
    found: datetime | None = tx.execute(_NEXT_DUE, {"about": topic}).scalar()
    return found


def finish(tx: Transaction, id: int) -> None:
    """Marks a timer as carried out."""
    tx.execute(_FINISH, {"finished": id, "moment": tx.now})


_moment = bindparam("moment", type_=Utc())
_SCHEDULE = Direct(_timer.insert())
_CANCEL = (
    _timer.update()
    .where(
        _UNDONE,
        _timer.c.subject_id == bindparam("about"),
        _timer.c.topic.in_(bindparam("topics", expanding=True)),
    )
    .values(done_at=_moment)
)
_DUE = (
    select(_timer.c.id, _timer.c.topic, _timer.c.subject_id, _timer.c.detail)
    .where(_UNDONE, _timer.c.due_at <= _moment)
    .order_by(_timer.c.due_at, _timer.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_WAITING = select(func.count()).select_from(_timer).where(_UNDONE, _timer.c.due_at <= _moment)
_NEXT_DUE = (
    select(_timer.c.due_at).where(_UNDONE, _timer.c.topic == bindparam("about")).order_by(_timer.c.due_at).limit(1)
)
_FINISH = _timer.update().where(_timer.c.id == bindparam("finished")).values(done_at=_moment)
