"""A fake Chatwoot, a store, and a relay between them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.clock import FixedClock
from tests.databases import OpenStore
from tests.integration.relay.chatwoot_server import FakeChatwoot
from tests.integration.relay.desk import Desk, begin

OpenDesk = Callable[..., Awaitable[Desk]]


@pytest.fixture
async def chatwoot() -> AsyncIterator[FakeChatwoot]:
    """A Chatwoot of our own on a free port."""
    async with FakeChatwoot().serving() as server:
        yield server


@pytest.fixture
async def open_desk(
    open_store: OpenStore, clock: FixedClock, chatwoot: FakeChatwoot
) -> AsyncIterator[OpenDesk]:
    """Opens relays on the test's database, as several processes would: `await open_desk("second")`."""
    desks: list[Desk] = []

    async def open_one(holder: str = "first", staff: int = 0) -> Desk:
        desks.append(await begin(await open_store(), clock, chatwoot, holder, staff))
        return desks[-1]

    yield open_one
    for desk in desks:
        await desk.close()


@pytest.fixture
async def desk(open_desk: OpenDesk) -> Desk:
    """A relay on each kind of database."""
    return await open_desk()
