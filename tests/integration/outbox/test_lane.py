"""A lane keeps to its pace, and holds on to what it has in hand."""

from __future__ import annotations

import asyncio
from random import Random

from bot.clock import FixedClock
from bot.store.store import Store
from channels.fake_sends import FakeSends
from channels.sending import Outgoing, Pace
from notifier.deliver import Deliver, Surroundings
from notifier.lane import POLL
from tests.databases import START
from tests.integration.outbox.posting import Worker, posted, rows


class Slept:
    """Sleeps no time at all and moves the clocks instead."""

    def __init__(self, clock: FixedClock) -> None:
        self._clock = clock
        self.seconds = 0.0

    def monotonic(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        self._clock.advance(seconds=seconds)
        await asyncio.sleep(0)


def paced(store: Store, sends: FakeSends, clock: FixedClock) -> tuple[Deliver, Slept]:
    slept, outbox = Slept(clock), store.outbox("one")
    around = Surroundings(clock.now, Random(7), lambda *_: None, slept.monotonic, slept.sleep)
    return Deliver(outbox, {"sms": sends}, lambda: store.hub.watch(outbox.news), around), slept


async def test_the_pace_is_kept(store: Store, clock: FixedClock) -> None:
    sends = FakeSends(pace=Pace(per_second=2.0, burst=3, at_once=1))
    for number in range(9):
        await posted(store, START, "hello", address=str(number))
    deliver, slept = paced(store, sends, clock)
    await deliver.drain()
    assert len(sends.taken) == 9
    assert slept.seconds >= (9 - 3) / 2 - 0.001


async def test_never_more_calls_at_once_than_allowed(store: Store, clock: FixedClock) -> None:
    sends = FakeSends(pace=Pace(per_second=1e6, burst=1000, at_once=4))
    now = most = 0

    async def call(_message: Outgoing) -> None:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await asyncio.sleep(0)
        now -= 1

    sends.before = call
    for number in range(30):
        await posted(store, START, "hello", address=str(number))
    await Worker(store, sends, clock).drain()
    assert len(sends.taken) == 30
    assert most <= 4


async def test_a_lease_is_renewed_while_a_call_takes_its_time(store: Store, clock: FixedClock) -> None:
    sends = FakeSends()
    begun, go = asyncio.Event(), asyncio.Event()

    async def slow(_message: Outgoing) -> None:
        begun.set()
        await go.wait()

    sends.before = slow
    await posted(store, START, "hello")
    deliver, slept = paced(store, sends, clock)
    await deliver.start()
    await begun.wait()
    while slept.seconds < 130:  # the upkeep's own sleeping moves the clock
        await asyncio.sleep(0)
        if not await store.outbox("two").claim("sms", 1, 0) == []:
            raise AssertionError("another worker got what is in hand")
    go.set()
    await deliver.close()
    assert await rows(store, "status") == ["sent"]


async def test_without_anything_to_do_it_looks_now_and_then(store: Store, clock: FixedClock) -> None:
    lane = Worker(store, FakeSends(), clock).deliver.lanes["sms"]
    assert await lane.look(lambda: None) == POLL


async def test_with_a_gap_it_looks_again_when_the_gap_is_over(store: Store, clock: FixedClock) -> None:
    await posted(store, START, "one", "two")
    lane = Worker(store, FakeSends(pace=Pace(gap=1.0)), clock).deliver.lanes["sms"]
    await lane.look(lambda: None)
    await lane.idle()
    assert await lane.look(lambda: None) == 1.0
    assert await rows(store, "status") == ["sent", "waiting"]
