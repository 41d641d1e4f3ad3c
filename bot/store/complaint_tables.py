"""The tables of complaints and of questions that nobody could answer. `docs/data-held.md` says the same for
readers who are not programmers."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Integer, String, Table

from bot.store.columns import Id, Moment, SealedColumn
from bot.store.tables import metadata

# One row for each complaint, or word of praise. `body` is the `Complaint`, sealed: what was said, and how to
# answer. `staff_id` is who changed the status last; `revision` rises with each change. When its time is over,
# or the resident is forgotten, `body` and `conversation_id` are taken out: it stays as a number.
complaints = Table(
    "complaints",
    metadata,
    Column("id", Id, primary_key=True),
    Column("reference", String(6), nullable=False, unique=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("conversation_id", Id, ForeignKey("conversations.id", ondelete="SET NULL"), index=True),
    Column("about", String(16), nullable=False),
    Column("language", String(35), nullable=False),
    Column("status", String(16), nullable=False),
    Column("staff_id", Id),
    Column("filed_at", Moment, nullable=False, index=True),
    Column("status_at", Moment, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("body", SealedColumn),
    sqlite_autoincrement=True,
)

# What nobody could answer: only words that many people use, no names, numbers or places, and nobody's id.
unanswered = Table(
    "unanswered",
    metadata,
    Column("day", Date, primary_key=True),
    Column("language", String(35), primary_key=True),
    Column("words", String(200), primary_key=True),
    Column("count", Integer, nullable=False),
)
