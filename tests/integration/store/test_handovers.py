"""An adviser takes a resident who waits, talks, and gives them to somebody else: who may do what."""

from __future__ import annotations

import asyncio
import datetime as dt

import psycopg
import pytest
from msgspec import structs
from sqlalchemy import update

from bot.clock import FixedClock
from bot.handover.request import FRONT, NotYours, OffShift
from bot.store.sealed import Keys
from bot.store.store import Store
from bot.store.tables import handovers
from bot.store.talks import Talks
from tests.databases import SECRET, START, OpenStore
from tests.integration.store.handing_over import (
    adviser,
    adviser_says,
    asks,
    begin_shift,
    end_shift,
    handed_back,
    marker,
    now,
    owned,
)
from tests.integration.store.talking import OTHER, line, message, opened, outcome, read

MINUTES = dt.timedelta(minutes=1)
JOINED = marker("You are with an adviser.")


async def test_claiming_gives_the_conversation_for_five_minutes(store: Store, clock: FixedClock) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    clock.advance(MINUTES)
    taken = await store.handovers.claim(waits.id, who, (JOINED,))
    assert (taken.status, taken.adviser, taken.claimed_at) == ("adviser", who, START + MINUTES)
    assert taken.lease_until == START + 6 * MINUTES
    assert await owned(store, waits.conversation) == (f"adviser:{who}", 2)
    assert (await read(store))[-1] == (3, "system", "You are with an adviser.")


async def test_who_is_second_learns_who_was_first_and_writes_nothing(open_store: OpenStore) -> None:
    here, there = await open_store(), await open_store()
    first, second = await adviser(here, 1), await adviser(here, 2)
    waits = await asks(here)
    await here.handovers.claim(waits.id, first)
    with pytest.raises(NotYours) as refused:
        await there.handovers.claim(waits.id, second, (JOINED,))
    assert (refused.value.holder, refused.value.status) == (first, "adviser")
    assert (await now(there, waits)).adviser == first
    assert len(await read(there)) == 2


async def test_of_many_who_claim_at_once_exactly_one_wins(open_store: OpenStore) -> None:
    stores = [await open_store(), await open_store()]
    people = [await adviser(stores[0], number) for number in range(8)]
    waits = await asks(stores[0])
    claims = [stores[n % 2].handovers.claim(waits.id, who, (JOINED,)) for n, who in enumerate(people)]
    results = await asyncio.gather(*claims, return_exceptions=True)
    (winner,) = [found for found in results if not isinstance(found, BaseException)]
    lost = [problem for problem in results if isinstance(problem, NotYours)]
    assert [problem.holder for problem in lost] == [winner.adviser] * 7
    assert len(await read(stores[0])) == 3


async def test_who_is_off_shift_gets_nothing(store: Store, clock: FixedClock) -> None:
    there, waits = await adviser(store, 1), await asks(store)
    never, ended, over, later = [await adviser(store, n, on_shift=False) for n in range(2, 6)]
    await begin_shift(store, ended)
    await end_shift(store, ended)
    await begin_shift(store, over, length=dt.timedelta())
    await begin_shift(store, later)
    early = START - MINUTES
    clock.advance(early - START)
    with pytest.raises(OffShift):
        await store.handovers.claim(waits.id, later)
    clock.advance(START - early)
    await store.handovers.claim(waits.id, there)
    for who in (never, ended, over):
        with pytest.raises(OffShift):
            await store.handovers.pass_to(waits.id, there, who, (JOINED,))
    await store.handovers.pass_to_team(waits.id, there, "")
    for who in (never, ended, over):
        with pytest.raises(OffShift):
            await store.handovers.claim(waits.id, who)
    assert (await now(store, waits)).status == "queued"
    assert len(await read(store)) == 2


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_shift_that_is_just_ending_gives_nothing_any_more(store: Store, database_url: str) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    async with await psycopg.AsyncConnection.connect(database_url) as going_home:
        await going_home.execute("UPDATE shifts SET ended_at = began_at")
        claim = asyncio.create_task(store.handovers.claim(waits.id, who))
        await asyncio.wait([claim], timeout=0.2)
        await going_home.commit()
    with pytest.raises(OffShift):
        await claim


async def test_only_who_has_it_may_write_pass_or_end_it(store: Store) -> None:
    first, second, waits = await adviser(store, 1), await adviser(store, 2), await asks(store)
    its, words = store.handovers, (adviser_says("I am not the one"),)
    attempts = (
        lambda who: its.write(waits.id, who, words),
        lambda who: its.renew(waits.id, who),
        lambda who: its.pass_to(waits.id, who, second, words),
        lambda who: its.pass_to_team(waits.id, who, "housing"),
        lambda who: its.hand_back(waits.id, who, "answered", b"mine", 2, words),
        lambda who: its.close(waits.id, who, "answered", words),
    )
    for attempt in attempts:
        with pytest.raises(NotYours) as waiting:
            await attempt(second)
        assert (waiting.value.holder, waiting.value.status) == (None, "queued")
    taken = await its.claim(waits.id, first)
    for attempt in attempts:
        with pytest.raises(NotYours) as others:
            await attempt(second)
        assert (others.value.holder, others.value.status) == (first, "adviser")
    assert await now(store, waits) == taken
    assert len(await read(store)) == 2


async def test_what_an_adviser_writes_is_numbered_and_renews_the_lease(
    store: Store, clock: FixedClock
) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    await store.handovers.claim(waits.id, who)
    clock.advance(4 * MINUTES)
    lines = await store.handovers.write(waits.id, who, (adviser_says("Hello."), adviser_says("How?")))
    assert [(entry.seq, entry.who, entry.text) for entry in lines] == [
        (3, "adviser", "Hello."),
        (4, "adviser", "How?"),
    ]
    assert await store.transcript.read("sms", message().address, 2) == lines
    assert (await now(store, waits)).lease_until == START + 9 * MINUTES
    clock.advance(4 * MINUTES)
    assert (await store.handovers.renew(waits.id, who)).lease_until == START + 13 * MINUTES
    clock.advance(4 * MINUTES)
    await store.handovers.write(waits.id, who, (adviser_says("Still here."),))


async def test_it_is_passed_to_a_colleague_with_a_lease_of_their_own(store: Store, clock: FixedClock) -> None:
    first, second, waits = await adviser(store, 1), await adviser(store, 2), await asks(store)
    await store.handovers.claim(waits.id, first)
    clock.advance(4 * MINUTES)
    passed = await store.handovers.pass_to(waits.id, first, second, (JOINED,))
    assert (passed.adviser, passed.lease_until) == (second, START + 9 * MINUTES)
    assert await now(store, waits) == passed
    with pytest.raises(NotYours) as over:
        await store.handovers.write(waits.id, first, (adviser_says("One more thing"),))
    assert over.value.holder == second
    await store.handovers.write(waits.id, second, (adviser_says("Hello."),))
    assert [who for _, who, _ in await read(store)] == ["resident", "assistant", "system", "adviser"]


async def test_it_is_passed_to_the_front_of_a_team_s_queue(store: Store) -> None:
    first, second, waits = await adviser(store, 1), await adviser(store, 2), await asks(store)
    await store.handovers.claim(waits.id, first)
    passed = await store.handovers.pass_to_team(waits.id, first, "housing")
    assert (passed.status, passed.team, passed.priority) == ("queued", "housing", FRONT)
    assert (passed.adviser, passed.lease_until) == (None, None)
    assert await now(store, waits) == passed
    assert (await store.handovers.claim(waits.id, second)).adviser == second


async def test_handing_back_goes_on_from_the_given_state(store: Store) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    taken = await store.handovers.claim(waits.id, who)
    back = await handed_back(store, taken, marker("You are back."), state=b'"parked"')
    assert (back.status, back.outcome, back.ended_at, back.adviser) == ("returned", "answered", START, who)
    assert not back.live
    turn = await opened(store, message("and my bins"))
    assert (turn.conversation.owner, turn.conversation.state) == ("bot", b'"parked"')
    assert [entry.seq for entry in await store.commit_turn(outcome(turn, line("Thursday.")))] == [5]


async def test_a_state_that_was_computed_for_another_revision_is_not_handed_back(store: Store) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    _, stale = await owned(store, waits.conversation)
    await store.handovers.claim(waits.id, who)
    with pytest.raises(NotYours) as refused:
        await store.handovers.hand_back(waits.id, who, "answered", b"stale", stale, (JOINED,))
    assert (refused.value.holder, refused.value.status) == (who, "moved on")
    assert (await now(store, waits)).status == "adviser"
    assert len(await read(store)) == 2


async def test_of_two_answers_put_right_at_once_none_is_lost(store: Store, clock: FixedClock) -> None:
    """On two pages of the same adviser: the second was computed without the first, and is refused."""
    who, waits = await adviser(store, 1), await asks(store)
    taken = await store.handovers.claim(waits.id, who)
    talks = Talks(store.database, Keys([SECRET]), clock, store.hub)
    _, known = await owned(store, waits.conversation)
    await talks.correct(waits.id, who, b'"the kitchen"', known)
    with pytest.raises(NotYours) as refused:
        await talks.correct(waits.id, who, b'"the bath"', known)
    assert (refused.value.holder, refused.value.status) == (who, "moved on")
    with pytest.raises(NotYours):
        await store.handovers.hand_back(waits.id, who, "answered", b"without it", known, ())
    found = await talks.read(waits.conversation)
    assert found is not None
    assert found[0].state == b'"the kitchen"'
    await handed_back(store, taken)


async def test_closing_ends_it_for_everybody(store: Store) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    await store.handovers.claim(waits.id, who)
    closed = await store.handovers.close(waits.id, who, "solved", (marker("The talk has ended."),))
    assert (closed.status, closed.outcome, closed.ended_at) == ("closed", "solved", START)
    assert (await owned(store, waits.conversation))[0] == "closed"
    with pytest.raises(NotYours) as over:
        await store.handovers.write(waits.id, who, (adviser_says("PS"),))
    assert (over.value.holder, over.value.status) == (None, "closed")
    assert (await read(store))[-1][1:] == ("system", "The talk has ended.")


async def test_a_member_of_staff_who_is_deleted_holds_nothing_up(store: Store) -> None:
    who, waits, other = await adviser(store, 1), await asks(store), await asks(store, OTHER)
    for one in (waits, other):
        await store.handovers.claim(one.id, who)
    nobody = update(handovers).where(handovers.c.id == waits.id).values(adviser_id=None)
    await store.database.write(lambda connection: connection.execute(nobody).close())
    await end_shift(store, who)
    assert {one.id for one in await store.handovers.expire()} == {waits.id, other.id}
    assert (await owned(store, waits.conversation))[0] == "queue"


async def test_there_is_nothing_to_read_of_what_is_not_there(store: Store) -> None:
    who = await adviser(store, 1)
    assert await store.handovers.read(99) is None
    assert await store.handovers.find("234567") is None
    with pytest.raises(NotYours) as gone:
        await store.handovers.claim(99, who)
    assert (gone.value.holder, gone.value.status) == (None, "gone")


async def test_a_score_is_kept_with_the_talk_that_was_closed_last(store: Store) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    await store.handovers.claim(waits.id, who)
    await store.handovers.close(waits.id, who, "solved", ())
    turn = await opened(store, message("yes, it did"))
    write = outcome(turn)
    await store.commit_turn(
        structs.replace(write, owner="closed", moved=structs.replace(write.moved, score=3))
    )
    kept = handovers.select().where(handovers.c.id == waits.id)
    row = await store.database.read(lambda connection: connection.execute(kept).one())
    assert row.score == 3
