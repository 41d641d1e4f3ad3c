"""One turn at a time in each conversation, in the order in which the messages came."""

from __future__ import annotations

import asyncio
import random

import pytest
from msgspec import structs

from bot.clock import FixedClock
from bot.store.conversation import Superseded
from bot.store.store import Store
from bot.store.turn import Duplicate
from tests.databases import OpenStore
from tests.integration.store.talking import OTHER, line, message, opened, outcome, read


async def test_fifty_messages_at_once_are_answered_one_by_one_and_in_order(store: Store) -> None:
    at_work = 0

    async def turn(number: int) -> None:
        nonlocal at_work
        mine = await opened(store, message(f"question {number}"))
        at_work += 1
        assert at_work == 1
        await asyncio.sleep(0)
        at_work -= 1
        seen = mine.conversation.state.decode().split()
        write = outcome(mine, line(f"answer {number}"), state=" ".join([*seen, str(mine.seq)]).encode())
        await store.commit_turn(write)

    await asyncio.gather(*(turn(number) for number in range(50)))
    last = await opened(store, message())
    order = [int(seq) for seq in last.conversation.state.split()]
    assert len(order) == 50
    assert order == sorted(order)
    lines = await read(store)
    assert [seq for seq, _, _ in lines] == list(range(1, 102))
    questions = [text.split()[1] for _, who, text in lines if who == "resident" and " " in text][:50]
    answers = [text.split()[1] for _, who, text in lines if who == "assistant"]
    assert answers == questions


async def test_two_processes_share_a_conversation_in_order(open_store: OpenStore) -> None:
    stores = [await open_store(), await open_store()]
    jitter = random.Random(5)

    async def turn(number: int) -> None:
        store = stores[number % 2]
        mine = await opened(store, message(f"question {number}"), holder=f"process {number % 2}")
        for _ in range(jitter.randrange(3)):
            await asyncio.sleep(0)
        seen = mine.conversation.state.decode().split()
        await store.commit_turn(outcome(mine, state=" ".join([*seen, str(mine.seq)]).encode()))

    await asyncio.gather(*(turn(number) for number in range(12)))
    last = await opened(stores[0], message())
    order = [int(seq) for seq in last.conversation.state.split()]
    assert len(order) == 12
    assert order == sorted(order)


async def test_other_conversations_do_not_wait(store: Store) -> None:
    await opened(store, message("slow"))
    async with asyncio.timeout(20):
        await opened(store, message("quick", address=OTHER))


async def test_the_next_turn_waits_for_the_one_before(store: Store) -> None:
    first = await opened(store, message("one"))
    waiting = asyncio.create_task(opened(store, message("two")))
    done, _ = await asyncio.wait([waiting], timeout=0.1)
    assert not done
    assert [text for _, _, text in await read(store)] == ["one", "two"], "it is shown at once all the same"
    await store.commit_turn(outcome(first, line("1")))
    assert (await waiting).conversation.revision == 1


async def test_a_turn_that_takes_too_long_is_taken_over_and_its_reply_dropped(
    store: Store, clock: FixedClock
) -> None:
    slow = await opened(store, message("one"))
    waiting = asyncio.create_task(opened(store, message("two")))
    await asyncio.wait([waiting], timeout=0.05)
    clock.advance(seconds=61)
    quick = await waiting
    await store.commit_turn(outcome(quick, line("2")))
    with pytest.raises(Superseded):
        await store.commit_turn(outcome(slow, line("1")))
    assert [text for _, _, text in await read(store)] == ["one", "two", "2"]
    assert [found.inbound.text for found in await store.unfinished()] == ["one"], "and it is tried again"


async def test_who_waits_gives_up_when_the_conversation_is_erased(store: Store) -> None:
    first = await opened(store, message("one"))
    waiting = asyncio.create_task(store.open_turn(message("two"), "other"))
    await asyncio.wait([waiting], timeout=0.05)
    await store.erase(first.conversation.id)
    turn = await waiting
    assert isinstance(turn, Duplicate)
    assert turn.entries == ()


async def test_a_waiting_message_that_another_process_finished_is_a_duplicate(open_store: OpenStore) -> None:
    here, there = await open_store(), await open_store()
    first = await opened(here, message("one"), holder="there")
    waiting = asyncio.create_task(here.open_turn(message("two"), "here"))
    await asyncio.wait([waiting], timeout=0.05)
    # To `there`, whose turn it is, the process `here` seems dead: it answers the second message, too.
    answer = structs.replace(outcome(first, line("answer to two")), inbox_id=first.inbox_id + 1)
    await there.commit_turn(answer)
    await there.leave_turn(first)
    turn = await waiting
    assert isinstance(turn, Duplicate)
    assert [entry.text for entry in turn.entries] == ["answer to two"]
