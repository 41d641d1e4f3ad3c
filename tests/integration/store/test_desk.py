"""The desk: is a person there, where does a resident stand, how long will it take, who can be rung."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from bot.clock import FixedClock
from bot.handover.desk import Window
from bot.handover.helpline import CallTime, Helpline
from bot.handover.request import Place
from bot.knowledge.directory.hours import Span, Week
from bot.store.desk import StoredDesk
from bot.store.staff_tables import shifts
from bot.store.store import Store
from tests.databases import START
from tests.integration.store.helpline import adviser, handled, queues, run
from tests.integration.store.talking import message, opened

# START is Friday 20 November 2026, nine o'clock.
DAY = (Span(dt.time(9), dt.time(17)),)
MORNING, LATE = CallTime(dt.time(9), dt.time(12), 2), CallTime(dt.time(15), dt.time(18), 2)
NOON = CallTime(dt.time(12), dt.time(15), 1)
HELPLINE = Helpline(Week(DAY, DAY, DAY, DAY, DAY), (NOON, MORNING, LATE), most=3)
FRIDAY, MONDAY = dt.date(2026, 11, 20), dt.date(2026, 11, 23)
FRIDAY_NOON = Window(FRIDAY, dt.time(12), dt.time(15))
MONDAY_MORNING = Window(MONDAY, dt.time(9), dt.time(12))
NUMBER = "+441134960001"


@pytest.fixture
def desk(store: Store) -> StoredDesk:
    return store.desk(HELPLINE, ZoneInfo("Europe/London"), ["sms"])


async def resident(store: Store, channel: str = "sms", address: str = "somebody") -> int:
    turn = await opened(store, message(address=address, channel=channel))
    await store.leave_turn(turn)
    return turn.conversation.id


async def test_without_staff_nobody_is_promised(store: Store, desk: StoredDesk) -> None:
    await adviser(store, START, active=False)
    now = await desk.now(await resident(store))
    assert (now.staffed, now.advisers, now.there) == (False, 0, False)


async def test_with_an_adviser_on_shift_a_person_is_there(store: Store, desk: StoredDesk) -> None:
    await adviser(store, START)
    now = await desk.now(await resident(store))
    assert now.there
    assert (now.open, now.until, now.opens, now.advisers) == (True, dt.time(17), None, 1)


async def test_nobody_is_there_when_the_shift_is_over(
    store: Store, desk: StoredDesk, clock: FixedClock
) -> None:
    await adviser(store, START, hours=1)
    clock.advance(seconds=3600)
    now = await desk.now(await resident(store))
    assert (now.staffed, now.open, now.advisers, now.there) == (True, True, 0, False)


async def test_an_adviser_with_two_shifts_is_one_adviser(store: Store, desk: StoredDesk) -> None:
    id = await adviser(store, START)
    await run(store, insert(shifts).values(staff_id=id, began_at=START, until=START + dt.timedelta(hours=1)))
    assert (await desk.now(await resident(store))).advisers == 1


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        ("2026-11-20T17:00", "2026-11-23T09:00"),  # over the weekend
        ("2026-11-23T08:59", "2026-11-23T09:00"),
        ("2026-12-24T18:00", "2026-12-29T09:00"),  # Christmas Day, a weekend, and the holiday for Boxing Day
    ],
)
async def test_out_of_hours_it_says_when_it_opens(
    store: Store, desk: StoredDesk, clock: FixedClock, at: str, opens: str
) -> None:
    clock.advance(dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC) - clock.now())
    await adviser(store, clock.now())
    now = await desk.now(await resident(store))
    assert (now.open, now.there, now.until) == (False, False, None)
    assert now.opens == dt.datetime.fromisoformat(opens)


@pytest.mark.parametrize("channel", ["rest", "voice"])
async def test_who_cannot_be_written_to_unasked_is_not_reachable(
    store: Store, desk: StoredDesk, channel: str
) -> None:
    await adviser(store, START)
    now = await desk.now(await resident(store, channel))
    assert (now.reachable, now.there) == (False, False)


async def test_the_place_counts_danger_first_and_then_who_came_first(
    store: Store, desk: StoredDesk, clock: FixedClock
) -> None:
    first = await queues(store)
    clock.advance(seconds=1)
    second = await queues(store)
    clock.advance(seconds=1)
    danger = await queues(store, "gas")
    assert [(await desk.place(one)) for one in (danger, first, second)] == [Place(1), Place(2), Place(3)]
    assert (await desk.now(first)).next.position == 4


async def test_of_two_in_one_moment_the_first_is_first(store: Store, desk: StoredDesk) -> None:
    first, second = await queues(store), await queues(store)
    assert await desk.place(first) == Place(1)
    assert await desk.place(second) == Place(2)


async def test_who_does_not_wait_has_no_place(store: Store, desk: StoredDesk) -> None:
    await queues(store)
    assert await desk.place(await resident(store)) is None


async def test_the_wait_is_the_median_by_position_by_advisers_rounded_up(
    store: Store, desk: StoredDesk
) -> None:
    for minutes in (2, 3, 5, 9, 240):
        await handled(store, START, minutes)
    await adviser(store, START)
    await adviser(store, START)
    first, second = await queues(store), await queues(store)
    assert await desk.place(first) == Place(1, 3)  # 5 × 1 / 2
    assert await desk.place(second) == Place(2, 5)
    assert (await desk.now(first)).minutes == 8  # 5 × 3 / 2


async def test_of_four_talks_nothing_is_told(store: Store, desk: StoredDesk) -> None:
    await adviser(store, START)
    for _ in range(4):
        await handled(store, START, 5)
    assert (await desk.now(await queues(store))).minutes is None
    await handled(store, START, 5, "returned")
    assert (await desk.now(await queues(store))).minutes == 15


async def test_with_nobody_on_shift_no_time_is_told(store: Store, desk: StoredDesk) -> None:
    for _ in range(5):
        await handled(store, START, 5)
    assert await desk.place(await queues(store)) == Place(1, None)


async def test_old_talks_and_those_who_left_do_not_count(store: Store, desk: StoredDesk) -> None:
    await adviser(store, START)
    for _ in range(5):
        await handled(store, START - dt.timedelta(days=8), 5)
        await handled(store, START, 5, "left")
    assert (await desk.now(await queues(store))).minutes is None


async def test_only_the_last_twenty_count(store: Store, desk: StoredDesk) -> None:
    await adviser(store, START)
    for _ in range(30):
        await handled(store, START - dt.timedelta(days=1), 60)
    for _ in range(20):
        await handled(store, START, 4)
    assert await desk.place(await queues(store)) == Place(1, 4)


async def test_windows_have_not_begun_and_lie_in_the_hours(desk: StoredDesk) -> None:
    # Friday's morning has begun, and the late one ends after the helpline closes.
    found = await desk.windows(3)
    assert found == (FRIDAY_NOON, MONDAY_MORNING, Window(MONDAY, dt.time(12), dt.time(15)))
    assert await desk.windows(1) == (FRIDAY_NOON,)


async def test_there_are_no_windows_on_a_bank_holiday(desk: StoredDesk, clock: FixedClock) -> None:
    clock.advance(dt.datetime(2026, 12, 24, 16, tzinfo=dt.UTC) - clock.now())
    assert (await desk.windows(1))[0].day == dt.date(2026, 12, 29)


async def test_a_full_window_is_not_offered(store: Store, desk: StoredDesk) -> None:
    assert await desk.book(await resident(store), FRIDAY_NOON, NUMBER, "", "run-1:book")
    assert (await desk.windows(1)) == (MONDAY_MORNING,)


async def test_a_full_window_is_not_booked(store: Store, desk: StoredDesk) -> None:
    one, other = await resident(store), await resident(store, address="another")
    assert await desk.book(one, FRIDAY_NOON, NUMBER, "", "run-1:book")
    assert await desk.book(other, FRIDAY_NOON, NUMBER, "", "run-2:book") == ""
    assert await store.callbacks.of(other) == ()


async def test_a_window_that_has_begun_is_not_booked(
    store: Store, desk: StoredDesk, clock: FixedClock
) -> None:
    clock.advance(seconds=3 * 3600)
    assert await desk.book(await resident(store), FRIDAY_NOON, NUMBER, "", "run-1:book") == ""


async def test_a_booking_that_is_repeated_after_its_window_has_begun_is_the_same(
    store: Store, desk: StoredDesk, clock: FixedClock
) -> None:
    one = await resident(store)
    first = await desk.book(one, FRIDAY_NOON, NUMBER, "", "run-1:book")
    clock.advance(seconds=3 * 3600)
    assert await desk.book(one, FRIDAY_NOON, NUMBER, "", "run-1:book") == first


async def test_windows_are_on_the_citys_clock(store: Store, desk: StoredDesk, clock: FixedClock) -> None:
    clock.advance(dt.datetime(2027, 6, 1, 5, tzinfo=dt.UTC) - clock.now())
    one = await resident(store)
    await desk.book(one, Window(dt.date(2027, 6, 1), dt.time(9), dt.time(12)), NUMBER, "", "run-1:book")
    (call,) = await store.callbacks.of(one)
    assert call.from_at == dt.datetime(2027, 6, 1, 8, tzinfo=dt.UTC)
