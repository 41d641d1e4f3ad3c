"""What is stored, table by table. `docs/data-held.md` says the same for readers who are not programmers."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

from bot.store.columns import Id, Moment, SealedColumn

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
    }
)

# One row for each (channel, address). `lookup` is their keyed hash. `holder` has the turn until `held_until`.
# The `reach_…` columns have the linked address that the last message came from, when it was another one.
# `moved_to` is the conversation that took the address over; no message comes to this one any more.
# Ids are never used twice (AUTOINCREMENT): a turn that outlives its conversation must not find another one.
conversations = Table(
    "conversations",
    metadata,
    Column("id", Id, primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("lookup", LargeBinary(32), nullable=False, unique=True),
    Column("address", SealedColumn, nullable=False),
    Column("owner", String(64), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("language", String(35), nullable=False),
    Column("state", SealedColumn),
    Column("kept", Boolean, nullable=False),
    Column("waiting", Boolean, nullable=False),
    Column("reminded", Boolean, nullable=False),
    Column("last_seq", Integer, nullable=False),
    Column("holder", String(128)),
    Column("held_until", Moment),
    Column("created_at", Moment, nullable=False),
    Column("last_at", Moment, nullable=False, index=True),
    Column("reach_channel", String(32)),
    Column("reach_lookup", LargeBinary(32)),
    Column("reach_address", SealedColumn),
    Column("moved_to", Id, index=True),
    sqlite_autoincrement=True,
)

# Every message that came in, once. `message` is there until its turn is done, for a turn that has to be run
# again; after that only the keyed hash `seen` is left, which recognises a second delivery.
inbox = Table(
    "inbox",
    metadata,
    Column("id", Id, primary_key=True),
    Column("seen", LargeBinary(32), nullable=False, unique=True),
    Column("conversation_id", Id, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("message", SealedColumn),
    Column("holder", String(128)),
    Column("attempts", Integer, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("done_at", Moment),
    sqlite_autoincrement=True,
)
Index("ix_inbox_conversation_id", inbox.c.conversation_id)
_open = inbox.c.done_at.is_(None)
Index("ix_inbox_open", inbox.c.conversation_id, inbox.c.id, sqlite_where=_open, postgresql_where=_open)

# The lines of a conversation as they were read or heard; `body` is the rendered line and the reply behind it.
transcript = Table(
    "transcript",
    metadata,
    Column("conversation_id", Id, ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False, index=True),
    Column("who", String(16), nullable=False),
    Column("expects_answer", Boolean, nullable=False),
    Column("importance", String(16), nullable=False),
    Column("inbox_id", Id),
    Column("body", SealedColumn, nullable=False),
)

# What has been done for a resident, so that it is never done twice.
effects = Table(
    "effects",
    metadata,
    Column("key", String(200), primary_key=True),
    Column("conversation_id", Id, ForeignKey("conversations.id", ondelete="CASCADE"), index=True),
    Column("started_at", Moment, nullable=False, index=True),
    Column("finished_at", Moment),
    Column("result", SealedColumn),
)

# What residents have reported. The home is the personal part: sealed, found by keyed hash, and taken out when
# the resident asks to be forgotten or the time to keep it is over.
reports = Table(
    "reports",
    metadata,
    Column("id", Id, primary_key=True),
    Column("reference", String(6), nullable=False, unique=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("kind", String(64), nullable=False),
    Column("container", String(64), nullable=False),
    Column("day", Date, nullable=False),
    Column("status", String(16), nullable=False),
    Column("home", SealedColumn),
    Column("home_lookup", LargeBinary(32), index=True),
    Column("conversation_id", Id, ForeignKey("conversations.id", ondelete="SET NULL"), index=True),
    Column("filed_at", Moment, nullable=False, index=True),
)

# How often something happened on a day, in a language. No person can be found in it.
counters = Table(
    "counters",
    metadata,
    Column("day", Date, primary_key=True),
    Column("language", String(35), primary_key=True),
    Column("kind", String(64), primary_key=True),
    Column("count", Integer, nullable=False),
)

# Each time that a person was wanted. While it is `queued` or with an `adviser` the conversation's `owner`
# says the same. Sorted by `priority`, lowest first, then by `queued_at`. `waiting_since` is when the wait
# began anew for who had an adviser, `alarmed_at` when its danger was told to operators.
handovers = Table(
    "handovers",
    metadata,
    Column("id", Id, primary_key=True),
    Column("reference", String(6), nullable=False, unique=True),
    Column("conversation_id", Id, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("language", String(35), nullable=False),
    Column("reason", String(16), nullable=False),
    Column("hazard", String(32), nullable=False),
    Column("team", String(32), nullable=False),
    Column("priority", Integer, nullable=False),
    Column("status", String(16), nullable=False),
    Column("adviser_id", Id, ForeignKey("staff.id", ondelete="SET NULL"), index=True),
    Column("lease_until", Moment),
    Column("queued_at", Moment, nullable=False, index=True),
    Column("claimed_at", Moment),
    Column("replied_at", Moment),
    Column("ended_at", Moment),
    Column("outcome", String(32), nullable=False),
    Column("score", Integer),
    Column("alarmed_at", Moment),
    Column("waiting_since", Moment),
    sqlite_autoincrement=True,
)
Index("ix_handovers_conversation_id", handovers.c.conversation_id)
_waits = handovers.c.status == "queued"
Index(
    "ix_handovers_queue",
    handovers.c.priority,
    handovers.c.queued_at,
    handovers.c.id,
    sqlite_where=_waits,
    postgresql_where=_waits,
)
_live = handovers.c.status.in_(("queued", "adviser"))
Index(
    "uq_handovers_live", handovers.c.conversation_id, unique=True, sqlite_where=_live, postgresql_where=_live
)

# What advisers write for each other. It is no line of the transcript, so no page can show it to a resident.
notes = Table(
    "notes",
    metadata,
    Column("id", Id, primary_key=True),
    Column(
        "conversation_id", Id, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("staff_id", Id, ForeignKey("staff.id", ondelete="SET NULL")),
    Column("at", Moment, nullable=False),
    Column("body", SealedColumn, nullable=False),
)

# Who wants to be rung back, when, and in which language. `interpreter` is empty when none is needed.
callbacks = Table(
    "callbacks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("reference", String(6), nullable=False, unique=True),
    Column(
        "conversation_id", Id, ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("from_at", Moment, nullable=False, index=True),
    Column("until_at", Moment, nullable=False),
    Column("number", SealedColumn, nullable=False),
    Column("interpreter", String(35), nullable=False),
    Column("agreed_at", Moment, nullable=False),
    Column("status", String(16), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("staff_id", Id, ForeignKey("staff.id", ondelete="SET NULL")),
    Column("done_at", Moment),
)
