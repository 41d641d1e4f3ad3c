"""What people complain of in other helplines, one test for each thing that the store decides."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from msgspec import structs

from bot.clock import FixedClock
from bot.handover.request import FRONT, SAFEGUARDING, NewHandover, NotYours, OffShift
from bot.store.conversation import Superseded
from bot.store.sealed import Keys
from bot.store.store import Store
from tests.databases import SECRET, START, OpenStore
from tests.integration.store.handing_over import (
    adviser,
    adviser_says,
    asks,
    end_shift,
    handed_back,
    joining,
    leaves,
    marker,
    now,
    of,
    owned,
    queue,
    taken,
)
from tests.integration.store.talking import ME, duplicate, line, message, opened, outcome, read, said

LONG = 10.0
MINUTES = dt.timedelta(minutes=1)


async def test_the_assistant_does_not_answer_over_a_colleague(store: Store) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    first = message("hello?")
    turn = await opened(store, first)
    await store.handovers.claim(waits.id, who, (marker("You are with an adviser."),))
    with pytest.raises(Superseded) as dropped:
        await store.commit_turn(structs.replace(outcome(turn, line("You are next.")), owner="queue"))
    assert dropped.value.owner == f"adviser:{who}"
    assert str(who) not in str(dropped.value), "the error that is logged names no adviser"
    assert "You are next." not in [text for _, _, text in await read(store)]
    assert await store.unfinished() == (), "the adviser has the message"
    assert not (await duplicate(store, first)).working


async def test_the_assistant_is_silent_after_the_handover(store: Store) -> None:
    """A reply that was computed when the assistant still had the conversation is dropped, too."""
    who = await adviser(store, 1)
    turn = await opened(store, message("help"))
    await taken(store, turn.conversation, who)
    with pytest.raises(Superseded):
        await store.commit_turn(outcome(turn, line("I can help!")))
    assert await read(store) == [(1, "resident", "help")]


async def test_the_next_message_does_not_wait_for_the_void_turn(store: Store) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    turn = await opened(store, message("help"))
    await store.handovers.claim(waits.id, who)
    with pytest.raises(Superseded):
        await store.commit_turn(structs.replace(outcome(turn), owner="queue"))
    async with asyncio.timeout(20):
        later = await opened(store, message("are you there"))
    assert later.conversation.owner == f"adviser:{who}"
    await store.leave_turn(later)


async def test_the_assistant_speaks_again_after_the_return_and_its_end_is_marked(store: Store) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    held = await store.handovers.claim(waits.id, who, (marker("You are with an adviser."),))
    await store.handovers.write(waits.id, who, (adviser_says("Done."),))
    await handed_back(store, held, marker("You are back with the assistant."))
    _, entries = await said(store, "when is my bin", line("Thursday."))
    assert [entry.text for entry in entries] == ["Thursday."]
    assert [text for _, who, text in await read(store) if who == "system"] == [
        "You are with an adviser.",
        "You are back with the assistant.",
    ]


async def test_a_conversation_that_was_handed_back_can_be_handed_over_again(store: Store) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    await handed_back(store, await store.handovers.claim(waits.id, who))
    again = await asks(store)
    assert again.id != waits.id
    assert (await store.handovers.claim(again.id, who)).status == "adviser"


async def test_a_reopened_conversation_goes_to_nobody_who_went_home(store: Store) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    await store.handovers.claim(waits.id, who)
    await store.handovers.close(waits.id, who, "solved", ())
    await end_shift(store, who)
    turn = await opened(store, message("it is wet again"))
    await store.commit_turn(joining(turn, NewHandover("reopened")))
    again = await of(store, waits.conversation)
    assert (again.status, again.reason, again.adviser) == ("queued", "reopened", None)
    assert (await owned(store, waits.conversation))[0] == "queue"
    with pytest.raises(OffShift):
        await store.handovers.claim(again.id, who)


@pytest.mark.parametrize("hazard", ["", "gas"])
async def test_a_claim_expires(store: Store, clock: FixedClock, hazard: str) -> None:
    who, waits = await adviser(store, 1), await asks(store, new=NewHandover("asked", hazard))
    held = await store.handovers.claim(waits.id, who)
    clock.advance(5 * MINUTES - dt.timedelta(seconds=1))
    assert await store.handovers.expire() == ()
    clock.advance(seconds=1)
    assert await store.handovers.expire() == (held,), "it tells who lost it"
    back = await now(store, waits)
    assert (back.status, back.adviser, back.lease_until) == ("queued", None, None)
    assert (back.priority, back.queued_at) == (SAFEGUARDING if hazard else FRONT, START)
    assert (await owned(store, waits.conversation))[0] == "queue"
    assert await store.handovers.expire() == ()


async def test_who_lost_their_adviser_comes_before_everybody_but_danger(
    store: Store, clock: FixedClock
) -> None:
    who, earlier = await adviser(store, 1), await asks(store, "earlier")
    clock.advance(MINUTES)
    lost = await asks(store, "lost")
    await store.handovers.claim(lost.id, who)
    clock.advance(5 * MINUTES)
    danger = await asks(store, "danger", NewHandover("safety", "gas"))
    await store.handovers.expire()
    assert await queue(store) == [danger.id, lost.id, earlier.id]


async def test_an_adviser_whose_claim_has_run_out_cannot_write(store: Store, clock: FixedClock) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    await store.handovers.claim(waits.id, who)
    clock.advance(5 * MINUTES)
    for attempt in (
        store.handovers.write(waits.id, who, (adviser_says("Sorry, I was away"),)),
        store.handovers.renew(waits.id, who),
    ):
        with pytest.raises(NotYours) as late:
            await attempt
        assert late.value.holder is None, "nobody is told that they themselves were first"
    assert len(await read(store)) == 2
    await store.handovers.expire()
    await store.handovers.claim(waits.id, who)
    await store.handovers.write(waits.id, who, (adviser_says("Sorry, I was away"),))


async def test_an_adviser_who_goes_offline_leaves_nobody_behind(store: Store) -> None:
    """The shift has ended with two conversations open; a colleague's stay where they are."""
    home, stays = await adviser(store, 1), await adviser(store, 2)
    mine = [await asks(store, address) for address in ("1", "2")]
    theirs = await asks(store, "3")
    for one, who in ((mine[0], home), (mine[1], home), (theirs, stays)):
        await store.handovers.claim(one.id, who)
    await end_shift(store, home)
    assert {one.id for one in await store.handovers.expire()} == {one.id for one in mine}
    assert await queue(store) == [one.id for one in mine]
    assert (await now(store, theirs)).adviser == stays


async def test_two_advisers_cannot_both_answer(open_store: OpenStore) -> None:
    """Each on a page of another process, neither of which has heard of the other."""
    stores = [await open_store(), await open_store()]
    people = [await adviser(stores[0], number) for number in (1, 2)]
    waits = await asks(stores[0])

    async def answer(store: Store, who: int) -> None:
        await store.handovers.claim(waits.id, who)
        await store.handovers.write(waits.id, who, (adviser_says(f"{who}"),))

    results = await asyncio.gather(*map(answer, stores, people), return_exceptions=True)
    assert [type(one) for one in results if one is not None] == [NotYours]
    winner = people[results.index(None)]
    assert [text for _, who, text in await read(stores[0]) if who == "adviser"] == [f"{winner}"]


async def test_a_message_into_a_closed_conversation_is_seen(store: Store) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    await store.handovers.claim(waits.id, who)
    await store.handovers.close(waits.id, who, "solved", ())
    turn = await opened(store, message("one more thing"))
    assert turn.conversation.owner == "closed", "the turn is open: it is not left to an adviser who is gone"
    await store.commit_turn(joining(turn, NewHandover("reopened")))
    assert len(await queue(store)) == 1


async def test_nobody_in_the_queue_is_a_zombie(store: Store) -> None:
    """Who has left, and who is forgotten, waits no more."""
    left, forgotten = await asks(store, "1"), await asks(store, "2")
    stays = await asks(store, "3")
    await leaves(store, "1")
    await store.erase(forgotten.conversation)
    assert await queue(store) == [stays.id]
    assert (await now(store, left)).status == "left"
    assert await store.handovers.read(forgotten.id) is None


async def test_the_assistant_sends_no_reminder_while_a_person_has_it(store: Store) -> None:
    who = await adviser(store, 1)
    turn, _ = await said(store, "help", line("Which number?", expects_answer=True))
    (idle,) = await store.idle(turn.conversation.last_at, 0)
    await taken(store, idle, who)
    assert await store.idle(turn.conversation.last_at, 0) == ()
    assert await store.remind(idle, line("You can still answer.")) is None


async def test_who_is_forgotten_while_an_adviser_has_them_is_gone(store: Store) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    await store.handovers.claim(waits.id, who)
    await store.erase(waits.conversation)
    for attempt in (
        store.handovers.write(waits.id, who, (adviser_says("Hello?"),)),
        store.handovers.close(waits.id, who, "solved", ()),
        store.handovers.claim(waits.id, who),
    ):
        with pytest.raises(NotYours) as gone:
            await attempt
        assert (gone.value.holder, gone.value.status) == (None, "gone")
    assert await store.handovers.expire() == ()
    assert await read(store) == []


async def test_no_message_is_missed_by_a_page_that_waits(open_store: OpenStore, database_url: str) -> None:
    """The pages of residents and advisers are told at once; on PostgreSQL from the other process, too."""
    here = await open_store()
    there = await open_store() if database_url.startswith("postgresql") else here
    who, waits = await adviser(here, 1), await asks(here)
    waiting = asyncio.create_task(there.transcript.wait("sms", ME, 2, LONG))
    await asyncio.wait([waiting], timeout=0.05)
    await here.handovers.claim(waits.id, who, (marker("You are with an adviser."),))
    assert [entry.text for entry in await waiting] == ["You are with an adviser."]
    waiting = asyncio.create_task(there.transcript.wait("sms", ME, 3, LONG))
    await asyncio.wait([waiting], timeout=0.05)
    await here.handovers.write(waits.id, who, (adviser_says("Hello."),))
    assert [entry.text for entry in await waiting] == ["Hello."]


async def test_the_helpline_is_told_of_the_queue_and_of_nothing_else(
    open_store: OpenStore, clock: FixedClock, database_url: str
) -> None:
    here = await open_store()
    there = await open_store() if database_url.startswith("postgresql") else here
    assert here.handovers.news == Keys([SECRET]).find("helpline")
    who = await adviser(here, 1)
    with there.hub.watch(here.handovers.news) as news:
        waits = await asks(here)
        assert await news.changed(LONG)
        await here.handovers.claim(waits.id, who)
        assert await news.changed(LONG)
        await here.handovers.write(waits.id, who, (adviser_says("Hello."),))
        await here.handovers.renew(waits.id, who)
        assert await here.handovers.expire() == ()
        assert not await news.changed(0.1), "a queue that is as it was is not drawn again"
        clock.advance(5 * MINUTES)
        await here.handovers.expire()
        assert await news.changed(LONG)


async def test_danger_is_announced_once_whoever_looks_and_after_a_restart(open_store: OpenStore) -> None:
    one, two = await open_store(), await open_store()
    danger = await asks(one, "danger", NewHandover("safety", "gas"))
    await asks(one, "asked")
    found = await asyncio.gather(*(store.handovers.announced() for store in (one, two) for _ in range(5)))
    assert sorted(found)[-1] == (danger.id,)
    assert sum(map(len, found)) == 1
    await one.close()
    assert await (await open_store()).handovers.announced() == ()


async def test_danger_that_is_heard_later_and_with_an_adviser_is_announced_too(store: Store) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    assert await store.handovers.announced() == ()
    turn = await opened(store, message("i smell gas"))
    write = structs.replace(joining(turn, NewHandover("safety", "gas")), owner="queue")
    await store.commit_turn(write)
    await store.handovers.claim(waits.id, who)
    assert await store.handovers.announced() == (waits.id,)
    assert await store.handovers.announced() == ()
