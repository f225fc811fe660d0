"""Policies: the exact bytes of every version, who has read which, yearly reviews. All but the owner is for good."""

from datetime import datetime

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field

from storage.columns import Base, Utc


class Policy(Base, table=True):
    __tablename__ = "policy"
    key: str = Field(primary_key=True)
    title: str
    owner_id: int = Field(foreign_key="person.id")
    #: The newest version.
    number: int = 1


class PolicyVersion(Base, table=True):
    """One version as it was published; `sha256` is of `content`, byte for byte."""

    __tablename__ = "policy_version"
    __table_args__ = (UniqueConstraint("policy", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    policy: str = Field(foreign_key="policy.key")
    number: int
    content: bytes = Field(sa_type=LargeBinary)
    sha256: str
    #: Everybody is asked to read it again.
    material: bool
    note: str = ""
    published_by: int = Field(foreign_key="person.id")
    published_at: datetime = Field(sa_type=Utc)


class Attestation(Base, table=True):
    """Somebody has read and understood one version."""

    __tablename__ = "attestation"
    __table_args__ = (UniqueConstraint("person_id", "policy", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    policy: str = Field(foreign_key="policy.key")
    number: int
    sha256: str
    platform: str
    attested_at: datetime = Field(sa_type=Utc)


class PolicyReview(Base, table=True):
    """A yearly review signed by the owner; `changed` is False for "no change"."""

    __tablename__ = "policy_review"
    id: int | None = Field(default=None, primary_key=True)
    policy: str = Field(foreign_key="policy.key", index=True)
    number: int
    sha256: str
    changed: bool
    note: str = ""
    reviewed_by: int = Field(foreign_key="person.id")
    reviewed_at: datetime = Field(sa_type=Utc)
