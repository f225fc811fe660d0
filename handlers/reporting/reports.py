"""Filing a report and coming back to it. Nobody here is an actor: whoever holds the receipt is the reporter.

Nothing about who files, from where or exactly when reaches these functions, so nothing of it can be stored. A report
waits until its tick (`ticks.py`); only then is it a case (`cases.py`) and in the ledger.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, func, insert, select, update

from handlers.errors import FieldProblem, Refusal
from handlers.reporting import ticks
from handlers.reporting.cases import LOWEST_ID, CaseState, Disposition, Entry, about, about_key
from handlers.reporting.report_form import TEXT_LIMIT, Report, require_valid
from storage import core, envelopes
from storage.receipts import Keys
from storage.transaction import Transaction

#: So many follow-ups may wait for their tick.
WAITING_LIMIT = 10


class WrongReceipt(Refusal):
    """No report can be opened with this receipt. Look for mistyped characters: a receipt has four groups of four, like
    ABCD-EFGH-JKMN-PQRS. Receipts stop working 90 days after a case is closed."""


class NothingWritten(FieldProblem):
    """Write what you want to add or answer."""


class TooLong(FieldProblem):
    """This may have {limit} characters; it has {length}. Send it in parts."""


class TooManyWaiting(Refusal):
    """Several messages of yours are waiting to be delivered already. The next quarter hour takes them along; then you
    can write again."""


@dataclass(frozen=True, repr=False)
class FollowUp:
    """What the reporter sees. `delivered` is False until the report's tick."""

    delivered: bool
    state: CaseState
    disposition: Disposition | None
    report: Report
    #: Both sides, without compliance's notes and without anybody's name; those not delivered yet have no day.
    entries: tuple[Entry, ...]


_report = core.report.c
_entry = core.report_entry.c
_TAKEN = select(_report.id).where(_report.id == bindparam("wanted"))
_FILE = insert(core.report)
_BY_TAG = select(
    _report.id, _report.reporter_wrap, _report.sealed, _report.state, _report.disposition, _report.received_on
).where(_report.tag == bindparam("held"))
_BY_TAG_LOCKED = _BY_TAG.with_for_update()
_ENTRIES = (
    select(_entry.position, _entry.side, _entry.sealed, _entry.written_on)
    .where(_entry.report_id == bindparam("wanted"), _entry.side != "note")
    .order_by(_entry.position)
)
_LAST = select(func.max(_entry.position)).where(_entry.report_id == bindparam("wanted"))
_WAITING = select(func.count()).where(_entry.report_id == bindparam("wanted"), _entry.deliver_at.is_not(None))
_ADD = insert(core.report_entry)
_HURRY = update(core.report).where(_report.id == bindparam("wanted"), _report.deliver_at.is_not(None))


def file(tx: Transaction, report: Report, keys: Keys, *, send_now: bool = False) -> None:
    """Keeps a report until its tick, readable with the receipt behind `keys` at once. `send_now` is the reporter's own
    choice to be quick instead of hidden among others. Raises `Invalid`."""
    require_valid(report)
    report_id, key = _new_id(tx), envelopes.new_key()
    row = {
        "id": report_id,
        "tag": keys.tag,
        "reporter_wrap": envelopes.wrap(keys.opening, about_key(report_id), key),
        "deployment_wrap": tx.vault.wrap(key, about_key(report_id)),
        "sealed": envelopes.seal(key, about(report_id), report.dump()),
        "deliver_at": ticks.for_filing(tx.now, send_now),
        "officers_only": report.concerns_compliance,
        "state": CaseState.RECEIVED,
        "disposition": "",
        "escalated": False,
    }
    tx.execute(_FILE, row)


def follow_up(tx: Transaction, keys: Keys) -> FollowUp:
    """What became of the report, for whoever holds its receipt; raises `WrongReceipt`."""
    row, key = _held(tx, keys, lock=False)
    entries = tuple(
        Entry(entry.side, envelopes.unseal(key, about(row.id, entry.position), entry.sealed), entry.written_on)
        for entry in tx.execute(_ENTRIES, {"wanted": row.id})
        if entry.sealed is not None
    )
    return FollowUp(
        delivered=row.received_on is not None,
        state=CaseState(row.state),
        disposition=Disposition(row.disposition) if row.disposition else None,
        report=Report.load(envelopes.unseal(key, about(row.id), row.sealed)),
        entries=entries,
    )


def reply(tx: Transaction, keys: Keys, text: str, *, send_now: bool = False) -> None:
    """Adds to a report, or answers compliance; delivered at a tick like the report. Raises `WrongReceipt`,
    `NothingWritten`, `TooLong` and `TooManyWaiting`."""
    if not text:
        raise NothingWritten
    if len(text) > TEXT_LIMIT:
        raise TooLong(limit=f"{TEXT_LIMIT:,}", length=f"{len(text):,}")
    row, key = _held(tx, keys, lock=True)
    if tx.execute(_WAITING, {"wanted": row.id}).scalar_one() >= WAITING_LIMIT:
        raise TooManyWaiting
    deliver_at = ticks.for_filing(tx.now, send_now)
    add_entry(tx, row.id, key, "reporter", text, deliver_at=deliver_at)
    if send_now:
        tx.execute(_HURRY, {"wanted": row.id, "deliver_at": deliver_at})


def add_entry(tx: Transaction, report_id: int, key: bytes, side: str, text: str, **values: Any) -> None:
    """Puts a text at the end of a conversation; the report must be locked."""
    position = (tx.execute(_LAST, {"wanted": report_id}).scalar() or 0) + 1
    sealed = envelopes.seal(key, about(report_id, position), text)
    tx.execute(_ADD, {"report_id": report_id, "position": position, "side": side, "sealed": sealed, **values})


def _held(tx: Transaction, keys: Keys, lock: bool) -> tuple[Row[Any], bytes]:
    wanted = {"held": keys.tag}
    row = tx.execute(_BY_TAG_LOCKED if lock else _BY_TAG, wanted).first()
    if row is None and lock:
        # Whoever waited on PostgreSQL for a delivery to end finds the row it waited for gone, and a new one instead.
        row = tx.execute(_BY_TAG_LOCKED, wanted).first()
    if row is None or row.reporter_wrap is None or row.sealed is None:
        raise WrongReceipt
    return row, envelopes.unwrap(keys.opening, about_key(row.id), row.reporter_wrap)


def _new_id(tx: Transaction) -> int:
    # Two at once taking the same one is the database's to refuse, and the call's to repeat.
    while True:
        wanted = LOWEST_ID + secrets.randbelow(2**30)
        if tx.execute(_TAKEN, {"wanted": wanted}).first() is None:
            return wanted
