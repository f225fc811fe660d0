"""Statements handed to SQLite's driver itself do what SQLAlchemy would have done, and PostgreSQL agrees."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import SQLAlchemyError, StatementError

from handlers.states import State
from storage import core
from storage.direct import Direct
from storage.engine import Database
from storage.tables import LedgerRow
from storage.transaction import Transaction

_MOMENT = datetime(2026, 3, 2, 9, 30, 15, 250, tzinfo=timezone(timedelta(hours=-8)))
_ledger = LedgerRow.__table__
_person = core.person.c
_of_person = select(core.person).where(_person.name == bindparam("wanted")).order_by(_person.id)
_ADD = Direct(insert(core.person))
_NAMED = Direct(_of_person)


def filled(tx: Transaction) -> dict[str, Any]:
    """A proposal, and a revision of it with a value of every kind we keep."""
    tx.execute(insert(core.person), {"id": 1, "name": "Maya", "seen_at": _MOMENT})
    row = {"id": 1, "author_id": 1, "state": "in_review", "revision": 1, "created_at": _MOMENT, "updated_at": _MOMENT}
    tx.execute(insert(core.proposal), row)
    return {
        "proposal_id": 1,
        "editor_id": 1,
        "platform": "slack",
        "text": "Grüße 🦷",
        "kind": "post",
        "networks": ["facebook", "x"],
        "planned_at": _MOMENT,
        "patient_shown": False,
        "authorization_reference": "",
        "note": "",
        "content_hash": "c" * 64,
        "created_at": _MOMENT,
        "attested": None,
    }


@pytest.mark.parametrize("planned_at", [_MOMENT, None])
def test_a_row_is_the_same_written_and_read_either_way(db: Database, planned_at: datetime | None) -> None:
    def both(tx: Transaction) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        row = filled(tx) | {"planned_at": planned_at}
        tx.execute(insert(core.revision), row | {"number": 1, "submission_key": "SQLAlchemy"})
        Direct(insert(core.revision)).change(tx, row | {"number": 2, "submission_key": "direct"})
        query = select(*(core.revision.c[name] for name in row))
        return row, [dict(zip(row, each, strict=True)) for each in [*tx.execute(query), *Direct(query).rows(tx, {})]]

    row, found = db.call(both)
    assert found == [row] * 4
    # Equal moments may be written in different zones, and False is 0.
    assert set(map(repr, found)) == {repr(found[0])}
    assert found[0]["created_at"].tzinfo is UTC


def test_bytes_come_out_as_they_went_in(db: Database) -> None:
    row = {"number": 1, "at": _MOMENT, "tag": "a:b:c", "subject": "x:1", "platform": "", "previous": "", "hash": ""}
    row |= {"commitment": "", "payload": b"\0\xff", "payload_key": None}

    def bytes_of(tx: Transaction) -> Any:
        Direct(insert(_ledger)).change(tx, row)
        return Direct(select(_ledger.c.payload, _ledger.c.payload_key)).rows(tx, {})[0]

    assert tuple(db.call(bytes_of)) == (b"\0\xff", None)


def test_compare_and_set_tells_whether_it_met_a_row(db: Database) -> None:
    move = Direct(
        update(core.proposal)
        .where(core.proposal.c.id == bindparam("wanted"), core.proposal.c.state == bindparam("was"))
        .values(state=bindparam("becomes"), updated_at=bindparam("at"))
    )
    values = {"wanted": 1, "was": State.IN_REVIEW, "becomes": State.APPROVED, "at": _MOMENT + timedelta(hours=1)}
    db.call(filled)
    assert [db.call(lambda tx: move.change(tx, values)) for _ in range(2)] == [1, 0]
    now = db.call(lambda tx: tx.execute(select(core.proposal.c.state, core.proposal.c.updated_at)).one())
    assert tuple(now) == ("approved", _MOMENT + timedelta(hours=1))


def test_several_are_written_at_once_and_each_with_its_own_columns(db: Database) -> None:
    """The same statement serves rows that leave out what may be empty."""

    def add(tx: Transaction) -> list[str | None]:
        ada = {"name": "Ada", "seen_at": _MOMENT}
        _ADD.change(tx, ada, ada)
        _ADD.change(tx, ada | {"zone": "Europe/London"})
        return [row.zone for row in _NAMED.rows(tx, {"wanted": "Ada"})]

    assert db.call(add) == [None, None, "Europe/London"]


def test_what_the_statement_says_itself_stays(db: Database) -> None:
    last = Direct(_of_person.order_by(None).order_by(_person.id.desc()).limit(1))

    def look(tx: Transaction) -> list[Any]:
        _ADD.change(tx, *({"name": "Ada", "zone": zone, "seen_at": _MOMENT} for zone in "AB"))
        return [row.zone for row in last.rows(tx, {"wanted": "Ada"})]

    assert db.call(look) == ["B"]


def test_a_moment_without_zone_is_refused(db: Database) -> None:
    naive = {"name": "Ada", "seen_at": _MOMENT.replace(tzinfo=None)}
    with pytest.raises((ValueError, StatementError), match="a moment needs its zone"):
        db.call(lambda tx: _ADD.change(tx, naive))


def test_a_missing_value_is_refused(db: Database) -> None:
    """It would be looked for as NULL otherwise."""
    with pytest.raises(SQLAlchemyError, match="A value is required for bind parameter 'wanted'"):
        db.call(lambda tx: _NAMED.rows(tx, {}))


def test_it_is_undone_with_the_rest(db: Database) -> None:
    def fail(tx: Transaction) -> None:
        _ADD.change(tx, {"name": "Ada", "seen_at": _MOMENT})
        raise LookupError

    with pytest.raises(LookupError):
        db.call(fail)
    assert list(db.call(lambda tx: _NAMED.rows(tx, {"wanted": "Ada"}))) == []


def test_values_stay_out_of_errors(db: Database) -> None:
    twice = {"id": 1, "name": "SECRET", "seen_at": _MOMENT}
    with pytest.raises(Exception, match=r"(?i)unique") as caught:
        db.call(lambda tx: [_ADD.change(tx, twice) for _ in range(2)])
    assert "SECRET" not in repr(caught.value)
