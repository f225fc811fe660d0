"""Messages to deliver, kept in the transaction that makes them necessary.

A row names a subject and a destination; whoever delivers it draws the subject as it is then. One message per
destination is under way at a time. A delivery whose lease ran out is handed out again as `unsure`: it may have arrived,
so look before sending.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Row, String, bindparam, case, func, null, or_, select, text, true
from sqlalchemy.dialects import postgresql, sqlite

from storage import heads
from storage.tables import Gate, OutboxRow, Utc
from storage.transaction import Transaction

_outbox = OutboxRow.__table__
_gate = Gate.__table__
# SQLite uses a partial index only for a query that repeats its condition letter by letter.
_WAITING = text("state = 'waiting'")
_OPEN = text("state IN ('waiting', 'leased')")
_KEY = ("topic", "subject_id", "detail", "destination")
_PACE = 1.0
#: The longest a delivery or a destination is put off; anything further away was set by a clock since put back.
LONGEST_DELAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message to deliver now, held under `token` until the lease ends."""

    id: int
    topic: str
    subject_id: int
    detail: str
    destination: str
    attempt: int
    unsure: bool
    token: str
    bulk: bool


class Wanted(NamedTuple):
    """A delivery somebody asks for: what about, and where to. What is `bulk` goes to many, and stands behind what is
    not."""

    topic: str
    subject_id: int
    destination: str
    detail: str = ""
    not_before: datetime | None = None
    bulk: bool = False


def enqueue(
    tx: Transaction,
    topic: str,
    subject_id: int,
    destination: str,
    detail: str = "",
    not_before: datetime | None = None,
) -> None:
    """Asks for a delivery after this transaction; one already waiting for the same thing is enough."""
    enqueue_all(tx, [Wanted(topic, subject_id, destination, detail, not_before)])


def enqueue_all(tx: Transaction, wanted: Iterable[Wanted]) -> None:
    """Asks for several deliveries at once, as `enqueue` does for one."""
    if rows := [{**one._asdict(), "created_at": tx.now} for one in wanted]:
        tx.execute(_ENQUEUE[tx.dialect], rows)
        tx.wake = True


def claim(tx: Transaction, limit: int = 10, lease: float = 60, bulk: int | None = None) -> list[Delivery]:
    """Takes the oldest due delivery of each free destination, at most `limit`, for `lease` seconds; what goes to many
    after all else, and at most `bulk` of it.

    Commit before sending: the lease must stand when the message leaves.
    """
    times = {
        "now": tx.now,
        "absurd_lease": tx.now + 2 * timedelta(seconds=lease),
        "absurd_delay": tx.now + 2 * LONGEST_DELAY,
    }
    candidates = heads.oldest(tx, heads.URGENT, {**times, "limit": limit})
    if room := min(limit - len(candidates), limit if bulk is None else bulk):
        taken = {row.destination for row in candidates}
        many = heads.oldest(tx, heads.BULK, {**times, "limit": room})
        candidates += [row for row in many if row.destination not in taken]
    if not candidates:
        return []
    _make_gates(tx, candidates)
    free = tx.execute(_LOCK_GATES, {**times, "destinations": [row.destination for row in candidates]}).scalars().all()
    ids = [row.id for row in candidates if row.destination in free]
    rows = tx.execute(_LOCK_ROWS, {**times, "ids": ids}).all()
    return _lease(tx, rows, lease)


def done(tx: Transaction, delivery: Delivery, pace: float = _PACE) -> bool:
    """Marks it delivered; its destination rests for `pace` seconds. False: it is no longer yours, nothing changed."""
    return _finish(tx, delivery, "done", None, pace)


def retry(
    tx: Transaction,
    delivery: Delivery,
    error: str,
    delay: float,
    unsure: bool = False,
    hold_destination: bool = False,
) -> bool:
    """Puts it back for `delay` seconds, with its destination if asked; `unsure` when it may have arrived.

    False: it is no longer yours, nothing changed.
    """
    delay = min(delay, LONGEST_DELAY.total_seconds())
    if not tx.execute(_HELD, {"row": delivery.id, "held": delivery.token}).all():
        return False
    # The one returning may be on the platform already, so it is the newer that gives way.
    tx.execute(_GIVE_WAY, {"at": tx.now, **{f"same_{name}": getattr(delivery, name) for name in _KEY}})
    tx.execute(_PUT_BACK, {"row": delivery.id, "due": _later(tx, delay), "code": error, "doubt": unsure})
    _free_gate(tx, delivery, delay if hold_destination else _PACE)
    return True


def put_off(tx: Transaction, delivery: Delivery, until: datetime, why: str) -> bool:
    """Puts it back until a moment, as if it had been asked for then; `why` is kept with it. False: it is no longer
    yours, nothing changed."""
    if not tx.execute(_HELD, {"row": delivery.id, "held": delivery.token}).all():
        return False
    tx.execute(_GIVE_WAY, {"at": tx.now, **{f"same_{name}": getattr(delivery, name) for name in _KEY}})
    put_back = {"row": delivery.id, "due": until, "code": why or None, "doubt": delivery.unsure}
    tx.execute(_PUT_BACK, put_back)
    tx.execute(_UNTRIED, {"row": delivery.id})
    _free_gate(tx, delivery, 0)
    return True


def undeliverable(tx: Transaction, delivery: Delivery, error: str) -> bool:
    """Gives it up, keeping the error's code. False: it is no longer yours, nothing changed."""
    return _finish(tx, delivery, "undeliverable", error, _PACE)


def hurry(tx: Transaction, destination: str) -> None:
    """Makes due now what waits for a destination: what it was put off for is mended."""
    tx.execute(_DUE_NOW, {"place": destination})
    tx.execute(_OPEN_GATE, {"place": destination, "next": tx.now})
    tx.wake = True


def pending(tx: Transaction) -> int:
    """Counts the deliveries waiting or under way; not what was asked for a later moment."""
    waiting: int = tx.execute(_PENDING, {"now": tx.now}).scalar_one()
    return waiting


def _finish(tx: Transaction, delivery: Delivery, state: str, error: str | None, pace: float) -> bool:
    values = {"row": delivery.id, "held": delivery.token, "to": state, "code": error, "at": tx.now}
    if tx.execute(_FINISH, values).rowcount != 1:
        return False
    _free_gate(tx, delivery, pace)
    return True


def _free_gate(tx: Transaction, delivery: Delivery, pace: float) -> None:
    key = {"place": delivery.destination, "held": delivery.token, "next": _later(tx, pace)}
    tx.execute(_FREE_GATE, key)


def _later(tx: Transaction, seconds: float) -> datetime:
    return tx.now + timedelta(seconds=seconds)


def _make_gates(tx: Transaction, candidates: Sequence[Row[Any]]) -> None:
    missing = [row.destination for row in candidates if not row.gated]
    if tx.dialect == "postgresql":
        missing = [place for place in missing if tx.execute(_MAKING_GATE, {"place": place}).scalar_one()]
    if missing:
        tx.execute(_MAKE_GATE[tx.dialect], [{"destination": place, "next_at": tx.now} for place in missing])


def _lease(tx: Transaction, rows: Sequence[Row[Any]], lease: float) -> list[Delivery]:
    if not rows:
        return []
    token = secrets.token_hex(16)
    held = {"held": token, "until": _later(tx, lease)}
    tx.execute(_LEASE_ROWS, {**held, "ids": [row.id for row in rows]})
    tx.execute(_LEASE_GATES, {**held, "destinations": [row.destination for row in rows]})
    return [
        Delivery(
            id=row.id,
            topic=row.topic,
            subject_id=row.subject_id,
            detail=row.detail,
            destination=row.destination,
            attempt=row.attempts + 1,
            unsure=row.unsure or row.state == "leased",
            token=token,
            bulk=row.bulk,
        )
        for row in rows
    ]


def _enqueue(insert: Any) -> Any:
    new = insert(_outbox)
    sooner = or_(new.excluded.not_before.is_(None), new.excluded.not_before < _outbox.c.not_before)
    # An update, not DO NOTHING, because it locks the waiting row: a worker that took it before this transaction
    # commits would draw the subject as it was, and nothing would be left to draw it as it is.
    return new.on_conflict_do_update(
        index_elements=_KEY,
        index_where=_WAITING,
        set_={
            "not_before": case(
                ((_outbox.c.attempts == 0) & sooner, new.excluded.not_before), else_=_outbox.c.not_before
            )
        },
    )


_ENQUEUE = {"sqlite": _enqueue(sqlite.insert), "postgresql": _enqueue(postgresql.insert)}
# An insert waits for another worker's insert of the same gate, and that worker may be frozen: leave it to that one.
_MAKING_GATE = select(
    func.pg_try_advisory_xact_lock(func.hashtextextended(bindparam("place", type_=String()), 0x696D707271))
)
_MAKE_GATE = {
    "sqlite": sqlite.insert(_gate).on_conflict_do_nothing(),
    "postgresql": postgresql.insert(_gate).on_conflict_do_nothing(),
}

_now = bindparam("now", type_=Utc())
_absurd_lease = bindparam("absurd_lease", type_=Utc())
_absurd_delay = bindparam("absurd_delay", type_=Utc())
# The candidates were read without locks; what another worker took since must be seen here and left alone.
_LOCK_GATES = (
    select(_gate.c.destination)
    .where(
        _gate.c.destination.in_(bindparam("destinations", expanding=True)),
        or_(_gate.c.next_at <= _now, _gate.c.next_at > _absurd_delay),
        or_(_gate.c.lease_until.is_(None), _gate.c.lease_until <= _now, _gate.c.lease_until > _absurd_lease),
    )
    .with_for_update(skip_locked=True)
)
_LOCK_ROWS = (
    select(_outbox)
    .where(
        _outbox.c.id.in_(bindparam("ids", expanding=True)),
        _OPEN,
        or_(
            _outbox.c.state == "leased",
            _outbox.c.not_before.is_(None),
            _outbox.c.not_before <= _now,
            (_outbox.c.attempts > 0) & (_outbox.c.not_before > _absurd_delay),
        ),
    )
    .order_by(_outbox.c.bulk, _outbox.c.id)
    .with_for_update(skip_locked=True)
)
_LEASE_ROWS = (
    _outbox.update()
    .where(_outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(
        attempts=_outbox.c.attempts + 1,
        unsure=case((_outbox.c.state == "leased", true()), else_=_outbox.c.unsure),
        state="leased",
        token=bindparam("held"),
        lease_until=bindparam("until", type_=Utc()),
    )
)
_LEASE_GATES = (
    _gate.update()
    .where(_gate.c.destination.in_(bindparam("destinations", expanding=True)))
    .values(token=bindparam("held"), lease_until=bindparam("until", type_=Utc()))
)
_mine = (
    _outbox.c.id == bindparam("row"),
    _outbox.c.token == bindparam("held"),
    _outbox.c.state == "leased",
)
_HELD = select(_outbox.c.id).where(*_mine).with_for_update()
_FINISH = (
    _outbox.update()
    .where(*_mine)
    .values(
        state=bindparam("to"),
        error=bindparam("code"),
        finished_at=bindparam("at", type_=Utc()),
        token=null(),
        lease_until=null(),
    )
)
_PUT_BACK = (
    _outbox.update()
    .where(_outbox.c.id == bindparam("row"))
    .values(
        state="waiting",
        not_before=bindparam("due", type_=Utc()),
        error=bindparam("code"),
        unsure=bindparam("doubt"),
        token=null(),
        lease_until=null(),
    )
)
_UNTRIED = _outbox.update().where(_outbox.c.id == bindparam("row")).values(attempts=0)
_GIVE_WAY = (
    _outbox.update()
    .where(_WAITING, *(_outbox.c[name] == bindparam(f"same_{name}") for name in _KEY))
    .values(state="done", error="merged", finished_at=bindparam("at", type_=Utc()))
)
_FREE_GATE = (
    _gate.update()
    .where(_gate.c.destination == bindparam("place"), _gate.c.token == bindparam("held"))
    .values(next_at=bindparam("next", type_=Utc()), token=null(), lease_until=null())
)
_DUE_NOW = _outbox.update().where(_WAITING, _outbox.c.destination == bindparam("place")).values(not_before=null())
_OPEN_GATE = (
    _gate.update().where(_gate.c.destination == bindparam("place")).values(next_at=bindparam("next", type_=Utc()))
)
_PENDING = (
    select(func.count())
    .select_from(_outbox)
    .where(_OPEN, or_(_outbox.c.not_before.is_(None), _outbox.c.not_before <= _now, _outbox.c.attempts > 0))
)
