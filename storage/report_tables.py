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
