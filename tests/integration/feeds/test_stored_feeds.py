"""How feeds are doing, as it is kept on both databases."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from bot.clock import FixedClock
from bot.store.feeds import KEPT, LONGEST, StoredFeeds
from bot.store.store import Store
from notifier.refusal import Reason, Refusal
from tests.databases import START

LEASE = dt.timedelta(minutes=2)
TODAY = START.date()


@pytest.fixture
def stored(store: Store, clock: FixedClock) -> StoredFeeds:
    return StoredFeeds(store.database, clock)


def refusal(reason: Reason = "no_unit", what: str = "kirkgate", detail: str = "no2: 40") -> Refusal:
    return Refusal("city", reason, what, detail)


async def test_one_process_at_a_time_has_a_feed(stored: StoredFeeds, clock: FixedClock) -> None:
    assert await stored.lease("city", "one", LEASE)
    assert not await stored.lease("city", "two", LEASE)
    clock.advance(seconds=100)
    assert await stored.lease("city", "one", LEASE)
    clock.advance(seconds=100)
    assert not await stored.lease("city", "two", LEASE)
    clock.advance(seconds=20)
    assert await stored.lease("city", "two", LEASE)
    assert not await stored.lease("city", "one", LEASE)


async def test_of_many_who_want_it_at_once_one_has_it(stored: StoredFeeds) -> None:
    wanting = (stored.lease("city", f"process-{number}", LEASE) for number in range(10))
    assert sum(await asyncio.gather(*wanting)) == 1


async def test_it_is_let_go_by_who_has_it(stored: StoredFeeds) -> None:
    await stored.lease("city", "one", LEASE)
    await stored.release("city", "two")
    assert not await stored.lease("city", "two", LEASE)
    await stored.release("city", "one")
    assert await stored.lease("city", "two", LEASE)


async def test_a_long_name_of_a_process_is_cut(stored: StoredFeeds) -> None:
    assert await stored.lease("city", "h" * 300, LEASE)
    assert await stored.lease("city", "h" * 300, LEASE)
    await stored.release("city", "h" * 300)
    assert await stored.lease("city", "other", LEASE)


async def test_the_state_of_a_feed_is_kept(stored: StoredFeeds) -> None:
    assert await stored.state("city") == b""
    await stored.keep("city", b'{"marks":{}}')
    assert await stored.state("city") == b'{"marks":{}}'


async def test_failures_are_counted_until_it_answers(stored: StoredFeeds, clock: FixedClock) -> None:
    assert [await stored.failed("city", "HTTP 503") for _ in range(3)] == [1, 2, 3]
    (health,) = await stored.health(["city"])
    assert (health.failures, health.problem, health.answered_at) == (3, "HTTP 503", None)
    clock.advance(seconds=5)
    await stored.answered("city")
    (health,) = await stored.health(["city"])
    assert (health.failures, health.problem, health.answered_at) == (0, "", clock.now())
    assert await stored.failed("city", "HTTP 503") == 1


async def test_what_was_believed_adds_up(stored: StoredFeeds, clock: FixedClock) -> None:
    await stored.heard("city", 3)
    clock.advance(seconds=60)
    await stored.heard("city", 4)
    (health,) = await stored.health()
    assert (health.name, health.believed, health.heard_at) == ("city", 7, clock.now())


async def test_refusals_are_counted_by_feed_reason_and_day(stored: StoredFeeds, clock: FixedClock) -> None:
    await stored.refused("city", [refusal(), refusal(what="headrow"), refusal("late")])
    clock.advance(seconds=60)
    await stored.refused("city", [refusal(what="briggate")])
    clock.advance(days=1)
    await stored.refused("city", [refusal()])
    found = await stored.refusals(TODAY)
    assert [(one.reason, one.day, one.count, one.what) for one in found] == [
        ("no_unit", TODAY + dt.timedelta(days=1), 1, "kirkgate"),
        ("no_unit", TODAY, 3, "briggate"),
        ("late", TODAY, 1, "kirkgate"),
    ]
    assert await stored.refusals(TODAY, "other") == ()


async def test_many_at_once_are_all_counted(stored: StoredFeeds) -> None:
    both = [refusal("late"), refusal("no_unit")]
    await asyncio.gather(*(stored.refused("city", both[:: 1 - 2 * (n % 2)]) for n in range(20)))
    assert {one.count for one in await stored.refusals(TODAY)} == {20}


async def test_what_came_is_kept_short_and_on_one_line(stored: StoredFeeds) -> None:
    await stored.refused("city", [refusal(what="a\x00b\nc", detail="long " * 100)])
    (found,) = await stored.refusals(TODAY)
    assert found.what == "a b c"
    assert len(found.detail) == LONGEST
    assert found.detail.endswith("…")


async def test_silence_is_announced_once_by_whoever_finds_it(stored: StoredFeeds) -> None:
    assert sum(await asyncio.gather(*(stored.alarm("city") for _ in range(5)))) == 1
    assert (await stored.health())[0].alarmed_at == START
    assert [await stored.calm("city"), await stored.calm("city")] == [True, False]
    assert await stored.alarm("city")


async def test_old_refusals_are_forgotten(stored: StoredFeeds, clock: FixedClock) -> None:
    await stored.refused("city", [refusal()])
    clock.advance(KEPT)
    assert await stored.sweep() == 0
    clock.advance(days=1)
    assert await stored.sweep() == 1
    assert await stored.refusals(TODAY) == ()
