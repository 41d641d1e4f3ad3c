"""Another text of an alert that has gone, on both databases: the old one stands until another says yes."""

from __future__ import annotations

import pytest
from msgspec import structs

from bot.clock import FixedClock
from bot.store.approvals import NotYours
from bot.store.revisions import Revisions
from bot.store.sealed import Keys
from bot.store.staff import Staff
from bot.store.store import Store
from notifier.alert import Alert
from tests.alerted import WEATHER, Rows, council
from tests.databases import SECRET

KEYS = Keys([SECRET])


@pytest.fixture
async def people(store: Store, clock: FixedClock) -> tuple[int, int]:
    staff = Staff(store.database, KEYS, clock)
    return (await staff.add("zoe@example.org", "Zoe Mann", "supervisor")).id, (
        await staff.add("kim@example.org", "Kim Lowe", "supervisor")
    ).id


@pytest.fixture
def revisions(store: Store, clock: FixedClock) -> Revisions:
    return Revisions(store.database, store.alerts, clock)


async def gone(store: Store, people: tuple[int, int], level: int = 3) -> int:
    """An alert of the council that has gone; its number."""
    zoe, kim = people
    version = await store.approvals.draft("1", council(level=level), zoe)
    await store.approvals.submit(version, zoe)
    await store.approvals.approve(version, kim)
    found = await store.alerts.version(version)
    assert found
    return found.alert_id


async def held(store: Store) -> Alert:
    (found,) = await store.alerts.in_force()
    return found


@pytest.mark.parametrize(("level", "phase"), [(2, "downgrade"), (3, "update"), (4, "upgrade")])
async def test_with_a_yes_it_is_the_next_version(
    store: Store, revisions: Revisions, people: tuple[int, int], level: int, phase: str
) -> None:
    zoe, kim = people
    number = await gone(store, people)
    waiting = await revisions.revise(number, council(level=level), kim)
    await store.approvals.submit(waiting, kim)
    assert (await held(store)).version == 1
    version = await revisions.approve(waiting, zoe)
    now = await held(store)
    assert (now.version, now.level, now.before, now.phase, now.name) == (2, level, 3, phase, "council:1")
    assert version in await store.alerts.to_be_sent()
    assert await store.alerts.version(waiting) is None


async def test_nobody_says_yes_or_no_to_their_own(
    store: Store, revisions: Revisions, people: tuple[int, int]
) -> None:
    _zoe, kim = people
    waiting = await revisions.revise(await gone(store, people), council(level=4), kim)
    await store.approvals.submit(waiting, kim)
    for answer in (revisions.approve, revisions.refuse):
        with pytest.raises(NotYours):
            await answer(waiting, kim)
    assert (await held(store)).version == 1


async def test_a_draft_is_sent_by_nobody(store: Store, revisions: Revisions, people: tuple[int, int]) -> None:
    zoe, kim = people
    waiting = await revisions.revise(await gone(store, people), council(level=4), kim)
    with pytest.raises(NotYours):
        await revisions.approve(waiting, zoe)


async def test_a_second_text_takes_the_place_of_a_draft_but_not_of_what_waits(
    store: Store, revisions: Revisions, people: tuple[int, int]
) -> None:
    zoe, kim = people
    number = await gone(store, people)
    await revisions.revise(number, council(level=2), kim)
    with pytest.raises(NotYours):
        await revisions.revise(number, council(level=4), zoe)
    again = await revisions.revise(number, council(level=4), kim)
    await store.approvals.submit(again, kim)
    with pytest.raises(NotYours):
        await revisions.revise(number, council(level=1), kim)
    await revisions.refuse(again, zoe)
    await revisions.revise(number, council(level=1), zoe)
    assert (await held(store)).level == 3


async def test_what_is_over_meanwhile_is_not_brought_back(
    store: Store, revisions: Revisions, people: tuple[int, int]
) -> None:
    zoe, kim = people
    number = await gone(store, people)
    waiting = await revisions.revise(number, council(level=4), kim)
    await store.approvals.submit(waiting, kim)
    await store.approvals.end(number, zoe)
    with pytest.raises(NotYours):
        await revisions.approve(waiting, zoe)
    assert await store.alerts.in_force() == ()


async def test_running_out_is_not_hindered_by_a_text_that_waits(
    store: Store, revisions: Revisions, people: tuple[int, int], clock: FixedClock
) -> None:
    number = await gone(store, people)
    waiting = await revisions.revise(number, council(level=4), people[1])
    await store.approvals.submit(waiting, people[1])
    clock.advance(days=30)
    assert len(await store.alerts.expire()) == 1
    with pytest.raises(NotYours):
        await revisions.approve(waiting, people[0])


async def test_what_was_wrong_is_taken_back_once(
    store: Store, revisions: Revisions, people: tuple[int, int]
) -> None:
    number = await gone(store, people)
    version = await revisions.cancel(number, people[0])
    found = await store.alerts.version(version)
    assert found
    assert (found.alert.phase, found.alert.level, found.alert.before) == ("cancelled", 0, 3)
    with pytest.raises(NotYours):
        await revisions.cancel(number, people[0])


async def test_what_others_publish_is_not_ours(
    store: Store, revisions: Revisions, people: tuple[int, int], clock: FixedClock
) -> None:
    number, _version = await Rows(store.database, KEYS, clock.now()).alert(structs.replace(WEATHER))
    for change in (revisions.cancel(number, people[0]), revisions.revise(number, council(), people[0])):
        with pytest.raises(NotYours):
            await change
