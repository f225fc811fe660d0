"""Courses in the versions they were taught in: published, kept as their exact bytes, read back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Row, bindparam, func, insert, select, update

from handlers import rows
from handlers.errors import Refusal
from handlers.people import Actor
from handlers.permissions import OFFICER
from handlers.training.courses import reading
from handlers.training.courses.course import Course
from storage import core, ledger
from storage.transaction import Transaction

#: What comes with the program.
SHIPPED = (Path(__file__).parent / "courses" / "data" / "social-media-hipaa.md",)


class OfficerPublishes(Refusal):
    """Only a privacy officer publishes courses. `/compliance roles` shows who they are."""


class NoSuchCourse(Refusal):
    """There is no such course. `/training` lists those there are."""


@dataclass(frozen=True)
class Version:
    """One version of a course. `material`: it says something new, so older completions do not cover it."""

    id: int
    number: int
    material: bool
    course: Course


_version = core.course_version.c
_COLUMNS = (_version.id, _version.number, _version.material, _version.source)
_ONE = select(*_COLUMNS).where(_version.id == bindparam("wanted"))
_NEWEST = select(*_COLUMNS, _version.published_by).join_from(
    core.course_version,
    core.course,
    (_version.course_key == core.course.c.key) & (_version.number == core.course.c.version),
)
_CURRENT = _NEWEST.where(core.course.c.key == bindparam("wanted"))
_LOCK = select(core.course.c.version).where(core.course.c.key == bindparam("wanted")).with_for_update()
_MATERIAL_SINCE = (
    select(_version.id)
    .where(_version.course_key == bindparam("course"), _version.number > bindparam("known"), _version.material)
    .limit(1)
)
_LAST_MATERIAL = select(func.max(_version.number)).where(_version.course_key == bindparam("course"), _version.material)
_parse = lru_cache(maxsize=32)(reading.parse)


def load(tx: Transaction, version_id: int) -> Version:
    """The version with this id."""
    return _from_row(tx.execute(_ONE, {"wanted": version_id}).one())


def current(tx: Transaction, key: str) -> Version:
    """The version people start now; raises `NoSuchCourse`."""
    row = tx.execute(_CURRENT, {"wanted": key}).first()
    if row is None:
        raise NoSuchCourse
    return _from_row(row)


def last_material(tx: Transaction, key: str) -> int:
    """The version that last said something new: whoever finished it or a later one is up to date."""
    return tx.execute(_LAST_MATERIAL, {"course": key}).scalar() or 1


def listed(tx: Transaction) -> list[Version]:
    """Every course in its newest version, by title."""
    return sorted(map(_from_row, tx.execute(_NEWEST)), key=lambda version: version.course.title)


def outdated(tx: Transaction, version: Version) -> bool:
    """Whether something new was said after this version."""
    known = {"course": version.course.key, "known": version.number}
    return tx.execute(_MATERIAL_SINCE, known).first() is not None


def publish(tx: Transaction, actor: Actor, source: bytes, *, material: bool) -> Version:
    """Makes these bytes the newest version of the course they name; the same bytes again change nothing. Raises
    `OfficerPublishes` and `CourseMistakes`."""
    if OFFICER not in actor.roles:
        raise OfficerPublishes
    return _publish(tx, actor, source, material)


def seed(tx: Transaction, sources: Sequence[bytes]) -> None:
    """Publishes what comes with the program, as long as the practice has put no version of its own in its place."""
    for source in sources:
        row = tx.execute(_CURRENT, {"wanted": _parse(source).key}).first()
        if row is None or row.published_by is None:
            _publish(tx, None, source, material=row is None)


def _publish(tx: Transaction, actor: Actor | None, source: bytes, material: bool) -> Version:
    course = _parse(source)
    number = tx.execute(_LOCK, {"wanted": course.key}).scalar() or 0
    if number and (newest := current(tx, course.key)).course.hash == course.hash:
        return newest
    if number:
        tx.execute(update(core.course).where(core.course.c.key == course.key), {"version": number + 1})
    else:
        tx.execute(insert(core.course), {"key": course.key, "version": 1})
    row = {
        "course_key": course.key,
        "number": number + 1,
        "hash": course.hash,
        "source": source,
        "material": material,
        "published_by": actor.id if actor else None,
        "published_at": tx.now,
    }
    version = Version(rows.add(tx, core.course_version, row), number + 1, material, course)
    _record(tx, actor, version)
    return version


def _record(tx: Transaction, actor: Actor | None, version: Version) -> None:
    payload = {"version": version.number, "hash": version.course.hash, "material": version.material}
    entry, platform = (actor.entry, actor.platform) if actor else (None, "program")
    ledger.append(tx, "compliance:course:published", f"course:{version.course.key}", entry, platform, payload)


def _from_row(row: Row[tuple[int, int, bool, bytes]]) -> Version:
    return Version(row.id, row.number, row.material, _parse(row.source))
