"""Alerts, running: a version goes at once, what a dead process left comes first, and failures end nothing."""

from __future__ import annotations

import asyncio

from bot.alerting import Alerting
from bot.store.store import Store
from bot.ticks import Tick
from tests.integration.fan_out.crowd import Crowd, warning


def alerting(crowd: Crowd, *ticks: Tick) -> Alerting:
    """Of one process, without feeds."""
    alerts, hub = crowd.store.alerts, crowd.store.hub
    return Alerting(alerts, crowd.fan_out, lambda: hub.watch(alerts.news), (), ticks)


async def until_told(crowd: Crowd, count: int) -> None:
    """Until so many rows are there."""
    with crowd.store.hub.watch(crowd.store.postbox.news) as news:
        async with asyncio.timeout(20):
            while len(await crowd.told()) < count:
                await news.changed(1.0)


async def test_a_version_wakes_the_fan_out(crowd: Crowd) -> None:
    await crowd.person("ada")
    running = alerting(crowd)
    await running.start()
    await crowd.store.alerts.warn(warning(3))
    await until_told(crowd, 1)
    await running.stop()


async def test_what_a_process_left_is_sent_when_the_next_begins(crowd: Crowd) -> None:
    await crowd.person("ada")
    await crowd.store.alerts.warn(warning(3))
    running = alerting(crowd)
    await running.start()
    await until_told(crowd, 1)
    await running.stop()
    await running.stop()  # once more does no harm


async def test_draining_does_what_the_clock_does_and_sends(crowd: Crowd, store: Store) -> None:
    await crowd.person("ada")
    ticked = []

    async def tick() -> None:
        ticked.append(1)
        await store.alerts.warn(warning(3))

    await alerting(crowd, Tick(tick, 60)).drain()
    assert ticked == [1]
    assert await crowd.told() == ["new"]


async def test_a_version_that_cannot_be_sent_does_not_end_the_fan_out(crowd: Crowd, store: Store) -> None:
    await crowd.person("ada")
    send, failed = crowd.fan_out.send, asyncio.Event()

    async def fails_once(version_id: int) -> int:
        if not failed.is_set():
            failed.set()
            raise RuntimeError("the disk is full")
        return await send(version_id)

    crowd.fan_out.send = fails_once  # type: ignore[method-assign]
    running = alerting(crowd)
    await running.start()
    await store.alerts.warn(warning(3))
    async with asyncio.timeout(20):
        await failed.wait()
    await store.alerts.warn(warning(4))
    await until_told(crowd, 1)
    await running.stop()
