"""The tables of what is to be sent. `docs/data-held.md` says the same for readers who are not programmers."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, String, Table

from bot.store.columns import Id, Moment, SealedColumn
from bot.store.tables import metadata

# One row for each message to one address. `to_lookup` is the keyed hash of (channel, address). `seq` is the
# number of the last line of the transcript that it carries. Lowest `priority` first, then what expires first.
# `sent_at` and `done_at` together say where it is: neither, it still has to go; `sent_at`, a provider has it
# and may report; `done_at`, nothing can change any more, and hash, address and body are taken out.
# What is pushed to many shares its words: `body_id` has them, `told` what they mean to this person, and
# `level` how bad it was. Whoever was to be told and is not has a row that is `suppressed`, with the reason in
# `code`: with the rows of `alert_id` and `subscription_id` it is known what somebody has been told.
outbox = Table(
    "outbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("to_lookup", LargeBinary(32)),
    Column("address", SealedColumn),
    Column("body", SealedColumn),
    Column("conversation_id", Id, ForeignKey("conversations.id", ondelete="CASCADE"), index=True),
    Column("inbox_id", Id),
    Column("seq", Integer),
    Column("priority", Integer, nullable=False),
    Column("created_at", Moment, nullable=False, index=True),
    Column("not_before", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("status", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("holder", String(128)),
    Column("lease_until", Moment),
    Column("provider", String(32)),
    Column("provider_id", String(128), index=True),
    Column("code", String(64), nullable=False),
    Column("sent_at", Moment),
    Column("done_at", Moment),
    Column("alert_id", Id),
    Column("version_id", Id),
    Column("subscription_id", Id),
    Column("body_id", Id),
    Column("told", String(16)),
    Column("level", Integer),
    sqlite_autoincrement=True,
)
_its = outbox.c
WAITS = _its.sent_at.is_(None) & _its.done_at.is_(None)
"""What still has to go."""

Index(
    "ix_outbox_due",
    _its.channel,
    _its.priority,
    _its.expires_at,
    _its.id,
    sqlite_where=WAITS,
    postgresql_where=WAITS,
)
Index("ix_outbox_order", _its.to_lookup, _its.id, sqlite_where=WAITS, postgresql_where=WAITS)
Index(None, _its.to_lookup, _its.sent_at)
_pushed = _its.subscription_id.is_not(None)
Index(
    "ix_outbox_told",
    _its.subscription_id,
    _its.alert_id,
    _its.id,
    sqlite_where=_pushed,
    postgresql_where=_pushed,
)
Index(
    "ix_outbox_version",
    _its.version_id,
    _its.subscription_id,
    sqlite_where=_pushed,
    postgresql_where=_pushed,
)

# What a provider reported of a message before the call that sent it had returned. `report` has no address.
outbox_reports = Table(
    "outbox_reports",
    metadata,
    Column("provider", String(32), primary_key=True),
    Column("provider_id", String(128), primary_key=True),
    Column("report", String(1000), nullable=False),
    Column("at", Moment, nullable=False),
    Column("rank", Integer, nullable=False),
)

# Who wants nothing sent. The address is there for the hash to be made anew when the secret changes.
suppressions = Table(
    "suppressions",
    metadata,
    Column("to_lookup", LargeBinary(32), primary_key=True),
    Column("scope", String(16), primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("address", SealedColumn, nullable=False),
    Column("source", String(16), nullable=False),
    Column("at", Moment, nullable=False),
)
