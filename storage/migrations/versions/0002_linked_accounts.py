"""One person on two platforms: accounts that can be linked, and the history of it."""

import sqlalchemy as sa
from alembic import op

from storage import triggers

revision = "0002"
down_revision = "0001"

_PROTECTED = ("identity_move",)


def upgrade() -> None:
    op.add_column("identity", sa.Column("home_id", sa.Integer(), nullable=True))
    op.execute("UPDATE identity SET home_id = person_id")
    # SQLite rebuilds the table here; it has no triggers, and nothing refers to it yet.
    with op.batch_alter_table("identity") as identity:
        identity.alter_column("home_id", existing_type=sa.Integer(), nullable=False)
        identity.create_foreign_key(op.f("fk_identity_home_id"), "person", ["home_id"], ["id"])
        identity.create_unique_constraint(op.f("uq_identity_home_id"), ["home_id"])
    _moves()
    _codes()
    triggers.protect(op.get_bind(), _PROTECTED)


def downgrade() -> None:
    triggers.unprotect(op.get_bind(), _PROTECTED)
    op.drop_table("link_code")
    op.drop_table("identity_move")
    # The older version knows no links: every account is its own person again.
    op.execute("UPDATE identity SET person_id = home_id")
    with op.batch_alter_table("identity") as identity:
        identity.drop_constraint(op.f("uq_identity_home_id"), type_="unique")
        identity.drop_constraint(op.f("fk_identity_home_id"), type_="foreignkey")
        identity.drop_column("home_id")


def _moves() -> None:
    op.create_table(
        "identity_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("identity_id", sa.Integer(), nullable=False),
        sa.Column("from_person_id", sa.Integer(), nullable=False),
        sa.Column("to_person_id", sa.Integer(), nullable=False),
        sa.Column("moved_by", sa.Integer(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["identity_id"], ["identity.id"], name=op.f("fk_identity_move_identity_id")),
        sa.ForeignKeyConstraint(["from_person_id"], ["person.id"], name=op.f("fk_identity_move_from_person_id")),
        sa.ForeignKeyConstraint(["to_person_id"], ["person.id"], name=op.f("fk_identity_move_to_person_id")),
        sa.ForeignKeyConstraint(["moved_by"], ["person.id"], name=op.f("fk_identity_move_moved_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_move")),
    )
    for column in ("from_person_id", "to_person_id"):
        op.create_index(op.f(f"ix_identity_move_{column}"), "identity_move", [column], unique=False)


def _codes() -> None:
    op.create_table(
        "link_code",
        sa.Column("identity_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("wrong_tries", sa.Integer(), nullable=False),
        sa.Column("wrong_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["identity_id"], ["identity.id"], name=op.f("fk_link_code_identity_id")),
        sa.PrimaryKeyConstraint("identity_id", name=op.f("pk_link_code")),
    )
