"""The embedded database: one writing thread and one reading thread on a file in WAL mode.

`synchronous=FULL`: a turn's outcome is on the disk before a message is acknowledged, so that neither
`kill -9` nor a power cut loses one. (`NORMAL` would survive the first only, and a reference number that a
resident was told must not vanish.) Group commit in the worker makes its price small. `secure_delete`
overwrites what is deleted. SQLAlchemy's own asynchronous layer hops between threads several times for each
statement, ten times the cost of the statement; here a whole transaction is one hop.
"""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from bot.store.database import StoreError, Work
from bot.store.migrations import upgrade
from bot.store.worker import Worker

T = TypeVar("T")

_BUSY_SECONDS = 10.0
_WAL_TRIES = 50
_CHECKPOINT = "wal_autocheckpoint=4000"  # pages, 16 MB: a page that is written often is folded in less often


class SQLite:
    """A `Database` in one file. Several processes may open it; each sees what the others have written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        # A transaction that first reads and then writes has to say so when it begins: otherwise it would
        # fail, instead of waiting, when another process writes in between.
        self._writer = Worker("snicket-store-write", _engine(path).connect(), "BEGIN IMMEDIATE")
        self._reader = Worker("snicket-store-read", _engine(path, "query_only=ON").connect(), "BEGIN")

    @classmethod
    async def open(cls, url: URL) -> SQLite:
        """The database in the file that `url` names, made with its folder when it is not there."""
        if not url.database or url.database == ":memory:":
            raise StoreError("SQLite needs a file: sqlite:///path/to/snicket.db")
        path = Path(url.database)
        try:
            _prepare(path)
        except (OSError, sqlite3.Error) as problem:
            raise StoreError(f"the database {path} cannot be opened: {problem}") from None
        database = cls(path)
        try:
            await database.write(upgrade)
        except BaseException:
            await database.close()
            raise
        return database

    async def write(self, work: Work[T], *, durable: bool = True) -> T:
        return await self._do(self._writer, work, durable)

    async def read(self, work: Work[T]) -> T:
        return await self._do(self._reader, work)

    async def ping(self) -> None:
        await self.read(lambda connection: connection.exec_driver_sql("SELECT 1").close())

    async def tidy(self) -> None:
        # Deleted pages are overwritten in the file; the log still has them until it is folded in and cut off.
        await asyncio.to_thread(_fold, self._path)

    async def close(self) -> None:
        await self._reader.close()
        await self._writer.close()

    async def _do(self, worker: Worker, work: Work[T], durable: bool = True) -> T:
        try:
            return await worker.do(work, durable)
        except (OperationalError, sqlite3.OperationalError) as problem:
            cause = getattr(problem, "orig", problem)
            raise StoreError(f"the database {self._path} cannot be used: {cause}") from None


def _engine(path: Path, *more: str) -> Engine:
    """An engine on the file, with the driver's own idea of when to begin a transaction switched off."""
    engine = create_engine(
        URL.create("sqlite+pysqlite", database=str(path)),
        poolclass=NullPool,
        hide_parameters=True,  # an error message must not carry a resident's words into the log
        connect_args={"check_same_thread": False, "timeout": _BUSY_SECONDS},
    )

    @event.listens_for(engine, "connect")
    def settings(connection: Any, record: Any) -> None:
        connection.isolation_level = None
        for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", _CHECKPOINT, *more):
            connection.execute(f"PRAGMA {pragma}")

    return engine


def _prepare(path: Path) -> None:
    """Makes the file, readable by its owner only, and puts it into WAL mode, where it stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        _into_wal(connection)
    finally:
        connection.close()


def _into_wal(connection: sqlite3.Connection) -> None:
    """Switching to WAL fails at once, without the usual wait, when another process is just doing it. An empty
    transaction does wait for that process; then the mode has been switched, or it is our turn."""
    for _ in range(_WAL_TRIES):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
            return
        except sqlite3.OperationalError as problem:
            if "locked" not in str(problem):
                raise
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("COMMIT")
    raise sqlite3.OperationalError("another process keeps it locked")


def _fold(path: Path) -> None:
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
