"""Who still waits when the helpline closes is told once, and never over an adviser or an answer."""

from __future__ import annotations

import datetime as dt

from bot.clock import FixedClock
from bot.store.closing import Closing, Waiter
from bot.store.sealed import Keys
from bot.store.store import Store
from tests.databases import SECRET, OpenStore
from tests.integration.store.helpline import adviser, queues
from tests.integration.store.talking import line, message

TOLD = (line("No adviser is here now."),)
CHANNELS = ("sms",)


def closing(store: Store, clock: FixedClock) -> Closing:
    return Closing(store.database, Keys([SECRET]), clock, store.hub, store.postbox)


async def waits(store: Store, clock: FixedClock) -> tuple[Closing, Waiter, dt.datetime]:
    """One resident in the queue, which closes a minute later."""
    await queues(store)
    clock.advance(seconds=60)
    since = clock.now()
    found = closing(store, clock)
    (waiter,) = await found.waiting(since, CHANNELS)
    return found, waiter, since


async def test_they_are_told_once_and_stay_in_the_queue(store: Store, clock: FixedClock) -> None:
    found, waiter, since = await waits(store, clock)
    entries = await found.tell(waiter, since, b"{}", TOLD)
    assert [entry.text for entry in entries] == ["No adviser is here now."]
    assert await found.waiting(since, CHANNELS) == ()
    assert await found.tell(waiter, since, b"{}", TOLD) == ()
    handover = await store.handovers.read(waiter.handover.id)
    assert handover is not None
    assert (handover.status, handover.queued_at) == ("queued", waiter.handover.queued_at)


async def test_the_next_closing_is_told_again(store: Store, clock: FixedClock) -> None:
    found, waiter, since = await waits(store, clock)
    await found.tell(waiter, since, b"{}", TOLD)
    assert len(await found.waiting(since + dt.timedelta(days=1), CHANNELS)) == 1


async def test_two_processes_tell_once(open_store: OpenStore, clock: FixedClock) -> None:
    one, two = await open_store(), await open_store()
    found, waiter, since = await waits(one, clock)
    other = closing(two, clock)
    (again,) = await other.waiting(since, CHANNELS)
    assert await found.tell(waiter, since, b"{}", TOLD)
    assert await other.tell(again, since, b"{}", TOLD) == ()


async def test_whom_an_adviser_has_is_not_told(store: Store, clock: FixedClock) -> None:
    found, waiter, since = await waits(store, clock)
    amira = await adviser(store, clock.now())
    await store.handovers.claim(waiter.handover.id, amira)
    assert await found.waiting(since, CHANNELS) == ()
    assert await found.tell(waiter, since, b"{}", TOLD) == ()


async def test_who_went_back_to_the_queue_unseen_is_told_after_all(store: Store, clock: FixedClock) -> None:
    found, waiter, since = await waits(store, clock)
    amira = await adviser(store, clock.now())
    await store.handovers.claim(waiter.handover.id, amira)
    assert await found.tell(waiter, since, b"{}", TOLD) == ()
    await store.handovers.pass_to_team(waiter.handover.id, amira, "")
    (again,) = await found.waiting(since, CHANNELS)
    assert await found.tell(again, since, b"{}", TOLD), "the refused try has left no mark"


async def test_while_a_message_is_being_answered_nothing_is_said(store: Store, clock: FixedClock) -> None:
    found, waiter, since = await waits(store, clock)
    await store.open_turn(message("hello?", address=waiter.conversation.address), "other")
    assert await found.tell(waiter, since, b"{}", TOLD) == ()


async def test_other_channels_and_later_comers_are_not_found(store: Store, clock: FixedClock) -> None:
    found, _waiter, since = await waits(store, clock)
    await queues(store, channel="rest")
    await queues(store)
    assert len(await found.waiting(since, CHANNELS)) == 1


async def test_who_is_forgotten_is_not_told(store: Store, clock: FixedClock) -> None:
    found, waiter, since = await waits(store, clock)
    await store.erase(waiter.conversation.id)
    assert await found.waiting(since, CHANNELS) == ()
    assert await found.tell(waiter, since, b"{}", TOLD) == ()
