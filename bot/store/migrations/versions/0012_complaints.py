"""Complaints, and questions that nobody could answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Id, Moment, SealedColumn

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "complaints",
        sa.Column("id", Id, nullable=False),
        sa.Column("reference", sa.String(6), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("conversation_id", Id),
        sa.Column("about", sa.String(16), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("staff_id", Id),
        sa.Column("filed_at", Moment, nullable=False),
        sa.Column("status_at", Moment, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("body", SealedColumn),
        sa.PrimaryKeyConstraint("id", name="pk_complaints"),
        sa.UniqueConstraint("reference", name="uq_complaints_reference"),
        sa.UniqueConstraint("key", name="uq_complaints_key"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_complaints_conversation_id",
            ondelete="SET NULL",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_complaints_conversation_id", "complaints", ["conversation_id"])
    op.create_index("ix_complaints_filed_at", "complaints", ["filed_at"])
    op.create_table(
        "unanswered",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "language", "words", name="pk_unanswered"),
    )
