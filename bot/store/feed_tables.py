"""The tables of feeds: how each is doing, and what was refused."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Integer, LargeBinary, String, Table

from bot.store.columns import Moment
from bot.store.tables import metadata

# One row a feed. `holder` polls it until `lease_until`. `state` is what the feed needs to go on where it was
# (its ETag, its subscription's number), as JSON. `heard_at` is when it last said something that was believed.
feeds = Table(
    "feeds",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("holder", String(128)),
    Column("lease_until", Moment),
    Column("state", LargeBinary, nullable=False),
    Column("tried_at", Moment),
    Column("answered_at", Moment),
    Column("heard_at", Moment),
    Column("failures", Integer, nullable=False),
    Column("problem", String(200), nullable=False),
    Column("alarmed_at", Moment),
    Column("believed", BigInteger, nullable=False),
)

# How often something was refused on a day, and the last of it.
refusals = Table(
    "refusals",
    metadata,
    Column("feed", String(64), primary_key=True),
    Column("reason", String(32), primary_key=True),
    Column("day", Date, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("what", String(200), nullable=False),
    Column("detail", String(200), nullable=False),
    Column("at", Moment, nullable=False),
)
