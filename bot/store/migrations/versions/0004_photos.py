"""The photos that residents send."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Id, Moment, SealedColumn

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "photos",
        sa.Column("id", Id, nullable=False),
        sa.Column("ref", sa.String(43), nullable=False),
        sa.Column("seen", sa.LargeBinary(32), nullable=False),
        sa.Column("owner_lookup", sa.LargeBinary(32)),
        sa.Column("conversation_id", Id),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("picture", SealedColumn, nullable=False),
        sa.Column("thumbnail", SealedColumn, nullable=False),
        sa.Column("kept_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_photos"),
        sa.UniqueConstraint("ref", name="uq_photos_ref"),
        sa.UniqueConstraint("seen", name="uq_photos_seen"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_photos_conversation_id",
            ondelete="CASCADE",
        ),
    )
    for column in ("owner_lookup", "conversation_id", "kept_at"):
        op.create_index(f"ix_photos_{column}", "photos", [column])
