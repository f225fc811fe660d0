"""What people finished: one row and one entry in the ledger each, which the certificate is numbered by."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BindParameter, Row, bindparam, insert, select

from handlers.people import Actor
from handlers.training.course_versions import Version
from storage import core, ledger
from storage.transaction import Transaction

TAG = "learner:course:completed"


@dataclass(frozen=True)
class Completion:
    """One version of a course, finished and signed. `completed_on` is the day where the person was."""

    id: int
    person_id: int
    course_key: str
    version_id: int
    progress_id: int
    completed_on: date
    score: int
    attempt: int
    signed_name: str
    entry: int


_completion = core.completion.c
_people: BindParameter[int] = bindparam("people", expanding=True)
_ALL = select(core.completion)
_ONE = _ALL.where(_completion.id == bindparam("wanted"))
_OF_PROGRESS = _ALL.where(_completion.progress_id == bindparam("wanted"))
_OF_ENTRY = _ALL.where(_completion.entry == bindparam("wanted"))
_MINE = _ALL.where(_completion.person_id.in_(_people)).order_by(_completion.completed_on.desc(), _completion.id.desc())


def complete(
    tx: Transaction,
    actor: Actor,
    version: Version,
    *,
    progress_id: int,
    completed_on: date,
    score: int,
    attempt: int,
    signed_name: str,
) -> Completion:
    """Records that somebody finished and signed a version; the same progress again returns what it made."""
    if made := of_progress(tx, progress_id):
        return made
    payload = {
        "course": version.course.key,
        "version": version.number,
        "hash": version.course.hash,
        "completed_on": completed_on.isoformat(),
        "score": score,
        "pass_mark": version.course.pass_mark,
        "attempt": attempt,
        "signed_name": signed_name,
    }
    row = {
        "person_id": actor.id,
        "course_key": version.course.key,
        "version_id": version.id,
        "progress_id": progress_id,
        "completed_on": completed_on,
        "score": score,
        "attempt": attempt,
        "signed_name": signed_name,
        "entry": ledger.append(tx, TAG, f"person:{actor.id}", actor.entry, actor.platform, payload),
    }
    tx.execute(insert(core.completion), row)
    made = of_progress(tx, progress_id)
    assert made is not None
    return made


def find(tx: Transaction, completion_id: int) -> Completion | None:
    """One completion, whoever asks."""
    return _first(tx.execute(_ONE, {"wanted": completion_id}).first())


def of_progress(tx: Transaction, progress_id: int) -> Completion | None:
    """What a walk through a course ended in, when it did."""
    return _first(tx.execute(_OF_PROGRESS, {"wanted": progress_id}).first())


def of_entry(tx: Transaction, number: int) -> Completion | None:
    """The completion that an entry of the ledger is about."""
    return _first(tx.execute(_OF_ENTRY, {"wanted": number}).first())


def of(tx: Transaction, people: Set[int]) -> list[Completion]:
    """Everything these people finished, the newest first; for one person give `Actor.ids`."""
    return [Completion(**row._mapping) for row in tx.execute(_MINE, {"people": sorted(people)})]


def _first(row: Row[tuple[object, ...]] | None) -> Completion | None:
    return Completion(**row._mapping) if row else None
