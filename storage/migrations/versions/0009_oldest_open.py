"""The oldest open deliveries are found first, however many destinations there are."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_OPEN = sa.text("state IN ('waiting', 'leased')")


def upgrade() -> None:
    op.create_index("ix_outbox_open_oldest", "outbox", ["id"], sqlite_where=_OPEN, postgresql_where=_OPEN)


def downgrade() -> None:
    op.drop_index("ix_outbox_open_oldest", "outbox")
