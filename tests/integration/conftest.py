"""What the integration tests share: databases of both kinds, and a store on them."""

from tests.databases import (
    bare_database_url,
    clock,
    database_url,
    migrated_postgresql_url,
    migrated_sqlite_url,
    open_store,
    postgresql_database,
    postgresql_server,
    postgresql_url,
    schemas,
    sqlite_url,
    store,
)

__all__ = [
    "bare_database_url",
    "clock",
    "database_url",
    "migrated_postgresql_url",
    "migrated_sqlite_url",
    "open_store",
    "postgresql_database",
    "postgresql_server",
    "postgresql_url",
    "schemas",
    "sqlite_url",
    "store",
]
