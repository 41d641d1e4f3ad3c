"""A subscription ends after a year without a word, is told of before, and goes on with any message."""

from __future__ import annotations

import datetime as dt

from bot.store.store import Store
from notifier.subscription import LASTS
from tests.integration.reminding.people import NIGHT, People
from tests.integration.store.talking import said

DAY = dt.timedelta(days=1)


async def test_fourteen_days_before_the_end_it_is_told_once(people: People) -> None:
    await people.person("ada")
    people.clock.advance(LASTS - 14 * DAY - dt.timedelta(hours=1))
    assert await people.reminding.renew() == 0
    people.clock.advance(dt.timedelta(hours=1))
    assert await people.reminding.renew() == 1
    for _ in range(13):
        people.clock.advance(DAY)
        assert await people.reminding.renew() == 0
    assert await people.messages() == [
        "Your alerts end on Sat 20 Nov. To keep them, reply KEEP. Reply STOP to end them now."
    ]


async def test_at_the_end_there_is_a_last_word_and_nothing_is_kept(people: People) -> None:
    person = await people.person("ada")
    for _ in range(15):
        people.clock.advance((LASTS - 14 * DAY) if not await people.messages() else DAY)
        await people.reminding.renew()
    assert (await people.messages())[-1] == "Your alerts have ended. You can ask for them again at any time."
    assert await people.subscription(person) is None
    assert len(await people.messages()) == 2


async def test_any_message_gives_another_year_from_then(people: People, store: Store) -> None:
    person = await people.person("07700 900123")
    people.clock.advance(100 * DAY)
    wrote = people.clock.now()
    await said(store, "when is my bin")
    people.clock.advance(LASTS - 114 * DAY)
    assert await people.reminding.renew() == 0
    assert (await people.subscription(person)).ends_at == wrote + LASTS


async def test_an_answer_to_the_notice_is_enough(people: People, store: Store) -> None:
    person = await people.person("07700 900123")
    people.clock.advance(LASTS - 14 * DAY)
    assert await people.reminding.renew() == 1
    people.clock.advance(3 * DAY)
    await said(store, "keep")
    for _ in range(12):
        people.clock.advance(DAY)
        assert await people.reminding.renew() == 0
    assert (await people.subscription(person)).ends_at > people.clock.now() + 340 * DAY


async def test_the_next_year_is_told_of_again(people: People, store: Store) -> None:
    await people.person("07700 900123")
    people.clock.advance(LASTS - 14 * DAY)
    await people.reminding.renew()
    await said(store, "keep")
    await people.reminding.renew()
    people.clock.advance(LASTS - 14 * DAY)
    assert await people.reminding.renew() == 1


async def test_nobody_is_ended_who_has_not_been_told_for_fourteen_days(people: People) -> None:
    person = await people.person("ada")
    people.clock.advance(LASTS - DAY)
    assert await people.reminding.renew() == 1
    assert (await people.subscription(person)).ends_at == people.clock.now() + 14 * DAY
    people.clock.advance(13 * DAY)
    await people.reminding.renew()
    assert await people.subscription(person) is not None


async def test_it_is_not_told_in_the_night(people: People) -> None:
    people.at("2026-11-20T23:00")
    await people.person("ada", quiet=NIGHT)
    people.clock.advance(LASTS - 14 * DAY)
    assert await people.reminding.renew() == 1
    (at,) = await people.rows("not_before")
    assert at == dt.datetime(2027, 11, 7, 7, tzinfo=dt.UTC)
    assert (await people.drain()).taken == []


async def test_who_has_stopped_or_paused_is_not_written_to(people: People) -> None:
    await people.person("stopped")
    await people.person("paused", state="paused")
    await people.store.suppressions.suppress("sms", "stopped", "pushes", "resident")
    people.clock.advance(LASTS - 14 * DAY)
    assert await people.reminding.renew() == 0
    assert sorted(await people.rows("code")) == ["paused", "stopped"]


async def test_a_pause_that_is_over_ends(people: People) -> None:
    person = await people.person("ada", state="paused", paused_until=people.clock.now() + DAY)
    await people.reminding.renew()
    assert (await people.subscription(person)).state == "paused"
    people.clock.advance(DAY)
    await people.reminding.renew()
    row = await people.subscription(person)
    assert (row.state, row.paused_until) == ("active", None)


async def test_a_pause_without_an_end_does_not(people: People) -> None:
    person = await people.person("ada", state="paused")
    people.clock.advance(100 * DAY)
    await people.reminding.renew()
    assert (await people.subscription(person)).state == "paused"


async def test_who_was_never_linked_is_forgotten_after_a_week_without_a_word(people: People) -> None:
    person = await people.person("browser", writes_on="web")
    assert (await people.subscription(person)).state == "waiting"
    people.clock.advance(7 * DAY - dt.timedelta(minutes=1))
    await people.reminding.renew()
    assert await people.subscription(person) is not None
    people.clock.advance(dt.timedelta(minutes=1))
    assert await people.reminding.renew() == 0
    assert await people.subscription(person) is None
    assert await people.rows("key") == []


async def test_a_year_with_a_leap_day_ends_after_as_many_days(people: People) -> None:
    people.at("2027-03-15T12:00")
    person = await people.person("ada")
    assert (await people.subscription(person)).ends_at == people.clock.now() + LASTS
    people.clock.advance(LASTS - 14 * DAY)
    assert await people.reminding.renew() == 1
    assert "Your alerts end on Tue 14 Mar." in (await people.messages())[0]
