"""The clocks of the queue: they run while somebody waits for us in opening hours, and at no other time."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from msgspec import structs

from bot.clock import FixedClock
from bot.handover.helpline import Helpline
from bot.handover.open_time import OpenTime
from bot.handover.request import Handover
from bot.store.figures import DayFigures, Figures
from bot.store.queue import QueueView
from bot.store.store import Store
from tests.databases import START
from tests.integration.store.handing_over import adviser, adviser_says, asks, begin_shift, leaves, now, of
from tests.integration.store.talking import line, message, opened, outcome

LEEDS = OpenTime(Helpline.load("leeds").hours, ZoneInfo("Europe/London"))
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)


async def figures(store: Store) -> Figures:
    return await DayFigures(store.database).since(START - DAY, LEEDS)


def waited(found: Handover, clock: FixedClock) -> dt.timedelta:
    return LEEDS.wait(found, clock.now()).length


async def test_the_clock_runs_while_somebody_waits(store: Store, clock: FixedClock) -> None:
    waits = await asks(store)
    clock.advance(12 * MINUTE)
    assert waited(await now(store, waits), clock) == 12 * MINUTE


async def test_the_clock_stops_when_they_leave_the_queue(store: Store, clock: FixedClock) -> None:
    waits = await asks(store)
    clock.advance(3 * MINUTE)
    await leaves(store)
    clock.advance(dt.timedelta(hours=1))
    assert waited(await now(store, waits), clock) == 3 * MINUTE
    found = await figures(store)
    assert (found.waiting, found.abandoned, found.wait, found.reply) == (0, 1, None, None)


async def test_the_clocks_stop_when_an_adviser_takes_them_and_when_they_write(
    store: Store, clock: FixedClock
) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    clock.advance(4 * MINUTE)
    await store.handovers.claim(waits.id, who)
    clock.advance(2 * MINUTE)
    await store.handovers.write(waits.id, who, (adviser_says("Hello."),))
    clock.advance(2 * MINUTE)
    await store.handovers.write(waits.id, who, (adviser_says("Are you there?"),))
    assert waited(await now(store, waits), clock) == 4 * MINUTE
    found = await figures(store)
    assert (found.wait, found.reply) == (4 * MINUTE, 6 * MINUTE), "the first words count"


async def test_who_loses_their_adviser_waits_anew_and_keeps_their_place(
    store: Store, clock: FixedClock
) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    await store.handovers.claim(waits.id, who)
    clock.advance(5 * MINUTE)
    await store.handovers.expire()
    clock.advance(MINUTE)
    lost = await now(store, waits)
    assert waited(lost, clock) == MINUTE, "not the time that they talked"
    assert lost.queued_at == waits.queued_at


async def test_the_clock_does_not_run_on_after_thank_you(store: Store, clock: FixedClock) -> None:
    """Chatwoot 10178: thanks after the end start no clock, in the queue or in the figures."""
    who, waits = await adviser(store, 1), await asks(store)
    held = await store.handovers.claim(waits.id, who)
    await store.handovers.write(waits.id, who, (adviser_says("It is put right."),))
    await store.handovers.close(held.id, who, "solved", ())
    before = await figures(store)
    turn = await opened(store, message("thank you!"))
    thanks = structs.replace(outcome(turn, line("You are welcome.")), owner="closed")
    await store.commit_turn(thanks)
    clock.advance(dt.timedelta(hours=2))
    assert (await of(store, waits.conversation)).status == "closed"
    assert (await QueueView(store.database).look()).count == 0
    assert await figures(store) == before
    assert await store.idle(clock.now(), 0) == (), "and nobody is reminded of anything"


async def test_thanks_to_an_adviser_renew_and_start_nothing(store: Store, clock: FixedClock) -> None:
    who, waits = await adviser(store, 1), await asks(store)
    held = await store.handovers.claim(waits.id, who)
    clock.advance(MINUTE)
    await store.leave_turn(await opened(store, message("thanks")))
    found = await now(store, waits)
    assert (found.lease_until, found.waits_from) == (held.lease_until, held.waits_from)
    assert (await figures(store)).waiting == 0


async def test_closed_hours_do_not_count(store: Store, clock: FixedClock) -> None:
    """From Friday a quarter to five to Monday ten past nine, with the helpline open from nine to five."""
    who = await adviser(store, 1)
    clock.advance(dt.timedelta(hours=7, minutes=45))
    waits = await asks(store)
    clock.advance(dt.timedelta(days=2, hours=16, minutes=25))
    wait = LEEDS.wait(await now(store, waits), clock.now())
    assert (wait.length, wait.paused) == (25 * MINUTE, True)
    assert wait.until == dt.datetime(2026, 11, 23, 17, tzinfo=dt.UTC)
    await begin_shift(store, who, clock.now())
    await store.handovers.claim(waits.id, who)
    assert (await figures(store)).wait == 25 * MINUTE
