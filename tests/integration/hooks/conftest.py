"""A receiver on this machine, and what the store has for it, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.clock import FixedClock
from bot.publish_alerts import cap_address
from bot.store.hooks import StoredHooks
from bot.store.sealed import Keys
from bot.store.store import Store
from channels.client_address import networks
from notifier.hook_event import written
from notifier.hooks import Hooks
from tests.databases import SECRET
from tests.integration.hooks.receiver import Receiver

HERE = networks("127.0.0.0/8")
SIGNS = written(b"a secret between two programs, and no other"[:32])
PUBLIC = "https://assistant.council.test"


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = await Receiver(SIGNS).start()
    yield made
    await made.close()


@pytest.fixture
def hooks(store: Store, clock: FixedClock) -> StoredHooks:
    return StoredHooks(store.database, Keys([SECRET]), clock, store.postbox, cap_address(PUBLIC))


@pytest.fixture
async def sends(hooks: StoredHooks, clock: FixedClock) -> AsyncIterator[Hooks]:
    made = Hooks(hooks.receiver, clock.now, HERE)
    yield made
    await made.close()
