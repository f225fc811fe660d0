"""Courses and what people make of them: versions as their exact bytes, how far somebody is, what somebody finished."""

from datetime import date, datetime

from sqlalchemy import JSON, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field

from storage.columns import Base, Utc

_OPEN = text("ended_at IS NULL")


class Course(Base, table=True):
    """One course, under the key its file gives it, and the version people start now."""

    __tablename__ = "course"
    key: str = Field(primary_key=True)
    #: The number of its newest version.
    version: int


class CourseVersion(Base, table=True):
    """The exact bytes of one version, and their SHA-256. Never changed: completions refer to what was taught then."""

    __tablename__ = "course_version"
    __table_args__ = (UniqueConstraint("course_key", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    course_key: str = Field(foreign_key="course.key")
    #: Counts within one course.
    number: int
    hash: str
    source: bytes = Field(sa_type=LargeBinary)
    #: Whether it says something new, so that those who know an older version have to know this one.
    material: bool
    #: Nobody: it came with the program.
    published_by: int | None = Field(default=None, foreign_key="person.id")
    published_at: datetime = Field(sa_type=Utc)


class Progress(Base, table=True):
    """How far somebody is with one version. It ends when it is signed, or left for a newer version."""

    __tablename__ = "progress"
    # Two devices that start at once start the same.
    __table_args__ = (
        Index("uq_progress_open", "person_id", "course_key", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    course_key: str = Field(foreign_key="course.key")
    version_id: int = Field(foreign_key="course_version.id")
    #: Whose lessons and questions are shown besides everybody's; fixed at the start, so that pages stay where they are.
    roles: list[str] = Field(sa_type=JSON)
    #: The page they are on.
    page: int = 0
    attempt: int = 1
    #: This attempt's answers: number of the question in the course, as text, to number of the option.
    answers: dict[str, int] = Field(sa_type=JSON)
    #: Per cent, once this attempt is handed in.
    score: int | None = None
    started_at: datetime = Field(sa_type=Utc)
    updated_at: datetime = Field(sa_type=Utc)
    ended_at: datetime | None = Field(default=None, sa_type=Utc)


class Completion(Base, table=True):
    """Somebody finished and signed one version of a course. Never changed."""

    __tablename__ = "completion"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    course_key: str = Field(foreign_key="course.key")
    version_id: int = Field(foreign_key="course_version.id")
    #: What was finished; a second press of Sign finds this.
    progress_id: int = Field(foreign_key="progress.id", unique=True)
    #: The day where the person was.
    completed_on: date
    #: Per cent.
    score: int
    attempt: int
    #: As typed under the statement.
    signed_name: str
    #: The number of the ledger's entry about it.
    entry: int
