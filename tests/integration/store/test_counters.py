"""Staff see how often something happened, and nothing about anybody."""

from __future__ import annotations

import asyncio
import datetime as dt

from bot.clock import FixedClock
from bot.store.counters import Counted
from bot.store.store import Store
from bot.store.turn import TurnWrite
from tests.databases import START
from tests.integration.store.talking import message, opened

TODAY = START.date()


async def counted(store: Store, *kinds: str, address: str = "1", language: str = "en") -> None:
    """A turn that counts something."""
    turn = await opened(store, message(address=address))
    write = TurnWrite(
        conversation_id=turn.conversation.id,
        revision=turn.conversation.revision,
        inbox_id=turn.inbox_id,
        state=b"{}",
        language=language,
        counted=kinds,
    )
    await store.commit_turn(write)


async def test_what_happens_is_counted_by_day_language_and_kind(store: Store, clock: FixedClock) -> None:
    await counted(store, "unanswered")
    await counted(store, "unanswered", "person")
    await counted(store, "unanswered", language="pl")
    clock.advance(days=1)
    await counted(store, "unanswered")
    tomorrow = TODAY + dt.timedelta(days=1)
    assert await store.counters.since(TODAY) == (
        Counted(TODAY, "en", "person", 1),
        Counted(TODAY, "en", "unanswered", 2),
        Counted(TODAY, "pl", "unanswered", 1),
        Counted(tomorrow, "en", "unanswered", 1),
    )
    assert await store.counters.since(tomorrow) == (Counted(tomorrow, "en", "unanswered", 1),)


async def test_the_day_is_the_citys(store: Store, clock: FixedClock) -> None:
    clock.advance(dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC) - clock.now())
    await counted(store, "unanswered")
    assert [line.day for line in await store.counters.since(TODAY - dt.timedelta(days=365))] == [
        dt.date(2026, 7, 2)
    ]


async def test_many_at_once_are_all_counted(store: Store) -> None:
    turns = (counted(store, "a", "b", address=str(number)) for number in range(20))
    await asyncio.gather(*turns)
    assert [line.count for line in await store.counters.since(TODAY)] == [20, 20]


async def test_the_same_thing_twice_in_a_turn_counts_twice(store: Store) -> None:
    await counted(store, "unanswered", "unanswered")
    assert [line.count for line in await store.counters.since(TODAY)] == [2]
