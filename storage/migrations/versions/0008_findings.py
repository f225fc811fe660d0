"""What the scanner finds in a revision, what was attested, why it was sent all the same, and what is dismissed."""

import sqlalchemy as sa
from alembic import op

from storage import triggers

revision = "0008"
down_revision = "0007"

_PROTECTED = ("finding", "dismissal")


def upgrade() -> None:
    # Empty for revisions that were never asked.
    op.add_column("revision", sa.Column("attested", sa.Boolean(), nullable=True))
    op.add_column("revision", sa.Column("override", sa.String(), nullable=True))
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("severity", sa.String(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_finding_revision_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index(op.f("ix_finding_revision_id"), "finding", ["revision_id"], unique=False)
    op.create_table(
        "dismissal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_dismissal_finding_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_dismissal_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dismissal")),
        sa.UniqueConstraint("finding_id", name=op.f("uq_dismissal_finding_id")),
    )
    triggers.protect(op.get_bind(), _PROTECTED)


def downgrade() -> None:
    triggers.unprotect(op.get_bind(), _PROTECTED)
    for table in ("dismissal", "finding"):
        op.drop_table(table)
    for column in ("override", "attested"):
        op.drop_column("revision", column)
