"""What the practice has of its own and the scanner lets pass."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "allowed_phrase",
        sa.Column("phrase", sa.String(), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_allowed_phrase_added_by")),
        sa.PrimaryKeyConstraint("phrase", name=op.f("pk_allowed_phrase")),
    )


def downgrade() -> None:
    op.drop_table("allowed_phrase")
