"""What keeps records from being rewritten, also by somebody with a database prompt.

A migration that rebuilds a table on SQLite (Alembic's batch mode) drops its triggers without a word: call `protect`
again there. `missing` tells what is not protected.
"""

from sqlalchemy import Connection, text

#: Never changed, never deleted.
APPEND_ONLY = (
    "decision",
    "publication",
    "revision",
    "media",
    "identity_move",
    "course_version",
    "completion",
    "policy_version",
    "attestation",
    "policy_review",
    "finding",
    "dismissal",
    "template_version",
    "template_decision",
)
#: Never deleted, and changed only by emptying a payload together with its key.
LEDGER = "ledger"
_KEYS = {LEDGER: "number"}
_FIXED = ("number", "at", "tag", "subject", "actor_id", "actor_name", "platform", "commitment", "previous", "hash")


def protect(connection: Connection, tables: tuple[str, ...] = (*APPEND_ONLY, LEDGER)) -> None:
    """Puts the triggers on; those already there are replaced."""
    unprotect(connection, tables)
    if connection.dialect.name == "postgresql":
        for name, body in _POSTGRES_FUNCTIONS.items():
            connection.exec_driver_sql(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS {body}"
            )
    statements = _postgres if connection.dialect.name == "postgresql" else _sqlite
    for table in tables:
        for name, statement in statements(table).items():
            connection.exec_driver_sql(statement)
            if connection.dialect.name == "postgresql":
                # ALWAYS: not even a session posing as a replication worker gets past it.
                connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def unprotect(connection: Connection, tables: tuple[str, ...] = (*APPEND_ONLY, LEDGER)) -> None:
    """Takes the triggers off, for a migration to change the tables."""
    postgres = connection.dialect.name == "postgresql"
    for table in tables:
        for name in (_postgres if postgres else _sqlite)(table):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if postgres else ""))


def drop_functions(connection: Connection) -> None:
    """Removes what the triggers of PostgreSQL run."""
    if connection.dialect.name == "postgresql":
        for name in _POSTGRES_FUNCTIONS:
            connection.exec_driver_sql(f"DROP FUNCTION IF EXISTS {name}()")


def missing(connection: Connection) -> list[str]:
    """Names the triggers that should be there, switched on, and are not."""
    postgres = connection.dialect.name == "postgresql"
    found = set(connection.execute(_POSTGRES_FOUND if postgres else _SQLITE_FOUND).scalars())
    wanted = (name for table in (*APPEND_ONLY, LEDGER) for name in (_postgres if postgres else _sqlite)(table))
    return sorted(set(wanted) - found)


_SQLITE_FOUND = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
_POSTGRES_FOUND = text(
    "SELECT t.tgname FROM pg_trigger AS t JOIN pg_class AS c ON c.oid = t.tgrelid"
    " WHERE t.tgenabled = 'A' AND c.relnamespace = current_schema()::regnamespace"
)


def _sqlite(table: str) -> dict[str, str]:
    key = _KEYS.get(table, "id")
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in _FIXED)
    only_shred = f"WHEN NEW.payload IS NOT NULL OR NEW.payload_key IS NOT NULL OR {changed} "
    condition = only_shred if table == LEDGER else ""
    # A client that left recursive_triggers off replaces rows past the delete trigger, but not past this one.
    replaces = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key}) "  # noqa: S608 - names from above
    return {
        f"{table}_no_update": f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {condition}{refuse}",
        f"{table}_no_delete": f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}",
        f"{table}_no_replace": f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} {replaces}{refuse}",
    }


def _postgres(table: str) -> dict[str, str]:
    changes = "only_shred" if table == LEDGER else "refuse_change"
    return {
        f"{table}_no_change": f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {changes}()",
        f"{table}_no_truncate": f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    }


_SHRED_ONLY = " AND ".join(f"NEW.{column} IS NOT DISTINCT FROM OLD.{column}" for column in _FIXED)
_POSTGRES_FUNCTIONS = {
    "refuse_change": "$$ BEGIN RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$",
    "only_shred": "$$ BEGIN IF TG_OP = 'UPDATE' THEN IF NEW.payload IS NULL AND NEW.payload_key IS NULL AND "
    f"{_SHRED_ONLY} THEN RETURN NEW; END IF; END IF;"
    " RAISE EXCEPTION '%% is append-only', TG_TABLE_NAME; END $$",
}
