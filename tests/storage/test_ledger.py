import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import ledger, triggers
from storage.engine import Database
from storage.errors import SealBroken
from storage.ledger import Actor, Verdict
from storage.tables import LedgerRow
from storage.transaction import Transaction
from storage.vault import Vault

Tamper = Callable[..., None]
_rows = LedgerRow.__table__


@pytest.fixture
def ten(db: Database) -> Database:
    """A ledger of ten entries."""
    db.call(_append, 10)
    return db


def test_entries_read_as_they_were_written(db: Database, clock: Any) -> None:
    payload = {"text": "Grüße\x00\ud800", "list": [1, 2.5, None, True]}
    number = db.call(ledger.append, "proposal:decision:approved", "proposal:7", Actor(3, "Dr. Ó"), "slack", payload)
    [entry] = db.call(ledger.entries)
    assert number == entry.number == 1
    assert (entry.at, entry.tag, entry.subject) == (clock(), "proposal:decision:approved", "proposal:7")
    assert (entry.actor_id, entry.actor_name, entry.platform) == (3, "Dr. Ó", "slack")
    assert entry.payload == payload
    assert entry.previous == ledger.GENESIS


def test_the_system_acts_without_a_name(db: Database) -> None:
    db.call(ledger.append, "proposal:state:expired", "proposal:7", None, "system", {})
    [entry] = db.call(ledger.entries)
    assert (entry.actor_id, entry.actor_name) == (None, None)


def test_entries_by_subject_and_page(ten: Database) -> None:
    assert [entry.number for entry in ten.call(ledger.entries, after=4, limit=3)] == [5, 6, 7]
    assert [entry.number for entry in ten.call(ledger.entries, "proposal:1")] == [2, 5, 8]
    assert ten.call(ledger.entries, "proposal:99") == []


def test_each_entry_follows_the_one_before(ten: Database) -> None:
    chain = ten.call(ledger.entries)
    assert [entry.previous for entry in chain] == [ledger.GENESIS, *(entry.hash for entry in chain[:-1])]


def test_a_payload_that_is_not_json_is_refused_and_nothing_kept(db: Database) -> None:
    for payload in ({"at": object()}, {"share": float("nan")}):
        with pytest.raises((TypeError, ValueError)):
            db.call(ledger.append, "a:b:c", "s", None, "slack", payload)
    assert db.call(ledger.verify, None) == Verdict(True, 0)


def test_the_text_of_a_payload_is_not_in_the_database(db: Database) -> None:
    db.call(ledger.append, "a:b:c", "s", None, "slack", {"text": "a patient's story"})
    row = db.call(lambda tx: tx.execute(_rows.select()).one())
    assert b"story" not in row.payload


def test_an_undone_call_leaves_no_gap(ten: Database) -> None:
    def broken(tx: Transaction) -> None:
        ledger.append(tx, "a:b:c", "s", None, "slack", {})
        raise LookupError

    with pytest.raises(LookupError):
        ten.call(broken)
    ten.call(_append, 1)
    assert ten.call(ledger.verify, None) == Verdict(True, 11)


@pytest.mark.parametrize(
    "change",
    [
        "at = '2026-03-01 09:00:00'",
        "tag = 'proposal:decision:rejected'",
        "subject = 'proposal:8'",
        "actor_id = 99",
        "actor_name = 'Somebody else'",
        "actor_name = NULL",
        "platform = 'teams'",
        "commitment = (SELECT commitment FROM ledger WHERE number = 5)",
        "previous = (SELECT previous FROM ledger WHERE number = 5)",
        "hash = (SELECT hash FROM ledger WHERE number = 5)",
        "payload = (SELECT payload FROM ledger WHERE number = 5)",
        "payload_key = (SELECT payload_key FROM ledger WHERE number = 5)",
        "payload = NULL",
        "payload_key = NULL",
    ],
)
def test_a_changed_entry_is_named(ten: Database, tamper: Tamper, change: str) -> None:
    tamper(f"UPDATE ledger SET {change} WHERE number = 4")  # noqa: S608 - the changes above
    assert _problem(ten).count == 3
    assert "entry 4" in str(_problem(ten).problem)


def test_a_swapped_payload_is_named(ten: Database, tamper: Tamper) -> None:
    both = "payload = (SELECT payload FROM ledger WHERE number = 5), "
    both += "payload_key = (SELECT payload_key FROM ledger WHERE number = 5)"
    tamper(f"UPDATE ledger SET {both} WHERE number = 4")  # noqa: S608 - the columns above
    assert _problem(ten) == Verdict(False, 3, "the payload of entry 4 was changed")


def test_a_value_of_another_type_is_a_change(sqlite_url: str, vault: Vault, clock: Any) -> None:
    database = Database.open(sqlite_url, vault, clock)
    database.call(_append, 3)

    def blob(tx: Transaction) -> None:
        triggers.unprotect(tx.connection)
        tx.connection.exec_driver_sql("UPDATE ledger SET tag = x'00ff' WHERE number = 2")

    database.call(blob)
    assert "entry 2" in str(_problem(database).problem)
    database.close()


def test_a_moment_that_cannot_be_read_is_a_change(sqlite_url: str, vault: Vault, clock: Any) -> None:
    database = Database.open(sqlite_url, vault, clock)
    database.call(_append, 3)

    def garble(tx: Transaction) -> None:
        triggers.unprotect(tx.connection)
        tx.connection.exec_driver_sql("UPDATE ledger SET at = 'yesterday' WHERE number = 2")

    database.call(garble)
    assert _problem(database) == Verdict(False, 1, "entry 2 was changed: it cannot be read")
    database.close()


def test_a_removed_entry_is_named(ten: Database, tamper: Tamper) -> None:
    tamper("DELETE FROM ledger WHERE number = 4")
    assert _problem(ten) == Verdict(False, 3, "entry 4 is missing")


def test_a_removed_first_entry_is_named(ten: Database, tamper: Tamper) -> None:
    tamper("DELETE FROM ledger WHERE number = 1")
    assert _problem(ten) == Verdict(False, 0, "entry 1 is missing")


def test_closing_the_gap_does_not_help(ten: Database, tamper: Tamper) -> None:
    tamper("DELETE FROM ledger WHERE number = 4", *_renumber(5, 10, -1))
    assert "entry 4 was changed" in str(_problem(ten).problem)


def test_an_inserted_entry_is_named(ten: Database, tamper: Tamper) -> None:
    columns = "at, tag, subject, actor_id, actor_name, platform, commitment, payload, payload_key, previous, hash"
    copy = f"INSERT INTO ledger (number, {columns}) SELECT 5, {columns} FROM ledger WHERE number = 4"  # noqa: S608
    tamper(*_renumber(5, 10, 1), copy)
    assert "entry 5 was changed" in str(_problem(ten).problem)


def test_an_entry_put_before_the_first_is_named(ten: Database, tamper: Tamper) -> None:
    columns = "at, tag, subject, actor_id, actor_name, platform, commitment, payload, payload_key, previous, hash"
    tamper(f"INSERT INTO ledger (number, {columns}) SELECT 0, {columns} FROM ledger WHERE number = 4")  # noqa: S608
    assert _problem(ten) == Verdict(False, 0, "entry 0 was inserted: entries count from 1")


def test_a_copy_added_at_the_end_is_named(ten: Database, tamper: Tamper) -> None:
    columns = "at, tag, subject, actor_id, actor_name, platform, commitment, payload, payload_key, previous, hash"
    tamper(f"INSERT INTO ledger (number, {columns}) SELECT 11, {columns} FROM ledger WHERE number = 10")  # noqa: S608
    assert "entry 11 was changed" in str(_problem(ten).problem)


def test_reordered_entries_are_named(ten: Database, tamper: Tamper) -> None:
    swap = "UPDATE ledger SET number = {1} WHERE number = {0}"
    tamper(swap.format(4, 99), swap.format(6, 4), swap.format(99, 6))
    assert "entry 4 was changed, or put where another stood" in str(_problem(ten).problem)


def test_an_entry_replaced_with_its_hash_no_longer_leads_to_the_next(ten: Database) -> None:
    ten.call(_forge, 4, 4)
    assert _problem(ten).problem == "entry 5 does not follow entry 4: one of the two was replaced"


def test_a_chain_rewritten_to_its_end_contradicts_the_checkpoint(ten: Database, tmp_path: Path) -> None:
    assert ten.call(ledger.checkpoint, tmp_path / "checkpoints")
    ten.call(_forge, 4, 10)
    assert _problem(ten) == Verdict(True, 10)
    verdict = ten.call(ledger.verify, tmp_path / "checkpoints")
    assert verdict.problem == "entry 10 or one before it was replaced after a checkpoint was signed"
    assert not ten.call(ledger.checkpoint, tmp_path / "checkpoints")


def test_a_cut_off_tail_contradicts_the_checkpoint(ten: Database, tamper: Tamper, tmp_path: Path) -> None:
    ten.call(ledger.checkpoint, tmp_path / "checkpoints")
    tamper("DELETE FROM ledger WHERE number > 7")
    assert _problem(ten).ok
    verdict = ten.call(ledger.verify, tmp_path / "checkpoints")
    assert (verdict.ok, verdict.count) == (False, 7)
    assert str(verdict.problem).startswith("entry 8 is missing, and all after it")
    assert not ten.call(ledger.checkpoint, tmp_path / "checkpoints")


def test_an_emptied_ledger_contradicts_the_checkpoint(ten: Database, tamper: Tamper, tmp_path: Path) -> None:
    ten.call(ledger.checkpoint, tmp_path / "checkpoints")
    tamper("DELETE FROM ledger")
    assert str(ten.call(ledger.verify, tmp_path / "checkpoints").problem).startswith("entry 1 is missing")


def test_a_shredded_payload_keeps_the_chain_whole(ten: Database) -> None:
    shred = "UPDATE ledger SET payload = NULL, payload_key = NULL WHERE number <= 4"
    ten.call(lambda tx: tx.connection.exec_driver_sql(shred).close())
    assert _problem(ten) == Verdict(True, 10)
    chain = ten.call(ledger.entries)
    assert [entry.payload is None for entry in chain] == [True] * 4 + [False] * 6
    assert chain[3].actor_name == "Ada"


def test_another_key_opens_nothing(ten: Database, url: str, clock: Any) -> None:
    ten.close()
    stranger = Database.open(url, Vault(b"x" * 32), clock)
    assert stranger.call(ledger.verify, None).problem == "the payload of entry 1 was changed"
    with pytest.raises(SealBroken):
        stranger.call(ledger.entries)
    stranger.close()


def test_verify_reads_page_after_page(db: Database) -> None:
    db.call(_append, 1203)
    assert db.call(ledger.verify, None) == Verdict(True, 1203)


class TestCheckpoints:
    def test_only_growth_is_signed(self, ten: Database, tmp_path: Path, clock: Any) -> None:
        path = tmp_path / "kept" / "checkpoints"
        assert ten.call(ledger.checkpoint, path)
        assert not ten.call(ledger.checkpoint, path)
        ten.call(_append, 1)
        clock.forward(timedelta(hours=1))
        assert ten.call(ledger.checkpoint, path)
        lines = [json.loads(line) for line in path.read_text().splitlines()]
        assert [line["size"] for line in lines] == [10, 11]
        assert lines[1]["root"] == ten.call(ledger.entries)[-1].hash
        assert lines[1]["time"] == clock().isoformat()
        assert ten.call(ledger.verify, path) == Verdict(True, 11)

    def test_an_empty_ledger_is_not_signed(self, db: Database, tmp_path: Path) -> None:
        assert not db.call(ledger.checkpoint, tmp_path / "checkpoints")
        assert db.call(ledger.verify, tmp_path / "checkpoints") == Verdict(True, 0)

    @pytest.mark.parametrize(
        "line", [b"{}", b"[]", b"nonsense", b'{"size": 3, "root": "", "time": "", "signature": ""}']
    )
    def test_a_line_somebody_else_wrote_is_named(self, ten: Database, tmp_path: Path, line: bytes) -> None:
        path = tmp_path / "checkpoints"
        ten.call(ledger.checkpoint, path)
        path.write_bytes(path.read_bytes() + line + b"\n")
        problem = "line 2 of the checkpoints is not one this deployment signed there"
        assert ten.call(ledger.verify, path) == Verdict(False, 10, problem)

    def test_an_edited_line_is_named(self, ten: Database, tmp_path: Path) -> None:
        path = tmp_path / "checkpoints"
        ten.call(ledger.checkpoint, path)
        path.write_text(path.read_text().replace('"size": 10', '"size": 7'))
        assert "line 1" in str(ten.call(ledger.verify, path).problem)

    def test_a_line_cut_short_by_a_crash_is_written_again(self, ten: Database, tmp_path: Path) -> None:
        path = tmp_path / "checkpoints"
        ten.call(ledger.checkpoint, path)
        path.write_bytes(path.read_bytes() + b'{"size": 11, "ro')
        assert ten.call(ledger.verify, path) == Verdict(True, 10)
        ten.call(_append, 1)
        assert ten.call(ledger.checkpoint, path)
        assert ten.call(ledger.verify, path) == Verdict(True, 11)
        assert len(path.read_text().splitlines()) == 2


# PostgreSQL stores no NUL in text; everything else goes.
_text = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
_actors = st.none() | st.builds(Actor, st.integers(1, 2**31 - 1), _text)
_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
_events = st.tuples(_text, _text, _actors, _text, st.dictionaries(st.text(), _json, max_size=3))
_examples = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


class _Undo(Exception):
    """Rolls an example back, so that the next starts from an empty ledger."""


@_examples
@given(events=st.lists(_events, max_size=5))
def test_whatever_is_recorded_reads_back_and_verifies(db: Database, events: list[Any]) -> None:
    def example(tx: Transaction) -> None:
        for event in events:
            ledger.append(tx, *event)
        assert [entry.payload for entry in ledger.entries(tx)] == [event[-1] for event in events]
        assert ledger.verify(tx, None) == Verdict(True, len(events))
        raise _Undo

    with pytest.raises(_Undo):
        db.call(example)


@_examples
@given(events=st.lists(_events, min_size=2, max_size=5), data=st.data())
def test_no_rearrangement_or_loss_but_of_the_tail_goes_unseen(db: Database, events: list[Any], data: Any) -> None:
    numbers = list(range(1, len(events) + 1))
    kept = data.draw(st.lists(st.sampled_from(numbers), unique=True).filter(lambda some: some != numbers[: len(some)]))

    def example(tx: Transaction) -> None:
        for event in events:
            ledger.append(tx, *event)
        rows = {row.number: row._mapping for row in tx.execute(_rows.select())}
        triggers.unprotect(tx.connection, ("ledger",))
        tx.execute(_rows.delete())
        for place, number in enumerate(kept, start=1):
            tx.execute(_rows.insert(), {**rows[number], "number": place})
        verdict = ledger.verify(tx, None)
        whole = next(place for place, number in enumerate(kept, start=1) if place != number) - 1
        assert (verdict.ok, verdict.count) == (False, whole)
        raise _Undo

    with pytest.raises(_Undo):
        db.call(example)


def _append(tx: Transaction, count: int) -> None:
    for number in range(1, count + 1):
        subject = f"proposal:{(number + 2) % 3}"
        ledger.append(tx, "proposal:decision:approved", subject, Actor(1, "Ada"), "slack", {"number": number})


def _forge(tx: Transaction, first: int, last: int) -> None:
    """Changes an entry the way somebody would who knows how entries hash, and hashes all after it anew."""
    triggers.unprotect(tx.connection, ("ledger",))
    previous = None
    for row in tx.execute(_rows.select().where(_rows.c.number.between(first, last)).order_by(_rows.c.number)).all():
        entry = {**row._mapping, "actor_name": "Eve", "previous": previous or row.previous}
        previous = entry["hash"] = ledger._hash(entry)
        tx.execute(_rows.update().where(_rows.c.number == row.number).values(entry))
    triggers.protect(tx.connection)


def _renumber(first: int, last: int, by: int) -> list[str]:
    numbers = range(first, last + 1) if by < 0 else range(last, first - 1, -1)
    return [f"UPDATE ledger SET number = {number + by} WHERE number = {number}" for number in numbers]  # noqa: S608


def _problem(db: Database) -> Verdict:
    return db.call(ledger.verify, None)
