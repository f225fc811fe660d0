"""Replacing a file so that a power cut leaves the old one or the new one, never half of either."""

import os
from pathlib import Path


def replace(path: Path, content: bytes) -> None:
    """Puts `content` in the place of a file, readable by its owner only."""
    beside = path.with_name(path.name + ".new")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
