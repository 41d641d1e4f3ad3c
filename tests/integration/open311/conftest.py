"""Another system on this machine, a client for it, and the cases that are sent there."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import aiohttp
import pytest

from bot.clock import FixedClock
from bot.knowledge.repairs.repairs import Repairs
from bot.open311.client import Endpoint, Open311
from bot.open311.shapes import Format
from bot.secret import Secret
from bot.store.store import Store
from tests.integration.open311.relaying import Relaying, leeds
from tests.integration.open311.serving import Serving
from tests.open311_server import JURISDICTION, KEY, FakeOpen311

Clients = Callable[..., Open311]


@pytest.fixture
async def council() -> AsyncIterator[FakeOpen311]:
    """The council's own system."""
    async with FakeOpen311().serving() as made:
        yield made


@pytest.fixture(params=["xml", "json"])
def format(request: pytest.FixtureRequest) -> Format:
    """Both of them."""
    found: Format = request.param
    return found


@pytest.fixture
async def clients() -> AsyncIterator[Clients]:
    """Makes clients: `clients(url)`."""
    made: list[Open311] = []

    def client(url: str, format: Format = "xml", key: str = KEY, **more: float) -> Open311:
        made.append(Open311(Endpoint(url, Secret(key), JURISDICTION, format), **more))  # type: ignore[arg-type]
        return made[-1]

    yield client
    for one in made:
        await one.close()


@pytest.fixture(scope="session")
def repairs() -> Repairs:
    """Those of Leeds."""
    return leeds()


@pytest.fixture
def relaying(
    store: Store, clock: FixedClock, council: FakeOpen311, clients: Clients, repairs: Repairs
) -> Relaying:
    """One process with its store, and the council's system."""
    return Relaying(store, clock, clients(council.url, patience=5.0), repairs, "one")


@pytest.fixture
async def serving(store: Store, clock: FixedClock, repairs: Repairs) -> AsyncIterator[Serving]:
    """Our own server."""
    async with Serving(store, clock, repairs).serving() as made:
        yield made


@pytest.fixture
async def browser() -> AsyncIterator[aiohttp.ClientSession]:
    """Anybody."""
    async with aiohttp.ClientSession() as session:
        yield session
