"""Every table, as SQLModel classes; hot paths use the Core table behind each one, `X.__table__`."""

from datetime import datetime

from sqlalchemy import JSON, Index, LargeBinary, UniqueConstraint, false, text
from sqlmodel import Field, SQLModel

from storage import assignment_tables as assignment_tables
from storage import finding_tables as finding_tables
from storage import policy_tables as policy_tables
from storage import report_tables as report_tables
from storage import template_tables as template_tables
from storage import training_tables as training_tables
from storage.columns import Base as Base
from storage.columns import Utc as Utc


class Person(Base, table=True):
    __tablename__ = "person"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    zone: str | None = None
    seen_at: datetime = Field(sa_type=Utc)


class Identity(Base, table=True):
    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("platform", "external_id"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    platform: str
    external_id: str
    team: str = ""
    #: The person this account was first seen as. It moves to another when the two are linked, and back here after.
    home_id: int = Field(foreign_key="person.id", unique=True)


class IdentityMove(Base, table=True):
    """An account handed from one person to another: there when linked, back when unlinked. Never changed: whoever
    was one person once is one pair of eyes for good."""

    __tablename__ = "identity_move"
    id: int | None = Field(default=None, primary_key=True)
    identity_id: int = Field(foreign_key="identity.id")
    from_person_id: int = Field(foreign_key="person.id", index=True)
    to_person_id: int = Field(foreign_key="person.id", index=True)
    moved_by: int = Field(foreign_key="person.id")
    platform: str
    moved_at: datetime = Field(sa_type=Utc)


class LinkCode(Base, table=True):
    """What an account has under way: the code it made, as a keyed hash only, and the wrong ones it typed lately."""

    __tablename__ = "link_code"
    identity_id: int = Field(primary_key=True, foreign_key="identity.id", sa_column_kwargs={"autoincrement": False})
    digest: str | None = None
    expires_at: datetime | None = Field(default=None, sa_type=Utc)
    wrong_tries: int = 0
    wrong_at: datetime | None = Field(default=None, sa_type=Utc)


class RoleGrant(Base, table=True):
    __tablename__ = "role_grant"
    # Only one grant of a role stands at a time; revoked ones stay as history.
    __table_args__ = (
        Index(
            "uq_role_grant_standing",
            "person_id",
            "role",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    role: str
    granted_by: int | None = Field(default=None, foreign_key="person.id")
    granted_at: datetime = Field(sa_type=Utc)
    revoked_by: int | None = Field(default=None, foreign_key="person.id")
    revoked_at: datetime | None = Field(default=None, sa_type=Utc)


class Proposal(Base, table=True):
    __tablename__ = "proposal"
    # People quote these ids: one must never be given out twice.
    __table_args__ = ({"sqlite_autoincrement": True},)
    id: int | None = Field(default=None, primary_key=True)
    author_id: int = Field(foreign_key="person.id", index=True)
    state: str = Field(index=True)
    revision: int = 1
    created_at: datetime = Field(sa_type=Utc)
    updated_at: datetime = Field(sa_type=Utc)


class Revision(Base, table=True):
    __tablename__ = "revision"
    __table_args__ = (UniqueConstraint("proposal_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id")
    number: int
    editor_id: int = Field(foreign_key="person.id")
    platform: str
    text: str
    kind: str
    networks: list[str] = Field(sa_type=JSON)
    planned_at: datetime | None = Field(default=None, sa_type=Utc)
    patient_shown: bool = False
    authorization_reference: str = ""
    note: str = ""
    content_hash: str
    submission_key: str = Field(unique=True)
    created_at: datetime = Field(sa_type=Utc)
    #: Empty in revisions from before these were asked.
    attested: bool | None = None
    override: str | None = None


class Blob(Base, table=True):
    __tablename__ = "blob"
    sha256: str = Field(primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)


class Media(Base, table=True):
    __tablename__ = "media"
    __table_args__ = (UniqueConstraint("revision_id", "position"),)
    id: int | None = Field(default=None, primary_key=True)
    revision_id: int = Field(foreign_key="revision.id")
    position: int
    sha256: str = Field(foreign_key="blob.sha256")
    alt_text: str = ""
    name: str = ""
    mime: str
    size: int
    uploader_id: int = Field(foreign_key="person.id")
    platform_file: str = ""


class Decision(Base, table=True):
    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("proposal_id", "revision"),)
    id: int | None = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id")
    revision: int
    verdict: str
    reason: str = ""
    approver_id: int = Field(foreign_key="person.id")
    platform: str
    content_hash: str
    decided_at: datetime = Field(sa_type=Utc)


class Publication(Base, table=True):
    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("proposal_id", "revision", "network"),)
    id: int | None = Field(default=None, primary_key=True)
    proposal_id: int = Field(foreign_key="proposal.id")
    revision: int
    network: str
    link: str = ""
    published_at: datetime = Field(sa_type=Utc)
    recorded_by: int = Field(foreign_key="person.id")
    recorded_at: datetime = Field(sa_type=Utc)


class TimerRow(Base, table=True):
    __tablename__ = "timer"
    __table_args__ = (
        Index(
            "ix_timer_open_due",
            "due_at",
            "id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index(
            "ix_timer_open_subject",
            "subject_id",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    topic: str
    subject_id: int
    detail: str = ""
    due_at: datetime = Field(sa_type=Utc)
    done_at: datetime | None = Field(default=None, sa_type=Utc)


class OutboxRow(Base, table=True):
    """One message to deliver: what about and where to, never its text.

    `bulk` goes to many people at once, and stands behind what is not. `not_before` empty means at once. `token` and
    `lease_until` belong to the worker that holds the row.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "uq_outbox_waiting",
            "topic",
            "subject_id",
            "detail",
            "destination",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "ix_outbox_open",
            "destination",
            "id",
            sqlite_where=text("state IN ('waiting', 'leased')"),
            postgresql_where=text("state IN ('waiting', 'leased')"),
        ),
        Index(
            "ix_outbox_open_urgent",
            "id",
            sqlite_where=text("state IN ('waiting', 'leased') AND NOT bulk"),
            postgresql_where=text("state IN ('waiting', 'leased') AND NOT bulk"),
        ),
        Index(
            "ix_outbox_open_bulk",
            "id",
            sqlite_where=text("state IN ('waiting', 'leased') AND bulk"),
            postgresql_where=text("state IN ('waiting', 'leased') AND bulk"),
        ),
        # The id travels in the message's metadata: a reused one would find somebody else's message.
        {"sqlite_autoincrement": True},
    )
    id: int | None = Field(default=None, primary_key=True)
    topic: str
    subject_id: int
    detail: str = ""
    destination: str
    bulk: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    state: str = "waiting"
    not_before: datetime | None = Field(default=None, sa_type=Utc)
    attempts: int = 0
    unsure: bool = False
    token: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=Utc)
    error: str | None = None
    created_at: datetime = Field(sa_type=Utc)
    finished_at: datetime | None = Field(default=None, sa_type=Utc)


class Gate(Base, table=True):
    """When a destination may be written to next, and who is writing to it now."""

    __tablename__ = "gate"
    destination: str = Field(primary_key=True)
    next_at: datetime = Field(sa_type=Utc)
    token: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=Utc)


class PostedMessage(Base, table=True):
    __tablename__ = "posted_message"
    __table_args__ = (UniqueConstraint("topic", "subject_id", "detail", "destination"),)
    id: int | None = Field(default=None, primary_key=True)
    topic: str
    subject_id: int
    detail: str = ""
    destination: str
    channel: str
    reference: str
    posted_at: datetime = Field(sa_type=Utc)


class Conversation(Base, table=True):
    """Where a place of ours, or somebody's personal chat, is on a platform that has to be asked for it.

    `place` is `compliance`, or `account:<external id>` for a personal chat."""

    __tablename__ = "conversation"
    platform: str = Field(primary_key=True)
    place: str = Field(primary_key=True)
    service_url: str
    channel: str
    team: str
    bot: str
    set_at: datetime = Field(sa_type=Utc)


class TrayFile(Base, table=True):
    """A file somebody sent to the bot that waits to be proposed; its bytes are the blob's."""

    __tablename__ = "tray_file"
    person_id: int = Field(primary_key=True, foreign_key="person.id", sa_column_kwargs={"autoincrement": False})
    sha256: str = Field(primary_key=True, foreign_key="blob.sha256")
    name: str
    mime: str
    size: int
    kept_at: datetime = Field(sa_type=Utc)


class LedgerRow(Base, table=True):
    __tablename__ = "ledger"
    __table_args__ = (Index("ix_ledger_subject", "subject", "number"),)
    # The program counts, not the database: a sequence would leave gaps, and a gap means a removed entry.
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(sa_type=Utc)
    tag: str
    subject: str
    actor_id: int | None = None
    actor_name: str | None = None
    platform: str
    commitment: str
    payload: bytes | None = Field(default=None, sa_type=LargeBinary)
    payload_key: bytes | None = Field(default=None, sa_type=LargeBinary)
    previous: str
    hash: str


#: All of the above.
metadata = SQLModel.metadata
