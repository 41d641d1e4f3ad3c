"""A person takes a conversation: from then on no reply of the assistant reaches it."""

from __future__ import annotations

import asyncio

import pytest

from accessibility.text import Rendered
from bot.store.conversation import Superseded
from bot.store.lines import NewEntry
from bot.store.store import Store
from tests.databases import OpenStore
from tests.integration.store.talking import duplicate, line, message, opened, outcome, read, said

JOINED = NewEntry("system", Rendered("You are now with a person.", "en"))


async def test_taking_it_is_said_in_the_conversation(store: Store) -> None:
    turn, _ = await said(store, "help", line("Wait."))
    now = await opened(store, message("hello"))
    taken = await store.ownership.change(now.conversation, "adviser:7", (JOINED,))
    assert (taken.id, taken.owner, taken.revision) == (turn.conversation.id, "adviser:7", 2)
    assert (await read(store))[-1] == (4, "system", "You are now with a person.")


async def test_a_reply_that_was_on_its_way_is_dropped_and_its_message_handled(store: Store) -> None:
    first = message("help")
    turn = await opened(store, first)
    await store.ownership.change(turn.conversation, "adviser:7")
    with pytest.raises(Superseded) as dropped:
        await store.commit_turn(outcome(turn, line("I can help!")))
    assert dropped.value.owner == "adviser:7"
    assert "7" not in str(dropped.value), "the error that is logged names no adviser"
    assert await read(store) == [(1, "resident", "help")]
    assert await store.unfinished() == ()
    assert not (await duplicate(store, first)).working


async def test_the_next_message_does_not_wait_for_the_void_turn(store: Store) -> None:
    turn = await opened(store, message("help"))
    await store.ownership.change(turn.conversation, "adviser:7")
    with pytest.raises(Superseded):
        await store.commit_turn(outcome(turn))
    async with asyncio.timeout(5):
        later = await opened(store, message("are you there"))
    assert later.conversation.owner == "adviser:7"
    await store.leave_turn(later)


async def test_of_two_who_take_it_one_is_told_who_was_first(open_store: OpenStore) -> None:
    one, two = await open_store(), await open_store()
    turn = await opened(one, message("help"))
    await one.ownership.change(turn.conversation, "adviser:1")
    with pytest.raises(Superseded) as second:
        await two.ownership.change(turn.conversation, "adviser:2")
    assert second.value.owner == "adviser:1"


async def test_it_is_handed_back_and_the_assistant_speaks_again(store: Store) -> None:
    turn = await opened(store, message("help"))
    taken = await store.ownership.change(turn.conversation, "adviser:7")
    await store.leave_turn(turn)
    await store.ownership.change(taken, "bot", (JOINED,))
    _, entries = await said(store, "thanks", line("Carry on?"))
    assert entries[0].seq == 4


async def test_a_person_s_conversation_gets_no_reminder(store: Store) -> None:
    turn, _ = await said(store, "help", line("Which number?", expects_answer=True))
    (idle,) = await store.idle(turn.conversation.last_at, 0)
    await store.ownership.change(idle, "queue")
    assert await store.idle(turn.conversation.last_at, 0) == ()


async def test_an_erased_conversation_cannot_be_taken(store: Store) -> None:
    turn = await opened(store, message("help"))
    await store.erase(turn.conversation.id)
    with pytest.raises(Superseded) as gone:
        await store.ownership.change(turn.conversation, "adviser:7")
    assert gone.value.owner == "erased"


async def test_pages_are_told_at_once(store: Store) -> None:
    turn = await opened(store, message("help"))
    waiting = asyncio.create_task(store.transcript.wait("sms", turn.inbound.address, 1, 10))
    await asyncio.wait([waiting], timeout=0.05)
    await store.ownership.change(turn.conversation, "adviser:7", (JOINED,))
    assert [entry.text for entry in await waiting] == ["You are now with a person."]
