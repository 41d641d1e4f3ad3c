"""The worker with a provider that misbehaves: everything arrives once, or it is said why not."""

from __future__ import annotations

import asyncio

from bot.clock import FixedClock
from bot.store.store import Store
from channels.fake_sends import FakeSends
from channels.sending import Outgoing, Pace
from notifier.outbox import PUSHED
from tests.databases import START
from tests.integration.outbox.posting import Worker, answered, posted, rows
from tests.integration.store.talking import ME, OTHER


async def test_answers_go_out_in_order(store: Store, clock: FixedClock) -> None:
    worker = Worker(store, sends := FakeSends(), clock)
    await answered(store, "one", "two")
    await answered(store, "three")
    await worker.drain()
    assert sends.texts == ["one", "two", "three"]
    assert await rows(store, "status", "provider", "attempts") == [("sent", "fake", 1)] * 3
    assert worker.counts == {"sent": 3}


async def test_one_that_is_to_be_sent_later_is_and_the_others_do_not_wait(
    store: Store, clock: FixedClock
) -> None:
    worker = Worker(store, sends := FakeSends(), clock)
    sends.fail("later")
    await answered(store, "one", "two")
    await answered(store, "to another", address=OTHER)
    await worker.drain()
    assert sends.texts == ["to another"]
    clock.advance(seconds=5)
    await worker.drain()
    assert sends.texts == ["to another", "one", "two"]


async def test_a_provider_that_wants_quiet_is_left_alone(store: Store, clock: FixedClock) -> None:
    worker = Worker(store, sends := FakeSends(pace=Pace(at_once=1)), clock)
    sends.fail("quiet")
    sends.seconds = 600
    for number in range(5):
        await answered(store, "hello", address=str(number))
    await worker.drain()
    assert sends.calls == 1
    assert await rows(store, "holder") == [None] * 5


async def test_an_answer_that_was_lost_is_looked_up_and_not_sent_twice(
    store: Store, clock: FixedClock
) -> None:
    worker = Worker(store, sends := FakeSends(), clock)
    sends.fail("lost after")
    await answered(store, "one")
    await worker.drain()
    assert await rows(store, "status") == ["uncertain"]
    clock.advance(seconds=10)
    await worker.drain()
    assert sends.texts == ["one"]
    assert sends.asked == ["reply:1:2:0"]
    assert await rows(store, "status") == ["sent"]


async def test_a_call_that_never_got_there_is_made_again(store: Store, clock: FixedClock) -> None:
    worker = Worker(store, sends := FakeSends(), clock)
    sends.fail("lost before")
    await answered(store, "one")
    await worker.drain()
    clock.advance(seconds=10)
    await worker.drain()
    assert sends.texts == ["one"]
    assert worker.counts == {"unknown": 1, "absent": 1, "sent": 1}


async def test_where_it_cannot_be_asked_an_answer_goes_twice_and_an_alert_does_not(
    store: Store, clock: FixedClock
) -> None:
    worker = Worker(store, sends := FakeSends(askable=False), clock)
    sends.fail("lost after", "lost after")
    await answered(store, "answer")
    await posted(store, START, "alert", address=OTHER, kind="alert", priority=PUSHED)
    await worker.drain()
    clock.advance(seconds=10)
    await worker.drain()
    assert sorted(sends.texts) == ["alert", "answer", "answer"]
    assert (worker.counts["unsure_again"], worker.counts["unsure_dropped"]) == (1, 1)
    assert await rows(store, "status") == ["sent", "dropped"]


async def test_what_is_too_late_is_not_sent(store: Store, clock: FixedClock) -> None:
    worker = Worker(store, sends := FakeSends(), clock)
    await answered(store, "one")
    clock.advance(seconds=31 * 60)
    await worker.drain()
    assert sends.texts == []
    assert await rows(store, "status", "body") == [("expired", None)]


async def test_who_is_gone_gets_nothing_more_until_they_write(store: Store, clock: FixedClock) -> None:
    worker = Worker(store, sends := FakeSends(), clock)
    sends.fail("gone")
    await answered(store, "one", "two")
    await worker.drain()
    assert sends.texts == []
    assert await rows(store, "status") == ["failed", "suppressed"]
    await posted(store, START, "flood", kind="alert", priority=PUSHED)
    await worker.drain()
    assert await rows(store, "status") == ["failed", "suppressed", "suppressed"]
    assert await store.suppressions.is_suppressed("sms", ME)


async def test_a_worker_is_told_and_need_not_look(store: Store, clock: FixedClock) -> None:
    """The answer goes out long before the next poll, whichever process wrote it."""
    worker = Worker(store, sends := FakeSends(), clock)
    went = asyncio.Event()

    async def arrived(_message: Outgoing) -> None:
        went.set()

    sends.before = arrived
    await worker.deliver.start()
    await answered(store, "one")
    async with asyncio.timeout(20):
        await went.wait()
    await worker.deliver.close()
    assert sends.texts == ["one"]
    assert await rows(store, "status") == ["sent"]


async def test_a_call_that_is_cut_off_is_asked_about(store: Store, clock: FixedClock) -> None:
    first = Worker(store, sends := FakeSends(), clock)
    begun = asyncio.Event()

    async def hang(_message: Outgoing) -> None:
        begun.set()
        await asyncio.Event().wait()

    sends.before = hang
    await first.deliver.start()
    await answered(store, "one")
    async with asyncio.timeout(20):
        await begun.wait()
    await first.deliver.close(seconds=0)
    sends.before = None
    assert await rows(store, "status") == ["sending"]
    second = Worker(store, sends, clock, "two")
    await second.drain()
    assert sends.asked == []
    clock.advance(seconds=10)
    await second.drain()
    assert (sends.asked, sends.texts) == (["reply:1:2:0"], ["one"])


async def test_two_workers_share_a_thousand_messages(store: Store, clock: FixedClock) -> None:
    """In order for each person, none twice, none lost."""
    sends = FakeSends()
    people = [str(number) for number in range(50)]
    for part in range(4):
        for person in people:
            await posted(store, START, *(f"{person}:{part}:{n}" for n in range(5)), address=person)
    workers = [Worker(store, sends, clock, name) for name in ("one", "two")]
    await asyncio.gather(*(worker.drain() for worker in workers))
    await workers[0].drain()
    assert len(sends.taken) == 1000
    assert sends.doubles == 0
    for person in people:
        got = [text for text in sends.texts if text.startswith(f"{person}:")]
        assert got == [f"{person}:{part}:{n}" for part in range(4) for n in range(5)]
    assert set(await rows(store, "status")) == {"sent"}
