"""Sending is done once, however often it is begun, by whomever, and whatever comes in between."""

from __future__ import annotations

import asyncio
import itertools
from functools import partial

import pytest
from sqlalchemy import update

from bot import fan_out as fan_outs
from bot.clock import FixedClock
from bot.store.alert_tables import alert_versions
from bot.store.audience import Version
from bot.store.store import Store
from notifier.outbox import Mark
from tests.databases import OpenStore
from tests.integration.fan_out.crowd import PACKS, Crowd, warning


async def again(store: Store) -> None:
    """As if the last step of every sending had been lost."""
    change = update(alert_versions).where(alert_versions.c.status == "sent").values(status="new")
    await store.database.write(lambda connection: connection.execute(change).close())


async def test_sending_again_adds_nothing(crowd: Crowd, store: Store) -> None:
    for number in range(30):
        await crowd.person(f"person {number}", state="paused" if number % 3 == 0 else "active")
    assert await crowd.warn(warning(3)) == 30
    await again(store)
    assert await crowd.fan_out.all() == 0
    await crowd.tell(warning(4))
    await again(store)
    assert await crowd.fan_out.all() == 0
    assert len(await crowd.told(code=None)) == 60


async def test_many_subscriptions_go_in_several_transactions(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fan_outs, "ROWS", {"sqlite": 4, "postgresql": 4})
    for number in range(11):
        await crowd.person(f"person {number}")
    assert await crowd.warn(warning(3)) == 11
    assert len((await crowd.drain()).taken) == 11


async def test_a_newer_version_takes_back_what_waits_of_the_older(crowd: Crowd) -> None:
    await crowd.person("ada")
    await crowd.warn(warning(2))
    await crowd.warn(warning(3))
    assert await crowd.told("status", "told", code="superseded") == [("expired", "new")]
    assert await crowd.told() == ["new"]
    assert len((await crowd.drain()).taken) == 1


async def test_of_two_versions_at_once_only_the_newer_is_sent(crowd: Crowd, store: Store) -> None:
    await crowd.person("ada")
    await store.alerts.warn(warning(2))
    await store.alerts.warn(warning(4))
    await crowd.fan_out.all()
    assert await crowd.told("told", "level", code=None) == [("new", 4)]


async def test_a_version_that_is_overtaken_while_it_is_sent_stops_there(
    crowd: Crowd, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fan_outs, "ROWS", {"sqlite": 2, "postgresql": 2})
    for number in range(6):
        await crowd.person(f"person {number}")
    first = await store.alerts.warn(warning(2))
    some, steps = crowd.fan_out.put_some, itertools.count()

    async def overtaken(version: Version, range: tuple[int, int], parts: int) -> int | None:
        if next(steps) == 1:
            await store.alerts.warn(warning(3))
        return await some(version, range, parts)

    monkeypatch.setattr(crowd.fan_out, "put_some", overtaken)
    assert first is not None
    await crowd.fan_out.send(first)
    assert await crowd.told("level") == [2, 2]
    await crowd.fan_out.all()
    assert await crowd.told("told", "level", code="") == [("new", 3)] * 6
    assert await crowd.told("level", code="superseded") == [2, 2]


async def test_two_processes_at_once_send_everything_once(
    open_store: OpenStore, clock: FixedClock, crowd: Crowd
) -> None:
    for number in range(20):
        await crowd.person(f"person {number}")
    other = Crowd(await open_store(packs=PACKS), clock)
    await crowd.store.alerts.warn(warning(3))
    await asyncio.gather(crowd.fan_out.all(), other.fan_out.all())
    await crowd.fan_out.all()
    assert len(await crowd.told()) == 20
    assert len((await crowd.drain()).taken) == 20


async def test_two_processes_that_hear_of_the_same_at_once_make_one_alert(
    open_store: OpenStore, clock: FixedClock, crowd: Crowd
) -> None:
    other = await open_store(packs=PACKS)
    same = warning(3)
    made = await asyncio.gather(*(partial(one.alerts.warn, same)() for one in (crowd.store, other) * 3))
    assert sum(version is not None for version in made) == 1
    assert len(await crowd.store.alerts.in_force()) == 1


async def test_an_older_message_that_surfaces_after_a_newer_is_not_sent(crowd: Crowd, store: Store) -> None:
    await crowd.person("ada")
    await crowd.warn(warning(2))
    box = store.outbox("dies")
    [row] = await box.claim("sms", 10, 0.0)
    assert await box.begin([row.id])
    await crowd.warn(warning(3))  # what became of the first is not known: it counts as told
    await box.mark([Mark(row.id, "waiting", not_before=crowd.clock.now())])
    sends = await crowd.drain()
    assert [message.key.split(":")[1] for message in sends.taken] == ["2"]
    assert await crowd.told("status", "told") == [("suppressed", "new"), ("sent", "upgrade")]
