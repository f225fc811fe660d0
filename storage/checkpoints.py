"""Signed lines about the ledger, kept outside the database: what a chain alone cannot show is that its end was cut."""

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from storage import files
from storage.vault import Vault


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The ledger had `size` entries at `time`, the last of which hashed to `root`."""

    size: int
    root: str
    time: str


def read(vault: Vault, path: Path) -> tuple[list[Checkpoint], str | None]:
    """The checkpoints this deployment signed, and what is wrong with the first line that is not one."""
    signed: list[Checkpoint] = []
    if not path.exists():
        return signed, None
    lines = path.read_bytes().split(b"\n")
    # What stands after the last newline was cut short by a crash while it was written, before it counted.
    for number, line in enumerate(lines[:-1], start=1):
        checkpoint = _parse(vault, line)
        if checkpoint is None or (signed and checkpoint.size <= signed[-1].size):
            return signed, f"line {number} of the checkpoints is not one this deployment signed there"
        signed.append(checkpoint)
    return signed, None


def sign_again(vault: Vault, path: Path) -> None:
    """Signs every line this deployment signed with its key as it is now; other lines stay as they are."""
    if path.exists():
        lines = path.read_bytes().split(b"\n")
        signed = [(_parse(vault, line), line) for line in lines[:-1]]
        whole = b"".join(_line(vault, known) if known else line + b"\n" for known, line in signed)
        files.replace(path, whole)


def add(vault: Vault, path: Path, checkpoint: Checkpoint) -> None:
    """Signs a checkpoint and adds it as a line that survives a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        file.seek(file.read().rfind(b"\n") + 1)
        file.truncate()
        file.write(_line(vault, checkpoint))
        file.flush()
        os.fsync(file.fileno())


def _line(vault: Vault, checkpoint: Checkpoint) -> bytes:
    signature = vault.sign(_message(checkpoint)).hex()
    return (json.dumps({**asdict(checkpoint), "signature": signature}) + "\n").encode("ascii")


def _parse(vault: Vault, line: bytes) -> Checkpoint | None:
    try:
        fields: dict[str, Any] = json.loads(line)
        checkpoint = Checkpoint(int(fields["size"]), str(fields["root"]), str(fields["time"]))
        signature = bytes.fromhex(fields["signature"])
    except (ValueError, KeyError, TypeError):
        return None
    return checkpoint if vault.verify(signature, _message(checkpoint)) else None


def _message(checkpoint: Checkpoint) -> bytes:
    return b"checkpoint " + json.dumps(asdict(checkpoint), sort_keys=True).encode("ascii")
