import contextlib
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import IntegrityError

import storage.migrate
from storage import connections, tables, triggers
from storage.engine import Database
from storage.errors import DatabaseNotAFile, SchemaUnknown, Unprotected
from storage.migrate import HEAD, current, migrate
from storage.transaction import Transaction
from storage.vault import Vault


@pytest.fixture
def connection(empty_url: str) -> Iterator[Connection]:
    engine = connections.make_engine(connections.parse(empty_url), 1)
    with engine.connect() as open_connection:
        yield open_connection
    engine.dispose()


def test_up_down_up_leaves_the_same_tables(empty_url: str) -> None:
    migrate(empty_url)
    first = _tables(empty_url)
    migrate(empty_url, "base")
    assert _tables(empty_url) == {"alembic_version"}
    assert not current(empty_url)
    migrate(empty_url)
    assert _tables(empty_url) == first > set(tables.metadata.tables)
    assert current(empty_url)


def test_down_leaves_nothing_behind_on_postgresql(postgres_url: str) -> None:
    migrate(postgres_url, "base")
    engine = connections.make_engine(connections.parse(postgres_url), 1)
    with engine.connect() as open_connection:
        left = open_connection.exec_driver_sql(
            "SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
        )
        assert left.scalar() == 0
    engine.dispose()


def test_migrating_again_changes_nothing(url: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "alembic"):
        migrate(url)
    assert caplog.records == []


def test_the_tables_have_not_drifted_from_the_migrations(empty_url: str, connection: Connection) -> None:
    migrate(empty_url)
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    assert compare_metadata(context, tables.metadata) == []


def test_the_known_head_is_the_newest_script() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(storage.migrate.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD


def test_an_empty_database_is_not_current(empty_url: str) -> None:
    assert not current(empty_url)


def test_asking_does_not_create_the_file(tmp_path: Path) -> None:
    assert not current(f"sqlite:///{tmp_path / 'none.db'}")
    assert not (tmp_path / "none.db").exists()


def test_the_file_and_its_folder_are_made_for_the_owner_alone(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'var' / 'bot.db'}")
    assert (tmp_path / "var" / "bot.db").stat().st_mode & 0o077 == 0


def test_a_newer_database_is_refused(url: str, vault: Vault) -> None:
    _execute(url, vault, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(SchemaUnknown, match="newer version"):
        migrate(url)


def test_a_database_without_its_triggers_is_refused(url: str, vault: Vault) -> None:
    database = Database.open(url, vault)
    database.call(lambda tx: triggers.unprotect(tx.connection, ("ledger",)))
    database.close()
    with pytest.raises(Unprotected, match="ledger_no_"):
        migrate(url)


def test_a_failing_migration_leaves_the_database_as_it_was(empty_url: str, vault: Vault) -> None:
    _execute(empty_url, vault, "CREATE TABLE ledger (id integer)")
    with pytest.raises(Exception, match="already exists"):
        migrate(empty_url)
    assert _tables(empty_url) == {"ledger"}


def test_a_database_in_memory_is_refused() -> None:
    with pytest.raises(DatabaseNotAFile, match="DATABASE_URL"):
        migrate("sqlite://")


def test_sqlite_keeps_everything_in_one_file_afterwards(sqlite_url: str) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    with sqlite3.connect(file) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    raw.close()
    assert not file.with_name("bot.db-wal").exists()


def test_people_known_before_linking_keep_their_accounts(url: str, vault: Vault) -> None:
    """Up from the first version: each account is its own person's, as it was."""
    migrate(url, "0001")
    _people(url, vault)
    migrate(url)
    assert _rows(url, "SELECT person_id, home_id, external_id FROM identity ORDER BY id") == [
        (1, 1, "U1"),
        (2, 2, "maya"),
    ]
    migrate(url, "0001")
    assert _rows(url, "SELECT person_id, external_id FROM identity ORDER BY id") == [(1, "U1"), (2, "maya")]


def test_going_back_before_linking_unlinks(url: str, vault: Vault) -> None:
    """The older version would take the two for one without four eyes over what came before."""
    migrate(url, "0001")
    _people(url, vault)
    migrate(url)
    _execute(url, vault, "UPDATE identity SET person_id = 1")
    move = "1, 2, 2, 1, 2, 'teams', '2026-03-02 09:00:00+00:00'"
    columns = "id, identity_id, from_person_id, to_person_id, moved_by, platform, moved_at"
    _execute(url, vault, f"INSERT INTO identity_move ({columns}) VALUES ({move})")  # noqa: S608 - the line above
    migrate(url, "0001")
    assert _rows(url, "SELECT person_id FROM identity ORDER BY id") == [(1,), (2,)]
    migrate(url)
    assert current(url)


def test_an_account_still_has_one_person_and_a_person_one_first_account(url: str, vault: Vault) -> None:
    """Rebuilding the table on SQLite lost none of its constraints."""
    migrate(url, "0001")
    _people(url, vault)
    migrate(url)
    columns = "(person_id, home_id, platform, external_id, team)"
    for values in ("(1, 9, 'x', 'a', '')", "(9, 1, 'x', 'a', '')", "(1, 1, 'x', 'a', '')", "(1, NULL, 'x', 'a', '')"):
        with pytest.raises(IntegrityError):
            _execute(url, vault, f"INSERT INTO identity {columns} VALUES {values}")  # noqa: S608 - the line above


def _people(url: str, vault: Vault) -> None:
    """Two people as the first version kept them."""
    at = "'2026-03-02 09:00:00+00:00'"
    _execute(url, vault, f"INSERT INTO person (id, name, seen_at) VALUES (1, 'Maya', {at}), (2, 'Maya L.', {at})")  # noqa: S608
    accounts = "(1, 1, 'slack', 'U1', 'T1'), (2, 2, 'teams', 'maya', 'tenant')"
    _execute(url, vault, f"INSERT INTO identity (id, person_id, platform, external_id, team) VALUES {accounts}")  # noqa: S608


def _rows(url: str, query: str) -> list[tuple[object, ...]]:
    engine = connections.make_engine(connections.parse(url), 1)
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]
    finally:
        engine.dispose()


def _tables(url: str) -> set[str]:
    engine = connections.make_engine(connections.parse(url), 1)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def _execute(url: str, vault: Vault, statement: str) -> None:
    def change(tx: Transaction) -> None:
        tx.connection.exec_driver_sql(statement)

    with contextlib.closing(Database.open(url, vault)) as database:
        database.call(change)
