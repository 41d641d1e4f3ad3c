"""One conversation on several channels."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, LargeBinary, String, Table

from bot.store.columns import Id, Moment, SealedColumn
from bot.store.tables import metadata

# Further addresses of a conversation, each linked by its resident. `lookup` is the keyed hash of channel and
# address. The conversation's own row has the address that it began with.
aliases = Table(
    "aliases",
    metadata,
    Column("lookup", LargeBinary(32), primary_key=True),
    Column(
        "conversation_id", Id, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("channel", String(32), nullable=False),
    Column("address", SealedColumn, nullable=False),
    Column("linked_at", Moment, nullable=False),
)

# What links an address to a conversation, once and until `expires_at`; of the code there is a keyed hash.
link_codes = Table(
    "link_codes",
    metadata,
    Column("lookup", LargeBinary(32), primary_key=True),
    Column(
        "conversation_id", Id, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("kind", String(8), nullable=False),
    Column("expires_at", Moment, nullable=False, index=True),
)
