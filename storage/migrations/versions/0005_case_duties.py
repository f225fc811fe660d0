"""What a case may ask for: notices of a breach, a takedown; and the account it is about."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("report", sa.Column("account", sa.LargeBinary(), nullable=True))
    op.add_column("report", sa.Column("notify_by", sa.Date(), nullable=True))
    _breaches()
    op.create_table(
        "takedown",
        sa.Column("report_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("snapshot", sa.LargeBinary(), nullable=True),
        sa.Column("kept_by", sa.Integer(), nullable=True),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_takedown_report_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_takedown_asked_by")),
        sa.ForeignKeyConstraint(["kept_by"], ["person.id"], name=op.f("fk_takedown_kept_by")),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f("fk_takedown_done_by")),
        sa.PrimaryKeyConstraint("report_id", "position", name=op.f("pk_takedown")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for table in ("takedown", "breach_assessment", "breach"):
        op.drop_table(table)
    for column in ("notify_by", "account"):
        op.drop_column("report", column)


def _breaches() -> None:
    op.create_table(
        "breach",
        sa.Column("report_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("discovered_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("individuals_on", sa.Date(), nullable=True),
        sa.Column("media_on", sa.Date(), nullable=True),
        sa.Column("hhs_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_breach_report_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_breach_person_id")),
        sa.PrimaryKeyConstraint("report_id", name=op.f("pk_breach")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "breach_assessment",
        sa.Column("report_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("conclusion", sa.String(), nullable=False),
        sa.Column("individuals", sa.Integer(), nullable=False),
        sa.Column("over_500_in_one_state", sa.Boolean(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("concluded_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["breach.report_id"], name=op.f("fk_breach_assessment_report_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_breach_assessment_person_id")),
        sa.PrimaryKeyConstraint("report_id", "position", name=op.f("pk_breach_assessment")),
        sqlite_with_rowid=False,
    )
