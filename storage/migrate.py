"""Brings a database to the tables this version of the program works with."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, func, inspect, select, text

from storage import connections, filelock, triggers
from storage.errors import SchemaUnknown, Unprotected

#: The newest migration; a test keeps it so. Known here because reading the scripts costs a start 0.2 seconds.
HEAD = "0012"
# Replicas start together; any number will do, as long as nothing else in the database takes it.
_LOCK = select(func.pg_advisory_xact_lock(0x696D707270))
_VERSION = text("SELECT version_num FROM alembic_version")


def migrate(url: str, revision: str = "head") -> None:
    """Migrates up to the newest tables, or back down to a revision; all of it or nothing.

    A SQLite file that another process has open is refused. Ends by checking that the records are protected.
    """
    with _engine(url, owned=True) as engine, engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            # Large tables take longer than any use case may.
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
            connection.execute(_LOCK)
        found = _version(connection)
        if found != HEAD or revision != "head":
            _alembic(connection, found, revision)
        unprotected = triggers.missing(connection) if _version(connection) == HEAD else []
        if unprotected:
            raise Unprotected(", ".join(unprotected))


def current(url: str) -> bool:
    """Tells whether the database has the newest tables; changes nothing."""
    file = connections.file_of(connections.parse(url))
    if file is not None and not file.exists():
        return False
    with _engine(url, owned=False) as engine, engine.begin() as connection:
        return _version(connection) == HEAD


def _alembic(connection: Connection, found: str | None, revision: str) -> None:
    # Not at the top: a start that has nothing to migrate is spared the import.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise SchemaUnknown
    if revision == "head":
        command.upgrade(config, revision)
    else:
        command.downgrade(config, revision)


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(_VERSION).scalar()
    return version


@contextmanager
def _engine(url: str, owned: bool) -> Iterator[Engine]:
    parsed = connections.parse(url)
    file = connections.file_of(parsed)
    held = None
    if file is not None and owned:
        connections.create_file(file)
        held = filelock.acquire(file)
    engine = connections.make_engine(parsed, 1, read_only=not owned)
    try:
        yield engine
    finally:
        engine.dispose()
        if held is not None:
            filelock.release(held)
