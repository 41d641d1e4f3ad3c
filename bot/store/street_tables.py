"""The tables of reports of streets. `docs/data-held.md` says the same for readers who are not programmers."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, String, Table

from bot.store.columns import Id, Moment, SealedColumn
from bot.store.tables import metadata

# One row for each report. `body` is the `Report`, sealed. Where it is in the street is no home: the position
# is plain, to ten metres, so that what is near can be found; null where only words are known. `revision`
# rises with each change. When a report has been over for its time, what is sealed is taken out.
street_reports = Table(
    "street_reports",
    metadata,
    Column("id", Id, primary_key=True),
    Column("reference", String(6), nullable=False, unique=True),
    Column("key", String(200), nullable=False, unique=True),
    Column("kind", String(32), nullable=False),
    Column("detail", String(32), nullable=False),
    Column("dangerous", Boolean, nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("status", String(16), nullable=False),
    Column("status_at", Moment, nullable=False),
    Column("filed_at", Moment, nullable=False, index=True),
    Column("closed_at", Moment, index=True),
    Column("revision", Integer, nullable=False),
    Column("body", SealedColumn),
    sqlite_autoincrement=True,
)
_its = street_reports.c
_open = _its.closed_at.is_(None)
Index("ix_street_reports_near", _its.kind, _its.latitude, sqlite_where=_open, postgresql_where=_open)

# What has happened to a report, in order. `kind` is `new`, `joined`, `danger`, `status`, `note` or
# `forgotten`, `status` the one after it, `body` what staff or the council's own system wrote. `tells`: those
# who follow the report are to be told; `told_at` is when that was written for them.
street_events = Table(
    "street_events",
    metadata,
    Column("id", Id, primary_key=True),
    Column("report_id", Id, ForeignKey("street_reports.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("status", String(16), nullable=False),
    Column("staff_id", Id),
    Column("body", SealedColumn),
    Column("tells", Boolean, nullable=False),
    Column("told_at", Moment),
    sqlite_autoincrement=True,
)
_untold = street_events.c.tells & street_events.c.told_at.is_(None)
Index("ix_street_events_untold", street_events.c.id, sqlite_where=_untold, postgresql_where=_untold)

# Who has made a report (`reported`) or has seen the same (`joined`), as long as their conversation is there.
# `tells`: they have agreed to be told what becomes of it.
street_people = Table(
    "street_people",
    metadata,
    Column("report_id", Id, ForeignKey("street_reports.id", ondelete="CASCADE"), primary_key=True),
    Column(
        "conversation_id",
        Id,
        ForeignKey("conversations.id", ondelete="CASCADE"),
        primary_key=True,
        index=True,
    ),
    Column("role", String(8), nullable=False),
    Column("tells", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
)

# Photos of a report: copies, since those of the conversation go with it.
street_photos = Table(
    "street_photos",
    metadata,
    Column("id", Id, primary_key=True),
    Column("report_id", Id, ForeignKey("street_reports.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("ref", String(43), nullable=False, unique=True),
    Column("size", Integer, nullable=False),
    Column("picture", SealedColumn, nullable=False),
    Column("thumbnail", SealedColumn, nullable=False),
    Column("kept_at", Moment, nullable=False),
)

# Where a report is in the council's own system, by Open311; as `case_relays`.
street_relays = Table(
    "street_relays",
    metadata,
    Column("report_id", Id, ForeignKey("street_reports.id", ondelete="CASCADE"), primary_key=True),
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
