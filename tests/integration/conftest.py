"""What the integration tests share: databases of both kinds, and a store on them."""

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
