"""What falls due: rows whose effect is database work in the transaction that finishes them, hence exactly once."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, text

from storage.tables import TimerRow, Utc
from storage.transaction import Transaction

_timer = TimerRow.__table__
# SQLite uses a partial index only for a query that repeats its condition letter by letter.
_UNDONE = text("done_at IS NULL")


@dataclass(frozen=True, slots=True)
class Timer:
    """Something that is due now."""

    id: int
    topic: str
    subject_id: int
    detail: str


def schedule(tx: Transaction, topic: str, subject_id: int, due_at: datetime, detail: str = "") -> None:
    """Makes something fall due at a moment, also one already past."""
    row = {"topic": topic, "subject_id": subject_id, "detail": detail, "due_at": due_at}
    tx.execute(_SCHEDULE, row)


def cancel(tx: Transaction, subject_id: int, topic: str | None = None) -> None:
    """Drops what has not fallen due yet for a subject id: of one topic, or of every topic whatever its subjects are."""
    values = {"about": subject_id, "moment": tx.now}
    if topic is None:
        tx.execute(_CANCEL, values)
    else:
        tx.execute(_CANCEL_TOPIC, {**values, "only": topic})


def due(tx: Transaction, limit: int = 20) -> list[Timer]:
    """What is due, earliest first, kept from every other worker until this transaction ends."""
    return [Timer(**row._mapping) for row in tx.execute(_DUE, {"moment": tx.now, "limit": limit})]


def finish(tx: Transaction, id: int) -> None:
    """Marks a timer as carried out."""
    tx.execute(_FINISH, {"finished": id, "moment": tx.now})


_moment = bindparam("moment", type_=Utc())
_SCHEDULE = _timer.insert()
_CANCEL = _timer.update().where(_UNDONE, _timer.c.subject_id == bindparam("about")).values(done_at=_moment)
_CANCEL_TOPIC = _CANCEL.where(_timer.c.topic == bindparam("only"))
_DUE = (
    select(_timer.c.id, _timer.c.topic, _timer.c.subject_id, _timer.c.detail)
    .where(_UNDONE, _timer.c.due_at <= _moment)
    .order_by(_timer.c.due_at, _timer.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_FINISH = _timer.update().where(_timer.c.id == bindparam("finished")).values(done_at=_moment)
