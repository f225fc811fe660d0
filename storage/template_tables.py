"""The organization's own neutral answers. All of it is for good: what was offered when can be told from it."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from storage.columns import Base, Utc


class TemplateVersion(Base, table=True):
    """One wording of one answer, as somebody wrote it; `template` counts answers, `number` their wordings."""

    __tablename__ = "template_version"
    __table_args__ = (UniqueConstraint("template", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    template: int
    number: int
    #: When to use it, as people choose it.
    occasion: str
    text: str
    person_id: int = Field(foreign_key="person.id")
    platform: str
    written_at: datetime = Field(sa_type=Utc)


class TemplateDecision(Base, table=True):
    """What became of a wording: `approved` or `declined`, and `retired` later."""

    __tablename__ = "template_decision"
    __table_args__ = (UniqueConstraint("version_id", "verdict"),)
    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="template_version.id")
    verdict: str
    person_id: int = Field(foreign_key="person.id")
    platform: str
    decided_at: datetime = Field(sa_type=Utc)
