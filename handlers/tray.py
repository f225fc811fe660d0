"""Files people send to the bot ahead of the form that takes them, where a form cannot take any: pictures and videos for
posts, texts of courses and policies of those who publish them, tables of privacy officers for the staff list."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, delete, exists, func, insert, select

from handlers import media
from handlers.drafts import Upload
from handlers.errors import FieldProblem, Refusal
from handlers.people import Actor
from handlers.permissions import OFFICER
from storage import core
from storage.transaction import Transaction

#: So long a file waits; then it is deleted, unless a proposal has it.
KEPT = timedelta(days=7)
#: Files one person may have waiting.
ROOM = 12
#: Texts of courses and policies, by their names, and what they are kept as.
TEXT = "text/markdown"
TEXT_LIMIT = 100_000
_TEXTS = (".md", ".markdown", ".txt", ".text")
#: What a table is kept as.
TABLE = "text/csv"
_TABLES = (".csv", ".tsv", ".tab")
_tray = core.tray_file.c
_mine = _tray.person_id.in_(bindparam("people", expanding=True))


class TrayFull(Refusal):
    """{room} of your files are waiting already, and there is no room for more. Propose some of them; what is not
    proposed within {days} days is deleted."""


class FileGone(FieldProblem):
    """One of the files is no longer here: what is not proposed within {days} days is deleted. Send it again in your
    chat with Imprimatur, and choose it here."""

    field = "media"


class TableGone(FieldProblem):
    """This table is no longer here: what is not taken over within {days} days is deleted. Send it again, or paste its
    lines."""

    field = "media"


class TextTooBig(Refusal):
    """“{name}” has {size:,} bytes; a course or a policy may have {limit:,}. Split it in two, and send it again."""


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
_OWNS = select(core.policy.c.key).where(core.policy.c.owner_id.in_(bindparam("people", expanding=True))).limit(1)
_TAKE = delete(core.tray_file).where(_mine, _tray.sha256.in_(bindparam("chosen", expanding=True)))
_OLD = delete(core.tray_file).where(_tray.kept_at <= bindparam("since"))
_UNUSED = delete(core.blob).where(
    ~exists().where(core.media.c.sha256 == core.blob.c.sha256),
    ~exists().where(_tray.sha256 == core.blob.c.sha256),
)
_HAS_BLOB = select(func.count()).select_from(core.blob).where(core.blob.c.sha256 == bindparam("sha256"))


def waiting(tx: Transaction, actor: Actor) -> list[Waiting]:
    """The actor's pictures and videos, oldest first."""
    return [file for file in _all(tx, actor) if file.mime not in (TEXT, TABLE)]


def texts(tx: Transaction, actor: Actor) -> list[Waiting]:
    """The actor's texts for courses and policies, the newest first."""
    return [file for file in reversed(_all(tx, actor)) if file.mime == TEXT]


def text(tx: Transaction, actor: Actor, sha256: str) -> bytes | None:
    """The bytes of one of the actor's texts; None when it is not there, or no longer."""
    if sha256 not in {file.sha256 for file in texts(tx, actor)}:
        return None
    return media.content(tx, sha256)


def tables(tx: Transaction, actor: Actor) -> list[Waiting]:
    """The actor's tables, oldest first."""
    return [file for file in _all(tx, actor) if file.mime == TABLE]


def table(tx: Transaction, actor: Actor, sha256: str) -> bytes:
    """The bytes of one of the actor's tables; raises `TableGone`."""
    if sha256 not in {file.sha256 for file in tables(tx, actor)}:
        raise TableGone(days=KEPT.days)
    return media.content(tx, sha256) or b""


def keep(tx: Transaction, actor: Actor, name: str, content: bytes) -> Waiting:
    """Adds a file, recognised by its content; the same one again is there once. Of those who publish courses or
    policies a text is kept as well, of privacy officers a table. Raises `NotMedia`, `TooBig`, `TextTooBig` and
    `TrayFull`."""
    return _keep(
        tx, actor, Waiting(media.digest(content), name, _kind(tx, actor, name, content), len(content)), content
    )


def keep_table(tx: Transaction, actor: Actor, name: str, content: bytes) -> Waiting:
    """Adds a table, whatever is in it: what reads it says what is wrong. Raises `TrayFull`."""
    return _keep(tx, actor, Waiting(media.digest(content), name, TABLE, len(content)), content)


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


def _all(tx: Transaction, actor: Actor) -> list[Waiting]:
    rows = tx.execute(_WAITING, {"people": sorted(actor.ids), "since": tx.now - KEPT})
    return [Waiting._make(row) for row in rows]


def _kind(tx: Transaction, actor: Actor, name: str, content: bytes) -> str:
    # What others write into a text file may be a report, or about a patient: it is not kept at all.
    if media.kind_of(content) is None:
        if name.lower().endswith(_TABLES) and OFFICER in actor.roles:
            return TABLE
        if name.lower().endswith(_TEXTS) and _publishes(tx, actor):
            if len(content) > TEXT_LIMIT:
                raise TextTooBig(name=name, size=len(content), limit=TEXT_LIMIT)
            return TEXT
    return media.inspect(content, name).mime


def _publishes(tx: Transaction, actor: Actor) -> bool:
    return OFFICER in actor.roles or tx.execute(_OWNS, {"people": sorted(actor.ids)}).first() is not None


def _clear(tx: Transaction) -> None:
    if tx.execute(_OLD, {"since": tx.now - KEPT}).rowcount:
        tx.execute(_UNUSED)
