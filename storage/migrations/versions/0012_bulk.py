"""What goes to many at once stands behind what somebody waits for."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

_OPEN = "state IN ('waiting', 'leased')"
_INDEXES = {"ix_outbox_open_urgent": f"{_OPEN} AND NOT bulk", "ix_outbox_open_bulk": f"{_OPEN} AND bulk"}


def upgrade() -> None:
    op.add_column("outbox", sa.Column("bulk", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.drop_index("ix_outbox_open_oldest", "outbox")
    for name, which in _INDEXES.items():
        op.create_index(name, "outbox", ["id"], sqlite_where=sa.text(which), postgresql_where=sa.text(which))


def downgrade() -> None:
    for name in _INDEXES:
        op.drop_index(name, "outbox")
    op.create_index(
        "ix_outbox_open_oldest", "outbox", ["id"], sqlite_where=sa.text(_OPEN), postgresql_where=sa.text(_OPEN)
    )
    op.drop_column("outbox", "bulk")
