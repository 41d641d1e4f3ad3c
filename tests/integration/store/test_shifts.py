"""Who is on shift: one shift a member, over at its end, and never for who may not sign in."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from sqlalchemy import select

from bot.clock import FixedClock
from bot.handover.people import Member, NoSuchMember
from bot.store.sealed import Keys
from bot.store.shifts import Shifts
from bot.store.staff import Staff
from bot.store.staff_tables import shifts as table
from bot.store.store import Store
from tests.databases import SECRET, START, OpenStore

KEYS = Keys([SECRET])
EVENING = START + dt.timedelta(hours=8)


@pytest.fixture
def shifts(store: Store, clock: FixedClock) -> Shifts:
    return Shifts(store.database, KEYS, clock)


@pytest.fixture
async def people(store: Store, clock: FixedClock) -> list[Member]:
    """Two of housing and one of no team."""
    staff = Staff(store.database, KEYS, clock)
    teams = ("housing", "housing", "")
    return [
        await staff.add(f"{number}@example.org", f"Member {number}", "adviser", team)
        for number, team in enumerate(teams)
    ]


async def ends(store: Store) -> list[dt.datetime | None]:
    """When each shift ended, the oldest first."""
    query = select(table.c.ended_at).order_by(table.c.id)
    return list(await store.database.read(lambda connection: connection.execute(query).scalars().all()))


async def test_a_shift_is_open_from_its_begin_to_its_end(
    shifts: Shifts, people: list[Member], clock: FixedClock
) -> None:
    assert await shifts.on_shift(people[0].id) is None
    begun = await shifts.begin(people[0].id, EVENING)
    assert (begun.member, begun.began_at, begun.until) == (people[0], START, EVENING)
    clock.advance(EVENING - START - dt.timedelta(seconds=1))
    assert await shifts.on_shift(people[0].id) == begun
    clock.advance(seconds=1)
    assert await shifts.on_shift(people[0].id) is None
    assert await shifts.open_now() == ()


async def test_it_can_be_ended_before(shifts: Shifts, people: list[Member]) -> None:
    await shifts.begin(people[0].id, EVENING)
    assert await shifts.end(people[0].id)
    assert await shifts.on_shift(people[0].id) is None
    assert not await shifts.end(people[0].id)


async def test_beginning_again_moves_the_end_of_the_same_shift(
    store: Store, shifts: Shifts, people: list[Member], clock: FixedClock
) -> None:
    await shifts.begin(people[0].id, EVENING)
    clock.advance(seconds=60)
    longer = await shifts.begin(people[0].id, EVENING + dt.timedelta(hours=1))
    assert (longer.began_at, longer.until) == (START, EVENING + dt.timedelta(hours=1))
    assert await shifts.open_now() == (longer,)
    assert await ends(store) == [None]


async def test_beginning_many_times_at_once_is_one_shift(
    open_store: OpenStore, clock: FixedClock, people: list[Member]
) -> None:
    stores = [await open_store() for _ in range(2)]
    both = [Shifts(store.database, KEYS, clock) for store in stores]
    await asyncio.gather(*(one.begin(people[0].id, EVENING) for one in both * 5))
    assert await ends(stores[0]) == [None]


async def test_beginning_after_one_that_ran_out_closes_it_at_its_time(
    store: Store, shifts: Shifts, people: list[Member], clock: FixedClock
) -> None:
    await shifts.begin(people[0].id, EVENING)
    clock.advance(days=1)
    again = await shifts.begin(people[0].id, EVENING + dt.timedelta(days=1))
    assert again.began_at == clock.now()
    assert await ends(store) == [EVENING, None]


async def test_a_shift_that_is_over_before_it_begins_is_refused(shifts: Shifts, people: list[Member]) -> None:
    with pytest.raises(ValueError, match="ends after it begins"):
        await shifts.begin(people[0].id, START)
    assert await shifts.open_now() == ()


async def test_nobody_begins_a_shift_who_is_not_there(shifts: Shifts) -> None:
    with pytest.raises(NoSuchMember):
        await shifts.begin(99, EVENING)


async def test_who_is_there_in_the_order_in_which_they_came(
    shifts: Shifts, people: list[Member], clock: FixedClock
) -> None:
    for number in (2, 0, 1):
        await shifts.begin(people[number].id, EVENING)
        clock.advance(seconds=1)
    assert [one.member for one in await shifts.open_now()] == [people[2], people[0], people[1]]


async def test_how_many_are_there_by_team(shifts: Shifts, people: list[Member]) -> None:
    assert await shifts.per_team() == {}
    for member in people:
        await shifts.begin(member.id, EVENING)
    assert await shifts.per_team() == {"housing": 2, "": 1}
    await shifts.end(people[0].id)
    await shifts.end(people[2].id)
    assert await shifts.per_team() == {"housing": 1}
