"""Residents join the queue, once, in the order in which they are to be taken, and leave it again."""

from __future__ import annotations

import asyncio
import datetime as dt

import psycopg
import pytest

from bot.clock import FixedClock
from bot.handover.request import NORMAL, SAFEGUARDING, NewHandover, NotYours
from bot.store.conversation import Superseded
from bot.store.store import Store
from tests.databases import START, OpenStore
from tests.integration.store.handing_over import (
    adviser,
    asks,
    joining,
    leaves,
    now,
    of,
    owned,
    queue,
)
from tests.integration.store.talking import OTHER, line, message, opened, outcome, read

MINUTES = dt.timedelta(minutes=1)
DANGER = NewHandover("safety", hazard="gas")


async def test_asking_for_a_person_joins_the_queue_in_the_same_moment(store: Store) -> None:
    turn = await opened(store, message("a person please"))
    await store.commit_turn(joining(turn, NewHandover("asked", team="housing"), line("You are next.")))
    waits = await of(store, turn.conversation.id)
    assert (waits.status, waits.reason, waits.team, waits.priority) == ("queued", "asked", "housing", NORMAL)
    assert (waits.channel, waits.language, waits.queued_at) == ("sms", "en", START)
    assert (waits.adviser, waits.lease_until, waits.claimed_at) == (None, None, None)
    assert waits.live
    assert (await owned(store, waits.conversation))[0] == "queue"
    assert await store.handovers.find(waits.reference.lower()) == waits
    assert [text for _, _, text in await read(store)] == ["a person please", "You are next."]


async def test_a_turn_that_is_dropped_puts_nobody_into_the_queue(store: Store) -> None:
    turn = await opened(store, message())
    await store.commit_turn(outcome(turn))
    with pytest.raises(Superseded):
        await store.commit_turn(joining(turn))
    assert await store.handovers.of(turn.conversation.id) == ()


async def test_joining_twice_is_one(store: Store, clock: FixedClock) -> None:
    first = await asks(store)
    clock.advance(MINUTES)
    again = await opened(store, message("a person!"))
    await store.commit_turn(joining(again))
    assert await store.handovers.of(first.conversation) == (first,)


async def test_danger_that_is_heard_while_waiting_moves_up(store: Store, clock: FixedClock) -> None:
    ahead = await asks(store, OTHER)
    clock.advance(MINUTES)
    waits = await asks(store)
    turn = await opened(store, message("I smell gas"))
    await store.commit_turn(joining(turn, DANGER))
    found = await now(store, waits)
    assert (found.priority, found.hazard, found.queued_at) == (SAFEGUARDING, "gas", waits.queued_at)
    assert await queue(store) == [waits.id, ahead.id]


async def test_the_queue_is_danger_then_who_lost_their_adviser_then_waiting_time(
    store: Store, clock: FixedClock
) -> None:
    who = await adviser(store, 1)
    residents = {}
    for name, new in (("first", None), ("lost", None), ("second", None), ("danger", DANGER)):
        residents[name] = (await asks(store, name, new or NewHandover("asked"))).id
        clock.advance(MINUTES)
    await store.handovers.claim(residents["lost"], who)
    await store.handovers.pass_to_team(residents["lost"], who, "")
    assert await queue(store) == [residents[name] for name in ("danger", "lost", "first", "second")]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_who_leaves_while_they_are_claimed_has_left(store: Store, database_url: str) -> None:
    """A turn locks the conversation first and the hand-over second; a claim in the other order would wait
    for it for ever, and it for the claim."""
    who, waits = await adviser(store, 1), await asks(store)
    async with await psycopg.AsyncConnection.connect(database_url) as leaving:
        await leaving.execute("UPDATE conversations SET owner = 'bot', revision = revision + 1")
        claim = asyncio.create_task(store.handovers.claim(waits.id, who))
        await asyncio.wait([claim], timeout=0.2)
        await leaving.execute("UPDATE handovers SET status = 'left'")
        await leaving.commit()
    with pytest.raises(NotYours) as refused:
        await claim
    assert refused.value.status == "left"


async def test_who_leaves_the_queue_cannot_be_claimed(store: Store) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    await leaves(store)
    gone = await now(store, waits)
    assert (gone.status, gone.ended_at, gone.live) == ("left", START, False)
    assert (await owned(store, waits.conversation))[0] == "bot"
    with pytest.raises(NotYours) as refused:
        await store.handovers.claim(waits.id, who)
    assert (refused.value.holder, refused.value.status) == (None, "left")


async def test_each_time_that_a_person_is_wanted_is_one_of_its_own(store: Store) -> None:
    first = await asks(store)
    await leaves(store)
    second = await asks(store)
    assert first.reference != second.reference
    assert [(one.id, one.status) for one in await store.handovers.of(first.conversation)] == [
        (second.id, "queued"),
        (first.id, "left"),
    ]


async def test_residents_of_two_processes_get_different_references(open_store: OpenStore) -> None:
    stores = [await open_store(), await open_store(), await open_store()]  # all draw the same numbers
    found = await asyncio.gather(*(asks(stores[n % 3], f"{n}") for n in range(12)))
    assert len({one.reference for one in found}) == 12
