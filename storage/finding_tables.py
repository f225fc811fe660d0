"""What the scanner found in revisions, and what approvers thought of it. The words themselves stay in the revision."""

from datetime import datetime

from sqlmodel import Field

from storage.columns import Base, Utc


class FindingRow(Base, table=True):
    """One finding in one revision; `part` 0 is the post, n the alt text of its nth file."""

    __tablename__ = "finding"
    id: int | None = Field(default=None, primary_key=True)
    revision_id: int = Field(foreign_key="revision.id", index=True)
    part: int
    begins: int
    ends: int
    category: str
    rule: str
    severity: str
    score: float
    source: str


class Dismissal(Base, table=True):
    """An approver's word that a finding is none, kept beside it."""

    __tablename__ = "dismissal"
    id: int | None = Field(default=None, primary_key=True)
    finding_id: int = Field(foreign_key="finding.id", unique=True)
    reason: str
    person_id: int = Field(foreign_key="person.id")
    platform: str
    dismissed_at: datetime = Field(sa_type=Utc)


class AllowedPhrase(Base, table=True):
    """A name, place, number or day of the practice's own."""

    __tablename__ = "allowed_phrase"
    phrase: str = Field(primary_key=True)
    added_by: int = Field(foreign_key="person.id")
    added_at: datetime = Field(sa_type=Utc)
