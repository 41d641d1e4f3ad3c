"""What is kept of hand-overs that are answered in another system."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, String, Table

from bot.store.columns import Id, Moment
from bot.store.tables import metadata

# One row for each hand-over that is passed on. `external` is the other system's id of the conversation,
# `since` its id of the first message there, the brief. Lines up to `sent_seq` have been passed on. `holder`
# has the hand-over until `held_until`: one process at a time writes there.
relays = Table(
    "relays",
    metadata,
    Column(
        "handover_id",
        Id,
        ForeignKey("handovers.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("external", String(64), unique=True),
    Column("since", BigInteger),
    Column("sent_seq", Integer, nullable=False),
    Column("told", Boolean, nullable=False),
    Column("finished", Boolean, nullable=False),
    Column("holder", String(128)),
    Column("held_until", Moment),
)

# The other system's messages that residents have read, so that none is said twice.
relay_messages = Table(
    "relay_messages",
    metadata,
    Column("handover_id", Id, ForeignKey("handovers.id", ondelete="CASCADE"), primary_key=True),
    Column("message", BigInteger, primary_key=True, autoincrement=False),
)
