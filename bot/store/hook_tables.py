"""The table of other software that is told of alerts."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, String, Table

from bot.store.columns import Id, Moment, SealedColumn
from bot.store.tables import metadata

# One row for each receiver. `secret` signs what is sent to it. `kinds` are the kinds of alert that it wants,
# with commas between, empty for all. One that is not `active` is told nothing.
hooks = Table(
    "hooks",
    metadata,
    Column("id", Id, primary_key=True),
    Column("label", String(64), nullable=False, unique=True),
    Column("url", String(500), nullable=False),
    Column("secret", SealedColumn, nullable=False),
    Column("kinds", String(200), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    sqlite_autoincrement=True,
)
