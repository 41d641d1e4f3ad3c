"""A database as the store sees it: something that runs a piece of work in one transaction.

Work is a plain function of a SQLAlchemy `Connection`, so that one set of queries serves both databases. It
is not asynchronous: the transaction lasts as long as its statements and never waits for anything else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Connection, make_url
from sqlalchemy.exc import ArgumentError

T = TypeVar("T")
Work = Callable[[Connection], T]


class StoreError(RuntimeError):
    """The store cannot do what it is asked; the message says what is wrong, without personal data."""


class Database(Protocol):
    """Runs work in transactions. An exception out of the work undoes all of it and reaches the caller."""

    async def write(self, work: Work[T], *, durable: bool = True) -> T:
        """Runs `work` in one transaction; when this returns, what it wrote is on disk.

        Without `durable` it is on disk at the latest with the next durable write: it survives the end of this
        process, but perhaps not a power cut.
        """

    async def read(self, work: Work[T]) -> T:
        """Runs `work`, which writes nothing, on one consistent state that has all that was written before."""

    async def ping(self) -> None:
        """Raises `StoreError` when the database does not answer."""

    async def tidy(self) -> None:
        """Makes sure that what has been deleted is gone from the files, as far as the database allows."""

    async def close(self) -> None:
        """Finishes what has begun and lets go of the database."""


async def open_database(url: str) -> Database:
    """The database at `url`, `sqlite:///path` or `postgresql://…`, with its tables brought up to date.

    Raises `StoreError` when the address is of another kind or the database cannot be reached.
    """
    from bot.store.postgresql import PostgreSQL
    from bot.store.sqlite import SQLite

    try:
        address = make_url(url)
    except ArgumentError:
        raise StoreError("the database address is not a URL") from None
    if address.get_backend_name() == "sqlite":
        return await SQLite.open(address)
    if address.get_backend_name() == "postgresql":
        return await PostgreSQL.open(address)
    raise StoreError(f"{address.get_backend_name()} is not a database this runs on: use sqlite or postgresql")
