"""Those who wait for a conversation are woken when it has news, and no wake-up is lost."""

from __future__ import annotations

import asyncio

from bot.store.hub import Hub

MINE, OTHERS = b"mine", b"others"
SOON, LONG = 0.01, 10.0


async def test_who_waits_is_woken() -> None:
    hub = Hub()
    with hub.watch(MINE) as watch:
        waiting = asyncio.create_task(watch.changed(LONG))
        await asyncio.sleep(0)
        hub.wake(MINE)
        assert await waiting


async def test_everybody_who_waits_is_woken() -> None:
    hub = Hub()
    with hub.watch(MINE) as one, hub.watch(MINE) as two:
        hub.wake(MINE)
        assert await one.changed(LONG)
        assert await two.changed(LONG)


async def test_other_conversations_wake_nobody() -> None:
    hub = Hub()
    with hub.watch(MINE) as watch:
        hub.wake(OTHERS)
        assert not await watch.changed(SOON)


async def test_what_happens_before_the_wait_is_not_lost() -> None:
    hub = Hub()
    with hub.watch(MINE) as watch:
        hub.wake(MINE)
        hub.wake(MINE)
        assert await watch.changed(LONG)
        assert not await watch.changed(SOON)


async def test_what_happened_before_the_watch_is_the_databases_affair() -> None:
    hub = Hub()
    hub.wake(MINE)
    with hub.watch(MINE) as watch:
        assert not await watch.changed(SOON)


async def test_missed_news_wake_everybody() -> None:
    hub = Hub()
    with hub.watch(MINE) as one, hub.watch(OTHERS) as two:
        hub.wake_all()
        assert await one.changed(LONG)
        assert await two.changed(LONG)


async def test_a_watch_that_ended_is_forgotten() -> None:
    hub = Hub()
    with hub.watch(MINE) as outer, hub.watch(MINE):
        pass
    assert hub.watching == 0
    hub.wake(MINE)
    assert not await outer.changed(SOON)
