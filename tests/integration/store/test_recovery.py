"""A process that dies loses nothing: what it was given is stored, found again and answered once."""

from __future__ import annotations

import signal
import subprocess
import sys

from bot.clock import FixedClock
from bot.store.store import Store
from tests.databases import SECRET, OpenStore
from tests.integration.store.talking import duplicate, line, message, opened, outcome, read

DIES_IN_ITS_TURN = """
import asyncio, os, signal, sys
from bot.clock import FixedClock
from bot.store.sealed import Keys
from bot.store.store import Store
from tests.databases import START
from tests.integration.store.talking import message

async def main(url, secret):
    store = await Store.open(url, Keys([secret]), FixedClock(START))
    await store.open_turn(message("when is my bin", id="SM-dies"), "the one that dies")
    print("opened", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main(*sys.argv[1:]))
"""


def die(database_url: str) -> None:
    """Runs a real process that opens a turn and is killed before it can commit it."""
    command = [sys.executable, "-c", DIES_IN_ITS_TURN, database_url, SECRET]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert ended.stdout == "opened\n", ended.stderr
    assert ended.returncode == -signal.SIGKILL


async def test_a_killed_process_loses_nothing_and_nothing_is_doubled(
    database_url: str, open_store: OpenStore, clock: FixedClock
) -> None:
    die(database_url)
    store = await open_store()
    assert await read(store) == [(1, "resident", "when is my bin")]
    assert await store.unfinished() == (), "its lease is still running"
    clock.advance(seconds=61)
    (found,) = await store.unfinished()
    assert (found.inbound.text, found.attempts) == ("when is my bin", 0)
    again = await store.open_again(found, "the next one")
    assert again is not None
    assert (again.attempts, again.seq, again.inbound) == (1, 1, found.inbound)
    await store.commit_turn(outcome(again, line("Thursday.")))
    assert await read(store) == [(1, "resident", "when is my bin"), (2, "assistant", "Thursday.")]
    assert await store.unfinished() == ()
    assert (await duplicate(store, found.inbound)).entries[0].text == "Thursday."


async def test_a_process_that_comes_back_under_its_name_need_not_wait(
    database_url: str, open_store: OpenStore
) -> None:
    die(database_url)
    store = await open_store()
    await store.release("the one that dies")
    (found,) = await store.unfinished()
    assert await store.open_again(found, "the one that dies") is not None


async def test_the_provider_delivering_again_takes_up_a_dead_turn(store: Store, clock: FixedClock) -> None:
    first = message("when is my bin")
    await opened(store, first)
    clock.advance(seconds=61)
    again = await opened(store, first)
    assert (again.attempts, again.seq) == (1, 1)
    await store.commit_turn(outcome(again, line("Thursday.")))
    assert len(await read(store)) == 2


async def test_a_live_turn_is_not_taken_up(store: Store, clock: FixedClock) -> None:
    await opened(store, message())
    clock.advance(seconds=59)
    assert await store.unfinished() == ()


async def test_only_one_process_takes_a_dead_turn_up(open_store: OpenStore, clock: FixedClock) -> None:
    one, two = await open_store(), await open_store()
    await opened(one, message())
    clock.advance(seconds=61)
    (found,) = await one.unfinished()
    assert await one.open_again(found, "one") is not None
    assert await two.open_again(found, "two") is None


async def test_a_turn_that_was_finished_meanwhile_is_not_taken_up(store: Store, clock: FixedClock) -> None:
    turn = await opened(store, message())
    clock.advance(seconds=61)
    (found,) = await store.unfinished()
    await store.commit_turn(outcome(turn, line("late, but first")))
    assert await store.open_again(found, "another") is None
    await opened(store, message("and the turn is free"))


async def test_a_dead_turn_of_an_erased_conversation_is_gone(store: Store, clock: FixedClock) -> None:
    turn = await opened(store, message())
    clock.advance(seconds=61)
    (found,) = await store.unfinished()
    await store.erase(turn.conversation.id)
    assert await store.open_again(found, "another") is None
    assert await store.unfinished() == ()


async def test_attempts_are_counted_so_that_a_deadly_message_can_be_given_up(
    store: Store, clock: FixedClock
) -> None:
    await opened(store, message())
    for attempts in range(3):
        clock.advance(seconds=61)
        (found,) = await store.unfinished()
        assert found.attempts == attempts
        assert await store.open_again(found, "another") is not None


async def test_dead_turns_are_taken_up_in_the_order_in_which_they_came(
    store: Store, clock: FixedClock
) -> None:
    for number in range(3):
        await opened(store, message(f"{number}", address=f"07700 90000{number}"))
        clock.advance(seconds=1)
    clock.advance(seconds=61)
    assert [found.inbound.text for found in await store.unfinished()] == ["0", "1", "2"]


async def test_the_message_is_blanked_once_its_turn_is_done(store: Store, clock: FixedClock) -> None:
    turn = await opened(store, message())
    await store.commit_turn(outcome(turn))
    clock.advance(days=1)
    assert await store.unfinished() == ()
