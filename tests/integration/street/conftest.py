"""Every test runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest

from bot.clock import FixedClock
from bot.store.store import Store
from tests.databases import OpenStore
from tests.integration.fan_out.crowd import PACKS
from tests.integration.street.town import Town


@pytest.fixture
async def store(open_store: OpenStore) -> Store:
    """A store whose text and Telegram messages have to be sent."""
    return await open_store(packs=PACKS)


@pytest.fixture
def town(store: Store, clock: FixedClock) -> Town:
    """No report yet."""
    return Town(store, clock)
