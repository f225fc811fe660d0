"""Inserting a row whose id is wanted."""

from typing import Any

from sqlalchemy import Table, insert

from storage.transaction import Transaction


def add(tx: Transaction, table: Table, row: dict[str, Any]) -> int:
    """Inserts one row and returns the id the database gave it."""
    key = tx.execute(insert(table), row).inserted_primary_key
    assert key is not None
    return int(key[0])
