"""STOP means stop, START brings it back; what a provider refuses is tried again when the person writes."""

from __future__ import annotations

import datetime as dt

from msgspec.structs import replace

from bot.clock import FixedClock
from bot.store.sealed import Keys
from bot.store.store import Store
from channels.fake_sends import FakeSends
from notifier.outbox import PUSHED
from tests.databases import SECRET, START, OpenStore
from tests.integration.outbox.posting import PACKS, Worker, answered, posted, rows
from tests.integration.store.talking import ME, OTHER, line, message, opened, outcome, said


async def test_stop_stops_what_is_pushed_and_not_the_answers(store: Store, clock: FixedClock) -> None:
    await store.suppressions.suppress("sms", ME, "pushes", "resident")
    worker = Worker(store, sends := FakeSends(), clock)
    await answered(store, "answer")
    await posted(store, START, "flood", kind="alert", priority=PUSHED)
    await posted(store, START, "reminder", kind="notice")
    await posted(store, START, "flood", kind="alert", priority=PUSHED, address=OTHER)
    await worker.drain()
    assert sorted(sends.texts) == ["answer", "flood"]
    assert await rows(store, "status") == ["sent", "suppressed", "suppressed", "sent"]


async def test_it_is_one_channel_and_one_address(store: Store) -> None:
    await store.suppressions.suppress("sms", ME, "pushes", "resident")
    assert await store.suppressions.is_suppressed("sms", ME)
    assert not await store.suppressions.is_suppressed("sms", ME, "all")
    assert not await store.suppressions.is_suppressed("telegram", ME)
    assert not await store.suppressions.is_suppressed("sms", OTHER)


async def test_saying_it_twice_is_saying_it_once(store: Store) -> None:
    for _ in range(2):
        await store.suppressions.suppress("sms", ME, "pushes", "resident")
    await store.suppressions.lift("sms", ME)
    assert not await store.suppressions.is_suppressed("sms", ME)


async def test_a_turn_can_say_it(store: Store) -> None:
    turn = await opened(store, message("stop"))
    await store.commit_turn(replace(outcome(turn, line("OK.")), pushes="stop"))
    assert await store.suppressions.is_suppressed("sms", ME)
    turn = await opened(store, message("start"))
    await store.commit_turn(replace(outcome(turn, line("OK.")), pushes="start"))
    assert not await store.suppressions.is_suppressed("sms", ME)


async def test_who_writes_again_is_answered_again(store: Store, clock: FixedClock) -> None:
    await store.suppressions.suppress("sms", ME, "all", "provider")
    await store.suppressions.suppress("sms", ME, "pushes", "resident")
    clock.advance(seconds=60)
    inbound = replace(message("hello"), at=START + dt.timedelta(seconds=60))
    await store.open_turn(inbound, "this process")
    assert not await store.suppressions.is_suppressed("sms", ME, "all")
    assert await store.suppressions.is_suppressed("sms", ME)


async def test_the_stop_itself_is_not_writing_again(store: Store, clock: FixedClock) -> None:
    """The provider has answered it: the channel says so before it hands the message on."""
    worker = Worker(store, sends := FakeSends(), clock)
    stop = message("STOP")
    await store.suppressions.suppress("sms", ME, "all", "provider")
    await store.commit_turn(outcome(await opened(store, stop), line("OK. I have stopped.")))
    await worker.drain()
    assert sends.texts == []
    assert await rows(store, "status") == ["suppressed"]


async def test_it_outlives_a_change_of_the_secret(open_store: OpenStore) -> None:
    old = await open_store(packs=PACKS)
    await said(old, "hello", line("hello"))
    await old.suppressions.suppress("sms", ME, "pushes", "resident")
    between = await open_store(keys=Keys(["another secret " * 3, SECRET]), packs=PACKS)
    assert await between.suppressions.is_suppressed("sms", ME)
    await said(between, "hello again", line("hello"))  # the message makes the hashes anew
    assert await between.suppressions.is_suppressed("sms", ME)
    await between.sweep(START)
    new = await open_store(keys=Keys(["another secret " * 3]), packs=PACKS)
    assert await new.suppressions.is_suppressed("sms", ME)
    assert [due.rendered.text for due in await new.outbox("one").claim("sms", 9, 0)] == ["hello"]


async def test_it_outlives_being_forgotten(store: Store) -> None:
    turn, _ = await said(store, "hello", line("hello"))
    await store.suppressions.suppress("sms", ME, "pushes", "resident")
    await store.erase(turn.conversation.id)
    assert await store.suppressions.is_suppressed("sms", ME)
