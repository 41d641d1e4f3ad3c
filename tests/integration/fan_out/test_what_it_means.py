"""What a version means depends on what its reader was told before, at their own threshold."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from bot.clock import FixedClock
from notifier.alert import Level
from notifier.warning import Status
from tests.integration.fan_out.crowd import Crowd, warning

NOTHING = ""

# The threshold, the levels one after the other, and what each of them is told as.
TABLE: tuple[tuple[Level, tuple[Level, ...], tuple[str, ...]], ...] = (
    (2, (2, 0), ("new", "clear")),
    (2, (2, 3, 4, 3, 2, 0), ("new", "upgrade", "upgrade", "downgrade", "downgrade", "clear")),
    (3, (2, 3, 4, 3, 2, 0), (NOTHING, "new", "upgrade", "downgrade", "clear", NOTHING)),
    (4, (2, 3, 4, 3, 2, 0), (NOTHING, NOTHING, "new", "clear", NOTHING, NOTHING)),
    (3, (3, 2, 3, 0), ("new", "clear", "new", "clear")),
    (3, (2, 1, 0), (NOTHING, NOTHING, NOTHING)),
    (1, (1, 2, 1, 0), ("new", "upgrade", "downgrade", "clear")),
    (4, (4, 2, 4, 0), ("new", "clear", "new", "clear")),
    (2, (2, 0, 2, 0), ("new", "clear", "new", "clear")),
)


@pytest.mark.parametrize(("threshold", "levels", "means"), TABLE)
async def test_what_levels_one_after_the_other_mean(
    crowd: Crowd, threshold: Level, levels: tuple[Level, ...], means: tuple[str, ...]
) -> None:
    await crowd.person("ada", threshold)
    heard: list[str] = []
    for level in levels:
        await crowd.tell(warning(level, status="over" if not level else "in_force"))
        sent = await crowd.told()
        heard.append(sent[-1] if len(sent) > sum(map(bool, heard)) else NOTHING)
    assert tuple(heard) == means


@pytest.mark.parametrize(
    ("status", "told"), [("cancelled", "cancelled"), ("expired", "expired"), ("over", "clear")]
)
async def test_the_end_is_told_as_its_publisher_says_it(crowd: Crowd, status: Status, told: str) -> None:
    await crowd.person("ada")
    await crowd.tell(warning(3))
    await crowd.tell(warning(3, status=status))
    assert (await crowd.told("told", "level"))[-1] == (told, 0)


async def test_an_update_is_told_to_those_who_know_of_the_alert_and_is_new_to_others(crowd: Crowd) -> None:
    first = await crowd.person("ada")
    await crowd.tell(warning(3))
    second = await crowd.person("grace")
    await crowd.tell(warning(3, types=("rain", "wind")))
    assert await crowd.told("subscription_id", "told") == [(first, "new"), (first, "update"), (second, "new")]


async def test_the_all_clear_goes_only_to_those_who_were_alerted(crowd: Crowd) -> None:
    alerted = await crowd.person("ada", 2)
    await crowd.person("grace", 4)
    await crowd.tell(warning(3))
    await crowd.person("late", 2)
    await crowd.tell(warning(3, status="over"))
    assert await crowd.told("subscription_id", "told") == [(alerted, "new"), (alerted, "clear")]


async def test_who_stops_between_alert_and_all_clear_hears_nothing_more(crowd: Crowd) -> None:
    await crowd.person("ada")
    await crowd.tell(warning(3))
    await crowd.store.suppressions.suppress("sms", "ada", "pushes", "resident")
    await crowd.tell(warning(3, status="over"))
    assert await crowd.told() == ["new"]
    assert await crowd.told("told", "status", code="stopped") == [("clear", "suppressed")]


async def test_an_alert_that_has_run_out_is_over_by_itself(crowd: Crowd, clock: FixedClock) -> None:
    await crowd.person("ada")
    await crowd.tell(warning(3, expires=clock.now() + dt.timedelta(hours=1)))
    clock.advance(seconds=3601)
    await crowd.store.alerts.expire()
    await crowd.fan_out.all()
    assert await crowd.told() == ["new", "expired"]


async def test_what_a_complete_list_has_no_more_is_over(crowd: Crowd) -> None:
    await crowd.person("ada")
    await crowd.tell(warning(2, id="one"))
    await crowd.tell(warning(3, id="two"))
    assert len(await crowd.store.alerts.complete("test", ["two"])) == 1
    await crowd.fan_out.all()
    assert await crowd.told() == ["new", "new", "clear"]
    assert [alert.name for alert in await crowd.store.alerts.in_force()] == ["test:two"]


async def test_whose_message_surely_failed_was_not_told(crowd: Crowd) -> None:
    await crowd.person("ada")
    await crowd.tell(warning(3))
    await crowd.fail_all()
    await crowd.tell(warning(4))
    assert await crowd.told() == ["new", "new"]


async def test_what_an_update_takes_the_place_of_goes_on_in_it(crowd: Crowd) -> None:
    await crowd.person("ada")
    await crowd.tell(warning(2, id="first"))
    await crowd.tell(replace(warning(3, id="second"), replaces=("first",)))
    await crowd.tell(replace(warning(3, id="third", status="over"), replaces=("second",)))
    assert await crowd.told() == ["new", "upgrade", "clear"]


async def test_what_two_alerts_become_one_ends_without_a_false_all_clear(crowd: Crowd) -> None:
    await crowd.person("ada")
    await crowd.tell(warning(2, id="first"))
    await crowd.tell(warning(2, id="second"))
    await crowd.tell(replace(warning(3, id="both"), replaces=("first", "second")))
    assert await crowd.told() == ["new", "new", "upgrade"]
    assert len(await crowd.store.alerts.in_force()) == 1


async def test_one_word_that_takes_back_two_alerts_is_told_of_each(crowd: Crowd) -> None:
    await crowd.person("ada")
    await crowd.tell(warning(2, id="first"))
    await crowd.tell(warning(2, id="second"))
    await crowd.tell(replace(warning(2, id="none", status="cancelled"), replaces=("first", "second")))
    assert await crowd.told() == ["new", "new", "cancelled", "cancelled"]
    assert await crowd.store.alerts.in_force() == ()
