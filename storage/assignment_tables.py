"""Who is trained on what, by when: people as staff, what is required of them, what is assigned, leave and exemptions.

Days are days of the person's own calendar and zone. Nothing here is deleted, so any past day can be asked about.
"""

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field

from storage.columns import Base, Utc

_OPEN = text("state = 'open'")
_STANDING = text("ended_at IS NULL")


class Staff(Base, table=True):
    """What the practice knows of somebody who works there. `remind_on` is the next day they hear of what is due,
    `told_on` the last one they did, `snoozed_on` the last one they put it off on. An empty `zone` is the person's own,
    an empty `calendar` the practice's."""

    __tablename__ = "staff"
    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_column_kwargs={"autoincrement": False})
    group_name: str = ""
    manager_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    zone: str | None = None
    #: A country with an optional subdivision, as `handlers.calendar` reads it.
    calendar: str | None = None
    employed: bool = True
    remind_on: date | None = Field(default=None, index=True)
    told_on: date | None = None
    snoozed_on: date | None = None


class Employment(Base, table=True):
    """From when to when somebody worked here; whoever returns begins another."""

    __tablename__ = "employment"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    joined_on: date
    left_on: date | None = None


class Requirement(Base, table=True):
    """What everybody has to do: `kind` is course or policy, `months` how long it holds, 0 for good."""

    __tablename__ = "requirement"
    kind: str = Field(primary_key=True)
    key: str = Field(primary_key=True)
    title: str
    version: int
    months: int
    required_by: int = Field(foreign_key="person.id")
    required_at: datetime = Field(sa_type=Utc)
    ended_at: datetime | None = Field(default=None, sa_type=Utc)


class Assignment(Base, table=True):
    """One thing somebody has to do. Done before `opens_on` it does not count for this one. `nominal_on` is when it
    would be due without weekends, holidays and leave, `month_day` the day of the month it began with, which a shorter
    February does not change. No `due_on`: leave without an end."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index(
            "uq_assignment_open",
            "person_id",
            "kind",
            "key",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_assignment_open_due", "due_on", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: str
    key: str
    version: int
    why: str
    assigned_on: date
    opens_on: date
    nominal_on: date
    month_day: int
    due_on: date | None = None
    state: str = "open"
    closed_on: date | None = None
    snoozes: int = 0


class Pause(Base, table=True):
    """Leave: both days belong to it; without `until_on` it has no end yet."""

    __tablename__ = "pause"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    from_on: date
    until_on: date | None = None
    entered_by: int = Field(foreign_key="person.id")
    entered_at: datetime = Field(sa_type=Utc)


class Exemption(Base, table=True):
    """Somebody who need not do something, and why."""

    __tablename__ = "exemption"
    __table_args__ = (
        Index(
            "uq_exemption_standing",
            "person_id",
            "kind",
            "key",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    kind: str
    key: str
    reason: str
    exempted_by: int = Field(foreign_key="person.id")
    exempted_at: datetime = Field(sa_type=Utc)
    ended_by: int | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = Field(default=None, sa_type=Utc)


class PriorCompletion(Base, table=True):
    """Training finished somewhere else, as a privacy officer's list says."""

    __tablename__ = "prior_completion"
    __table_args__ = (UniqueConstraint("person_id", "key", "completed_on"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    key: str
    completed_on: date
    #: Per cent, where the list tells.
    score: int | None = None
    imported_by: int = Field(foreign_key="person.id")
    imported_at: datetime = Field(sa_type=Utc)
