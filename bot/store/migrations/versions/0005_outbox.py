"""What is to be sent, and who wants nothing sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Id, Moment, SealedColumn

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _outbox()
    _indexes()
    _reports()
    _suppressions()


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("to_lookup", sa.LargeBinary(32)),
        sa.Column("address", SealedColumn),
        sa.Column("body", SealedColumn),
        sa.Column("conversation_id", Id),
        sa.Column("inbox_id", Id),
        sa.Column("seq", sa.Integer),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("not_before", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("holder", sa.String(128)),
        sa.Column("lease_until", Moment),
        sa.Column("provider", sa.String(32)),
        sa.Column("provider_id", sa.String(128)),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("sent_at", Moment),
        sa.Column("done_at", Moment),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.UniqueConstraint("key", name="uq_outbox_key"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_outbox_conversation_id",
            ondelete="CASCADE",
        ),
        sqlite_autoincrement=True,
    )


def _indexes() -> None:
    waits = sa.text("sent_at IS NULL AND done_at IS NULL")
    for name, columns in (
        ("ix_outbox_due", ["channel", "priority", "expires_at", "id"]),
        ("ix_outbox_order", ["to_lookup", "id"]),
    ):
        op.create_index(name, "outbox", columns, sqlite_where=waits, postgresql_where=waits)
    op.create_index("ix_outbox_to_lookup_sent_at", "outbox", ["to_lookup", "sent_at"])
    op.create_index("ix_outbox_provider_id", "outbox", ["provider_id"])
    op.create_index("ix_outbox_conversation_id", "outbox", ["conversation_id"])
    op.create_index("ix_outbox_created_at", "outbox", ["created_at"])


def _reports() -> None:
    op.create_table(
        "outbox_reports",
        sa.Column("provider", sa.String(32), nullable=False),
        sa.Column("provider_id", sa.String(128), nullable=False),
        sa.Column("report", sa.String(1000), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("rank", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("provider", "provider_id", name="pk_outbox_reports"),
    )


def _suppressions() -> None:
    op.create_table(
        "suppressions",
        sa.Column("to_lookup", sa.LargeBinary(32), nullable=False),
        sa.Column("scope", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("address", SealedColumn, nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("to_lookup", "scope", name="pk_suppressions"),
    )
