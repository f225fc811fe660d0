"""Files people send to the bot ahead of the form that takes them, where a form cannot take files: pictures and videos
for a post, tables for the staff list."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, delete, exists, func, insert, select

from handlers import media
from handlers.drafts import Upload
from handlers.errors import FieldProblem, Refusal
from handlers.people import Actor
from storage import core
from storage.transaction import Transaction

#: So long a file waits; then it is deleted, unless a proposal has it.
KEPT = timedelta(days=7)
#: Files one person may have waiting.
ROOM = 12
#: What a table is kept as; no picture and no video is.
TABLE = "text/csv"
_tray = core.tray_file.c
_mine = _tray.person_id.in_(bindparam("people", expanding=True))


class TrayFull(Refusal):
    """{room} of your files are waiting already, and there is no room for more. Propose some of them; what is not
    proposed within {days} days is deleted."""


class TableGone(FieldProblem):
    """This table is no longer here: what is not taken over within {days} days is deleted. Send it again, or paste its
    lines."""

    field = "media"


class FileGone(FieldProblem):
    """One of the files is no longer here: what is not proposed within {days} days is deleted. Send it again in your
    chat with Imprimatur, and choose it here."""

    field = "media"


class Waiting(NamedTuple):
    """A file that waits for its form; `size` in bytes."""

    sha256: str
    name: str
    mime: str
    size: int


_WAITING = (
    select(_tray.sha256, _tray.name, _tray.mime, _tray.size)
    .where(_mine, _tray.kept_at > bindparam("since"))
    .order_by(_tray.kept_at, _tray.sha256)
)
_TAKE = delete(core.tray_file).where(_mine, _tray.sha256.in_(bindparam("chosen", expanding=True)))
_OLD = delete(core.tray_file).where(_tray.kept_at <= bindparam("since"))
_UNUSED = delete(core.blob).where(
    ~exists().where(core.media.c.sha256 == core.blob.c.sha256),
    ~exists().where(_tray.sha256 == core.blob.c.sha256),
)
_HAS_BLOB = select(func.count()).select_from(core.blob).where(core.blob.c.sha256 == bindparam("sha256"))


def waiting(tx: Transaction, actor: Actor) -> list[Waiting]:
    """The actor's pictures and videos, oldest first."""
    return [file for file in _all(tx, actor) if file.mime != TABLE]


def tables(tx: Transaction, actor: Actor) -> list[Waiting]:
    """The actor's tables, oldest first."""
    return [file for file in _all(tx, actor) if file.mime == TABLE]


def _all(tx: Transaction, actor: Actor) -> list[Waiting]:
    rows = tx.execute(_WAITING, {"people": sorted(actor.ids), "since": tx.now - KEPT})
    return [Waiting._make(row) for row in rows]


def keep(tx: Transaction, actor: Actor, name: str, content: bytes) -> Waiting:
    """Adds a file, recognised by its content; the same one again is there once. Raises `NotMedia`, `TooBig` and
    `TrayFull`."""
    return _keep(
        tx, actor, Waiting(media.digest(content), name, media.inspect(content, name).mime, len(content)), content
    )


def keep_table(tx: Transaction, actor: Actor, name: str, content: bytes) -> Waiting:
    """Adds a table, whatever is in it: what reads it says what is wrong. Raises `TrayFull`."""
    return _keep(tx, actor, Waiting(media.digest(content), name, TABLE, len(content)), content)


def table(tx: Transaction, actor: Actor, sha256: str) -> bytes:
    """The bytes of one of the actor's tables; raises `TableGone`."""
    if sha256 not in {file.sha256 for file in tables(tx, actor)}:
        raise TableGone(days=KEPT.days)
    return media.content(tx, sha256) or b""


def discard(tx: Transaction, actor: Actor, sha256: str) -> None:
    """Deletes one of the actor's files: it has served."""
    take(tx, actor, [sha256])
    tx.execute(_UNUSED)


def _keep(tx: Transaction, actor: Actor, file: Waiting, content: bytes) -> Waiting:
    _clear(tx)
    have = _all(tx, actor)
    if file.sha256 in {one.sha256 for one in have}:
        return file
    if len(have) >= ROOM:
        raise TrayFull(room=ROOM, days=KEPT.days)
    if not tx.execute(_HAS_BLOB, {"sha256": file.sha256}).scalar():
        tx.execute(insert(core.blob), {"sha256": file.sha256, "content": content})
    tx.execute(insert(core.tray_file), {"person_id": actor.id, "kept_at": tx.now, **file._asdict()})
    return file


def uploads(tx: Transaction, actor: Actor, chosen: Sequence[str], before: Sequence[Upload]) -> tuple[Upload, ...]:
    """What was chosen by SHA-256, in that order, from the files a revision had `before` and the actor's own; without
    alt texts. Raises `FileGone`."""
    own = {
        file.sha256: Upload(file.sha256, file.name, file.mime, file.size, "", "", actor.id)
        for file in waiting(tx, actor)
    }
    known = own | {upload.sha256: upload for upload in before}
    if any(sha256 not in known for sha256 in chosen):
        raise FileGone(days=KEPT.days)
    return tuple(known[sha256] for sha256 in chosen)


def take(tx: Transaction, actor: Actor, chosen: Sequence[str]) -> None:
    """Makes room: what was chosen by SHA-256 is a proposal's now."""
    tx.execute(_TAKE, {"people": sorted(actor.ids), "chosen": list(chosen)})


def _clear(tx: Transaction) -> None:
    if tx.execute(_OLD, {"since": tx.now - KEPT}).rowcount:
        tx.execute(_UNUSED)
