"""Anonymous reports, their conversations, and who is kept away from them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_UNDELIVERED = sa.text("deliver_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("tag", sa.LargeBinary(), nullable=True),
        sa.Column("reporter_wrap", sa.LargeBinary(), nullable=True),
        sa.Column("deployment_wrap", sa.LargeBinary(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("deliver_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("officers_only", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("disposition", sa.String(), nullable=False),
        sa.Column("escalated", sa.Boolean(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("proposal_id", sa.Integer(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["assignee_id"], ["person.id"], name=op.f("fk_report_assignee_id")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_report_proposal_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("tag", name=op.f("uq_report_tag")),
        # Rows stand by their random id, and no hidden number counts them.
        sqlite_with_rowid=False,
    )
    _index_undelivered("report")
    _conversations()


def downgrade() -> None:
    for table in ("report_recusal", "report_entry", "report"):
        op.drop_table(table)


def _conversations() -> None:
    op.create_table(
        "report_entry",
        sa.Column("report_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("deliver_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["report_id"],
            ["report.id"],
            name=op.f("fk_report_entry_report_id"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_entry_person_id")),
        sa.PrimaryKeyConstraint("report_id", "position", name=op.f("pk_report_entry")),
        sqlite_with_rowid=False,
    )
    _index_undelivered("report_entry")
    op.create_table(
        "report_recusal",
        sa.Column("report_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_recusal_report_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_recusal_person_id")),
        sa.PrimaryKeyConstraint("report_id", "person_id", name=op.f("pk_report_recusal")),
        sqlite_with_rowid=False,
    )


def _index_undelivered(table: str) -> None:
    op.create_index(
        f"ix_{table}_undelivered",
        table,
        ["deliver_at"],
        unique=False,
        sqlite_where=_UNDELIVERED,
        postgresql_where=_UNDELIVERED,
    )
