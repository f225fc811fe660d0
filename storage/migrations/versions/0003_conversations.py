"""Places and personal chats on platforms that name them only when asked, and files that wait to be proposed."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "conversation",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("service_url", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("bot", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "place", name=op.f("pk_conversation")),
    )
    op.create_table(
        "tray_file",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("mime", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_tray_file_person_id")),
        sa.ForeignKeyConstraint(["sha256"], ["blob.sha256"], name=op.f("fk_tray_file_sha256")),
        sa.PrimaryKeyConstraint("person_id", "sha256", name=op.f("pk_tray_file")),
    )


def downgrade() -> None:
    op.drop_table("tray_file")
    op.drop_table("conversation")
