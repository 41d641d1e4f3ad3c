"""Who is sent an alert, by which address, in which language; and why others are not."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from bot.clock import UK, FixedClock
from bot.store.alert_tables import bodies
from bot.store.outbox_tables import outbox
from bot.store.sealed import Keys
from bot.store.store import Store
from notifier.alert import Area, Level, SensorFacts
from notifier.subscription import NEVER, Hours
from notifier.warning import Warning
from tests.databases import SECRET, OpenStore
from tests.integration.fan_out.crowd import OFFICE, Crowd, warning

NIGHT = Hours(22 * 60, 7 * 60)
NOON = Hours(9 * 60, 17 * 60)


async def test_only_those_who_ask_for_the_kind_are_told(crowd: Crowd) -> None:
    asks = await crowd.person("ada", kind="weather")
    await crowd.person("grace", kind="flood")
    await crowd.warn(warning(3))
    assert await crowd.told("subscription_id") == [asks]


async def test_a_message_is_in_the_language_that_was_asked_for_else_in_that_of_the_talk(crowd: Crowd) -> None:
    await crowd.person("ada", language="pl", speaks="ur")
    await crowd.person("grace", speaks="ur")
    await crowd.person("mary", speaks="")
    await crowd.warn(warning(3))
    texts = [text.partition(":")[0] for text in (await crowd.drain()).texts]
    assert texts == ["pl", "ur", "en"]


async def test_all_who_read_the_same_share_one_body(crowd: Crowd, store: Store) -> None:
    for number in range(5):
        await crowd.person(f"person {number}", speaks="pl" if number % 2 else "en")
    await crowd.warn(warning(3))
    query = select(bodies.c.language).order_by(bodies.c.language)
    kept = await store.database.read(lambda connection: connection.scalars(query).all())
    assert list(kept) == ["en", "pl"]
    assert len(await crowd.told()) == 5


async def test_another_address_of_the_same_person_is_used_where_they_asked_for_it(crowd: Crowd) -> None:
    one = await crowd.person("web page", channel="telegram", writes_on="web")
    await crowd.link(one, "telegram", "older chat")
    await crowd.link(one, "telegram", "newer chat", days=1)
    await crowd.warn(warning(3))
    sends = await crowd.drain(channel="telegram")
    assert [message.address for message in sends.taken] == ["newer chat"]


async def test_a_conversation_that_has_moved_is_nobodys(crowd: Crowd) -> None:
    one = await crowd.person("ada")
    await crowd.talk_set(one, moved_to=999)
    assert await crowd.warn(warning(3)) == 0


async def test_a_subscription_whose_time_is_over_gets_nothing_and_no_row(
    crowd: Crowd, clock: FixedClock
) -> None:
    await crowd.person("ada", ends_at=clock.now() - dt.timedelta(seconds=1))
    assert await crowd.warn(warning(3)) == 0


async def test_who_has_paused_is_not_sent_it_until_the_pause_is_over(crowd: Crowd, clock: FixedClock) -> None:
    hour = dt.timedelta(hours=1)
    await crowd.person("for ever", state="paused")
    await crowd.person("still", state="paused", paused_until=clock.now() + hour)
    again = await crowd.person("no longer", state="paused", paused_until=clock.now() - hour)
    await crowd.warn(warning(3))
    assert await crowd.told("subscription_id") == [again]
    assert await crowd.told("status", "level", code="paused") == [("suppressed", 3)] * 2


async def test_who_has_no_address_on_the_channel_is_noted(crowd: Crowd) -> None:
    await crowd.person("web page", channel="telegram", writes_on="web")
    await crowd.warn(warning(3))
    unlinked = await crowd.told("to_lookup", "address", "body_id", code="unlinked")
    assert unlinked == [(None, None, None)]


async def test_a_channel_that_is_not_set_up_any_more_reaches_nobody(store: Store, clock: FixedClock) -> None:
    crowd = Crowd(store, clock, packs={"telegram": lambda lines: lines})
    await crowd.person("ada", channel="sms")
    await crowd.warn(warning(3))
    assert await crowd.told(code="unlinked") == ["new"]


@pytest.mark.parametrize(("level", "override", "held"), [(3, 4, True), (4, 4, False), (4, NEVER, True)])
async def test_while_an_adviser_answers_only_what_overrides_comes_between(
    crowd: Crowd, level: Level, override: int, held: bool
) -> None:
    one = await crowd.person("ada", override=override)
    await crowd.talk_set(one, owner="adviser:7")
    await crowd.warn(warning(level))
    assert len(await crowd.told(code="with_adviser")) == held
    assert len(await crowd.told()) == (not held)


@pytest.mark.parametrize(
    ("quiet", "local", "held"),
    [
        (NIGHT, "2026-11-20T21:59", False),
        (NIGHT, "2026-11-20T22:00", True),
        (NIGHT, "2026-11-21T00:00", True),
        (NIGHT, "2026-11-21T06:59", True),
        (NIGHT, "2026-11-21T07:00", False),
        (NOON, "2026-11-20T08:59", False),
        (NOON, "2026-11-20T12:00", True),
        (NOON, "2026-11-20T17:00", False),
        # The clocks go forward at 01:00 UTC, and back at 01:00 UTC: the wall says when it is quiet.
        (Hours(60, 120), "2026-03-29T00:59", False),
        (Hours(60, 180), "2026-03-29T02:00", True),
        (Hours(22 * 60, 7 * 60), "2026-03-29T06:59", True),
        (Hours(22 * 60, 7 * 60), "2026-03-29T07:00", False),
        (Hours(22 * 60, 7 * 60), "2026-10-25T06:59", True),
        (Hours(22 * 60, 7 * 60), "2026-10-25T07:00", False),
        (Hours(60, 120), "2026-10-25T01:30", True),
        (Hours(0, 0), "2026-11-20T00:00", False),
        (Hours(22 * 60, 7 * 60), "2028-02-29T23:30", True),
    ],
)
async def test_quiet_hours_are_those_of_the_clock_on_the_wall(
    store: Store, quiet: Hours, local: str, held: bool
) -> None:
    clock = FixedClock(dt.datetime.fromisoformat(local).replace(tzinfo=UK))
    crowd = Crowd(store, clock)
    one = await crowd.person("ada", quiet=quiet)
    await crowd.set(one, ends_at=clock.now() + dt.timedelta(days=9))
    await crowd.warn(warning(3))
    assert len(await crowd.told(code="quiet")) == held
    assert len(await crowd.told()) == (not held)


async def test_the_hour_that_the_clock_shows_twice_is_quiet_both_times(store: Store) -> None:
    for utc in ("2026-10-25T00:30+00:00", "2026-10-25T01:30+00:00"):
        crowd = Crowd(store, FixedClock(dt.datetime.fromisoformat(utc)))
        await crowd.person(utc, quiet=Hours(60, 120), ends_at=dt.datetime(2027, 1, 1, tzinfo=dt.UTC))
        await crowd.warn(warning(3, id=utc))
    assert len(await crowd.told(code="quiet")) == 3  # the first of them twice


async def test_danger_breaks_through_quiet_hours_where_that_was_not_refused(crowd: Crowd) -> None:
    everyday = Hours(0, 23 * 60 + 59)
    through = await crowd.person("ada", quiet=everyday)
    await crowd.person("grace", quiet=everyday, override=NEVER)
    lower = await crowd.person("mary", quiet=everyday, override=3)
    await crowd.warn(warning(4))
    assert await crowd.told("subscription_id") == [through, lower]


async def test_what_was_held_back_does_not_count_as_told(crowd: Crowd) -> None:
    one = await crowd.person("ada", quiet=NOON)
    await crowd.tell(warning(3))
    await crowd.set(one, quiet_start=None, quiet_end=None)
    await crowd.tell(warning(4))
    assert await crowd.told() == ["new"]


async def test_the_firmest_reason_is_the_one_that_is_noted(crowd: Crowd) -> None:
    await crowd.person("ada", quiet=NOON, state="paused")
    await crowd.store.suppressions.suppress("sms", "ada", "pushes", "resident")
    await crowd.warn(warning(3))
    assert await crowd.told("code", code=None) == ["stopped"]


async def test_a_sensor_reaches_those_who_follow_it(crowd: Crowd, clock: FixedClock) -> None:
    follows = await crowd.person("ada", kind="sensor", sensor="7", places=())
    await crowd.person("grace", kind="sensor", sensor="8", places=())
    now = clock.now()
    facts = SensorFacts("7", "School Lane", "pm2_5", 40.0, 36.0, now)
    area = Area(sensor="7", names=("School Lane",))
    crossed = Warning("air", "sensor:7", 1.0, "in_force", "sensor", 2, area, facts, OFFICE, now)
    await crowd.warn(crossed)
    assert await crowd.told("subscription_id") == [follows]


async def test_danger_goes_before_answers_and_the_all_clear_before_mere_information(crowd: Crowd) -> None:
    await crowd.person("ada", 1)
    for level in (4, 3, 2, 1):
        await crowd.tell(warning(level, id=f"level {level}"))  # type: ignore[arg-type]
    await crowd.tell(warning(3, id="level 3", status="over"))
    assert await crowd.told("priority") == [5, 20, 25, 30, 26]


async def test_news_is_of_no_use_after_the_alert_and_the_all_clear_is(
    crowd: Crowd, clock: FixedClock
) -> None:
    now = clock.now()
    await crowd.person("ada")
    await crowd.tell(warning(3, expires=now + dt.timedelta(minutes=20)))
    await crowd.tell(warning(3, id="long", expires=now + dt.timedelta(days=5)))
    await crowd.tell(warning(3, status="over"))
    hours = [round((at - now).total_seconds() / 3600, 2) for at in await crowd.told("expires_at")]
    assert hours == [0.33, 24.0, 12.0]


async def test_forgetting_somebody_takes_what_was_to_be_sent_to_them(crowd: Crowd, store: Store) -> None:
    await crowd.person("ada")
    await crowd.warn(warning(3))
    [conversation] = await crowd.told("conversation_id")
    await store.erase(conversation)
    assert await crowd.told(code=None) == []


async def test_several_messages_of_one_alert_are_rows_of_their_own(store: Store, clock: FixedClock) -> None:
    crowd = Crowd(store, clock, packs={"sms": lambda lines: (*lines, *lines)})
    await crowd.person("ada")
    assert await crowd.warn(warning(3)) == 2
    keys = await crowd.told("key")
    assert keys[1] == f"{keys[0]}:1"
    assert len((await crowd.drain()).taken) == 2


async def test_with_a_new_secret_everybody_is_still_found(
    open_store: OpenStore, clock: FixedClock, crowd: Crowd
) -> None:
    await crowd.person("ada", places=("LS9",))
    keys = Keys(["another secret, at least 32 characters", SECRET])
    store = await open_store(keys=keys, packs={"sms": lambda lines: lines})
    later = Crowd(store, clock, keys=keys)
    area = Area(districts=("LS9",))
    await later.tell(warning(3, area=area))
    await store.sweep(clock.now())  # everything is sealed again
    await later.tell(warning(3, area=area, status="over"))
    assert await later.told() == ["new", "clear"]


async def test_words_that_are_gone_fail_and_hold_up_nobody(crowd: Crowd, store: Store) -> None:
    await crowd.person("ada")
    await crowd.warn(warning(3))
    await store.database.write(lambda connection: connection.execute(bodies.delete()).close())
    assert (await crowd.drain()).taken == []
    assert await crowd.told("status", "code", code=None) == [("failed", "no_words")]


async def test_the_words_go_with_the_messages_that_have_them(
    crowd: Crowd, store: Store, clock: FixedClock
) -> None:
    await crowd.person("ada")
    await crowd.tell(warning(3))
    clock.advance(days=33)
    await store.sweep(clock.now())
    left = await store.database.read(
        lambda connection: (
            connection.execute(select(bodies.c.id)).all() + connection.execute(select(outbox.c.id)).all()
        )
    )
    assert left == []
