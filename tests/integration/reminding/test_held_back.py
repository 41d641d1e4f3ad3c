"""What was held back is told when quiet hours, an adviser, or a pause are over: what holds, and what came and
went."""

from __future__ import annotations

import datetime as dt

import pytest

from notifier.alert import Area
from notifier.subscription import Hours
from tests.integration.fan_out.crowd import warning
from tests.integration.reminding.people import NIGHT, People

AMBER = "Met Office AMBER warning of rain in Leeds."


async def sleeper(people: People, name: str = "ada", **more: object) -> int:
    return await people.person(name, 3, quiet=NIGHT, **more)  # type: ignore[arg-type]


async def test_what_still_holds_is_told_when_quiet_hours_end(people: People) -> None:
    await sleeper(people)
    people.at("2026-11-21T01:00")
    await people.tell(warning(3))
    assert await people.messages() == []
    people.at("2026-11-21T06:59")
    assert await people.reminding.digests() == 0
    people.at("2026-11-21T07:00")
    assert await people.reminding.digests() == 1
    (told,) = await people.messages()
    assert told.startswith(AMBER)
    (row,) = await people.rows("told", "level", "status", "key", like="alert:1:1:sms:after")
    assert row == ("new", 3, "waiting", "alert:1:1:sms:after:2026-11-21")


async def test_it_is_told_once(people: People) -> None:
    await sleeper(people)
    people.at("2026-11-21T01:00")
    await people.tell(warning(3))
    for hour in ("07:00", "07:01", "09:00"):
        people.at(f"2026-11-21T{hour}")
        await people.reminding.digests()
    assert len(await people.messages()) == 1
    assert await people.told("status", "code", code=None) == [("suppressed", "quiet_told"), ("waiting", "")]


async def test_then_the_all_clear_comes_too(people: People) -> None:
    await sleeper(people)
    people.at("2026-11-21T01:00")
    await people.tell(warning(3))
    people.at("2026-11-21T07:00")
    await people.reminding.digests()
    await people.drain()
    people.at("2026-11-21T10:00")
    await people.tell(warning(0, status="over"))
    assert await people.told() == ["new", "clear"]


async def test_what_came_and_went_is_told_in_one_message(people: People) -> None:
    await sleeper(people)
    people.at("2026-11-21T01:00")
    await people.tell(warning(3, at=people.clock.now()))
    people.at("2026-11-21T05:00")
    await people.tell(warning(0, status="over", at=people.clock.now()))
    people.at("2026-11-21T07:00")
    assert await people.reminding.digests() == 1
    assert await people.messages() == [
        f"In your quiet hours: {AMBER} It was on Sat 21 Nov, 1am to 5am. It is over. Reply CHANGE or STOP."
    ]
    assert await people.rows("kind", "alert_id", like="digest:") == [("notice", None)]


async def test_several_things_are_one_message(people: People) -> None:
    await sleeper(people)
    people.at("2026-11-21T01:00")
    for id, types in (("w1", ("rain",)), ("w2", ("wind",))):
        await people.tell(warning(3, id=id, types=types, at=people.clock.now()))
    people.at("2026-11-21T05:00")
    for id, types in (("w1", ("rain",)), ("w2", ("wind",))):
        await people.tell(warning(0, id=id, types=types, status="over", at=people.clock.now()))
    people.at("2026-11-21T07:00")
    assert await people.reminding.digests() == 1
    (told,) = await people.messages()
    assert "rain" in told
    assert "wind" in told


async def test_it_is_told_at_its_worst(people: People) -> None:
    await people.person("ada", 2, quiet=NIGHT, override=5)
    people.at("2026-11-21T01:00")
    await people.tell(warning(2))
    await people.tell(warning(4))
    await people.tell(warning(3))
    people.at("2026-11-21T05:00")
    await people.tell(warning(0, status="over", at=people.clock.now()))
    people.at("2026-11-21T07:00")
    await people.reminding.digests()
    assert "RED" in (await people.messages())[0]


async def test_what_fell_below_their_level_is_told_as_that(people: People) -> None:
    await sleeper(people)
    people.at("2026-11-21T01:00")
    await people.tell(warning(3))
    await people.tell(warning(2))
    people.at("2026-11-21T07:00")
    await people.reminding.digests()
    assert "It is down to YELLOW now." in (await people.messages())[0]


async def test_an_all_clear_that_was_held_is_told(people: People) -> None:
    await sleeper(people)
    people.at("2026-11-20T21:00")
    await people.tell(warning(3))
    people.at("2026-11-21T01:00")
    await people.tell(warning(0, status="over"))
    people.at("2026-11-21T07:00")
    assert await people.reminding.digests() == 1
    assert (await people.messages())[-1].startswith("Met Office warning of rain in Leeds: it is over.")


async def test_danger_that_broke_the_quiet_is_not_told_again(people: People) -> None:
    await sleeper(people)
    people.at("2026-11-21T01:00")
    await people.tell(warning(3))
    await people.tell(warning(4))
    people.at("2026-11-21T07:00")
    assert await people.reminding.digests() == 0
    assert len(await people.messages()) == 1
    assert await people.told(code="quiet") == []


async def test_of_what_goes_on_only_the_newest_is_told(people: People) -> None:
    await people.person("ada", 2, quiet=NIGHT)
    people.at("2026-11-21T01:00")
    await people.tell(warning(2))
    await people.tell(warning(3))
    people.at("2026-11-21T07:00")
    assert await people.reminding.digests() == 1
    (told,) = await people.messages()
    assert told.startswith(AMBER)


async def test_what_is_still_to_be_fanned_out_waits_for_that(people: People) -> None:
    await sleeper(people)
    people.at("2026-11-21T01:00")
    await people.tell(warning(3))
    people.at("2026-11-21T07:00")
    await people.store.alerts.warn(warning(2))
    assert await people.reminding.digests() == 0
    await people.fan_out.all()
    assert await people.reminding.digests() == 1


async def test_after_an_adviser_it_is_told_that_it_was_then(people: People) -> None:
    person = await people.person("ada", 3)
    await people.talk_set(person, owner="adviser")
    await people.tell(warning(3))
    await people.tell(warning(0, status="over"))
    assert await people.reminding.digests() == 0
    await people.talk_set(person, owner="bot")
    assert await people.reminding.digests() == 1
    assert (await people.messages())[0].startswith("During your talk with us: Met Office AMBER")


async def test_after_a_pause_what_holds_is_told_and_nothing_else(people: People) -> None:
    later = people.clock.now() + dt.timedelta(hours=2)
    await people.person("ada", 3, state="paused", paused_until=later)
    await people.tell(warning(3, id="gone"))
    await people.tell(warning(0, id="gone", status="over"))
    await people.tell(warning(3, id="holds", types=("wind",)))
    assert await people.reminding.digests() == 0
    people.clock.advance(dt.timedelta(hours=2))
    assert await people.reminding.digests() == 1
    (told,) = await people.messages()
    assert "wind" in told
    assert set(await people.told("code", code=None)) == {"paused_over", ""}


async def test_a_pause_without_an_end_stays_one(people: People) -> None:
    await people.person("ada", 3, state="paused")
    await people.tell(warning(3))
    people.clock.advance(dt.timedelta(hours=20))
    assert await people.reminding.digests() == 0


async def test_what_is_older_than_a_day_is_not_told(people: People) -> None:
    person = await people.person("ada", 3)
    await people.talk_set(person, owner="adviser")
    await people.tell(warning(3))
    people.clock.advance(dt.timedelta(hours=24))
    await people.talk_set(person, owner="bot")
    assert await people.reminding.digests() == 0


async def test_who_has_stopped_meanwhile_is_told_nothing(people: People) -> None:
    await sleeper(people)
    people.at("2026-11-21T01:00")
    await people.tell(warning(3))
    await people.tell(warning(3, id="gone"))
    await people.tell(warning(0, id="gone", status="over"))
    await people.store.suppressions.suppress("sms", "ada", "pushes", "resident")
    people.at("2026-11-21T07:00")
    assert await people.reminding.digests() == 0
    assert await people.messages() == []


async def test_the_place_of_each_is_named(people: People) -> None:
    there = Area(districts=("LS9",))
    await people.person("ada", 3, quiet=NIGHT, places=("LS9 8AA",))
    await people.person("bea", 3, quiet=NIGHT, places=("LS1 1AA",))
    people.at("2026-11-21T01:00")
    await people.tell(warning(3, area=there))
    await people.tell(warning(3, id="gone", area=there))
    await people.tell(warning(0, id="gone", area=there, status="over"))
    people.at("2026-11-21T07:00")
    assert await people.reminding.digests() == 2
    assert all("near LS9" in told for told in await people.messages())


async def test_equal_digests_are_written_once(people: People) -> None:
    for number in range(12):
        await sleeper(people, f"person {number}")
    people.at("2026-11-21T01:00")
    await people.tell(warning(3))
    await people.tell(warning(0, status="over"))
    people.at("2026-11-21T07:00")
    people.says.clear()
    assert await people.reminding.digests() == 12
    assert len(people.says) == 1


@pytest.mark.parametrize(
    ("night", "utc"), [("2026-10-25", 7), ("2027-03-28", 6), ("2027-02-28", 7), ("2028-02-29", 7)]
)
async def test_quiet_hours_end_on_the_wall_clock_whatever_the_night(
    people: People, night: str, utc: int
) -> None:
    people.at(f"{night}T00:30")
    await sleeper(people, ends_at=people.clock.now() + dt.timedelta(days=30))
    await people.tell(warning(3, at=people.clock.now()))
    people.at(f"{night}T06:59")
    assert await people.reminding.digests() == 0
    people.at(f"{night}T07:00")
    assert people.clock.now().hour == utc
    assert await people.reminding.digests() == 1


@pytest.mark.parametrize("hour", ["01:30", "03:30"])
async def test_an_hour_that_is_there_twice_or_not_at_all_ends_quiet_all_the_same(
    people: People, hour: str
) -> None:
    people.at("2026-10-25T00:30")
    await people.person("ada", 3, quiet=Hours(0, 90), ends_at=people.clock.now() + dt.timedelta(days=30))
    await people.tell(warning(3, at=people.clock.now()))
    people.at(f"2026-10-25T{hour}")
    assert await people.reminding.digests() == 1


async def test_two_processes_at_once_tell_once(people: People) -> None:
    for number in range(5):
        await sleeper(people, f"person {number}")
    people.at("2026-11-21T01:00")
    await people.tell(warning(3))
    people.at("2026-11-21T07:00")
    counts = [await people.reminding.digests(), await people.process().digests()]
    assert counts == [5, 0]
