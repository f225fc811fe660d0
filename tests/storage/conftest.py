"""What somebody with a database prompt could do, and how to wait for what another connection does."""

import time
from collections.abc import Callable

import pytest

from storage import triggers
from storage.engine import Database
from storage.transaction import Transaction

Tamper = Callable[..., None]


@pytest.fixture
def tamper(db: Database) -> Tamper:
    """Runs statements as an intruder would who takes the triggers off and puts them back on."""

    def change(tx: Transaction, statements: tuple[str, ...]) -> None:
        triggers.unprotect(tx.connection)
        for statement in statements:
            tx.connection.exec_driver_sql(statement)
        triggers.protect(tx.connection)

    return lambda *statements: db.call(change, statements)


@pytest.fixture
def until() -> Callable[[Callable[[], object]], None]:
    """Asks again and again until the answer is true, or fails after ten seconds."""

    def wait(condition: Callable[[], object]) -> None:
        deadline = time.monotonic() + 10
        while not condition():
            assert time.monotonic() < deadline, "it did not happen within ten seconds"

    return wait
