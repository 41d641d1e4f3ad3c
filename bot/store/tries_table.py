"""What is kept of wrong tries to sign in that belong to no member."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, String, Table

from bot.store.columns import Moment
from bot.store.tables import metadata

# Wrong tries with a login that nobody has, or from a network address; `kind` says which. Only their keyed
# hash is there, and only until `ends_at`.
tries = Table(
    "tries",
    metadata,
    Column("lookup", LargeBinary(32), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("failures", Integer, nullable=False),
    Column("locked_until", Moment),
    Column("ends_at", Moment, nullable=False, index=True),
)
