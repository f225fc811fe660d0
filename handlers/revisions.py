"""Revisions as stored: writing one with its media, and reading one back exactly as it was seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select

from handlers import findings, rows
from handlers.drafts import Draft, Upload, content_hash
from handlers.passages import Found
from handlers.people import Actor
from storage import core
from storage.transaction import Transaction

_media: Any = core.media.c
_FILE = ("sha256", "name", "mime", "size", "alt_text", "platform_file", "uploader_id")
#: A row a file, or a single one without; what `from_rows` makes a revision of.
COLUMNS: tuple[Any, ...] = (core.revision, *(_media[name].label(f"media_{name}") for name in _FILE))
WITH_MEDIA = core.revision.outerjoin(core.media, _media.revision_id == core.revision.c.id)
_ONE = (
    select(*COLUMNS)
    .select_from(WITH_MEDIA)
    .where(core.revision.c.proposal_id == bindparam("proposal"), core.revision.c.number == bindparam("number"))
    .order_by(_media.position)
)
_BY_KEY = select(core.revision.c.proposal_id, core.revision.c.number).where(
    core.revision.c.submission_key == bindparam("key")
)
_HAS_BLOB = select(core.blob.c.sha256).where(core.blob.c.sha256 == bindparam("sha256"))


@dataclass(frozen=True)
class Revision:
    """One submitted version of a proposal."""

    id: int
    proposal_id: int
    number: int
    editor_id: int
    platform: str
    draft: Draft
    content_hash: str
    created_at: datetime

    @property
    def workers(self) -> frozenset[int]:
        """Everybody whose work it is beside the author: its editor, and who uploaded its media."""
        return frozenset({self.editor_id, *(upload.uploader_id for upload in self.draft.media)})

    @property
    def intact(self) -> bool:
        """Whether what is stored is still what was submitted."""
        return content_hash(self.draft) == self.content_hash


def write(
    tx: Transaction, actor: Actor, proposal_id: int, number: int, draft: Draft, key: str, found: Sequence[Found]
) -> str:
    """Stores one revision with its media and what was found in it; returns its content hash."""
    digest = content_hash(draft)
    row = {
        "proposal_id": proposal_id,
        "number": number,
        "editor_id": actor.id,
        "platform": actor.platform,
        "text": draft.text,
        "kind": draft.kind,
        "networks": list(draft.networks),
        "planned_at": draft.planned_at,
        "patient_shown": bool(draft.patient_shown),
        "authorization_reference": draft.authorization_reference,
        "note": draft.note,
        "content_hash": digest,
        "submission_key": key,
        "created_at": tx.now,
        "attested": draft.attested,
        "override": draft.override,
    }
    revision_id = rows.add(tx, core.revision, row)
    for position, upload in enumerate(draft.media):
        _write_media(tx, revision_id, position, upload)
    findings.write(tx, revision_id, found)
    return digest


def _write_media(tx: Transaction, revision_id: int, position: int, upload: Upload) -> None:
    if upload.content is not None and tx.execute(_HAS_BLOB, {"sha256": upload.sha256}).first() is None:
        tx.execute(insert(core.blob), {"sha256": upload.sha256, "content": upload.content})
    row = {
        "revision_id": revision_id,
        "position": position,
        "sha256": upload.sha256,
        "alt_text": upload.alt_text,
        "name": upload.name,
        "mime": upload.mime,
        "size": upload.size,
        "uploader_id": upload.uploader_id,
        "platform_file": upload.platform_file,
    }
    tx.execute(insert(core.media), row)


def read(tx: Transaction, proposal_id: int, number: int) -> Revision | None:
    """One revision, without the bytes of its media."""
    found = tx.execute(_ONE, {"proposal": proposal_id, "number": number}).all()
    return from_rows(found) if found else None


def from_rows(found: Sequence[Any]) -> Revision:
    """The revision behind rows of `COLUMNS`, in the order of its media."""
    row = found[0]
    media = tuple(
        Upload(**{name: getattr(file, f"media_{name}") for name in _FILE})
        for file in found
        if file.media_sha256 is not None
    )
    draft = Draft(
        text=row.text,
        kind=row.kind,
        networks=tuple(row.networks),
        planned_at=row.planned_at,
        patient_shown=row.patient_shown,
        authorization_reference=row.authorization_reference,
        note=row.note,
        media=media,
        attested=bool(row.attested),
        override=row.override or "",
    )
    return Revision(
        row.id, row.proposal_id, row.number, row.editor_id, row.platform, draft, row.content_hash, row.created_at
    )


def submitted_with(tx: Transaction, key: str) -> tuple[int, int] | None:
    """(proposal, revision number) an earlier delivery of the same form already made."""
    row = tx.execute(_BY_KEY, {"key": key}).first()
    return (row.proposal_id, row.number) if row else None
