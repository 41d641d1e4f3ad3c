"""The tables of alerts: what happened, each version of it, where it holds, and the words for each reader."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from bot.store.columns import Id, Moment, SealedColumn
from bot.store.tables import metadata

# One row for each thing that people are alerted to, as it stands: `version` is its newest. `order` is its
# publisher's, which only rises. `ended_at` is set when it is over.
alerts = Table(
    "alerts",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", String(200), nullable=False, unique=True),
    Column("kind", String(16), nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("level", Integer, nullable=False),
    Column("order", Float, nullable=False),
    Column("started_at", Moment, nullable=False),
    Column("expires_at", Moment, index=True),
    Column("ended_at", Moment, index=True),
    sqlite_autoincrement=True,
)

# Every name that its publisher has given it: an update of some comes under a name of its own.
alert_names = Table(
    "alert_names",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("alert_id", Id, ForeignKey("alerts.id", ondelete="CASCADE"), nullable=False, index=True),
)

# Every version, whole, as JSON in `alert`. `status`: `draft` is still being written; `waits` needs a second
# person's yes; `new` is to be put into the outbox, `sent` has been; `superseded` was followed by another
# before it had gone, or before all of it had; `refusing` is not sent, which is still to be noted for those
# whom it would have reached, and `refused` where that has been done. `recipients` and `segments` are the
# estimate before it went.
alert_versions = Table(
    "alert_versions",
    metadata,
    Column("id", Id, primary_key=True),
    Column("alert_id", Id, ForeignKey("alerts.id", ondelete="CASCADE"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("level", Integer, nullable=False),
    Column("before", Integer, nullable=False),
    Column("phase", String(16), nullable=False),
    Column("at", Moment, nullable=False, index=True),
    Column("alert", LargeBinary, nullable=False),
    Column("status", String(16), nullable=False, index=True),
    Column("recipients", Integer),
    Column("segments", Integer),
    Column("sent_at", Moment),
    Column("written_by", Id, ForeignKey("staff.id", ondelete="SET NULL")),
    Column("approved_by", Id, ForeignKey("staff.id", ondelete="SET NULL")),
    UniqueConstraint("alert_id", "version"),
    sqlite_autoincrement=True,
)

# Where a version holds, as the keyed hashes of the postcodes and districts that subscribers have named.
alert_spots = Table(
    "alert_spots",
    metadata,
    Column("version_id", Id, ForeignKey("alert_versions.id", ondelete="CASCADE"), primary_key=True),
    Column("spot", LargeBinary(32), primary_key=True),
)

# The words of a pushed message, once for all who read the same. `told` is what the version means to them,
# `district` the keyed hash of the one that they are told about, empty for the city. `name` says what the
# words are about: `version:` and its number, or another matter.
bodies = Table(
    "bodies",
    metadata,
    Column("id", Id, primary_key=True),
    Column("version_id", Id, ForeignKey("alert_versions.id", ondelete="CASCADE"), index=True),
    Column("name", String(200), nullable=False),
    Column("channel", String(32), nullable=False),
    Column("language", String(35), nullable=False),
    Column("told", String(16), nullable=False),
    Column("at_risk", Boolean, nullable=False),
    Column("district", LargeBinary(32), nullable=False),
    Column("body", SealedColumn, nullable=False),
    Column("segments", Integer, nullable=False),
    Column("created_at", Moment, nullable=False, index=True),
    UniqueConstraint("name", "channel", "language", "told", "at_risk", "district"),
    sqlite_autoincrement=True,
)
