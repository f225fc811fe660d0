"""Where each message stands on its platform, so that it can be redrawn instead of sent again."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from storage.tables import PostedMessage
from storage.transaction import Transaction

_posted = PostedMessage.__table__
_KEY = ("topic", "subject_id", "detail", "destination")


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that stands at `reference` in `channel`."""

    id: int
    topic: str
    subject_id: int
    detail: str
    destination: str
    channel: str
    reference: str


def find(tx: Transaction, topic: str, subject_id: int, detail: str, destination: str) -> Posted | None:
    """The one message with this key, if it stands anywhere."""
    row = tx.execute(_FIND, dict(zip(_KEY, (topic, subject_id, detail, destination), strict=True))).first()
    return _message(row) if row else None


def of_subject(tx: Transaction, topic: str, subject_id: int) -> list[Posted]:
    """Every message of a topic about a subject, oldest first."""
    return [_message(row) for row in tx.execute(_OF_SUBJECT, {"topic": topic, "subject_id": subject_id})]


def record(
    tx: Transaction, topic: str, subject_id: int, detail: str, destination: str, channel: str, reference: str
) -> None:
    """Remembers where a message stands, in place of where it stood before."""
    key = dict(zip(_KEY, (topic, subject_id, detail, destination), strict=True))
    tx.execute(_RECORD[tx.dialect], {**key, "channel": channel, "reference": reference, "posted_at": tx.now})


def forget(tx: Transaction, id: int) -> None:
    """Forgets a message that no longer stands."""
    tx.execute(_FORGET, {"forgotten": id})


def _message(row: Row[Any]) -> Posted:
    return Posted(**row._mapping)


def _record(insert: Any) -> Any:
    new = insert(_posted)
    moved = {name: new.excluded[name] for name in ("channel", "reference", "posted_at")}
    return new.on_conflict_do_update(index_elements=_KEY, set_=moved)


_SELECT = select(*(_posted.c[name] for name in ("id", *_KEY, "channel", "reference")))
_FIND = _SELECT.where(*(_posted.c[name] == bindparam(name) for name in _KEY))
_OF_SUBJECT = _SELECT.where(*(_posted.c[name] == bindparam(name) for name in _KEY[:2])).order_by(_posted.c.id)
_RECORD = {"sqlite": _record(sqlite.insert), "postgresql": _record(postgresql.insert)}
_FORGET = _posted.delete().where(_posted.c.id == bindparam("forgotten"))
