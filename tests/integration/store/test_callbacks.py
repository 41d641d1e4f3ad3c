"""Calls that were promised: booked once, with the helpline until they are made, then without a number."""

from __future__ import annotations

import asyncio
import datetime as dt
from random import Random

import pytest
from sqlalchemy import select

from bot.clock import FixedClock
from bot.handover.callback import MOST_TRIES, Callback, NotTaken, Promised
from bot.handover.request import OffShift
from bot.store.callback_rows import Figures
from bot.store.reference import read_reference
from bot.store.store import Store
from bot.store.tables import callbacks
from tests.databases import START, OpenStore
from tests.integration.store.helpline import adviser, run
from tests.integration.store.talking import message, opened

FROM, UNTIL = START + dt.timedelta(hours=3), START + dt.timedelta(hours=6)
NUMBER = "+441134960001"


async def resident(store: Store, address: str = "somebody") -> int:
    turn = await opened(store, message(address=address))
    await store.leave_turn(turn)
    return turn.conversation.id


async def book(
    store: Store, conversation: int, key: str = "run-1:book", *, hours: int = 0, most: int = 9
) -> str:
    later = dt.timedelta(hours=hours)
    return await store.callbacks.book(conversation, FROM + later, UNTIL + later, NUMBER, "ur", key, most)


async def booked(store: Store, address: str = "somebody") -> Callback:
    """A call that is booked."""
    conversation = await resident(store, address)
    await book(store, conversation, f"{address}:book")
    return (await store.callbacks.of(conversation))[0]


async def test_a_call_has_all_that_an_adviser_needs(store: Store) -> None:
    conversation = await resident(store)
    reference = await book(store, conversation)
    assert read_reference(reference) == reference
    (call,) = await store.callbacks.due()
    assert (call.reference, call.conversation, call.number) == (reference, conversation, NUMBER)
    assert (call.interpreter, call.from_at, call.until_at) == ("ur", FROM, UNTIL)
    assert (call.status, call.tries, call.adviser, call.done_at) == ("booked", 0, None, None)


async def test_the_number_is_sealed(store: Store) -> None:
    await booked(store)
    stored = await run(store, select(callbacks.c.number))
    assert NUMBER.encode() not in stored
    assert NUMBER[3:].encode() not in stored


async def test_the_same_key_is_one_call(store: Store) -> None:
    conversation = await resident(store)
    first = await book(store, conversation)
    assert await book(store, conversation) == first
    assert len(await store.callbacks.of(conversation)) == 1


async def test_the_same_key_at_once_from_two_processes_is_one_call(open_store: OpenStore) -> None:
    stores = [await open_store(random=Random(number)) for number in range(2)]
    conversation = await resident(stores[0])
    references = await asyncio.gather(*(book(store, conversation) for store in stores * 4))
    assert len(set(references)) == 1


async def test_the_last_place_is_given_once(open_store: OpenStore) -> None:
    stores = [await open_store(random=Random(number)) for number in range(2)]
    ids = [await resident(stores[0], f"resident {number}") for number in range(8)]
    asked = (book(stores[id % 2], id, f"run-{id}:book", most=3) for id in ids)
    given = [reference for reference in await asyncio.gather(*asked) if reference]
    assert len(given) == 3
    assert len(await stores[0].callbacks.due()) == 3


async def test_a_later_promise_takes_the_place_of_the_first(store: Store) -> None:
    conversation = await resident(store)
    await book(store, conversation)
    later = await book(store, conversation, "run-2:book", hours=3)
    assert [call.status for call in await store.callbacks.of(conversation)] == ["booked", "cancelled"]
    promised = await store.callbacks.promised(conversation)
    assert promised == Promised(later, FROM + dt.timedelta(hours=3), UNTIL + dt.timedelta(hours=3))


async def test_moving_within_a_full_time_is_possible_for_who_is_in_it(store: Store) -> None:
    conversation = await resident(store)
    assert await book(store, conversation, most=1)
    assert await book(store, conversation, "run-2:book", most=1)


async def test_a_promise_ends_with_its_time(store: Store, clock: FixedClock) -> None:
    call = await booked(store)
    clock.advance(UNTIL - clock.now() - dt.timedelta(seconds=1))
    assert await store.callbacks.promised(call.conversation) is not None
    clock.advance(seconds=1)
    assert await store.callbacks.promised(call.conversation) is None


async def test_the_resident_cancels(store: Store) -> None:
    call = await booked(store)
    assert await store.callbacks.cancel(call.conversation)
    assert not await store.callbacks.cancel(call.conversation)
    assert await store.callbacks.due() == ()
    (ended,) = await store.callbacks.done(START)
    assert (ended.status, ended.number) == ("cancelled", "")


async def test_a_broken_promise_is_overdue_and_not_due(store: Store, clock: FixedClock) -> None:
    call = await booked(store)
    assert (await store.callbacks.overdue(), len(await store.callbacks.due())) == ((), 1)
    clock.advance(UNTIL - clock.now())
    assert [one.id for one in await store.callbacks.overdue()] == [call.id]
    assert await store.callbacks.due() == ()
    assert (await store.callbacks.overdue())[0].overdue(clock.now())


async def test_what_is_due_next_comes_first(store: Store) -> None:
    late, soon = await resident(store, "late"), await resident(store, "soon")
    await book(store, late, "late", hours=5)
    await book(store, soon, "soon")
    assert [call.conversation for call in await store.callbacks.due()] == [soon, late]


async def test_an_adviser_takes_a_call_and_has_made_it(store: Store) -> None:
    call, staff = await booked(store), await adviser(store, START)
    taken = await store.callbacks.take(call.id, staff)
    assert (taken.status, taken.adviser, taken.number) == ("taken", staff, NUMBER)
    done = await store.callbacks.reached(call.id, staff)
    assert (done.status, done.number, done.done_at) == ("done", "", START)
    assert [one.id for one in await store.callbacks.done(START)] == [call.id]


async def test_of_two_who_take_a_call_the_second_is_told_who_has_it(store: Store) -> None:
    call = await booked(store)
    first, second = await adviser(store, START), await adviser(store, START)
    await store.callbacks.take(call.id, first)
    with pytest.raises(NotTaken) as late:
        await store.callbacks.take(call.id, second)
    assert (late.value.holder, late.value.status) == (first, "taken")
    with pytest.raises(NotTaken):
        await store.callbacks.reached(call.id, second)
    assert (await store.callbacks.take(call.id, first)).adviser == first


async def test_a_call_of_somebody_who_has_gone_home_can_be_taken(store: Store, clock: FixedClock) -> None:
    call = await booked(store)
    gone, there = await adviser(store, START, hours=1), await adviser(store, START)
    await store.callbacks.take(call.id, gone)
    clock.advance(seconds=3600)
    assert (await store.callbacks.take(call.id, there)).adviser == there


async def test_nobody_takes_a_call_who_is_not_on_shift(store: Store) -> None:
    call, staff = await booked(store), await adviser(store, START, hours=0)
    with pytest.raises(OffShift):
        await store.callbacks.take(call.id, staff)
    assert (await store.callbacks.of(call.conversation))[0].status == "booked"


async def test_a_failed_try_gives_it_back_until_the_last(store: Store) -> None:
    call, staff = await booked(store), await adviser(store, START)
    for number in range(1, MOST_TRIES):
        await store.callbacks.take(call.id, staff)
        missed = await store.callbacks.missed(call.id, staff)
        assert (missed.status, missed.tries, missed.adviser, missed.number) == (
            "booked",
            number,
            None,
            NUMBER,
        )
    await store.callbacks.take(call.id, staff)
    last = await store.callbacks.missed(call.id, staff)
    assert (last.status, last.tries, last.number) == ("unreached", MOST_TRIES, "")
    with pytest.raises(NotTaken) as over:
        await store.callbacks.take(call.id, staff)
    assert (over.value.holder, over.value.status) == (None, "unreached")


async def test_a_call_that_is_erased_is_gone(store: Store) -> None:
    call, staff = await booked(store), await adviser(store, START)
    await store.erase(call.conversation)
    assert await store.callbacks.due() == ()
    with pytest.raises(NotTaken) as gone:
        await store.callbacks.take(call.id, staff)
    assert gone.value.status == "gone"


async def test_the_figures_count_each_call_once(store: Store, clock: FixedClock) -> None:
    assert await store.callbacks.figures(START) == Figures(0, 0, 0, 0, 0)
    staff = await adviser(store, START)
    calls = [await booked(store, f"resident {number}") for number in range(4)]
    await store.callbacks.take(calls[0].id, staff)
    await store.callbacks.reached(calls[0].id, staff)
    await store.callbacks.cancel(calls[1].conversation)
    assert await store.callbacks.figures(START) == Figures(2, 0, 1, 0, 1)
    clock.advance(UNTIL - clock.now())
    assert await store.callbacks.figures(START) == Figures(2, 2, 1, 0, 1)
    assert await store.callbacks.figures(clock.now()) == Figures(2, 2, 0, 0, 0)


async def test_the_helplines_pages_are_told(store: Store) -> None:
    hub = store.hub
    conversation = await resident(store)
    with hub.watch(store.handovers.news) as watch:
        await book(store, conversation)
        assert await watch.changed(5)
        await store.callbacks.cancel(conversation)
        assert await watch.changed(5)
