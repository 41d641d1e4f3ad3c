"""Whether a turn is at work for somebody: what the dots on their screen stand for."""

from __future__ import annotations

import datetime as dt

from bot.clock import FixedClock
from bot.store.sealed import Keys
from bot.store.store import Store
from bot.store.turn import Opened
from bot.store.working import Working
from channels.message import Inbound
from tests.databases import SECRET, START


async def test_only_while_somebody_has_the_turn(store: Store, clock: FixedClock) -> None:
    working = Working(store.database, Keys((SECRET,)), clock, "telegram")
    assert not await working.at("7")
    opened = await store.open_turn(Inbound("1", "telegram", "7", "hello", START), "worker")
    assert isinstance(opened, Opened)
    assert await working.at("7")
    assert not await working.at("8")
    clock.advance(dt.timedelta(minutes=5))
    assert not await working.at("7"), "its process has died"
    clock.advance(dt.timedelta(minutes=-5))
    await store.leave_turn(opened)
    assert not await working.at("7")
