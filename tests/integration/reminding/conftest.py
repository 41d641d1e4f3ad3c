"""Every test runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.store.store import Store
from tests.databases import OpenStore
from tests.integration.fan_out.crowd import PACKS
from tests.integration.reminding.people import People


@pytest.fixture
async def store(open_store: OpenStore) -> Store:
    """A store whose text and Telegram messages have to be sent."""
    return await open_store(packs=PACKS)


@pytest.fixture
def people(store: Store, clock: FixedClock, tmp_path: Path) -> People:
    """Nobody yet."""
    return People(store, clock, tmp_path)
