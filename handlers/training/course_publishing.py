"""A course's next version, from a file to everybody's assignments: looked through first, then published."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from handlers import people
from handlers.diff import Span, word_diff
from handlers.errors import Refusal
from handlers.people import Actor
from handlers.permissions import OFFICER
from handlers.training import assignments, course_changes, course_versions, requirements
from handlers.training.assignments import Kind
from handlers.training.course_versions import NoSuchCourse, OfficerPublishes, Version
from handlers.training.courses import reading
from storage import core, ledger
from storage.transaction import Transaction


class SameCourse(Refusal):
    """This is byte for byte version {number} of “{title}”, which people learn already; there is nothing to publish."""


class PublishedMeanwhile(Refusal):
    """Version {number} of “{title}” was published while you looked at this one. Check the file again: what it changes
    is something else now."""


@dataclass(frozen=True)
class Shelved:
    """One course as officers see it. `months` is None while nobody has to do it, 0 for once; `publisher` is empty for
    what came with the program."""

    key: str
    title: str
    version_id: int
    number: int
    published_at: datetime
    publisher: str
    months: int | None


@dataclass(frozen=True)
class Preview:
    """What a file would become. `before` is the version people learn now, 0 for none; `questions` and `lessons` count
    those for everybody and those for some; `walking` people are in the middle of an older version."""

    key: str
    title: str
    before: int
    hash: str
    lessons: int
    questions: int
    minutes: int
    pass_mark: int
    changes: tuple[str, ...]
    spans: tuple[Span, ...]
    walking: int
    months: int | None

    @property
    def number(self) -> int:
        """What it would be published as."""
        return self.before + 1


@dataclass(frozen=True)
class Published:
    """What came of it: `asked` says that everybody is asked to learn it, for the first time or again."""

    title: str
    number: int
    material: bool
    asked: bool


_version, _progress = core.course_version.c, core.progress.c
_SHELF = select(_version.course_key, _version.id, _version.published_at, _version.published_by).join_from(
    core.course_version,
    core.course,
    (_version.course_key == core.course.c.key) & (_version.number == core.course.c.version),
)
_WALKING = select(func.count(func.distinct(_progress.person_id))).where(
    _progress.course_key == bindparam("course"), _progress.ended_at.is_(None)
)


def shelf(tx: Transaction, actor: Actor) -> list[Shelved]:
    """Every course in the version people learn now, by title. Raises `OfficerPublishes`."""
    require_officer(actor)
    rows = {row.course_key: row for row in tx.execute(_SHELF)}
    names = people.names(tx, {row.published_by for row in rows.values() if row.published_by})
    required = _required(tx)
    return [_shelved(one, rows[one.course.key], names, required) for one in course_versions.listed(tx)]


def source(tx: Transaction, version_id: int) -> tuple[str, bytes] | None:
    """The name a version's file is saved under, and its exact bytes; None when there is no such version."""
    query = select(_version.course_key, _version.number, _version.source).where(_version.id == version_id)
    row = tx.execute(query).first()
    return (f"{row.course_key}-v{row.number}.md", row.source) if row else None


def published_as(tx: Transaction, sha256: str) -> bytes | None:
    """The bytes with this hash, where they are a version already."""
    found: bytes | None = tx.execute(select(_version.source).where(_version.hash == sha256).limit(1)).scalar()
    return found


def check(tx: Transaction, actor: Actor, content: bytes) -> Preview:
    """What these bytes would become, with nothing changed yet. Raises `OfficerPublishes`, `CourseMistakes` and
    `SameCourse`."""
    require_officer(actor)
    course = reading.parse(content)
    now = _current(tx, course.key)
    if now and now.course.hash == course.hash:
        raise SameCourse(number=now.number, title=course.title)
    spans = word_diff(_text(tx, now), content.decode("utf-8-sig")) if now else ()
    return Preview(
        course.key,
        course.title,
        now.number if now else 0,
        course.hash,
        len(course.lessons),
        len(course.questions),
        course.minutes(),
        course.pass_mark,
        course_changes.changes(now.course, course) if now else (),
        tuple(spans),
        tx.execute(_WALKING, {"course": course.key}).scalar() or 0,
        _required(tx).get(course.key),
    )


def publish(
    tx: Transaction, actor: Actor, content: bytes, *, before: int, material: bool, months: int | None = None
) -> Published:
    """Publishes what was looked at against version `before`. A material version of what is required is assigned to
    everybody again; `months` requires a first version of everybody at once, 0 for once, None of nobody yet. Published
    already, it says so again. Raises `OfficerPublishes`, `CourseMistakes` and `PublishedMeanwhile`."""
    require_officer(actor)
    course = reading.parse(content)
    ledger.lock(tx)
    now = _current(tx, course.key)
    number = now.number if now else 0
    again = now is not None and now.course.hash == course.hash
    if number != before and not again:
        raise PublishedMeanwhile(number=number, title=course.title)
    first = before == 0
    made = course_versions.publish(tx, actor, content, material=material or first)
    required = _required(tx).get(course.key, months if first else None)
    if required is not None:
        # Also for a change of wording: its title may be one.
        requirements.require_course(tx, actor, course.key, required)
    return Published(made.course.title, made.number, made.material, required is not None and made.material)


def require_officer(actor: Actor) -> None:
    """Raises `OfficerPublishes`."""
    if OFFICER not in actor.roles:
        raise OfficerPublishes


def _current(tx: Transaction, key: str) -> Version | None:
    try:
        return course_versions.current(tx, key)
    except NoSuchCourse:
        return None


def _text(tx: Transaction, version: Version) -> str:
    found = source(tx, version.id)
    assert found is not None
    return found[1].decode("utf-8-sig")


def _required(tx: Transaction) -> dict[str, int]:
    """Course to months."""
    return {one.key: one.months for one in assignments.requirements(tx) if one.kind is Kind.COURSE}


def _shelved(one: Version, row: Any, names: dict[int, str], required: dict[str, int]) -> Shelved:
    key, publisher = one.course.key, names.get(row.published_by, "")
    return Shelved(key, one.course.title, one.id, one.number, row.published_at, publisher, required.get(key))
