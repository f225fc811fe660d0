"""Taking something down, with a snapshot kept first: evidence that says who kept it and when, and cannot be changed.

The ledger keeps the SHA-256 of the snapshot's bytes, so that what is taken out later is known to be what was put in."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Row, bindparam, insert, select, update

from handlers import media, people
from handlers.drafts import clean
from handlers.errors import FieldProblem, Refusal
from handlers.people import Actor
from handlers.reporting import case_news, cases, casework
from handlers.reporting.cases import Case
from handlers.reporting.report_form import LINE_LIMIT, TEXT_LIMIT
from handlers.rules import Rules
from storage import core, envelopes, timers
from storage.timers import Planned, Timer
from storage.transaction import Transaction

#: The topic of the reminder; its subject is the case, its detail the takedown's number.
REMIND = "takedown"
REMIND_HOURS = 24
SIZE_LIMIT = 10 * 1024 * 1024
_PDF = "application/pdf"
_TEXT = "text/plain; charset=utf-8"


class LinkNeeded(FieldProblem):
    """Give the address of what is to be taken down, in at most {limit} characters."""

    field = "link"


class SnapshotNeeded(FieldProblem):
    """Give a picture or a PDF of it, or paste its text: one of the two, and not both."""

    field = "snapshot"


class NotASnapshot(FieldProblem):
    """“{name}” is neither a picture nor a PDF, whatever its name says. Use JPEG, PNG, GIF, WebP or PDF, or paste the
    text."""

    field = "snapshot"


class SnapshotTooBig(FieldProblem):
    """A snapshot may have {limit}; this one has more. Use a smaller picture, or only the part that matters."""

    field = "snapshot"


class NoSuchTakedown(Refusal):
    """{number} has no takedown {position}. Open the case to see those it has."""


class SnapshotFirst(Refusal):
    """Keep a snapshot first: once it is taken down, nobody can show any more what was there."""


class SnapshotKept(Refusal):
    """A snapshot is kept already, and evidence is never replaced. To keep another, ask for the takedown once more."""


@dataclass(frozen=True, repr=False)
class Snapshot:
    """What was kept, as it was given."""

    content: bytes
    mime: str
    sha256: str


@dataclass(frozen=True)
class TakedownView:
    """One takedown of a case, oldest first; `link` is empty once erased. What is still to do comes from `step`."""

    number: str
    case_id: int
    position: int
    link: str
    asked_by: str
    asked_at: datetime
    #: SHA-256 of the snapshot, 64 hex digits, and what it is; both empty while there is none, or once erased.
    sha256: str = ""
    mime: str = ""
    kept_by: str = ""
    kept_at: datetime | None = None
    done_by: str = ""
    done_at: datetime | None = None

    @property
    def step(self) -> Literal["keep", "finish", ""]:
        """What comes next: keeping a snapshot, taking it down, or nothing."""
        if self.done_at:
            return ""
        return "finish" if self.kept_at else "keep"


_takedown = core.takedown.c
_ALL = (
    select(*(column for column in core.takedown.columns if column.name != "snapshot"))
    .where(_takedown.report_id == bindparam("wanted"))
    .order_by(_takedown.position)
)
_SNAPSHOT = select(_takedown.snapshot).where(
    _takedown.report_id == bindparam("wanted"), _takedown.position == bindparam("at")
)
_ADD = insert(core.takedown)
_CHANGE = update(core.takedown).where(_takedown.report_id == bindparam("wanted"), _takedown.position == bindparam("at"))


def ask(tx: Transaction, actor: Actor, case_id: int, link: str, rules: Rules) -> int:
    """Asks for something to be taken down and returns the takedown's number within the case; reminds after 24 working
    hours. Raises `CaseClosed` and `LinkNeeded`."""
    case = casework.workable(tx, actor, case_id)
    link = clean(link)
    if not link or len(link) > LINE_LIMIT:
        raise LinkNeeded(limit=LINE_LIMIT)
    position = len(tx.execute(_ALL, {"wanted": case.id}).all()) + 1
    row = {"report_id": case.id, "position": position, "asked_by": actor.id, "asked_at": tx.now}
    tx.execute(_ADD, {**row, "sealed": _seal(tx, case, position, link=link)})
    remind_at = rules.hours.add_working_hours(tx.now, REMIND_HOURS)
    timers.schedule(tx, Planned(REMIND, case.id, remind_at, str(position)))
    casework.done(tx, actor, case, "takedown:asked", rules, takedown=position)
    return position


def keep(
    tx: Transaction,
    actor: Actor,
    case_id: int,
    position: int,
    rules: Rules,
    *,
    text: str = "",
    content: bytes = b"",
    name: str = "",
) -> str:
    """Keeps a snapshot, a pasted text or a file's bytes, sealed with the case's key, and returns its SHA-256. Raises
    `NoSuchTakedown`, `SnapshotKept`, `SnapshotNeeded`, `NotASnapshot` and `SnapshotTooBig`."""
    case = cases.find(tx, actor, case_id, lock=True)
    row = _one(tx, case, position)
    if row.kept_at:
        raise SnapshotKept
    snapshot = _read(text, content, name)
    link = _unseal(tx, case, row).get("link", "")
    values = {
        "sealed": _seal(tx, case, position, link=link, sha256=snapshot.sha256, mime=snapshot.mime),
        "snapshot": envelopes.wrap(cases.key_of(tx, case.id), _about(case, position, "snapshot"), snapshot.content),
        "kept_by": actor.id,
        "kept_at": tx.now,
    }
    tx.execute(_CHANGE.values(values), {"wanted": case.id, "at": position})
    evidence = {"takedown": position, "sha256": snapshot.sha256, "bytes": len(snapshot.content)}
    casework.done(tx, actor, case, "takedown:snapshot_kept", rules, **evidence)
    return snapshot.sha256


def finish(tx: Transaction, actor: Actor, case_id: int, position: int, rules: Rules) -> None:
    """Says that it is taken down. Twice is once. Raises `NoSuchTakedown` and `SnapshotFirst`."""
    case = cases.find(tx, actor, case_id, lock=True)
    row = _one(tx, case, position)
    if not row.kept_at:
        raise SnapshotFirst
    if not row.done_at:
        tx.execute(_CHANGE.values(done_by=actor.id, done_at=tx.now), {"wanted": case.id, "at": position})
        casework.done(tx, actor, case, "takedown:done", rules, takedown=position)


def listed(tx: Transaction, actor: Actor, case_id: int) -> list[TakedownView]:
    """The takedowns of a case, recorded as opened by the actor when there are any."""
    case = cases.find(tx, actor, case_id)
    rows: Sequence[Row[Any]] = tx.execute(_ALL, {"wanted": case.id}).all()
    if rows:
        casework.record(tx, actor, case, "takedown:opened")
    names = people.names(tx, {id for row in rows for id in (row.asked_by, row.kept_by, row.done_by) if id})
    return [
        TakedownView(
            number=case.number,
            case_id=case.id,
            position=row.position,
            **{"link": "", **_unseal(tx, case, row)},
            asked_by=names[row.asked_by],
            asked_at=row.asked_at,
            kept_by=names.get(row.kept_by, ""),
            kept_at=row.kept_at,
            done_by=names.get(row.done_by, ""),
            done_at=row.done_at,
        )
        for row in rows
    ]


def snapshot(tx: Transaction, actor: Actor, case_id: int, position: int) -> Snapshot:
    """What was kept, to be compared by its SHA-256 with what the ledger says. Recorded as opened by the actor. Raises
    `NoSuchTakedown`, `SnapshotFirst`, and SealBroken when it was changed or erased."""
    case = cases.find(tx, actor, case_id)
    row = _one(tx, case, position)
    if not row.kept_at:
        raise SnapshotFirst
    mime = _unseal(tx, case, row).get("mime", "")
    sealed = tx.execute(_SNAPSHOT, {"wanted": case.id, "at": position}).scalar() or b""
    content = envelopes.unwrap(cases.key_of(tx, case.id), _about(case, position, "snapshot"), sealed)
    casework.record(tx, actor, case, "takedown:snapshot_opened", takedown=position)
    return Snapshot(content, mime, media.digest(content))


def remind(tx: Transaction, timer: Timer, rules: Rules) -> None:
    """Says that a takedown is waited for, unless it is done."""
    open_ones = {row.position for row in tx.execute(_ALL, {"wanted": timer.subject_id}) if not row.done_at}
    if int(timer.detail) in open_ones:
        case_news.tell(tx, timer.subject_id, f"takedown_due:{timer.detail}", rules)


def _read(text: str, content: bytes, name: str) -> Snapshot:
    text = clean(text)
    if bool(text) == bool(content):
        raise SnapshotNeeded
    if len(text) > TEXT_LIMIT:
        raise SnapshotTooBig(limit=f"{TEXT_LIMIT:,} characters")
    if len(content) > SIZE_LIMIT:
        raise SnapshotTooBig(limit=f"{SIZE_LIMIT // 1024**2} MB")
    if text:
        content = text.encode("utf-8", "replace")
        return Snapshot(content, _TEXT, media.digest(content))
    kind = media.kind_of(content)
    mime = _PDF if content.startswith(b"%PDF-") else kind.mime if kind else ""
    if mime != _PDF and not mime.startswith("image/"):
        raise NotASnapshot(name=name)
    return Snapshot(content, mime, media.digest(content))


def _one(tx: Transaction, case: Case, position: int) -> Row[Any]:
    found = [row for row in tx.execute(_ALL, {"wanted": case.id}) if row.position == position]
    if not found:
        raise NoSuchTakedown(number=case.number, position=position)
    return found[0]


def _seal(tx: Transaction, case: Case, position: int, **fields: str) -> bytes:
    dumped = json.dumps(fields, ensure_ascii=False)
    return envelopes.seal(cases.key_of(tx, case.id), _about(case, position, "fields"), dumped)


def _unseal(tx: Transaction, case: Case, row: Row[Any]) -> dict[str, str]:
    if row.sealed is None:
        return {}
    key = cases.key_of(tx, case.id)
    fields: dict[str, str] = json.loads(envelopes.unseal(key, _about(case, row.position, "fields"), row.sealed))
    return fields


def _about(case: Case, position: int, part: str) -> str:
    return cases.about(case.id, f"takedown {position} {part}")


#: Examples: waiting for its snapshot, and done.
VIEWS = (
    TakedownView(
        "R-7KQ4MX",
        2**30,
        1,
        "https://instagram.com/p/riverside-1",
        "Ruth Okafor",
        datetime.fromisoformat("2026-03-03T10:12:00+00:00"),
    ),
    TakedownView(
        "R-7KQ4MX",
        2**30,
        2,
        "https://instagram.com/p/riverside-2",
        "Ruth Okafor",
        datetime.fromisoformat("2026-03-03T10:12:00+00:00"),
        sha256="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        mime="image/png",
        kept_by="Priya Raman",
        kept_at=datetime.fromisoformat("2026-03-03T10:30:00+00:00"),
        done_by="Priya Raman",
        done_at=datetime.fromisoformat("2026-03-03T10:34:00+00:00"),
    ),
)
