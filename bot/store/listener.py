"""Carries wake-ups between processes that share a PostgreSQL database, by LISTEN and NOTIFY.

A notification is part of its transaction: others hear of a line when they can read it, and never of one that
was rolled back. On SQLite the hub of the one serving process is enough.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

import psycopg
import structlog
from sqlalchemy import Connection, String, bindparam, func, select

from bot.store.hub import Hub
from bot.store.query import Query

_CHANNEL = "snicket_conversation"
_AGAIN_SECONDS = 1.0

_notify = Query(select(func.pg_notify(_CHANNEL, bindparam("news", type_=String)).label("told")))
_log = structlog.get_logger("store.listener")


def tell(connection: Connection, lookup: bytes) -> None:
    """Tells the other processes, once this transaction is committed, that the conversation has news."""
    if connection.dialect.name == "postgresql":
        _notify.run(connection, {"news": lookup.hex()})


class Listener:
    """Wakes `hub` for what other processes tell; `url` is in the form that PostgreSQL's own tools take."""

    def __init__(self, url: str, hub: Hub) -> None:
        self._url = url
        self._hub = hub
        self._closing = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begins to listen; when this returns, nothing told from now on is missed."""
        connection = await self._connect()
        self._task = asyncio.create_task(self._run(connection), name="snicket-store-listener")

    async def close(self) -> None:
        """Stops listening."""
        self._closing.set()
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self, connection: psycopg.AsyncConnection | None) -> None:
        while not self._closing.is_set():
            if connection is not None:
                await self._follow(connection)
                _log.warning("listener.lost", again_in_seconds=_AGAIN_SECONDS)
            connection = await self._reconnect()

    async def _connect(self) -> psycopg.AsyncConnection:
        connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
        await connection.execute(f"LISTEN {_CHANNEL}")
        return connection

    async def _follow(self, connection: psycopg.AsyncConnection) -> None:
        """Passes notifications on until the connection breaks."""
        async with connection:
            try:
                async for notification in connection.notifies():
                    with suppress(ValueError):  # anybody who may use the database can send anything here
                        self._hub.wake(bytes.fromhex(notification.payload))
            except psycopg.OperationalError:
                return

    async def _reconnect(self) -> psycopg.AsyncConnection | None:
        """A new connection, after a pause; None when there still is none."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_AGAIN_SECONDS):
                await self._closing.wait()
        try:
            connection = await self._connect()
        except psycopg.OperationalError:
            return None
        self._hub.wake_all()  # what was told meanwhile is lost: everybody looks for themselves
        return connection
