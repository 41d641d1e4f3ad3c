"""Calls and talks are counted in what is held, and being forgotten ends a talk wherever it stands."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.clock import FixedClock
from bot.handover.request import NotYours
from bot.store.queue import QueueView
from bot.store.store import Store
from tests.integration.store.helpline import adviser, queues
from tests.integration.store.talking import line


async def books(store: Store, clock: FixedClock, conversation: int) -> str:
    start = clock.now() + dt.timedelta(hours=1)
    until = start + dt.timedelta(hours=1)
    return await store.callbacks.book(conversation, start, until, "+441134960123", "pl", f"k{start}", 9)


async def test_calls_and_talks_are_counted(store: Store, clock: FixedClock) -> None:
    conversation = await queues(store)
    held = await store.privacy.held(conversation)
    assert (held.calls, held.talks) == (0, 0), "who has only waited has talked to nobody"
    (handover,) = await store.handovers.of(conversation)
    await store.handovers.claim(handover.id, await adviser(store, clock.now()))
    await books(store, clock, conversation)
    held = await store.privacy.held(conversation)
    assert (held.calls, held.talks) == (1, 1)


async def test_another_resident_s_are_not(store: Store, clock: FixedClock) -> None:
    mine, other = await queues(store), await queues(store)
    await books(store, clock, other)
    assert (await store.privacy.held(mine)).calls == 0


async def test_the_reference_is_the_hand_over_s_else_the_call_s(store: Store, clock: FixedClock) -> None:
    conversation = await queues(store)
    (handover,) = await store.handovers.of(conversation)
    booked = await books(store, clock, conversation)
    assert await store.privacy.reference(conversation) == handover.reference
    amira = await adviser(store, clock.now())
    await store.handovers.claim(handover.id, amira)
    assert await store.privacy.reference(conversation) == handover.reference
    await store.handovers.close(handover.id, amira, "solved", ())
    assert await store.privacy.reference(conversation) == booked
    await store.callbacks.cancel(conversation)
    assert await store.privacy.reference(conversation) == ""


async def test_who_is_forgotten_in_the_queue_waits_no_more(store: Store, clock: FixedClock) -> None:
    conversation = await queues(store, "gas")
    (handover,) = await store.handovers.of(conversation)
    with store.hub.watch(store.handovers.news) as news:
        await store.erase(conversation)
        assert await news.changed(5), "the helpline's pages are told"
    assert await QueueView(store.database).count() == (0, 0)
    with pytest.raises(NotYours) as refused:
        await store.handovers.claim(handover.id, await adviser(store, clock.now()))
    assert refused.value.status == "gone"


async def test_who_is_forgotten_while_with_an_adviser_is_gone_for_them(
    store: Store, clock: FixedClock
) -> None:
    conversation = await queues(store)
    (handover,) = await store.handovers.of(conversation)
    amira = await adviser(store, clock.now())
    await store.handovers.claim(handover.id, amira)
    booked = await books(store, clock, conversation)
    await store.erase(conversation)
    with pytest.raises(NotYours) as refused:
        await store.handovers.write(handover.id, amira, (line("Hello?"),))
    assert refused.value.status == "gone"
    assert await store.handovers.find(handover.reference) is None
    assert booked
    assert await store.callbacks.due() == ()
