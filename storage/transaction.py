"""What a use case gets: one open transaction, its moment, and the vault."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable

from storage.vault import Vault

Params = Mapping[str, Any] | Sequence[Mapping[str, Any]]


class Transaction:
    """One transaction: all of it is kept or none. Commit and rollback belong to `Database`, never to a use case.

    Set `wake` (as `outbox.enqueue` does) and the worker is woken once the commit stands.
    """

    __slots__ = ("_clock", "_now", "connection", "dialect", "vault", "wake")

    def __init__(self, connection: Connection, vault: Vault, clock: Callable[[Connection], datetime]) -> None:
        self.connection = connection
        self.dialect = connection.dialect.name
        self.vault = vault
        self.wake = False
        self._clock = clock
        self._now: datetime | None = None

    @property
    def now(self) -> datetime:
        """The transaction's moment, aware UTC: the same however often it is read."""
        if self._now is None:
            self._now = self._clock(self.connection)
        return self._now

    def execute(self, statement: Executable, params: Params | None = None) -> CursorResult[Any]:
        """Runs one statement."""
        return self.connection.execute(statement, params)
