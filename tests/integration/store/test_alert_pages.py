"""Who was to get an alert, who got it and who did not: every person counted once, on both databases."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec import structs

from bot.clock import FixedClock
from bot.store.alert_pages import AlertPages, Count
from bot.store.sealed import Keys
from bot.store.store import Store
from tests.alerted import HOUR, WEATHER, Rows, council
from tests.databases import SECRET

NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def rows(store: Store, clock: FixedClock) -> Rows:
    clock.advance(NOW - clock.now())
    return Rows(store.database, Keys([SECRET]), NOW)


@pytest.fixture
def pages(store: Store, clock: FixedClock) -> AlertPages:
    return AlertPages(store.database, clock)


async def test_what_is_in_force_comes_worst_first_and_what_is_over_apart(
    rows: Rows, pages: AlertPages
) -> None:
    mild, _ = await rows.alert(structs.replace(WEATHER, name="a", level=2))
    severe, _ = await rows.alert(structs.replace(WEATHER, name="b", level=4))
    over, _ = await rows.alert(structs.replace(WEATHER, name="c", level=0, phase="clear"))
    ran_out, _ = await rows.alert(structs.replace(WEATHER, name="d", expires=NOW))
    assert [one.id for one in await pages.in_force()] == [severe, mild]
    assert [one.id for one in await pages.over()] == [ran_out, over]
    assert [one.id for one in await pages.over(before=ran_out)] == [over]


async def test_an_alert_is_shown_with_its_newest_version(rows: Rows, pages: AlertPages) -> None:
    number, _ = await rows.alert(structs.replace(WEATHER, version=2, phase="upgrade"))
    first = await rows.version(number, WEATHER)
    (one,) = await pages.in_force()
    assert (one.newest.alert.version, one.newest.alert.phase) == (2, "upgrade")
    assert [it.alert.version for it in await pages.versions(number)] == [2, 1]
    assert (await pages.version(first)) == (number, (await pages.versions(number))[1])
    assert await pages.version(999) is None
    assert await pages.versions(999) == ()


async def test_what_waits_for_a_second_person_is_counted(rows: Rows, pages: AlertPages) -> None:
    await rows.alert(council("council:1"), "waits")
    await rows.alert(council("council:2"), "draft")
    assert await pages.waiting() == 1


async def test_the_audience_counts_people_by_the_language_that_they_read(
    rows: Rows, pages: AlertPages
) -> None:
    """That of the words they were sent; of those who were sent none that of their wishes or their talk."""
    number, version = await rows.alert()
    urdu = await rows.body(version, "sms", "ur")
    await rows.sent(version, number, await rows.resident("en"), body_id=urdu)
    await rows.sent(version, number, await rows.resident("en", language="pl"), status="suppressed")
    await rows.sent(version, number, await rows.resident("ro"), status="suppressed", code="quiet")
    await rows.sent(version, number, await rows.resident("ro"), channel="telegram")
    assert set(await pages.audience(version)) == {
        Count("sms", "ur", 1),
        Count("sms", "pl", 1),
        Count("sms", "ro", 1),
        Count("telegram", "ro", 1),
    }


async def test_who_is_told_twice_is_one_person(rows: Rows, pages: AlertPages) -> None:
    """Held in the night and told in the morning, or again by the other channel."""
    number, version = await rows.alert()
    resident = await rows.resident()
    await rows.sent(version, number, resident, status="suppressed", code="quiet")
    await rows.sent(version, number, resident, status="delivered")
    assert [one.count for one in await pages.audience(version)] == [1]
    assert await pages.missed(version) == ()
    assert await pages.delivery(version) == (Count("sms", "delivered", 1),)


async def test_who_was_not_reached_is_counted_by_what_came_of_their_last_message(
    rows: Rows, pages: AlertPages
) -> None:
    number, version = await rows.alert()
    for status, code in (
        ("delivered", ""),
        ("sent", ""),
        ("waiting", ""),
        ("suppressed", "quiet"),
        ("suppressed", "quiet"),
        ("suppressed", "unlinked"),
        ("expired", "superseded"),
        ("undelivered", "30003"),
    ):
        await rows.sent(version, number, await rows.resident(), status=status, code=code)
    twice = await rows.resident()
    await rows.sent(version, number, twice, status="failed", code="21610")
    await rows.sent(version, number, twice, status="undelivered", code="30003", channel="telegram")
    assert await pages.missed(version) == (
        Count("suppressed", "quiet", 2),
        Count("undelivered", "30003", 2),
        Count("expired", "superseded", 1),
        Count("suppressed", "unlinked", 1),
    )


async def test_those_who_were_not_reached_are_numbers_and_a_channel(rows: Rows, pages: AlertPages) -> None:
    number, version = await rows.alert()
    people = [await rows.resident() for _ in range(3)]
    for one in people:
        await rows.sent(version, number, one, status="suppressed", code="quiet")
    found = await pages.missed_rows(version, "suppressed", "quiet")
    assert [(one.subscription, one.channel) for one in found] == [(one[1], "sms") for one in people]
    after = await pages.missed_rows(version, "suppressed", "quiet", after=people[0][1])
    assert [one.subscription for one in after] == [people[1][1], people[2][1]]
    assert await pages.missed_rows(version, "suppressed", "paused") == ()


async def test_other_versions_are_not_counted(rows: Rows, pages: AlertPages) -> None:
    number, version = await rows.alert()
    await rows.sent(version + 100, number, await rows.resident(), status="suppressed", code="quiet")
    assert await pages.audience(version) == await pages.missed(version) == await pages.delivery(version) == ()


async def test_the_last_alerts_of_a_resident_come_newest_first(rows: Rows, pages: AlertPages) -> None:
    number, version = await rows.alert()
    again = await rows.version(number, structs.replace(WEATHER, version=2, level=4, phase="upgrade"))
    resident, other = await rows.resident(), await rows.resident()
    await rows.sent(version, number, resident, sent_at=NOW - HOUR)
    await rows.sent(again, number, resident, status="undelivered", code="30003")
    await rows.sent(again, number, other)
    found = await pages.sent_to(resident[0])
    assert [(one.alert.level, one.status, one.at) for one in found] == [
        (4, "undelivered", NOW),
        (3, "delivered", NOW - HOUR),
    ]
    assert len(await pages.sent_to(resident[0], 1)) == 1
