"""The tables of repairs. `docs/data-held.md` says the same for readers who are not programmers."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from bot.store.columns import Id, Moment, SealedColumn
from bot.store.tables import metadata

# One row for each case. `body` is the `Report`, sealed. `place` is home or block, empty while it is not
# known; `home_lookup` finds what is open at a home, `block_lookup` in a building, `postcode_lookup` compares
# what somebody says who asks for it. The moments are those of `Moments`, of which `clock_at` stands for
# `aware_at`: it is later where a later message has made the case more urgent or opened it again, and the
# other moments are those since then. `next_due` is the earliest deadline that is not met, null for none.
# `complete` is false of one that was stamped and not filled in yet. `revision` rises with each change: staff
# who look at an older one are told so. `joined_to` is the case that a stamped one became a part of. When a
# case is over for its time, what is sealed and hashed is taken out.
cases = Table(
    "cases",
    metadata,
    Column("id", Id, primary_key=True),
    Column("reference", String(6), nullable=False, unique=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("place", String(8), nullable=False),
    Column("home_lookup", LargeBinary(32), index=True),
    Column("block_lookup", LargeBinary(32), index=True),
    Column("postcode_lookup", LargeBinary(32)),
    Column("conversation_id", Id, ForeignKey("conversations.id", ondelete="SET NULL"), index=True),
    Column("problem", String(32), nullable=False),
    Column("detail", String(32), nullable=False),
    Column("room", String(32), nullable=False),
    Column("status", String(16), nullable=False),
    Column("complete", Boolean, nullable=False),
    Column("priority", String(16), nullable=False),
    Column("severity", String(16), nullable=False),
    Column("hazard", String(32), nullable=False),
    Column("right", String(32), nullable=False),
    Column("reasons", String(100), nullable=False),
    Column("confirmed_by", Id),
    Column("aware_at", Moment, nullable=False),
    Column("clock_at", Moment, nullable=False),
    Column("investigated_at", Moment),
    Column("found", Boolean),
    Column("summary_at", Moment),
    Column("safe_at", Moment),
    Column("begun_at", Moment),
    Column("done_at", Moment),
    Column("comes_from", Moment),
    Column("comes_until", Moment),
    Column("next_due", Moment),
    Column("next_step", String(16), nullable=False),
    Column("status_at", Moment, nullable=False),
    Column("filed_at", Moment, nullable=False, index=True),
    Column("closed_at", Moment, index=True),
    Column("revision", Integer, nullable=False),
    Column("joined_to", Id),
    Column("body", SealedColumn),
    sqlite_autoincrement=True,
)
_open = cases.c.closed_at.is_(None)
Index("ix_cases_due", cases.c.next_due, cases.c.id, sqlite_where=_open, postgresql_where=_open)

# By when something must have happened, as it was computed when the case last changed. `promised`: it was due
# by then before the case became more urgent, and is not to be later for that.
case_deadlines = Table(
    "case_deadlines",
    metadata,
    Column("case_id", Id, ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("source", String(16), primary_key=True),
    Column("step", String(16), primary_key=True),
    Column("due", Moment, nullable=False),
    Column("exact", Boolean, nullable=False),
    Column("promised", Boolean, nullable=False),
    Column("met_at", Moment),
)

# What has happened to a case, in order: its history, and the log of contacts and of tries to get in that the
# law asks for. `key` is set of what must happen once, and `result` is what came of it then, for who asks
# again. `kind` is the tag of what staff did (`bot.knowledge.repairs.changes`) or what residents did: `new`,
# `stamped`, `completed`, `renewed`, `joined`, `fixed`, `not_fixed`, `withdrawn`, `left`, `forgotten`,
# `photos`. `status` is the one after it. `body` is what was said or written, by the resident
# `conversation_id` or by `staff_id`. `tells`: those who reported it are to be told; `told_at` is when that
# was written for them.
case_events = Table(
    "case_events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("key", String(200), unique=True),
    Column("staff_id", Id),
    Column("conversation_id", Id, ForeignKey("conversations.id", ondelete="SET NULL"), index=True),
    Column("body", SealedColumn),
    Column("result", Text),
    Column("tells", Boolean, nullable=False),
    Column("told_at", Moment),
    sqlite_autoincrement=True,
)
_untold = case_events.c.tells & case_events.c.told_at.is_(None)
Index("ix_case_events_untold", case_events.c.id, sqlite_where=_untold, postgresql_where=_untold)

# Who has reported a case or joined it, as long as their conversation is there.
case_reporters = Table(
    "case_reporters",
    metadata,
    Column("case_id", Id, ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "conversation_id",
        Id,
        ForeignKey("conversations.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    Column("role", String(8), nullable=False),
    Column("at", Moment, nullable=False),
)

# Photos of a case: copies, since those of the conversation go with it. `ref` follows from the name in the
# album.
case_photos = Table(
    "case_photos",
    metadata,
    Column("id", Id, primary_key=True),
    Column("case_id", Id, ForeignKey("cases.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("ref", String(43), nullable=False, unique=True),
    Column("conversation_id", Id, ForeignKey("conversations.id", ondelete="SET NULL"), index=True),
    Column("size", Integer, nullable=False),
    Column("picture", SealedColumn, nullable=False),
    Column("thumbnail", SealedColumn, nullable=False),
    Column("kept_at", Moment, nullable=False),
)

# Where a case is in the council's own system, by Open311. `token` stands for a number that is still to come;
# `note` is what they last said of it.
case_relays = Table(
    "case_relays",
    metadata,
    Column("case_id", Id, ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("service", String(64), nullable=False),
    Column("token", String(100), nullable=False),
    Column("request", String(100), nullable=False, index=True),
    Column("status", String(32), nullable=False),
    Column("note", SealedColumn),
    Column("sent_at", Moment),
    Column("polled_at", Moment, index=True),
    Column("problem", String(200), nullable=False),
)
