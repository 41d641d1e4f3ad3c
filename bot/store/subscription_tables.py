"""The tables of subscriptions: who wants to be told what, about where, and how."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, ForeignKey, Integer, LargeBinary, String, Table

from bot.store.columns import Id, Moment, SealedColumn
from bot.store.tables import metadata

# At most one for each conversation, which has the addresses. `home` is the resident's premises, for the days
# of the bins; `bins_checked` is the last day of collection that was looked at for a reminder. `agreed_to` is
# the message id of the words that were agreed to. `warned_at` is when the resident was told that it will end.
subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Id, primary_key=True),
    Column(
        "conversation_id", Id, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, unique=True
    ),
    Column("channel", String(32), nullable=False),
    Column("fallback", String(32), nullable=False),
    Column("language", String(35), nullable=False),
    Column("at_risk", Boolean, nullable=False),
    Column("quiet_start", Integer),
    Column("quiet_end", Integer),
    Column("override", Integer, nullable=False),
    Column("bins_at", Integer, nullable=False, index=True),
    Column("home", SealedColumn),
    Column("state", String(16), nullable=False),
    Column("paused_until", Moment),
    Column("agreed_at", Moment, nullable=False),
    Column("agreed_to", String(500), nullable=False),
    Column("ends_at", Moment, nullable=False, index=True),
    Column("bins_checked", Date),
    Column("warned_at", Moment),
    sqlite_autoincrement=True,
)

# What, and from which level on. `sensor` is the number of the one that is followed, 0 for none.
subscription_kinds = Table(
    "subscription_kinds",
    metadata,
    Column(
        "subscription_id",
        Id,
        ForeignKey("subscriptions.id", ondelete="CASCADE"),
        primary_key=True,
    ),
    Column("kind", String(16), primary_key=True),
    Column("sensor", Id, primary_key=True, autoincrement=False),
    Column("level", Integer, nullable=False),
)

# Where. `spot` is the keyed hash of the postcode or district, `district` that of its district: alerts are
# matched by them, and only `place` says, sealed, which it is.
subscription_places = Table(
    "subscription_places",
    metadata,
    Column("id", Id, primary_key=True),
    Column(
        "subscription_id", Id, ForeignKey("subscriptions.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("label", String(16), nullable=False),
    Column("spot", LargeBinary(32), nullable=False, index=True),
    Column("district", LargeBinary(32), nullable=False),
    Column("place", SealedColumn, nullable=False),
)
