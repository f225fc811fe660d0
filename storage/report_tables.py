"""Reports and the conversations about them. Nothing here tells who filed, at what moment, or in which order.

Ids are random and no sequence stands behind them; on SQLite the tables have no hidden row number either, so rows stand
by their random id. Days are days. The one moment, `deliver_at`, is a quarter hour everybody shares, and is emptied on
delivery.
"""

from datetime import date, datetime

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, text
from sqlmodel import Field

from storage.columns import Base, Utc

_UNDELIVERED = text("deliver_at IS NOT NULL")


def _undelivered(table: str) -> Index:
    return Index(f"ix_{table}_undelivered", "deliver_at", sqlite_where=_UNDELIVERED, postgresql_where=_UNDELIVERED)


class Report(Base, table=True):
    """One report, and the case it becomes. Its key is wrapped twice; without the wraps nobody can read it."""

    __tablename__ = "report"
    __table_args__ = (_undelivered("report"), {"sqlite_with_rowid": False})
    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    #: What a receipt is looked up by; empty once the reporter's access has ended.
    tag: bytes | None = Field(default=None, sa_type=LargeBinary, unique=True)
    reporter_wrap: bytes | None = Field(default=None, sa_type=LargeBinary)
    deployment_wrap: bytes | None = Field(default=None, sa_type=LargeBinary)
    sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    deliver_at: datetime | None = Field(default=None, sa_type=Utc)
    received_on: date | None = None
    #: It concerns the compliance team: privacy officers alone may see it.
    officers_only: bool = False
    state: str = "received"
    disposition: str = ""
    escalated: bool = False
    assignee_id: int | None = Field(default=None, foreign_key="person.id")
    proposal_id: int | None = Field(default=None, foreign_key="proposal.id")
    closed_on: date | None = None
    #: Network and address of the practice's account the case is about.
    account: bytes | None = Field(default=None, sa_type=LargeBinary)
    #: By when people have to be told of a suspected breach; empty while no such clock runs.
    notify_by: date | None = None


class ReportEntry(Base, table=True):
    """One piece of a conversation. `side` is reporter, compliance, or note, which the reporter never sees."""

    __tablename__ = "report_entry"
    __table_args__ = (_undelivered("report_entry"), {"sqlite_with_rowid": False})
    # Looked at when a transaction ends: delivery takes reports out and puts them back.
    report_id: int = Field(
        sa_column=Column(
            ForeignKey("report.id", deferrable=True, initially="DEFERRED"), primary_key=True, autoincrement=False
        )
    )
    #: Counts within one conversation.
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    side: str
    sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    deliver_at: datetime | None = Field(default=None, sa_type=Utc)
    written_on: date | None = None
    #: Who of compliance wrote it.
    person_id: int | None = Field(default=None, foreign_key="person.id")


class ReportRecusal(Base, table=True):
    """Somebody who neither sees nor opens a case."""

    __tablename__ = "report_recusal"
    __table_args__ = ({"sqlite_with_rowid": False},)
    report_id: int = Field(primary_key=True, foreign_key="report.id", sa_column_kwargs={"autoincrement": False})
    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_column_kwargs={"autoincrement": False})


class Breach(Base, table=True):
    """A case that is a suspected breach (45 CFR 164.402), and when who was notified of it."""

    __tablename__ = "breach"
    __table_args__ = ({"sqlite_with_rowid": False},)
    report_id: int = Field(primary_key=True, foreign_key="report.id", sa_column_kwargs={"autoincrement": False})
    discovered_on: date
    person_id: int = Field(foreign_key="person.id")
    individuals_on: date | None = None
    media_on: date | None = None
    hhs_on: date | None = None


class BreachAssessment(Base, table=True):
    """One assessment of a suspected breach; the last one counts, and all of them stay."""

    __tablename__ = "breach_assessment"
    __table_args__ = ({"sqlite_with_rowid": False},)
    report_id: int = Field(primary_key=True, foreign_key="breach.report_id", sa_column_kwargs={"autoincrement": False})
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    #: The factors, rated and reasoned.
    sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    conclusion: str
    individuals: int
    over_500_in_one_state: bool
    person_id: int = Field(foreign_key="person.id")
    concluded_on: date


class Takedown(Base, table=True):
    """Something to be taken down, with a snapshot kept before."""

    __tablename__ = "takedown"
    __table_args__ = ({"sqlite_with_rowid": False},)
    report_id: int = Field(primary_key=True, foreign_key="report.id", sa_column_kwargs={"autoincrement": False})
    position: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    #: Its link, and what the snapshot is.
    sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    asked_by: int = Field(foreign_key="person.id")
    asked_at: datetime = Field(sa_type=Utc)
    snapshot: bytes | None = Field(default=None, sa_type=LargeBinary)
    kept_by: int | None = Field(default=None, foreign_key="person.id")
    kept_at: datetime | None = Field(default=None, sa_type=Utc)
    done_by: int | None = Field(default=None, foreign_key="person.id")
    done_at: datetime | None = Field(default=None, sa_type=Utc)
