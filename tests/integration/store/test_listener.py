"""On PostgreSQL the wake-ups of other processes come in, and come in again after the connection was lost."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator

import psycopg
import pytest

from bot.store.hub import Hub
from bot.store.listener import Listener
from tests.databases import OpenStore
from tests.integration.store.talking import ME, line, message, opened, outcome

LONG = 10.0


@pytest.fixture
def name() -> str:
    """How the server knows the listener's connection."""
    return f"listener-{uuid.uuid4().hex[:8]}"


@pytest.fixture
async def hub(postgresql_database: str, name: str) -> AsyncIterator[Hub]:
    hub = Hub()
    listener = Listener(f"{postgresql_database}?application_name={name}", hub)
    await listener.start()
    yield hub
    await listener.close()


def tell(url: str, payload: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_notify('snicket_conversation', %s)", (payload,))


async def test_a_notification_wakes_who_watches_that_conversation(postgresql_database: str, hub: Hub) -> None:
    with hub.watch(b"mine") as mine, hub.watch(b"others") as others:
        await asyncio.to_thread(tell, postgresql_database, b"mine".hex())
        assert await mine.changed(LONG)
        assert not await others.changed(0)


async def test_after_a_lost_connection_everybody_looks_and_news_come_again(
    postgresql_database: str, hub: Hub, name: str
) -> None:
    with hub.watch(b"mine") as mine:
        with psycopg.connect(postgresql_database, autocommit=True) as server:
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s", (name,)
            )
        assert await mine.changed(LONG), "what was told meanwhile may be lost: all are woken"
        await asyncio.to_thread(tell, postgresql_database, b"mine".hex())
        assert await mine.changed(LONG)


async def test_a_payload_that_is_not_ours_disturbs_nothing(postgresql_database: str, hub: Hub) -> None:
    with hub.watch(b"mine") as mine:
        await asyncio.to_thread(tell, postgresql_database, "not hexadecimal")
        await asyncio.to_thread(tell, postgresql_database, b"mine".hex())
        assert await mine.changed(LONG)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_the_notification_tells_nobody_who_it_is_about(
    open_store: OpenStore, postgresql_database: str
) -> None:
    async with await psycopg.AsyncConnection.connect(postgresql_database, autocommit=True) as listening:
        await listening.execute("LISTEN snicket_conversation")
        store = await open_store()
        turn = await opened(store, message("my bin"))
        await store.commit_turn(outcome(turn, line("Thursday")))
        told = [note.payload async for note in listening.notifies(timeout=LONG, stop_after=2)]
    assert len(set(told)) == 1
    assert len(told[0]) == 64
    assert ME not in bytes.fromhex(told[0]).decode("latin-1")
