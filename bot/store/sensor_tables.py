"""The tables of the city's sensors: what they are, what they said, and what the air was like."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from bot.store.columns import Id, Moment, SealedColumn
from bot.store.tables import metadata

# Every sensor that may be believed. `name` is the feed's own. `kind`: `reference` and `indicative` stand
# outside, `indoor` in somebody's home, whose address is sealed in `home` and which has no position here.
# `every` is how many seconds lie between two readings.
sensors = Table(
    "sensors",
    metadata,
    Column("id", Id, primary_key=True),
    Column("feed", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("label", String(200), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("home", SealedColumn),
    Column("home_lookup", LargeBinary(32), index=True),
    Column("every", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("last_at", Moment),
    UniqueConstraint("feed", "name"),
    sqlite_autoincrement=True,
)

# What they said, by the minute: the same reading again replaces itself. `hour` is the start of the one whose
# mean it counts to, `covers` the seconds that it is a mean of, 0 for a sample. Kept for two days.
readings = Table(
    "readings",
    metadata,
    Column("sensor_id", Id, ForeignKey("sensors.id", ondelete="CASCADE"), primary_key=True),
    Column("quantity", String(16), primary_key=True),
    Column("at", Moment, primary_key=True, index=True),
    Column("hour", Moment, nullable=False),
    Column("value", Float, nullable=False),
    Column("covers", Integer, nullable=False),
    Index("ix_readings_sensor_id_hour", "sensor_id", "quantity", "hour"),
)

# The mean of an hour, by its start; `minutes` of it were measured.
hours = Table(
    "hours",
    metadata,
    Column("sensor_id", Id, ForeignKey("sensors.id", ondelete="CASCADE"), primary_key=True),
    Column("quantity", String(16), primary_key=True),
    Column("hour", Moment, primary_key=True, index=True),
    Column("mean", Float, nullable=False),
    Column("lowest", Float, nullable=False),
    Column("highest", Float, nullable=False),
    Column("minutes", Integer, nullable=False),
)

# The index of a zone at the end of an hour, which is named by its start, with the facts behind it as JSON: no
# person is in it.
zone_hours = Table(
    "zone_hours",
    metadata,
    Column("zone", String(64), primary_key=True),
    Column("hour", Moment, primary_key=True, index=True),
    Column("index", Integer, nullable=False),
    Column("facts", LargeBinary, nullable=False),
)

# What somebody expects of a zone's air.
zone_forecasts = Table(
    "zone_forecasts",
    metadata,
    Column("zone", String(64), primary_key=True),
    Column("start", Moment, primary_key=True),
    Column("end", Moment, nullable=False, index=True),
    Column("index", Integer, nullable=False),
    Column("feed", String(64), nullable=False),
    Column("read_at", Moment, nullable=False),
)

# What the rules remember of each zone and each followed sensor, as JSON, and what is still to be said of it.
air_rules = Table(
    "air_rules",
    metadata,
    Column("name", String(128), primary_key=True),
    Column("kept", LargeBinary, nullable=False),
    Column("pending", LargeBinary),
)
