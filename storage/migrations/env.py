"""Alembic's entry: runs on the connection, and in the transaction, that `storage.migrate` hands over."""

from alembic import context

from storage import tables

connection = context.config.attributes["connection"]
# SQLite's DDL is transactional too, once the transaction is begun by us and not by the driver.
context.configure(connection=connection, target_metadata=tables.metadata, transactional_ddl=True)
context.run_migrations()
