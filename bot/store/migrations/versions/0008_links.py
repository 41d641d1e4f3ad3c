"""One conversation on several channels."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Id, Moment, SealedColumn

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in (
        sa.Column("reach_channel", sa.String(32)),
        sa.Column("reach_lookup", sa.LargeBinary(32)),
        sa.Column("reach_address", SealedColumn),
        sa.Column("moved_to", Id),
    ):
        op.add_column("conversations", column)
    op.create_index("ix_conversations_moved_to", "conversations", ["moved_to"])
    _linked("aliases", sa.Column("channel", sa.String(32), nullable=False), _address(), _moment("linked_at"))
    _linked("link_codes", sa.Column("kind", sa.String(8), nullable=False), _moment("expires_at"))
    op.create_index("ix_link_codes_expires_at", "link_codes", ["expires_at"])


def _linked(name: str, *columns: sa.Column[object]) -> None:
    op.create_table(
        name,
        sa.Column("lookup", sa.LargeBinary(32), nullable=False),
        sa.Column("conversation_id", Id, nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("lookup", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name=f"fk_{name}_conversation_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index(f"ix_{name}_conversation_id", name, ["conversation_id"])


def _address() -> sa.Column[object]:
    return sa.Column("address", SealedColumn, nullable=False)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, Moment, nullable=False)
