"""Time deletes: lines, conversations, messages, effects, and the personal parts of reports."""

from __future__ import annotations

import datetime as dt

from msgspec import structs

from bot.clock import FixedClock
from bot.store.retention import Swept
from bot.store.store import Store
from tests.databases import OpenStore
from tests.integration.store.talking import ME, OTHER, duplicate, line, message, opened, outcome, read, said

HOME = "100091234567"


async def remembered(store: Store) -> int:
    """A resident who agreed to be remembered; their conversation."""
    turn = await opened(store, message("remember me"))
    write = outcome(turn, line("OK"), state=b'"home"')
    await store.commit_turn(structs.replace(write, kept=True))
    return turn.conversation.id


async def test_what_is_young_stays(store: Store, clock: FixedClock) -> None:
    await said(store, "one", line("1"))
    clock.advance(days=29)
    assert await store.sweep(clock.now()) == Swept()
    assert len(await read(store)) == 2


async def test_a_conversation_goes_as_a_whole_a_month_after_its_last_message(
    store: Store, clock: FixedClock
) -> None:
    turn, _ = await said(store, "one", line("1"))
    await store.effects.begin("run-1:file", turn.conversation.id)
    clock.advance(days=31)
    swept = await store.sweep(clock.now())
    assert swept.conversations == 1
    assert await read(store) == []
    assert await store.unfinished() == ()
    assert (await opened(store, message())).conversation.state == b""


async def test_the_operator_decides_how_long(open_store: OpenStore, clock: FixedClock) -> None:
    store = await open_store(days=7)
    await said(store, "one", line("1"))
    clock.advance(days=8)
    assert (await store.sweep(clock.now())).conversations == 1


async def test_old_lines_go_from_a_conversation_that_goes_on(store: Store, clock: FixedClock) -> None:
    await said(store, "old", line("1"))
    clock.advance(days=20)
    await said(store, "newer", line("2"))
    clock.advance(days=15)
    swept = await store.sweep(clock.now())
    assert (swept.conversations, swept.lines, swept.messages) == (0, 2, 1)
    assert await read(store) == [(3, "resident", "newer"), (4, "assistant", "2")]


async def test_who_agreed_is_remembered_without_the_words(store: Store, clock: FixedClock) -> None:
    number = await remembered(store)
    clock.advance(days=31)
    assert (await store.sweep(clock.now())).conversations == 0
    assert await read(store) == []
    again = await opened(store, message("bins?"))
    assert (again.conversation.id, again.conversation.state) == (number, b'"home"')


async def test_even_they_are_forgotten_after_a_year_of_silence(store: Store, clock: FixedClock) -> None:
    await remembered(store)
    clock.advance(days=366)
    assert (await store.sweep(clock.now())).conversations == 1


async def test_a_second_delivery_is_known_for_as_long_as_its_message(store: Store, clock: FixedClock) -> None:
    await remembered(store)
    first = message("one", id="SM-first")
    await store.commit_turn(outcome(await opened(store, first)))
    clock.advance(days=29)
    await store.sweep(clock.now())
    await duplicate(store, first)


async def test_an_open_message_is_never_swept_while_its_conversation_lives(
    store: Store, clock: FixedClock
) -> None:
    await opened(store, message("open"))
    clock.advance(days=20)
    assert (await store.sweep(clock.now())).messages == 0
    assert len(await store.unfinished()) == 1


async def test_reports_lose_their_person_and_stay_as_numbers(store: Store, clock: FixedClock) -> None:
    day = clock.now().date()
    first = await store.reports.file(HOME, "black", day, "run-1:file")
    clock.advance(days=31)
    assert (await store.sweep(clock.now())).reports == 1
    assert await store.reports.open_for(HOME, "black", day) is None
    assert (await store.sweep(clock.now())).reports == 0
    assert await store.reports.file(HOME, "black", day, "run-1:file") == first, "the reference is not reused"


async def test_effects_go_by_their_own_age(store: Store, clock: FixedClock) -> None:
    await store.effects.begin("old")
    clock.advance(days=31)
    await store.effects.begin("new")
    assert (await store.sweep(clock.now())).effects == 1


async def test_counters_stay(store: Store, clock: FixedClock) -> None:
    turn = await opened(store, message())
    write = outcome(turn)
    await store.commit_turn(structs.replace(write, counted=("unanswered",)))
    clock.advance(days=400)
    await store.sweep(clock.now())
    assert len(await store.counters.since(dt.date(2026, 1, 1))) == 1


async def test_more_than_one_batch_goes_in_one_sweep(store: Store, clock: FixedClock) -> None:
    for number in range(6):
        await said(store, "one", *(line(str(n)) for n in range(100)), address=f"{number}")
    await said(store, "last", address=ME)
    clock.advance(days=29)
    await said(store, "young", address=OTHER)
    clock.advance(days=2)
    swept = await store.sweep(clock.now())
    assert swept.conversations == 7
    assert len(await read(store, OTHER)) == 1
