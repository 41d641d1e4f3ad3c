"""Every test of the store runs on SQLite and on PostgreSQL."""

from tests.databases import (
    clock,
    database_url,
    open_store,
    postgresql_database,
    postgresql_server,
    postgresql_url,
    sqlite_url,
    store,
)

__all__ = [
    "clock",
    "database_url",
    "open_store",
    "postgresql_database",
    "postgresql_server",
    "postgresql_url",
    "sqlite_url",
    "store",
]
