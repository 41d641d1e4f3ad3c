"""Hand-overs that are answered in another system."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bot.store.columns import Id, Moment

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _relays()
    _messages()


def _relays() -> None:
    op.create_table(
        "relays",
        sa.Column("handover_id", Id, autoincrement=False, nullable=False),
        sa.Column("external", sa.String(64)),
        sa.Column("since", sa.BigInteger),
        sa.Column("sent_seq", sa.Integer, nullable=False),
        sa.Column("told", sa.Boolean, nullable=False),
        sa.Column("finished", sa.Boolean, nullable=False),
        sa.Column("holder", sa.String(128)),
        sa.Column("held_until", Moment),
        sa.PrimaryKeyConstraint("handover_id", name="pk_relays"),
        sa.UniqueConstraint("external", name="uq_relays_external"),
        _of_handover("relays"),
    )


def _messages() -> None:
    op.create_table(
        "relay_messages",
        sa.Column("handover_id", Id, nullable=False),
        sa.Column("message", sa.BigInteger, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("handover_id", "message", name="pk_relay_messages"),
        _of_handover("relay_messages"),
    )


def _of_handover(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["handover_id"], ["handovers.id"], name=f"fk_{table}_handover_id", ondelete="CASCADE"
    )
