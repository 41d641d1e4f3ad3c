"""Who has a conversation open on a page of the helpline."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, String, Table

from bot.store.columns import Id, Moment
from bot.store.tables import metadata

# One row for each conversation, member of staff and process, as of `seen_at`: a process that dies takes
# nothing back, so an old row says nothing.
presence = Table(
    "presence",
    metadata,
    Column(
        "conversation_id",
        Id,
        ForeignKey("conversations.id", ondelete="CASCADE"),
        primary_key=True,
        autoincrement=False,
    ),
    Column("staff_id", Id, ForeignKey("staff.id", ondelete="CASCADE"), primary_key=True, autoincrement=False),
    Column("process", String(32), primary_key=True),
    Column("seen_at", Moment, nullable=False, index=True),
)
