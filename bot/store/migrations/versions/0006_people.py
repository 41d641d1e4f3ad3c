"""Invitations that end, and limits that outlive a restart."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Moment, SealedColumn

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff", sa.Column("invited_until", Moment))
    op.add_column("staff", sa.Column("subject", SealedColumn))
    op.add_column("staff", sa.Column("tries_end", Moment))
    council = sa.Column("council", sa.Boolean, nullable=False, server_default=sa.false())
    op.add_column("staff_sessions", council)
    _invitations()
    _tries()


def _invitations() -> None:
    """Those that are open end, too: three days from here, for it is not known when they were made."""
    staff = sa.table("staff", sa.column("password", sa.String), sa.column("invited_until", Moment))
    until = dt.datetime.now(dt.UTC) + dt.timedelta(hours=72)
    op.execute(staff.update().where(staff.c.password.like("once:%")).values(invited_until=until))


def _tries() -> None:
    op.create_table(
        "tries",
        sa.Column("lookup", sa.LargeBinary(32), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("locked_until", Moment),
        sa.Column("ends_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("lookup", name="pk_tries"),
    )
    op.create_index("ix_tries_ends_at", "tries", ["ends_at"])
