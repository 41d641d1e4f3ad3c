"""People are reminded of their bins on the evening before, once, and only when there is something."""

from __future__ import annotations

import asyncio
import datetime as dt
import time

import pytest

from bot.store.store import Store
from notifier.subscription import Hours
from tests.databases import OpenStore
from tests.integration.fan_out.crowd import PACKS
from tests.integration.reminding.people import People
from tests.unit.bins.test_evening import CHRISTMAS

TOMORROW = "Your black bin is collected tomorrow, Thu 26 Nov. Put it out by 7am. Reply CHANGE or STOP."


@pytest.fixture
async def town_bins(people: People) -> People:
    """The town's bins: black on Thursday 26 November, green on 3 December."""
    await people.publish()
    return people


async def test_the_reminder_comes_at_the_asked_minute_and_once(town_bins: People) -> None:
    await town_bins.with_bins("ada")
    town_bins.at("2026-11-25T17:59")
    assert await town_bins.reminding.bins() == 0
    town_bins.at("2026-11-25T18:00")
    assert await town_bins.reminding.bins() == 1
    for clock in ("18:01", "20:00", "21:59"):
        town_bins.at(f"2026-11-25T{clock}")
        assert await town_bins.reminding.bins() == 0
    assert await town_bins.messages() == [TOMORROW]


async def test_it_is_sent_to_the_residents_address_and_is_of_use_until_ten(town_bins: People) -> None:
    await town_bins.with_bins("+447700900123")
    town_bins.at("2026-11-25T18:00")
    await town_bins.reminding.bins()
    (sent,) = (await town_bins.drain()).taken
    assert sent.address == "+447700900123"
    (row,) = await town_bins.rows("kind", "status", "priority", "expires_at", "key")
    ten = dt.datetime(2026, 11, 25, 22, tzinfo=dt.UTC)
    assert row[:4] == ("notice", "sent", 30, ten)
    assert row[4].startswith("bins:2026-11-26:")


async def test_on_an_evening_with_nothing_there_is_silence_and_nobody_is_looked_at_twice(
    town_bins: People,
) -> None:
    person = await town_bins.with_bins("ada")
    town_bins.at("2026-11-24T18:00")
    assert await town_bins.reminding.bins() == 0
    assert (await town_bins.subscription(person)).bins_checked == dt.date(2026, 11, 25)
    assert await town_bins.rows("key") == []


async def test_each_has_a_time_of_their_own(town_bins: People) -> None:
    await town_bins.with_bins("early", at=16 * 60)
    await town_bins.with_bins("late", at=21 * 60)
    counts = []
    for clock in ("15:59", "16:00", "20:59", "21:00"):
        town_bins.at(f"2026-11-25T{clock}")
        counts.append(await town_bins.reminding.bins())
    assert counts == [0, 1, 0, 1]


async def test_equal_words_are_written_once(town_bins: People) -> None:
    for number in range(20):
        await town_bins.with_bins(f"person {number}", str(201 + number))
    town_bins.at("2026-11-25T18:00")
    assert await town_bins.reminding.bins() == 20
    assert len(town_bins.says) == 1
    assert len(set(await town_bins.rows("body_id"))) == 1


async def test_everybody_reads_their_language(town_bins: People) -> None:
    await town_bins.with_bins("ada", language="pl")
    await town_bins.with_bins("bea", language="ur")
    town_bins.at("2026-11-25T18:00")
    await town_bins.reminding.bins()
    assert sorted(language for language, _ in town_bins.says) == ["pl", "ur"]


@pytest.mark.parametrize("hour", ["18:01", "20:17", "21:59"])
async def test_after_a_standstill_people_are_reminded_until_ten(town_bins: People, hour: str) -> None:
    await town_bins.with_bins("ada")
    town_bins.at(f"2026-11-25T{hour}")
    assert await town_bins.reminding.bins() == 1


@pytest.mark.parametrize("hour", ["2026-11-25T22:00", "2026-11-25T23:59", "2026-11-26T06:00"])
async def test_and_not_after_it(town_bins: People, hour: str) -> None:
    await town_bins.with_bins("ada", quiet=None)
    town_bins.at(hour)
    assert await town_bins.reminding.bins() == 0
    assert await town_bins.messages() == []


async def test_who_was_not_reminded_in_time_has_a_row_that_says_so(town_bins: People) -> None:
    await town_bins.with_bins("ada", quiet=None)
    town_bins.at("2026-11-25T22:30")
    await town_bins.reminding.bins()
    assert await town_bins.rows("status", "code", "address") == [("suppressed", "late", None)]


async def test_who_asked_for_a_late_hour_gets_it(town_bins: People) -> None:
    await town_bins.with_bins("owl", at=22 * 60 + 30, quiet=Hours(23 * 60, 7 * 60))
    town_bins.at("2026-11-25T22:30")
    assert await town_bins.reminding.bins() == 1


async def test_who_wants_quiet_at_that_hour_is_told_just_before(town_bins: People) -> None:
    await town_bins.with_bins("early bird", quiet=Hours(17 * 60, 5 * 60))
    town_bins.at("2026-11-25T16:44")
    assert await town_bins.reminding.bins() == 0
    town_bins.at("2026-11-25T16:45")
    assert await town_bins.reminding.bins() == 1


async def test_nothing_breaks_quiet_hours_after_a_standstill(town_bins: People) -> None:
    await town_bins.with_bins("ada", quiet=Hours(20 * 60, 7 * 60))
    town_bins.at("2026-11-25T20:30")
    assert await town_bins.reminding.bins() == 0
    assert await town_bins.rows("code") == ["quiet"]


async def test_who_has_stopped_everything_is_not_reminded(town_bins: People) -> None:
    await town_bins.with_bins("ada")
    await town_bins.store.suppressions.suppress("sms", "ada", "pushes", "resident")
    town_bins.at("2026-11-25T18:00")
    assert await town_bins.reminding.bins() == 0
    assert await town_bins.rows("status", "code") == [("suppressed", "stopped")]


async def test_a_stop_between_the_reminder_and_its_sending_is_respected(town_bins: People) -> None:
    await town_bins.with_bins("ada")
    town_bins.at("2026-11-25T18:00")
    await town_bins.reminding.bins()
    await town_bins.store.suppressions.suppress("sms", "ada", "pushes", "resident")
    assert (await town_bins.drain()).taken == []
    assert await town_bins.rows("status") == ["suppressed"]


async def test_paused_or_ended_there_are_none(town_bins: People) -> None:
    now = town_bins.clock.now()
    await town_bins.with_bins("paused", state="paused")
    await town_bins.with_bins("over", ends_at=now)
    await town_bins.with_bins("back", state="paused", paused_until=now)
    town_bins.at("2026-11-25T18:00")
    assert await town_bins.reminding.bins() == 1


async def test_while_an_adviser_talks_to_them_it_waits(town_bins: People) -> None:
    person = await town_bins.with_bins("ada")
    await town_bins.talk_set(person, owner="adviser")
    town_bins.at("2026-11-25T18:00")
    assert await town_bins.reminding.bins() == 0
    await town_bins.talk_set(person, owner="bot")
    town_bins.at("2026-11-25T18:20")
    assert await town_bins.reminding.bins() == 1


async def test_who_writes_elsewhere_is_reminded_on_the_linked_number(town_bins: People) -> None:
    person = await town_bins.with_bins("browser", writes_on="web", state="active")
    await town_bins.set(person, state="active")
    await town_bins.link(person, "sms", "+447700900123")
    town_bins.at("2026-11-25T18:00")
    await town_bins.reminding.bins()
    assert [one.address for one in (await town_bins.drain()).taken] == ["+447700900123"]


async def test_who_has_no_address_there_has_a_row_that_says_so(town_bins: People) -> None:
    person = await town_bins.with_bins("browser", writes_on="web")
    await town_bins.set(person, state="active")
    town_bins.at("2026-11-25T18:00")
    assert await town_bins.reminding.bins() == 0
    assert await town_bins.rows("code") == ["unlinked"]


async def test_flats_without_dates_are_told_so_once(town_bins: People) -> None:
    await town_bins.with_bins("ada", "15")
    for day in (24, 25, 26):
        town_bins.at(f"2026-11-{day}T18:00")
        await town_bins.reminding.bins()
    (told,) = await town_bins.messages()
    assert told.startswith("No bin days are published for your address.")


async def test_when_the_dates_have_run_out_people_are_told_once(town_bins: People) -> None:
    await town_bins.with_bins("ada")
    for day in range(10, 25):
        town_bins.at(f"2026-12-{day}T18:00")
        await town_bins.reminding.bins()
    (told,) = await town_bins.messages()
    assert told.startswith("The council has not published your next bin days yet.")


async def test_without_data_nobody_is_looked_at_and_when_they_come_all_are(people: People) -> None:
    await people.with_bins("ada")
    people.at("2026-11-25T18:00")
    assert await people.reminding.bins() == 0
    people.at("2026-11-25T19:00")
    await people.publish()
    assert await people.reminding.bins() == 1


async def test_the_weeks_of_christmas(people: People) -> None:
    people.at("2026-12-15T12:00")
    await people.publish(*((1, name, day) for name, day in CHRISTMAS))
    await people.with_bins("ada")
    days = [dt.date(2026, 12, 15) + dt.timedelta(days=number) for number in range(21)]
    for day in days:
        people.at(f"{day}T18:00")
        await people.reminding.bins()
    began = [text.partition(".")[0] for text in await people.messages()]
    assert began == [
        "Your black bin is collected tomorrow, Fri 18 Dec",
        "Your black bin is collected Sun 27 Dec, not Fri 25 Dec",
        "Your black bin is collected tomorrow, Sun 27 Dec",
        "Your black bin is collected Sat 2 Jan, not Fri 1 Jan",
        "Your black bin is collected tomorrow, Sat 2 Jan",
    ]


@pytest.mark.parametrize(
    ("before", "tomorrow", "utc"),
    [
        ("2026-10-24T18:00", "25/10/26", 17),
        ("2026-10-25T18:00", "26/10/26", 18),
        ("2027-03-28T18:00", "29/03/27", 17),
    ],
)
async def test_six_in_the_evening_is_six_on_the_wall_in_summer_and_in_winter(
    people: People, before: str, tomorrow: str, utc: int
) -> None:
    await people.with_bins("ada")
    people.at(before)
    await people.set(1, ends_at=people.clock.now() + dt.timedelta(days=30))
    await people.publish((1, "BLACK", tomorrow))
    assert people.clock.now().hour == utc
    assert await people.reminding.bins() == 1


async def test_two_processes_at_once_remind_once(open_store: OpenStore, people: People) -> None:
    await people.publish()
    for number in range(30):
        await people.with_bins(f"person {number}", str(201 + number))
    people.at("2026-11-25T18:00")
    other = People(await open_store(packs=PACKS), people.clock, people._folder)
    counts = await asyncio.gather(people.reminding.bins(), other.reminding.bins())
    assert sum(counts) == 30
    assert len(await people.messages()) == 30


async def test_a_thousand_in_one_tick(people: People, store: Store, record_property: object) -> None:
    await people.publish()
    for number in range(1_000):
        await people.with_bins(f"person {number}", str(201 + number % 40))
    people.at("2026-11-25T18:00")
    began = time.perf_counter()
    assert await people.reminding.bins() == 1_000
    took = time.perf_counter() - began
    assert callable(record_property)
    record_property("seconds", round(took, 3))
    began = time.perf_counter()
    assert await people.reminding.bins() == 0
    record_property("seconds_idle", round(time.perf_counter() - began, 3))
    print(f"{store.database.__class__.__name__}: 1,000 reminders in {took:.2f} s")
