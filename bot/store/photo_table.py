"""The photos that residents send."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, String, Table

from bot.store.columns import Id, Moment, SealedColumn
from bot.store.tables import metadata

# One row for each photo. Until its message has arrived it is its owner's, found by the keyed hash of channel
# and address; from then on it is its conversation's. `seen` recognises the same file from the same resident.
photos = Table(
    "photos",
    metadata,
    Column("id", Id, primary_key=True),
    Column("ref", String(43), nullable=False, unique=True),
    Column("seen", LargeBinary(32), nullable=False, unique=True),
    Column("owner_lookup", LargeBinary(32), index=True),
    Column("conversation_id", Id, ForeignKey("conversations.id", ondelete="CASCADE"), index=True),
    Column("size", Integer, nullable=False),
    Column("picture", SealedColumn, nullable=False),
    Column("thumbnail", SealedColumn, nullable=False),
    Column("kept_at", Moment, nullable=False, index=True),
)
