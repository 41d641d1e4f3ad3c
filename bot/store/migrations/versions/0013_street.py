"""Reports of streets: what they are, who follows them, and where they are sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Id, Moment, SealedColumn

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _reports()
    _events()
    _people()
    _photos()
    _relays()


def _reports() -> None:
    op.create_table(
        "street_reports",
        sa.Column("id", Id, nullable=False),
        sa.Column("reference", sa.String(6), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("detail", sa.String(32), nullable=False),
        sa.Column("dangerous", sa.Boolean, nullable=False),
        sa.Column("latitude", sa.Float),
        sa.Column("longitude", sa.Float),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("status_at", Moment, nullable=False),
        sa.Column("filed_at", Moment, nullable=False),
        sa.Column("closed_at", Moment),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("body", SealedColumn),
        sa.PrimaryKeyConstraint("id", name="pk_street_reports"),
        sa.UniqueConstraint("reference", name="uq_street_reports_reference"),
        sa.UniqueConstraint("key", name="uq_street_reports_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_street_reports_closed_at", "street_reports", ["closed_at"])
    op.create_index("ix_street_reports_filed_at", "street_reports", ["filed_at"])
    op.create_index(
        "ix_street_reports_near",
        "street_reports",
        ["kind", "latitude"],
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )


def _events() -> None:
    op.create_table(
        "street_events",
        sa.Column("id", Id, nullable=False),
        sa.Column("report_id", Id, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("staff_id", Id),
        sa.Column("body", SealedColumn),
        sa.Column("tells", sa.Boolean, nullable=False),
        sa.Column("told_at", Moment),
        sa.PrimaryKeyConstraint("id", name="pk_street_events"),
        _of_report("street_events"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_street_events_report_id", "street_events", ["report_id"])
    op.create_index(
        "ix_street_events_untold",
        "street_events",
        ["id"],
        sqlite_where=sa.text("tells AND told_at IS NULL"),
        postgresql_where=sa.text("tells AND told_at IS NULL"),
    )


def _people() -> None:
    op.create_table(
        "street_people",
        sa.Column("report_id", Id, nullable=False),
        sa.Column("conversation_id", Id, nullable=False),
        sa.Column("role", sa.String(8), nullable=False),
        sa.Column("tells", sa.Boolean, nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("report_id", "conversation_id", name="pk_street_people"),
        _of_report("street_people"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversations.id"],
            name="fk_street_people_conversation_id",
            ondelete="CASCADE",
        ),
    )
    op.create_index("ix_street_people_conversation_id", "street_people", ["conversation_id"])


def _photos() -> None:
    op.create_table(
        "street_photos",
        sa.Column("id", Id, nullable=False),
        sa.Column("report_id", Id, nullable=False),
        sa.Column("ref", sa.String(43), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("picture", SealedColumn, nullable=False),
        sa.Column("thumbnail", SealedColumn, nullable=False),
        sa.Column("kept_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_street_photos"),
        _of_report("street_photos"),
        sa.UniqueConstraint("ref", name="uq_street_photos_ref"),
    )
    op.create_index("ix_street_photos_report_id", "street_photos", ["report_id"])


def _relays() -> None:
    op.create_table(
        "street_relays",
        sa.Column("report_id", Id, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("service", sa.String(64), nullable=False),
        sa.Column("token", sa.String(100), nullable=False),
        sa.Column("request", sa.String(100), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("note", SealedColumn),
        sa.Column("sent_at", Moment),
        sa.Column("polled_at", Moment),
        sa.Column("problem", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("report_id", name="pk_street_relays"),
        _of_report("street_relays"),
    )
    op.create_index("ix_street_relays_polled_at", "street_relays", ["polled_at"])
    op.create_index("ix_street_relays_request", "street_relays", ["request"])


def _of_report(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["report_id"],
        ["street_reports.id"],
        name=f"fk_{table}_report_id",
        ondelete="CASCADE",
    )
