"""PostgreSQL, for several processes that share one store. Driver: psycopg 3, asynchronous, with a pool."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

import psycopg
from sqlalchemy import URL
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.store.database import StoreError, Work
from bot.store.migrations import upgrade

T = TypeVar("T")

_POOL = 10  # connections kept; as many again under load


class PostgreSQL:
    """A `Database` on a server."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @classmethod
    async def open(cls, url: URL) -> PostgreSQL:
        """The database on the server that `url` names; it has to exist, its tables are made."""
        engine = create_async_engine(
            url.set(drivername="postgresql+psycopg"),
            pool_size=_POOL,
            max_overflow=_POOL,
            pool_pre_ping=True,  # a restarted server costs a look, not a resident's message
            hide_parameters=True,  # an error message must not carry a resident's words into the log
        )
        database = cls(engine)
        try:
            await database.write(upgrade)
        except BaseException:
            await database.close()
            raise
        return database

    async def write(self, work: Work[T], *, durable: bool = True) -> T:
        with self._trouble():
            async with self._engine.begin() as connection:
                return await connection.run_sync(work)

    async def read(self, work: Work[T]) -> T:
        with self._trouble():
            async with self._engine.connect() as connection:
                return await connection.run_sync(work)

    async def ping(self) -> None:
        await self.read(lambda connection: connection.exec_driver_sql("SELECT 1").close())

    async def tidy(self) -> None:
        """Nothing to do: the server's autovacuum clears deleted rows away, and they were sealed."""

    async def close(self) -> None:
        await self._engine.dispose()

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        """Trouble with the server, not with the work, becomes `StoreError`."""
        try:
            yield
        except (OperationalError, psycopg.OperationalError) as problem:
            cause = str(getattr(problem, "orig", problem)).strip().splitlines()
            where = self._engine.url.render_as_string()
            raise StoreError(f"the database {where} cannot be used: {cause[0] if cause else ''}") from None
