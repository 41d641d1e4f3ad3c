"""Other software hears of every version that is public: in order, once at least, and again when it asks."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec import structs
from sqlalchemy import Connection, select

from bot.clock import FixedClock
from bot.store.hook_tables import hooks as table
from bot.store.hooks import HookError, StoredHooks
from bot.store.outbox_tables import outbox
from bot.store.rotation import reseal
from bot.store.sealed import Keys
from bot.store.store import Store
from notifier.hooks import PAUSES, Hooks
from tests.databases import SECRET
from tests.integration.hooks.conftest import SIGNS
from tests.integration.hooks.public import public, written
from tests.integration.hooks.receiver import Receiver
from tests.integration.outbox.posting import Worker, rows
from tests.unit.notifier.alerts_out import AIR, SAID, WEATHER, over


async def test_an_alert_and_its_all_clear_are_told_in_order(
    store: Store, clock: FixedClock, hooks: StoredHooks, sends: Hooks, receiver: Receiver
) -> None:
    await hooks.add("newsroom", receiver.url, SIGNS)
    first = await public(store, AIR, hooks.enqueue)
    then = await public(store, over(AIR), hooks.enqueue)
    worker = Worker(store, sends, clock)
    await worker.drain()
    await worker.drain()
    assert [event["type"] for event in receiver.events] == ["alert.new", "alert.clear"]
    assert receiver.ids == [f"alert_{first}", f"alert_{then}"]
    assert receiver.events[0]["data"]["cap"] == f"https://assistant.council.test/alerts/{first}.cap"
    assert await rows(store, "status", "address", "body") == [("delivered", None, None)] * 2


async def test_everybody_hears_what_they_want_to_hear(
    store: Store, clock: FixedClock, hooks: StoredHooks, sends: Hooks, receiver: Receiver
) -> None:
    await hooks.add("newsroom", receiver.url, SIGNS)
    await hooks.add("signs on the road", receiver.url, SIGNS, ["weather", "flood"])
    await public(store, AIR, hooks.enqueue)
    version = await public(store, WEATHER, hooks.enqueue)
    await Worker(store, sends, clock).drain()
    await Worker(store, sends, clock).drain()
    assert sorted(event["data"]["kind"] for event in receiver.events) == ["air", "weather", "weather"]
    assert receiver.ids.count(f"alert_{version}") == 2


async def test_the_same_version_again_is_told_once(
    store: Store, hooks: StoredHooks, receiver: Receiver
) -> None:
    await hooks.add("newsroom", receiver.url, SIGNS)
    version = await public(store, AIR, hooks.enqueue)
    await store.database.write(lambda connection: hooks.enqueue(connection, version, AIR))
    assert len(await rows(store, "key")) == 1


async def test_a_transaction_that_is_undone_tells_nobody(
    store: Store, hooks: StoredHooks, receiver: Receiver
) -> None:
    await hooks.add("newsroom", receiver.url, SIGNS)

    def work(connection: Connection) -> None:
        hooks.enqueue(connection, 1, AIR)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await store.database.write(work)
    assert await rows(store, "key") == []


async def test_it_is_no_residents_row(store: Store, hooks: StoredHooks, receiver: Receiver) -> None:
    """Neither "why not sent" nor what somebody was told last looks at it."""
    await hooks.add("newsroom", receiver.url, SIGNS)
    await public(store, AIR, hooks.enqueue)
    columns = ("kind", "channel", "subscription_id", "alert_id", "conversation_id", "priority")
    assert await rows(store, *columns) == [("event", "webhook", None, None, None, 30)]


async def test_a_receiver_in_trouble_gets_all_of_it_later_and_in_order(
    store: Store, clock: FixedClock, hooks: StoredHooks, sends: Hooks, receiver: Receiver
) -> None:
    await hooks.add("newsroom", receiver.url, SIGNS)
    await public(store, AIR, hooks.enqueue)
    await public(store, over(AIR), hooks.enqueue)
    receiver.answers.extend([503, 500])
    worker = Worker(store, sends, clock)
    for pause in (0.0, *PAUSES[:2], 1.0):
        clock.advance(dt.timedelta(seconds=pause * 1.3))
        await worker.drain()
    assert [event["type"] for event in receiver.events] == ["alert.new", "alert.clear"]
    assert worker.counts == {"later": 2, "sent": 2}
    assert receiver.calls[0] == receiver.calls[1] == receiver.calls[2], "one event has one id"


async def test_what_died_on_the_way_is_told_again_under_the_same_id(
    store: Store, clock: FixedClock, hooks: StoredHooks, sends: Hooks, receiver: Receiver
) -> None:
    await hooks.add("newsroom", receiver.url, SIGNS)
    await public(store, AIR, hooks.enqueue)
    dying = store.outbox("dying")
    [row] = await dying.claim("webhook", 1, 0.0)
    await dying.begin([row.id])
    clock.advance(dt.timedelta(minutes=2))
    worker = Worker(store, sends, clock, "next")
    await worker.drain()
    await worker.drain()
    assert worker.counts == {"unsure_again": 1, "sent": 1}
    assert len(receiver.ids) == 1


async def test_who_says_gone_is_told_nothing_more(
    store: Store, clock: FixedClock, hooks: StoredHooks, sends: Hooks, receiver: Receiver
) -> None:
    await hooks.add("newsroom", receiver.url, SIGNS)
    await public(store, AIR, hooks.enqueue)
    receiver.answers.append(410)
    worker = Worker(store, sends, clock)
    await worker.drain()
    await public(store, WEATHER, hooks.enqueue)
    await worker.drain()
    assert await rows(store, "status") == ["failed", "suppressed"]
    assert [hook.gone for hook in await hooks.all()] == [True]
    await hooks.remove("newsroom")
    await hooks.add("newsroom", receiver.url, SIGNS)
    assert [hook.gone for hook in await hooks.all()] == [False], "added again, it is told again"


async def test_who_is_removed_does_not_get_what_waited(
    store: Store, clock: FixedClock, hooks: StoredHooks, sends: Hooks, receiver: Receiver
) -> None:
    await hooks.add("newsroom", receiver.url, SIGNS)
    await public(store, AIR, hooks.enqueue)
    await hooks.remove("newsroom")
    await Worker(store, sends, clock).drain()
    assert receiver.calls == []
    assert await rows(store, "status", "code") == [("failed", "removed")]


async def test_what_was_missed_is_told_again_from_a_moment_on(
    store: Store, clock: FixedClock, hooks: StoredHooks, sends: Hooks, receiver: Receiver
) -> None:
    await hooks.add("newsroom", receiver.url, SIGNS, ["weather", "air"])
    old = await public(store, AIR, hooks.enqueue)
    new = await public(store, over(AIR), hooks.enqueue)
    await public(store, SAID, hooks.enqueue)
    worker = Worker(store, sends, clock)
    await worker.drain()
    await worker.drain()
    assert await hooks.replay("newsroom", AIR.at + dt.timedelta(minutes=1)) == 1
    assert await hooks.replay("newsroom", AIR.at + dt.timedelta(minutes=1)) == 1, "the same moment, once"
    await worker.drain()
    assert receiver.ids == [f"alert_{old}", f"alert_{new}", f"alert_{new}"]


async def test_what_is_not_public_is_never_told_again(
    store: Store, hooks: StoredHooks, receiver: Receiver
) -> None:
    await hooks.add("newsroom", receiver.url, SIGNS)
    await public(store, AIR, hooks.enqueue)
    draft = structs.replace(SAID, name="council:draft")
    await store.database.write(lambda connection: written(connection, draft, "draft"))
    assert await hooks.replay("newsroom", AIR.at - dt.timedelta(days=1)) == 1


async def test_a_name_is_taken_once_and_an_unknown_one_is_told(
    hooks: StoredHooks, receiver: Receiver
) -> None:
    await hooks.add("newsroom", receiver.url, SIGNS)
    with pytest.raises(HookError, match="there is one called newsroom already"):
        await hooks.add("newsroom", "https://example.org/", SIGNS)
    for refused in (hooks.remove("radio"), hooks.replay("radio", AIR.at)):
        with pytest.raises(HookError, match="there is none called radio"):
            await refused


async def test_the_secret_lies_sealed_and_follows_a_change_of_the_installations(
    store: Store, clock: FixedClock, hooks: StoredHooks, receiver: Receiver
) -> None:
    number = await hooks.add("newsroom", receiver.url, SIGNS)
    await public(store, AIR, hooks.enqueue)
    found = select(table.c.secret)
    sealed = await store.database.read(lambda connection: connection.scalar(found))
    assert SIGNS.encode() not in sealed
    await reseal(store.database, Keys(["another secret that is used in tests", SECRET]))
    newer = Keys(["another secret that is used in tests"])
    again = StoredHooks(store.database, newer, clock, store.postbox, lambda id: "")
    known = await again.receiver(str(number))
    assert known is not None
    assert known.secret == SIGNS
    lookup = await store.database.read(lambda connection: connection.scalar(select(outbox.c.to_lookup)))
    assert lookup == newer.find("webhook", str(number))
