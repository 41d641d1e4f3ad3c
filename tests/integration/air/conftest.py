"""A city of two zones on each kind of database, and what comes out of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.clock import FixedClock
from bot.store.database import Database, open_database
from tests.integration.air.town import Heard, Town

OpenTown = Callable[..., Awaitable[Town]]


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at noon."""
    return FixedClock(dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC))


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = await open_database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def open_town(database_url: str, clock: FixedClock) -> AsyncIterator[OpenTown]:
    """Opens the town as several processes would, each with a connection of its own."""
    opened: list[Database] = []

    async def open_one(heard: Heard | None = None, *, demo: bool = False) -> Town:
        opened.append(await open_database(database_url))
        town = Town(opened[-1], clock, heard or Heard(), demo=demo)
        await town.intake.start()
        return town

    yield open_one
    for database in opened:
        await database.close()


@pytest.fixture
async def town(open_town: OpenTown) -> Town:
    return await open_town()
