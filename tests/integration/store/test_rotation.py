"""The secret can be changed: old data is read, sealed again, and then the old secret can go."""

from __future__ import annotations

import pytest

from bot.clock import FixedClock
from bot.store.database import StoreError
from bot.store.rotation import reseal
from bot.store.sealed import Keys, SealError
from tests.databases import OpenStore
from tests.integration.store.talking import duplicate, line, message, opened, outcome, read, said

OLD, NEW = Keys(["the old secret, thirty-two characters"]), Keys(["the new secret, thirty-two characters"])
BOTH = Keys(["the new secret, thirty-two characters", "the old secret, thirty-two characters"])
HOME = "100091234567"


async def test_data_of_the_old_secret_is_read_with_both(open_store: OpenStore) -> None:
    first = message("one", id="SM-old")
    turn = await opened(before := await open_store(keys=OLD), first)
    await before.commit_turn(outcome(turn, line("1"), state=b'"remembered"'))
    store = await open_store(keys=BOTH)
    assert await read(store) == [(1, "resident", "one"), (2, "assistant", "1")]
    assert [entry.text for entry in (await duplicate(store, first)).entries] == ["1"]
    again = await opened(store, message("two"))
    assert again.conversation.id == turn.conversation.id, "the resident is known by the old look-up hash"
    assert again.conversation.state == b'"remembered"'
    await store.commit_turn(outcome(again, line("2")))
    assert [text for _, _, text in await read(store)] == ["one", "1", "two", "2"]


async def test_without_the_old_secret_old_data_cannot_be_read(
    open_store: OpenStore, clock: FixedClock
) -> None:
    turn, _ = await said(await open_store(keys=OLD), "one", line("1", reply="{}"))
    store = await open_store(keys=NEW)
    assert await read(store) == [], "not even the conversation is found"
    with pytest.raises(SealError, match="SNICKET_SECRET"):
        await store.last_replies(turn.conversation.id)


async def test_the_sweep_seals_everything_again_so_that_the_old_secret_can_go(
    open_store: OpenStore, clock: FixedClock
) -> None:
    old = await open_store(keys=OLD)
    turn, _ = await said(old, "one", line("1"), state=b'"remembered"')
    await old.effects.begin("run-1:file", turn.conversation.id)
    await old.effects.finish("run-1:file", "done")
    reference = await old.reports.file(HOME, "black", clock.now().date(), "run-1:file", turn.conversation.id)
    await opened(old, message("open at the time", address="07700 900999"))
    await (await open_store(keys=BOTH)).sweep(clock.now())

    store = await open_store(keys=NEW)
    assert await read(store) == [(1, "resident", "one"), (2, "assistant", "1")]
    assert (await opened(store, message("two"))).conversation.state == b'"remembered"'
    assert await store.effects.begin("run-1:file") == "done"
    assert await store.reports.open_for(HOME, "black", clock.now().date()) == reference
    clock.advance(seconds=61)
    assert [found.inbound.text for found in await store.unfinished()] == ["open at the time", "two"]


async def test_sealing_again_goes_on_over_many_batches_and_then_finds_nothing(open_store: OpenStore) -> None:
    old = await open_store(keys=OLD)
    for number in range(60):
        await said(old, "one", *(line(str(n)) for n in range(4)), address=str(number))
    database = (await open_store(keys=BOTH)).database
    assert await reseal(database, BOTH) == 60 + 60 * 5
    assert await reseal(database, BOTH) == 0
    store = await open_store(keys=NEW)
    for number in range(60):
        assert len(await read(store, str(number))) == 5


async def test_with_one_secret_there_is_nothing_to_do(open_store: OpenStore) -> None:
    store = await open_store(keys=OLD)
    await said(store, "one", line("1"))
    assert await reseal(store.database, OLD) == 0


async def test_a_secret_that_is_missing_stops_the_sealing_and_loses_nothing(open_store: OpenStore) -> None:
    await said(await open_store(keys=OLD), "one", line("1"))
    wrong = Keys(["the new secret, thirty-two characters", "another one, of thirty-two characters"])
    store = await open_store(keys=wrong)
    with pytest.raises((SealError, StoreError)):
        await reseal(store.database, wrong)
    assert await read(await open_store(keys=OLD)) == [(1, "resident", "one"), (2, "assistant", "1")]
