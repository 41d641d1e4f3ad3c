"""Brings the tables up to date, at every start, in one transaction.

Two processes that start at once take turns: SQLite lets one transaction write at a time, and on PostgreSQL an
advisory lock is held until the transaction ends. The second then finds nothing left to do.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.store.database import StoreError

HEAD = "0013"
"""The newest migration. A database that has it already is used without loading Alembic."""

_LOCK = 0x5A1C_4E7  # any number, as long as nothing else on the server locks by it


def upgrade(connection: Connection) -> None:
    """Runs the migrations that are missing on `connection`, inside its transaction.

    Raises `StoreError` when the database was made by a newer version of the program: an older one would
    misread it.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    if _version(connection) == HEAD:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as problem:
        raise StoreError(f"the database does not fit this version of the program: {problem}") from None


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return version
