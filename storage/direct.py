"""Statements of the hottest paths, which on SQLite go straight to the driver.

SQLAlchemy compiles a statement once, but sets up and takes down every execution of it anew: on SQLite that is several
times what the database itself does, and was half the CPU of a decision. PostgreSQL is asked as ever.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Dialect, Insert, Select, Update

from storage.transaction import Transaction

Values = Mapping[str, Any]


class Direct:
    """One statement for good, without expanding parameters. SQLite's errors come bare, as `sqlite3` raises them."""

    def __init__(self, statement: Select[Any] | Insert | Update) -> None:
        self._statement = statement
        #: By the names of the values, which decide what an INSERT looks like.
        self._compiled: dict[tuple[str, ...], _Compiled] = {}

    def rows(self, tx: Transaction, values: Values) -> Sequence[Any]:
        """What a query finds, columns as attributes."""
        if tx.dialect != "sqlite":
            return tx.execute(self._statement, values).all()
        compiled = self._for_sqlite(tx, values)
        return compiled.read(_driver(tx).execute(compiled.sql, compiled.bound(values)))

    def change(self, tx: Transaction, *values: Values) -> int:
        """Inserts or updates, once for each of `values`, which all have the same names; how many rows an update met."""
        if tx.dialect != "sqlite":
            met: int = tx.execute(self._statement, values if len(values) > 1 else values[0]).rowcount
            return met
        compiled = self._for_sqlite(tx, values[0])
        found: int = _driver(tx).executemany(compiled.sql, map(compiled.bound, values)).rowcount
        return found

    def _for_sqlite(self, tx: Transaction, values: Values) -> "_Compiled":
        names = tuple(values)
        if names not in self._compiled:
            self._compiled[names] = _Compiled(self._statement, tx.connection.dialect, values)
        return self._compiled[names]


class _Compiled:
    """The text for SQLite's driver, and how values get into it and rows out of it."""

    def __init__(self, statement: Select[Any] | Insert | Update, dialect: Dialect, values: Values) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=list(values))
        self.sql: str = compiled.string
        # Beside what is given there is what the statement says itself, such as its LIMIT.
        self._fixed = {name: value for name, value in compiled.construct_params(values).items() if name not in values}
        self._parameters = [
            (name, compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect))
            for name in compiled.positiontup
        ]
        columns = statement.selected_columns if isinstance(statement, Select) else ()
        self._row: Any = namedtuple("Row", [column.key for column in columns])  # type: ignore[misc]
        readers = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._readers: list[tuple[int, Callable[[Any], Any]]] = [(at, read) for at, read in enumerate(readers) if read]

    def bound(self, values: Values) -> list[Any]:
        """Values as the driver takes them, in the order of the text."""
        given = {**self._fixed, **values}
        return [bind(given[name]) if bind else given[name] for name, bind in self._parameters]

    def read(self, found: Any) -> list[Any]:
        """Rows as the rest of the program knows them."""
        rows = [list(row) for row in found]
        for row in rows:
            for at, read in self._readers:
                row[at] = read(row[at])
        return [self._row._make(row) for row in rows]


def _driver(tx: Transaction) -> Any:
    return tx.connection.connection.driver_connection
