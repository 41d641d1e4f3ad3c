"""Danger that is announced once, waits that begin anew, and who has which conversation open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Id, Moment

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("handovers", sa.Column("alarmed_at", Moment))
    op.add_column("handovers", sa.Column("waiting_since", Moment))
    _presence()


def _presence() -> None:
    op.create_table(
        "presence",
        sa.Column("conversation_id", Id, autoincrement=False, nullable=False),
        sa.Column("staff_id", Id, autoincrement=False, nullable=False),
        sa.Column("process", sa.String(32), nullable=False),
        sa.Column("seen_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "staff_id", "process", name="pk_presence"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_presence_conversation_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name="fk_presence_staff_id", ondelete="CASCADE"),
    )
    op.create_index("ix_presence_seen_at", "presence", ["seen_at"])
