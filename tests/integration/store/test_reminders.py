"""Who owes an answer is reminded once, unless the conversation has moved on."""

from __future__ import annotations

from bot.clock import FixedClock
from bot.store.store import Store
from tests.databases import OpenStore
from tests.integration.store.talking import OTHER, line, message, opened, outcome, read, said

QUESTION = line("Which number?", expects_answer=True)
REMINDER = line("Are you still there?", expects_answer=True)


async def test_a_question_that_has_waited_is_found_with_its_state(store: Store, clock: FixedClock) -> None:
    turn, _ = await said(store, "bins", QUESTION, state=b'"pending"')
    clock.advance(seconds=9 * 60)
    assert await store.idle(clock.now(), 10) == ()
    clock.advance(seconds=60)
    (idle,) = await store.idle(clock.now(), 10)
    assert (idle.id, idle.state, idle.address) == (turn.conversation.id, b'"pending"', turn.inbound.address)


async def test_who_owes_nothing_is_not_found(store: Store, clock: FixedClock) -> None:
    await said(store, "bins", QUESTION, line("By the way."))
    await opened(store, message("being worked on", address=OTHER))
    clock.advance(days=1)
    assert await store.idle(clock.now(), 10) == ()


async def test_they_are_found_longest_silence_first(store: Store, clock: FixedClock) -> None:
    for address in ("1", "2", "3"):
        await said(store, "bins", QUESTION, address=address)
        clock.advance(seconds=1)
    assert [found.address for found in await store.idle(clock.now(), 0)] == ["1", "2", "3"]


async def test_the_reminder_is_written_once(store: Store, clock: FixedClock) -> None:
    await said(store, "bins", QUESTION)
    clock.advance(seconds=600)
    (idle,) = await store.idle(clock.now(), 10)
    entry = await store.remind(idle, REMINDER)
    assert entry is not None
    assert (entry.seq, entry.text, entry.expects_answer) == (3, "Are you still there?", True)
    assert await store.idle(clock.now(), 10) == ()
    assert await store.remind(idle, REMINDER) is None
    assert [text for _, _, text in await read(store)] == ["bins", "Which number?", "Are you still there?"]


async def test_two_processes_do_not_remind_twice(open_store: OpenStore, clock: FixedClock) -> None:
    one, two = await open_store(), await open_store()
    await said(one, "bins", QUESTION)
    (idle,) = await two.idle(clock.now(), 0)
    assert await one.remind(idle, REMINDER) is not None
    assert await two.remind(idle, REMINDER) is None


async def test_an_answer_that_came_meanwhile_comes_first(store: Store, clock: FixedClock) -> None:
    await said(store, "bins", QUESTION)
    (idle,) = await store.idle(clock.now(), 0)
    turn = await opened(store, message("14"))
    assert await store.remind(idle, REMINDER) is None
    await store.commit_turn(outcome(turn, line("Thursday.")))
    assert [text for _, _, text in await read(store)] == ["bins", "Which number?", "14", "Thursday."]


async def test_a_reminder_does_not_spoil_the_turn_that_follows(store: Store, clock: FixedClock) -> None:
    await said(store, "bins", QUESTION)
    (idle,) = await store.idle(clock.now(), 0)
    await store.remind(idle, REMINDER)
    _, entries = await said(store, "14", line("Thursday."))
    assert entries[0].seq == 5


async def test_a_later_question_may_have_a_reminder_of_its_own(store: Store, clock: FixedClock) -> None:
    await said(store, "bins", QUESTION)
    (idle,) = await store.idle(clock.now(), 0)
    await store.remind(idle, REMINDER)
    await said(store, "14", QUESTION)
    assert len(await store.idle(clock.now(), 0)) == 1


async def test_a_reminder_does_not_put_off_the_day_of_deletion(store: Store, clock: FixedClock) -> None:
    turn, _ = await said(store, "bins", QUESTION)
    until = (await store.privacy.held(turn.conversation.id)).until
    clock.advance(days=5)
    (idle,) = await store.idle(clock.now(), 0)
    await store.remind(idle, REMINDER)
    assert (await store.privacy.held(turn.conversation.id)).until == until
