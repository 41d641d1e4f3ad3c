"""Every test of the outbox runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest

from bot.store.outbox import StoredOutbox
from bot.store.store import Store
from tests.databases import OpenStore
from tests.integration.outbox.posting import PACKS


@pytest.fixture
async def store(open_store: OpenStore) -> Store:
    """A store whose text messages have to be sent."""
    return await open_store(packs=PACKS)


@pytest.fixture
def outbox(store: Store) -> StoredOutbox:
    """The outbox, for one worker."""
    return store.outbox("one")
