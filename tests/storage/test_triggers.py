# ruff: noqa: S608 - the table names are those of this file
import sqlite3
from collections.abc import Callable, Iterator

import psycopg
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import DBAPIError

from storage import ledger, triggers
from storage.engine import Clock, Database
from storage.finding_tables import Dismissal, FindingRow
from storage.policy_tables import Attestation, Policy, PolicyReview, PolicyVersion
from storage.tables import Base, Blob, Decision, Identity, IdentityMove, Media, Person, Proposal, Publication, Revision
from storage.template_tables import TemplateDecision, TemplateVersion
from storage.training_tables import Completion, Course, CourseVersion, Progress
from storage.transaction import Transaction
from storage.vault import Vault

PROTECTED = (*triggers.APPEND_ONLY, triggers.LEDGER)


@pytest.fixture
def filled(db: Database) -> Database:
    """One row in every protected table."""
    db.call(_fill)
    return db


@pytest.mark.parametrize("table", PROTECTED)
@pytest.mark.parametrize("statement", ["UPDATE {0} SET platform = 'x'", "DELETE FROM {0}"])
def test_nothing_recorded_is_changed_or_deleted(filled: Database, table: str, statement: str) -> None:
    columns = {"media": "mime", "publication": "network", "course_version": "hash", "completion": "signed_name"} | {
        "policy_version": "note",
        "policy_review": "note",
        "finding": "rule",
    }
    column = columns.get(table, "platform")
    with pytest.raises(DBAPIError):
        _run(filled, statement.replace("platform", column).format(table))
    assert _count(filled, table) == 1


@pytest.mark.parametrize("table", PROTECTED)
def test_truncate_is_refused(postgres_filled: Database, table: str) -> None:
    with pytest.raises(DBAPIError):
        _run(postgres_filled, f"TRUNCATE {table} CASCADE")
    assert _count(postgres_filled, table) == 1


@pytest.mark.parametrize("table", PROTECTED)
def test_a_session_posing_as_replication_is_refused_too(postgres_filled: Database, table: str) -> None:
    with pytest.raises(DBAPIError):
        _run(postgres_filled, "SET LOCAL session_replication_role = replica", f"DELETE FROM {table}")
    assert _count(postgres_filled, table) == 1


@pytest.mark.parametrize("table", PROTECTED)
@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_replace_is_refused_whatever_the_client_sets(sqlite_filled: Database, table: str, recursive: str) -> None:
    raw = sqlite3.connect(_file(sqlite_filled))
    raw.execute(f"PRAGMA recursive_triggers = {recursive}")
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")
    raw.close()


def test_replace_by_another_unique_key_is_refused(sqlite_filled: Database) -> None:
    columns = "proposal_id, revision, verdict, reason, approver_id, platform, content_hash, decided_at"
    with pytest.raises(DBAPIError, match="append-only"):
        _run(sqlite_filled, f"INSERT OR REPLACE INTO decision ({columns}) SELECT {columns} FROM decision")


def test_a_payload_may_be_shredded_with_its_key(filled: Database) -> None:
    _run(filled, "UPDATE ledger SET payload = NULL, payload_key = NULL")
    left = filled.call(lambda tx: tx.connection.execute(text("SELECT payload, payload_key FROM ledger")).all())
    assert set(left) == {(None, None)}


@pytest.mark.parametrize(
    "change",
    [
        "payload = NULL",
        "payload_key = NULL",
        "payload = payload",
        "payload = NULL, payload_key = NULL, tag = 'x'",
        "payload = NULL, payload_key = NULL, number = 7",
    ],
)
def test_a_ledger_entry_is_changed_in_no_other_way(filled: Database, change: str) -> None:
    with pytest.raises(DBAPIError):
        _run(filled, f"UPDATE ledger SET {change}")


def test_missing_names_what_is_gone(db: Database, tamper: Callable[..., None]) -> None:
    assert db.call(lambda tx: triggers.missing(tx.connection)) == []
    db.call(lambda tx: triggers.unprotect(tx.connection, ("decision",)))
    gone = db.call(lambda tx: triggers.missing(tx.connection))
    assert gone
    assert all(name.startswith("decision_no_") for name in gone)
    tamper()
    assert db.call(lambda tx: triggers.missing(tx.connection)) == []


def test_missing_names_what_is_switched_off(postgres_url: str, postgres_filled: Database) -> None:
    with psycopg.connect(make_url(postgres_url).set(drivername="postgresql").render_as_string(False)) as raw:
        raw.execute("ALTER TABLE media DISABLE TRIGGER media_no_change")
    assert postgres_filled.call(lambda tx: triggers.missing(tx.connection)) == ["media_no_change"]


@pytest.fixture
def postgres_filled(postgres_url: str, vault: Vault, clock: Clock) -> Iterator[Database]:
    yield from _opened(postgres_url, vault, clock)


@pytest.fixture
def sqlite_filled(sqlite_url: str, vault: Vault, clock: Clock) -> Iterator[Database]:
    yield from _opened(sqlite_url, vault, clock)


def _opened(url: str, vault: Vault, clock: Clock) -> Iterator[Database]:
    database = Database.open(url, vault, clock)
    database.call(_fill)
    yield database
    database.close()


def _fill(tx: Transaction) -> None:
    at = tx.now
    about = {"proposal_id": 1, "platform": "slack"}
    _insert(tx, Person, id=1, name="A", seen_at=at)
    _insert(tx, Identity, id=1, person_id=1, home_id=1, platform="slack", external_id="U1", team="T1")
    _insert(
        tx, IdentityMove, identity_id=1, from_person_id=1, to_person_id=1, moved_by=1, platform="slack", moved_at=at
    )
    _insert(tx, Proposal, id=1, author_id=1, state="in_review", created_at=at, updated_at=at)
    words = {"text": "t", "kind": "post", "networks": ["x"], "content_hash": "h", "submission_key": "s"}
    _insert(tx, Revision, id=1, number=1, editor_id=1, created_at=at, **about, **words)
    _insert(tx, Blob, sha256="s", content=b"b")
    _insert(tx, Media, id=1, revision_id=1, position=0, sha256="s", mime="image/png", size=1, uploader_id=1)
    _insert(tx, Decision, revision=1, verdict="approved", approver_id=1, content_hash="h", decided_at=at, **about)
    published = {"network": "x", "published_at": at, "recorded_by": 1, "recorded_at": at}
    _insert(tx, Publication, proposal_id=1, revision=1, **published)
    _fill_training(tx)
    _insert(tx, Policy, key="p", title="P", owner_id=1)
    version = {"policy": "p", "number": 1, "sha256": "h"}
    _insert(tx, PolicyVersion, content=b"b", material=True, published_by=1, published_at=at, **version)
    _insert(tx, Attestation, person_id=1, platform="slack", attested_at=at, **version)
    _insert(tx, PolicyReview, changed=False, reviewed_by=1, reviewed_at=at, **version)
    found = {"part": 0, "begins": 0, "ends": 1, "category": "NAME", "severity": "note", "score": 1.0, "source": "names"}
    _insert(tx, FindingRow, id=1, revision_id=1, rule="A_NAME", **found)
    _insert(tx, Dismissal, finding_id=1, reason="r", person_id=1, platform="slack", dismissed_at=at)
    written = {"template": 1, "number": 1, "occasion": "o", "text": "t", "written_at": at}
    _insert(tx, TemplateVersion, id=1, person_id=1, platform="slack", **written)
    _insert(tx, TemplateDecision, version_id=1, verdict="approved", person_id=1, platform="slack", decided_at=at)
    ledger.append(tx, "proposal:decision:approved", "proposal:1", None, "slack", {})


def _fill_training(tx: Transaction) -> None:
    learner, at = {"person_id": 1, "course_key": "c", "version_id": 1}, tx.now
    _insert(tx, Course, key="c", version=1)
    _insert(tx, CourseVersion, id=1, course_key="c", number=1, hash="h", source=b"s", material=True, published_at=at)
    _insert(tx, Progress, id=1, roles=[], answers={}, started_at=at, updated_at=at, **learner)
    done = {"completed_on": at.date(), "score": 90, "attempt": 1, "signed_name": "A", "entry": 1}
    _insert(tx, Completion, progress_id=1, **learner, **done)


def _insert(tx: Transaction, model: type[Base], **values: object) -> None:
    tx.execute(model.__table__.insert(), values)


def _run(db: Database, *statements: str) -> None:
    def run(tx: Transaction) -> None:
        for statement in statements:
            tx.connection.exec_driver_sql(statement)

    db.call(run)


def _count(db: Database, table: str) -> int:
    return db.call(lambda tx: tx.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def _file(db: Database) -> str:
    return db.call(lambda tx: str(tx.connection.engine.url.database))
