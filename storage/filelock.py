"""One process owns a SQLite file: two writers' outboxes would deliver everything twice."""

import fcntl
import os
import threading
from pathlib import Path

from storage.errors import DatabaseInUse

_guard = threading.Lock()
_held: dict[Path, tuple[int, int]] = {}


def acquire(database: Path) -> Path:
    """Takes the file for this process, which may take it several times; another process gets DatabaseInUse.

    The system lets go of it when the process ends, however it ends.
    """
    path = database.with_name(database.name + ".lock").resolve()
    with _guard:
        descriptor, holders = _held.get(path, (-1, 0))
        if not holders:
            descriptor = _lock(path)
        _held[path] = (descriptor, holders + 1)
    return path


def release(path: Path) -> None:
    """Gives one hold back."""
    with _guard:
        descriptor, holders = _held.pop(path)
        if holders > 1:
            _held[path] = (descriptor, holders - 1)
        else:
            os.close(descriptor)


def _lock(path: Path) -> int:
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise DatabaseInUse from None
    return descriptor
