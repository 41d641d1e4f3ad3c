"""A double click, a repeated request, a retry after a lost answer: what was written is written once."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest

from bot.clock import FixedClock
from bot.handover.request import NotYours
from bot.store.notes import Notes
from bot.store.sealed import Keys
from bot.store.store import Store
from tests.databases import SECRET, OpenStore
from tests.integration.store.handing_over import adviser, adviser_says, asks, handed_back, now
from tests.integration.store.talking import read

FORM = "kYb3r0Xq"
HELLO = (adviser_says("Hello."),)


async def written(store: Store) -> list[str]:
    return [text for _, who, text in await read(store) if who == "adviser"]


async def test_the_same_form_again_says_nothing(store: Store) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    await store.handovers.claim(waits.id, who)
    assert len(await store.handovers.write(waits.id, who, HELLO, FORM)) == 1
    assert await store.handovers.write(waits.id, who, HELLO, FORM) == ()
    await store.handovers.write(waits.id, who, HELLO, "another form")
    assert await written(store) == ["Hello.", "Hello."]


async def test_without_a_name_each_counts(store: Store) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    await store.handovers.claim(waits.id, who)
    for _ in range(2):
        await store.handovers.write(waits.id, who, HELLO)
    assert len(await written(store)) == 2


async def test_ten_at_once_in_two_processes_say_it_once(open_store: OpenStore) -> None:
    stores = [await open_store(), await open_store()]
    who, waits = await adviser(stores[0], 1), await asks(stores[0])
    await stores[0].handovers.claim(waits.id, who)
    said = [stores[number % 2].handovers.write(waits.id, who, HELLO, FORM) for number in range(10)]
    assert sum(map(len, await asyncio.gather(*said))) == 1
    assert await written(stores[0]) == ["Hello."]


async def test_it_is_remembered_after_a_restart(open_store: OpenStore) -> None:
    store = await open_store()
    who, waits = await adviser(store, 1), await asks(store)
    await store.handovers.claim(waits.id, who)
    await store.handovers.write(waits.id, who, HELLO, FORM)
    await store.close()
    again = await open_store()
    assert await again.handovers.write(waits.id, who, HELLO, FORM) == ()


async def test_what_was_refused_may_come_again_under_its_name(store: Store, clock: FixedClock) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    await store.handovers.claim(waits.id, who)
    clock.advance(dt.timedelta(minutes=5))
    with pytest.raises(NotYours):
        await store.handovers.write(waits.id, who, HELLO, FORM)
    await store.handovers.expire()
    await store.handovers.claim(waits.id, who)
    assert len(await store.handovers.write(waits.id, who, HELLO, FORM)) == 1


async def test_two_advisers_may_name_their_forms_alike(store: Store) -> None:
    one, two = await adviser(store, 1), await adviser(store, 2)
    waits = await asks(store)
    await store.handovers.claim(waits.id, one)
    await store.handovers.write(waits.id, one, HELLO, FORM)
    await store.handovers.pass_to(waits.id, one, two, ())
    assert len(await store.handovers.write(waits.id, two, HELLO, FORM)) == 1


async def test_a_name_of_any_length_is_bounded(store: Store) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    await store.handovers.claim(waits.id, who)
    await store.handovers.write(waits.id, who, HELLO, "x" * 10_000)
    assert await written(store) == ["Hello."]


async def test_a_repeat_renews_the_lease_and_after_the_end_it_is_told(
    store: Store, clock: FixedClock
) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    held = await store.handovers.claim(waits.id, who)
    await store.handovers.write(waits.id, who, HELLO, FORM)
    clock.advance(dt.timedelta(minutes=1))
    await store.handovers.write(waits.id, who, HELLO, FORM)
    lease = (await now(store, waits)).lease_until
    assert lease is not None
    assert held.lease_until is not None
    assert lease > held.lease_until
    await handed_back(store, held)
    with pytest.raises(NotYours):
        await store.handovers.write(waits.id, who, HELLO, FORM)


async def test_a_note_is_kept_once_too(store: Store, clock: FixedClock) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    notes = Notes(store.database, Keys([SECRET]), clock, store.hub)
    for _ in range(2):
        assert await notes.add(waits.conversation, who, "Rang twice.", FORM)
    await notes.add(waits.conversation, who, "And again.", "another form")
    assert [note.text for note in await notes.of(waits.conversation)] == ["Rang twice.", "And again."]
