"""The helpline: staff and their sessions, shifts, hand-overs, notes, callbacks and the audit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Id, Moment, SealedColumn

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _staff()
    _sessions()
    _shifts()
    _handovers()
    _notes()
    _callbacks()
    _audit()


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", Id, nullable=False),
        sa.Column("login_lookup", sa.LargeBinary(32), nullable=False),
        sa.Column("login", SealedColumn, nullable=False),
        sa.Column("name", SealedColumn, nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("team", sa.String(32), nullable=False),
        sa.Column("password", sa.String(200)),
        sa.Column("totp", SealedColumn),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("subject_lookup", sa.LargeBinary(32)),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("locked_until", Moment),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("login_lookup", name="uq_staff_login_lookup"),
        sa.UniqueConstraint("subject_lookup", name="uq_staff_subject_lookup"),
        sqlite_autoincrement=True,
    )


def _sessions() -> None:
    op.create_table(
        "staff_sessions",
        sa.Column("token", sa.LargeBinary(32), nullable=False),
        sa.Column("staff_id", Id, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("seen_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_staff_sessions"),
        _of("staff_sessions", "staff_id", "staff", "CASCADE"),
    )
    _indexed("staff_sessions", "staff_id", "expires_at")


def _shifts() -> None:
    op.create_table(
        "shifts",
        sa.Column("id", Id, nullable=False),
        sa.Column("staff_id", Id, nullable=False),
        sa.Column("began_at", Moment, nullable=False),
        sa.Column("until", Moment, nullable=False),
        sa.Column("ended_at", Moment),
        sa.PrimaryKeyConstraint("id", name="pk_shifts"),
        _of("shifts", "staff_id", "staff", "CASCADE"),
    )
    _indexed("shifts", "staff_id")


def _handovers() -> None:
    op.create_table(
        "handovers",
        sa.Column("id", Id, nullable=False),
        sa.Column("reference", sa.String(6), nullable=False),
        sa.Column("conversation_id", Id, nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("language", sa.String(35), nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("hazard", sa.String(32), nullable=False),
        sa.Column("team", sa.String(32), nullable=False),
        sa.Column("priority", sa.Integer, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("adviser_id", Id),
        sa.Column("lease_until", Moment),
        sa.Column("queued_at", Moment, nullable=False),
        sa.Column("claimed_at", Moment),
        sa.Column("replied_at", Moment),
        sa.Column("ended_at", Moment),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("score", sa.Integer),
        sa.PrimaryKeyConstraint("id", name="pk_handovers"),
        sa.UniqueConstraint("reference", name="uq_handovers_reference"),
        _of("handovers", "conversation_id", "conversations", "CASCADE"),
        _of("handovers", "adviser_id", "staff", "SET NULL"),
        sqlite_autoincrement=True,
    )
    _indexed("handovers", "conversation_id", "adviser_id", "queued_at")
    waits = sa.text("status = 'queued'")
    live = sa.text("status IN ('queued', 'adviser')")
    order = ["priority", "queued_at", "id"]
    op.create_index("ix_handovers_queue", "handovers", order, sqlite_where=waits, postgresql_where=waits)
    op.create_index(
        "uq_handovers_live",
        "handovers",
        ["conversation_id"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )


def _notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", Id, nullable=False),
        sa.Column("conversation_id", Id, nullable=False),
        sa.Column("staff_id", Id),
        sa.Column("at", Moment, nullable=False),
        sa.Column("body", SealedColumn, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
        _of("notes", "conversation_id", "conversations", "CASCADE"),
        _of("notes", "staff_id", "staff", "SET NULL"),
    )
    _indexed("notes", "conversation_id")


def _callbacks() -> None:
    op.create_table(
        "callbacks",
        sa.Column("id", Id, nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("reference", sa.String(6), nullable=False),
        sa.Column("conversation_id", Id, nullable=False),
        sa.Column("from_at", Moment, nullable=False),
        sa.Column("until_at", Moment, nullable=False),
        sa.Column("number", SealedColumn, nullable=False),
        sa.Column("interpreter", sa.String(35), nullable=False),
        sa.Column("agreed_at", Moment, nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("staff_id", Id),
        sa.Column("done_at", Moment),
        sa.PrimaryKeyConstraint("id", name="pk_callbacks"),
        sa.UniqueConstraint("key", name="uq_callbacks_key"),
        sa.UniqueConstraint("reference", name="uq_callbacks_reference"),
        _of("callbacks", "conversation_id", "conversations", "CASCADE"),
        _of("callbacks", "staff_id", "staff", "SET NULL"),
    )
    _indexed("callbacks", "conversation_id", "from_at")


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("staff_id", Id),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("conversation_id", Id),
        sa.Column("detail", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    _indexed("audit", "at", "conversation_id")


def _of(table: str, column: str, other: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}", ondelete=ondelete)


def _indexed(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])
