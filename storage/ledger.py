"""The record of who did what: entries that each hash the one before, in the transaction of the change they record.

A payload is encrypted with a key of its own. Once its retention is over both are emptied; the entry keeps a salted
commitment to it, so the chain stays whole.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from storage import checkpoints
from storage.direct import Direct
from storage.errors import SealBroken
from storage.tables import LedgerRow
from storage.transaction import Transaction

_ledger = LedgerRow.__table__
_SALT = 16
#: What the first entry follows.
GENESIS = "0" * 64
# Any number will do, as long as nothing else in the database takes it.
_LOCK_KEY = 0x696D707269
_LOCK = select(func.pg_advisory_xact_lock(_LOCK_KEY))
_TAIL = Direct(select(_ledger.c.number, _ledger.c.hash).order_by(_ledger.c.number.desc()).limit(1))
_ROOT = select(_ledger.c.hash).where(_ledger.c.number == bindparam("size"))
_APPEND = Direct(_ledger.insert())

_ENTRIES = (
    select(_ledger).where(_ledger.c.number > bindparam("after")).order_by(_ledger.c.number).limit(bindparam("limit"))
)
_ENTRIES_ABOUT = _ENTRIES.where(_ledger.c.subject == bindparam("about"))
_STRAY = select(_ledger.c.number).where(_ledger.c.number < 1).order_by(_ledger.c.number).limit(1)
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: the id, and the name they had then."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `payload` is None once shredded."""

    number: int
    at: datetime
    tag: str
    subject: str
    actor_id: int | None
    actor_name: str | None
    platform: str
    payload: dict[str, Any] | None
    hash: str
    previous: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verification found: how many entries are intact from the start, and what is wrong with the next."""

    ok: bool
    count: int
    problem: str | None = None


def lock(tx: Transaction) -> None:
    """Makes this transaction the only one writing entries until it ends; SQLite has only one writer anyway."""
    if tx.dialect == "postgresql":
        tx.execute(_LOCK)


def append(tx: Transaction, tag: str, subject: str, actor: Actor | None, platform: str, payload: dict[str, Any]) -> int:
    """Records one event and returns its number; `tag` reads source:subject:action, nobody is the system."""
    lock(tx)
    tail = _tail(tx)
    number: int = tail.number + 1 if tail else 1
    plain = os.urandom(_SALT) + _canonical(payload)
    sealed, key = tx.vault.seal(plain)
    entry = {
        "number": number,
        "at": tx.now,
        "tag": tag,
        "subject": subject,
        "actor_id": actor.id if actor else None,
        "actor_name": actor.name if actor else None,
        "platform": platform,
        "commitment": hashlib.sha256(plain).hexdigest(),
        "previous": tail.hash if tail else GENESIS,
    }
    _APPEND.change(tx, {**entry, "payload": sealed, "payload_key": key, "hash": _hash(entry)})
    return number


def entries(tx: Transaction, subject: str | None = None, after: int = 0, limit: int = 200) -> list[Entry]:
    """Entries in order, from the one after `after`, about one subject or all."""
    page = {"after": after, "limit": limit}
    rows = tx.execute(_ENTRIES_ABOUT, {**page, "about": subject}) if subject else tx.execute(_ENTRIES, page)
    return [_entry(tx, row) for row in rows]


def verify(tx: Transaction, checkpoints_file: Path | None = None) -> Verdict:
    """Checks every entry, its payload, its place in the chain, and the signed checkpoints kept outside."""
    signed, damage = checkpoints.read(tx.vault, checkpoints_file) if checkpoints_file else ([], None)
    roots = {checkpoint.size: checkpoint.root for checkpoint in signed}
    stray = tx.execute(_STRAY).scalar()
    if stray is not None:
        return Verdict(False, 0, f"entry {stray} was inserted: entries count from 1")
    count, problem = _walk(tx, roots)
    if problem:
        return Verdict(False, count, problem)
    cut = next((checkpoint for checkpoint in signed if checkpoint.size > count), None)
    if cut:
        known = f"the checkpoint of {cut.time} counts {cut.size}"
        return Verdict(False, count, f"entry {count + 1} is missing, and all after it: {known}")
    return Verdict(damage is None, count, damage)


def checkpoint(tx: Transaction, path: Path) -> bool:
    """Adds a signed line with the chain's size and last hash if it has grown; tells whether it did.

    It never signs over a break: if the chain no longer holds what the last line signed, it leaves that for `verify`.
    """
    tail = _tail(tx)
    if tail is None:
        return False
    signed, damage = checkpoints.read(tx.vault, path)
    if damage:
        return False
    if signed:
        root = tx.execute(_ROOT, {"size": signed[-1].size}).scalar()
        if root != signed[-1].root or signed[-1].size >= tail.number:
            return False
    checkpoints.add(tx.vault, path, checkpoints.Checkpoint(tail.number, tail.hash, tx.now.isoformat()))
    return True


def _tail(tx: Transaction) -> Any:
    return next(iter(_TAIL.rows(tx, {})), None)


def _walk(tx: Transaction, roots: dict[int, str]) -> tuple[int, str | None]:
    count, previous = 0, GENESIS
    try:
        for row in _all(tx):
            problem = _problem(tx, row, count + 1, previous, roots)
            if problem:
                return count, problem
            count, previous = row.number, row.hash
    except ValueError:
        # What SQLite keeps in a column of moments need not be one.
        return count, f"entry {count + 1} was changed: it cannot be read"
    return count, None


def _all(tx: Transaction) -> Iterator[Row[Any]]:
    read, after = _PAGE, 0
    while read == _PAGE:
        read = 0
        for row in tx.execute(_ENTRIES, {"after": after, "limit": _PAGE}):
            read, after = read + 1, row.number
            yield row


def _problem(tx: Transaction, row: Row[Any], number: int, previous: str, roots: dict[int, str]) -> str | None:
    if row.number != number:
        return f"entry {number} is missing"
    if not _hashes(row):
        return f"entry {number} was changed, or put where another stood"
    if row.previous != previous:
        return f"entry {number} does not follow entry {number - 1}: one of the two was replaced"
    if roots.get(number, row.hash) != row.hash:
        return f"entry {number} or one before it was replaced after a checkpoint was signed"
    if not _payload_intact(tx, row):
        return f"the payload of entry {number} was changed"
    return None


def _hashes(row: Row[Any]) -> bool:
    try:
        return bool(row.hash == _hash(row._mapping))
    except (TypeError, AttributeError):
        # SQLite columns take values of any type.
        return False


def _payload_intact(tx: Transaction, row: Row[Any]) -> bool:
    if row.payload is None and row.payload_key is None:
        return True
    if row.payload is None or row.payload_key is None:
        return False
    try:
        plain = tx.vault.open(row.payload, row.payload_key)
    except SealBroken:
        return False
    intact: bool = hashlib.sha256(plain).hexdigest() == row.commitment
    return intact


def _entry(tx: Transaction, row: Row[Any]) -> Entry:
    payload = None
    if row.payload is not None and row.payload_key is not None:
        payload = json.loads(tx.vault.open(row.payload, row.payload_key)[_SALT:])
    return Entry(
        number=row.number,
        at=row.at,
        tag=row.tag,
        subject=row.subject,
        actor_id=row.actor_id,
        actor_name=row.actor_name,
        platform=row.platform,
        payload=payload,
        hash=row.hash,
        previous=row.previous,
    )


_HASHED = ("number", "at", "tag", "subject", "actor_id", "actor_name", "platform", "commitment", "previous")


def _hash(entry: Any) -> str:
    covered = {name: entry[name] for name in _HASHED}
    covered["at"] = covered["at"].astimezone(UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(_canonical(covered)).hexdigest()


def _canonical(value: dict[str, Any]) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("ascii")
