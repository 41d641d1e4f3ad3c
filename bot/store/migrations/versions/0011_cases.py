"""Repairs: cases, what happens to them, by when, and where they are sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Id, Moment, SealedColumn

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _cases()
    _case_deadlines()
    _case_events()
    _case_reporters()
    _case_photos()
    _case_relays()


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", Id, nullable=False),
        sa.Column("reference", sa.String(6), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("place", sa.String(8), nullable=False),
        sa.Column("home_lookup", sa.LargeBinary(32)),
        sa.Column("block_lookup", sa.LargeBinary(32)),
        sa.Column("postcode_lookup", sa.LargeBinary(32)),
        sa.Column("conversation_id", Id),
        sa.Column("problem", sa.String(32), nullable=False),
        sa.Column("detail", sa.String(32), nullable=False),
        sa.Column("room", sa.String(32), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("complete", sa.Boolean, nullable=False),
        sa.Column("priority", sa.String(16), nullable=False),
        sa.Column("severity", sa.String(16), nullable=False),
        sa.Column("hazard", sa.String(32), nullable=False),
        sa.Column("right", sa.String(32), nullable=False),
        sa.Column("reasons", sa.String(100), nullable=False),
        sa.Column("confirmed_by", Id),
        sa.Column("aware_at", Moment, nullable=False),
        sa.Column("clock_at", Moment, nullable=False),
        sa.Column("investigated_at", Moment),
        sa.Column("found", sa.Boolean),
        sa.Column("summary_at", Moment),
        sa.Column("safe_at", Moment),
        sa.Column("begun_at", Moment),
        sa.Column("done_at", Moment),
        sa.Column("comes_from", Moment),
        sa.Column("comes_until", Moment),
        sa.Column("next_due", Moment),
        sa.Column("next_step", sa.String(16), nullable=False),
        sa.Column("status_at", Moment, nullable=False),
        sa.Column("filed_at", Moment, nullable=False),
        sa.Column("closed_at", Moment),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("joined_to", Id),
        sa.Column("body", SealedColumn),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("reference", name="uq_cases_reference"),
        sa.UniqueConstraint("key", name="uq_cases_key"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_cases_conversation_id",
            ondelete="SET NULL",
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_cases_block_lookup", "cases", ["block_lookup"])
    op.create_index("ix_cases_closed_at", "cases", ["closed_at"])
    op.create_index("ix_cases_conversation_id", "cases", ["conversation_id"])
    op.create_index(
        "ix_cases_due",
        "cases",
        ["next_due", "id"],
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index("ix_cases_filed_at", "cases", ["filed_at"])
    op.create_index("ix_cases_home_lookup", "cases", ["home_lookup"])


def _case_deadlines() -> None:
    op.create_table(
        "case_deadlines",
        sa.Column("case_id", Id, nullable=False),
        sa.Column("source", sa.String(16), nullable=False),
        sa.Column("step", sa.String(16), nullable=False),
        sa.Column("due", Moment, nullable=False),
        sa.Column("exact", sa.Boolean, nullable=False),
        sa.Column("promised", sa.Boolean, nullable=False),
        sa.Column("met_at", Moment),
        sa.PrimaryKeyConstraint("case_id", "source", "step", name="pk_case_deadlines"),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
            name="fk_case_deadlines_case_id",
            ondelete="CASCADE",
        ),
    )


def _case_events() -> None:
    op.create_table(
        "case_events",
        sa.Column("id", Id, nullable=False),
        sa.Column("case_id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("key", sa.String(200)),
        sa.Column("staff_id", Id),
        sa.Column("conversation_id", Id),
        sa.Column("body", SealedColumn),
        sa.Column("result", sa.Text),
        sa.Column("tells", sa.Boolean, nullable=False),
        sa.Column("told_at", Moment),
        sa.PrimaryKeyConstraint("id", name="pk_case_events"),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
            name="fk_case_events_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_case_events_conversation_id",
            ondelete="SET NULL",
        ),
        sa.UniqueConstraint("key", name="uq_case_events_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_case_events_case_id", "case_events", ["case_id"])
    op.create_index("ix_case_events_conversation_id", "case_events", ["conversation_id"])
    op.create_index(
        "ix_case_events_untold",
        "case_events",
        ["id"],
        sqlite_where=sa.text("tells AND told_at IS NULL"),
        postgresql_where=sa.text("tells AND told_at IS NULL"),
    )


def _case_reporters() -> None:
    op.create_table(
        "case_reporters",
        sa.Column("case_id", Id, nullable=False),
        sa.Column("conversation_id", Id, nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "conversation_id", name="pk_case_reporters"),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
            name="fk_case_reporters_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_case_reporters_conversation_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_case_reporters_conversation_id", "case_reporters", ["conversation_id"])


def _case_photos() -> None:
    op.create_table(
        "case_photos",
        sa.Column("id", Id, nullable=False),
        sa.Column("case_id", Id, nullable=False),
        sa.Column("ref", sa.String(43), nullable=False),
        sa.Column("conversation_id", Id),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("picture", SealedColumn, nullable=False),
        sa.Column("thumbnail", SealedColumn, nullable=False),
        sa.Column("kept_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_case_photos"),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
            name="fk_case_photos_case_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_case_photos_conversation_id",
            ondelete="SET NULL",
        ),
        sa.UniqueConstraint("ref", name="uq_case_photos_ref"),
    )
    op.create_index("ix_case_photos_case_id", "case_photos", ["case_id"])
    op.create_index("ix_case_photos_conversation_id", "case_photos", ["conversation_id"])


def _case_relays() -> None:
    op.create_table(
        "case_relays",
        sa.Column("case_id", Id, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("service", sa.String(64), nullable=False),
        sa.Column("token", sa.String(100), nullable=False),
        sa.Column("request", sa.String(100), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("note", SealedColumn),
        sa.Column("sent_at", Moment),
        sa.Column("polled_at", Moment),
        sa.Column("problem", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name="pk_case_relays"),
        sa.ForeignKeyConstraint(
            ["case_id"],
            ["cases.id"],
            name="fk_case_relays_case_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_case_relays_polled_at", "case_relays", ["polled_at"])
    op.create_index("ix_case_relays_request", "case_relays", ["request"])
