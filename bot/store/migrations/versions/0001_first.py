"""The first tables: conversations, inbox, transcript, effects, reports and counters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Id, Moment, SealedColumn

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    _conversations()
    _inbox()
    _transcript()
    _effects()
    _reports()
    _counters()


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("id", Id, nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("lookup", sa.LargeBinary(32), nullable=False),
        sa.Column("address", SealedColumn, nullable=False),
        sa.Column("owner", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("state", SealedColumn),
        sa.Column("kept", sa.Boolean, nullable=False),
        sa.Column("waiting", sa.Boolean, nullable=False),
        sa.Column("reminded", sa.Boolean, nullable=False),
        sa.Column("last_seq", sa.Integer, nullable=False),
        sa.Column("holder", sa.String(128)),
        sa.Column("held_until", Moment),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("last_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
        sa.UniqueConstraint("lookup", name="uq_conversations_lookup"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_conversations_last_at", "conversations", ["last_at"])


def _inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", Id, nullable=False),
        sa.Column("seen", sa.LargeBinary(32), nullable=False),
        sa.Column("conversation_id", Id, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("message", SealedColumn),
        sa.Column("holder", sa.String(128)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("received_at", Moment, nullable=False),
        sa.Column("done_at", Moment),
        sa.PrimaryKeyConstraint("id", name="pk_inbox"),
        sa.UniqueConstraint("seen", name="uq_inbox_seen"),
        _of_conversation("inbox", "CASCADE"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_inbox_conversation_id", "inbox", ["conversation_id"])
    still_open = sa.text("done_at IS NULL")
    op.create_index(
        "ix_inbox_open",
        "inbox",
        ["conversation_id", "id"],
        sqlite_where=still_open,
        postgresql_where=still_open,
    )


def _transcript() -> None:
    op.create_table(
        "transcript",
        sa.Column("conversation_id", Id, nullable=False),
        sa.Column("seq", sa.Integer, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("who", sa.String(16), nullable=False),
        sa.Column("expects_answer", sa.Boolean, nullable=False),
        sa.Column("importance", sa.String(16), nullable=False),
        sa.Column("inbox_id", Id),
        sa.Column("body", SealedColumn, nullable=False),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name="pk_transcript"),
        _of_conversation("transcript", "CASCADE"),
    )
    op.create_index("ix_transcript_at", "transcript", ["at"])


def _effects() -> None:
    op.create_table(
        "effects",
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("conversation_id", Id),
        sa.Column("started_at", Moment, nullable=False),
        sa.Column("finished_at", Moment),
        sa.Column("result", SealedColumn),
        sa.PrimaryKeyConstraint("key", name="pk_effects"),
        _of_conversation("effects", "CASCADE"),
    )
    op.create_index("ix_effects_conversation_id", "effects", ["conversation_id"])
    op.create_index("ix_effects_started_at", "effects", ["started_at"])


def _reports() -> None:
    op.create_table(
        "reports",
        sa.Column("id", Id, nullable=False),
        sa.Column("reference", sa.String(6), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("container", sa.String(64), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("home", SealedColumn),
        sa.Column("home_lookup", sa.LargeBinary(32)),
        sa.Column("conversation_id", Id),
        sa.Column("filed_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reports"),
        sa.UniqueConstraint("reference", name="uq_reports_reference"),
        sa.UniqueConstraint("key", name="uq_reports_key"),
        _of_conversation("reports", "SET NULL"),
    )
    for column in ("home_lookup", "conversation_id", "filed_at"):
        op.create_index(f"ix_reports_{column}", "reports", [column])


def _counters() -> None:
    op.create_table(
        "counters",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("kind", sa.String(64), nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "language", "kind", name="pk_counters"),
    )


def _of_conversation(table: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["conversation_id"],
        ["conversations.id"],
        name=f"fk_{table}_conversation_id",
        ondelete=ondelete,
    )
