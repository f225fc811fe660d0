"""The organisation's own neutral answers, their wordings, and what became of each."""

import sqlalchemy as sa
from alembic import op

from storage import triggers

revision = "0011"
down_revision = "0010"

_PROTECTED = ("template_version", "template_decision")


def upgrade() -> None:
    op.create_table(
        "template_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("template", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_template_version_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_version")),
        sa.UniqueConstraint("template", "number", name=op.f("uq_template_version_template_number")),
    )
    op.create_table(
        "template_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_template_decision_person_id")),
        sa.ForeignKeyConstraint(["version_id"], ["template_version.id"], name=op.f("fk_template_decision_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_template_decision")),
        sa.UniqueConstraint("version_id", "verdict", name=op.f("uq_template_decision_version_id_verdict")),
    )
    triggers.protect(op.get_bind(), _PROTECTED)


def downgrade() -> None:
    triggers.unprotect(op.get_bind(), _PROTECTED)
    for table in ("template_decision", "template_version"):
        op.drop_table(table)
