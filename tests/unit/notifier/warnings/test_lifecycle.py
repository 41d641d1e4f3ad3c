"""Versions of an alert: each word of a publisher makes the next one, or none, or is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from msgspec.structs import replace

from notifier.alert import AirFacts, Alert, Area, CouncilFacts, FloodFacts, Level, SensorFacts, WeatherFacts
from notifier.lifecycle import (
    LONGEST,
    Known,
    expired,
    gone,
    has_run_out,
    matters,
    name,
    names,
    next_version,
    order_after,
)
from notifier.refusal import Refusal
from notifier.warning import Status, Warning
from tests.unit.notifier.warnings.samples import HOUR, NOW, box, warning

MINUTE = dt.timedelta(minutes=1)
AIR = AirFacts("centre", "Centre", 5, "pm2_5", 45.0, 24, 20, NOW, "Leeds Centre")


def first(said: Warning | None = None) -> Known:
    """What is known after one word."""
    said = said or warning()
    alert = next_version(None, said, NOW)
    assert isinstance(alert, Alert)
    return Known(alert, said.order)


def after(known: Known, said: Warning) -> Known:
    alert = next_version(known, said, NOW)
    assert isinstance(alert, Alert)
    return Known(alert, order_after(known, said))


def reason(outcome: Alert | Refusal | None) -> str:
    assert isinstance(outcome, Refusal)
    return outcome.reason


def test_what_nobody_knew_begins_at_version_one() -> None:
    said = warning(onset=NOW + HOUR)
    assert next_version(None, said, NOW) == Alert(
        name="test:w1",
        version=1,
        kind="weather",
        level=2,
        phase="new",
        area=said.area,
        facts=said.facts,
        publisher=said.publisher,
        at=said.at,
        onset=said.onset,
        expires=said.expires,
    )


@pytest.mark.parametrize("status", ["cancelled", "expired", "over"])
def test_what_is_over_before_it_was_known_is_refused(status: Status) -> None:
    assert reason(next_version(None, warning(status=status), NOW)) == "over"


def test_what_has_run_out_before_it_came_is_refused() -> None:
    assert reason(next_version(None, warning(expires=NOW), NOW)) == "over"
    assert isinstance(next_version(None, warning(expires=NOW + MINUTE), NOW), Alert)
    assert isinstance(next_version(None, warning(expires=None), NOW), Alert)


@pytest.mark.parametrize(
    ("before", "now", "phase"),
    [(2, 3, "upgrade"), (2, 4, "upgrade"), (4, 2, "downgrade"), (3, 2, "downgrade")],
)
def test_worse_is_an_upgrade_less_bad_a_downgrade(before: Level, now: Level, phase: str) -> None:
    alert = after(first(warning(level=before)), warning(2, level=now)).alert
    assert (alert.version, alert.phase, alert.before, alert.level) == (2, phase, before, now)


@pytest.mark.parametrize(
    "change",
    [
        {"area": Area(geometry=box(around=((0, 51), (1, 51), (1, 52))))},
        {"area": Area(everywhere=True)},
        {"area": Area(districts=("LS9",))},
        {"expires": NOW + 25 * HOUR},
        {"expires": NOW + 23 * HOUR},
        {"expires": None},
        {"onset": NOW + HOUR},
        {"facts": WeatherFacts(("rain", "wind"))},
        {"facts": WeatherFacts(("rain",), "hail")},
    ],
)
def test_a_change_that_a_reader_would_act_on_is_an_update(change: dict[str, Any]) -> None:
    alert = after(first(), warning(2, **change)).alert
    assert (alert.version, alert.phase, alert.before, alert.level) == (2, "update", 2, 2)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"at": NOW},
        {"area": replace(warning().area, names=("Leeds and around",))},
        {"expires": NOW + 24 * HOUR + dt.timedelta(seconds=20)},
        {"onset": NOW - HOUR},
        {"facts": WeatherFacts(("rain",), summary="It will rain.", advice=("Take a coat.",))},
    ],
)
def test_other_changes_are_no_news(change: dict[str, Any]) -> None:
    assert next_version(first(), warning(2, **change), NOW) is None


@pytest.mark.parametrize(
    ("level", "held", "said", "told"),
    [
        (2, AIR, replace(AIR, index=6, mean=50.0), False),
        (2, AIR, replace(AIR, zone="north"), True),
        (2, FloodFacts("Aire", message="a"), FloodFacts("Aire", message="b"), False),
        (3, FloodFacts("Aire", message="a"), FloodFacts("Aire", message="b"), True),
        (2, FloodFacts("Aire"), FloodFacts("Wharfe"), True),
        (2, CouncilFacts({"en": "a"}), CouncilFacts({"en": "b"}), True),
        (2, CouncilFacts({"en": "a"}, "x"), CouncilFacts({"en": "a"}, "y"), False),
        (2, SensorFacts("7", "S", "no2", 1, 2, NOW), SensorFacts("7", "S", "no2", 3, 2, NOW), False),
        (2, SensorFacts("7", "S", "no2", 1, 2, NOW), SensorFacts("8", "S", "no2", 1, 2, NOW), True),
    ],
)
def test_each_kind_has_its_own_news(level: Level, held: Any, said: Any, told: bool) -> None:
    alert = first(warning(level=level)).alert
    assert matters(replace(alert, facts=held), replace(alert, facts=said), NOW) is told


def test_the_beginning_is_news_only_while_it_is_ahead() -> None:
    alert = first(warning(onset=NOW + HOUR)).alert
    later = replace(alert, onset=NOW + 2 * HOUR)
    assert matters(alert, later, NOW)
    assert not matters(alert, later, NOW + 3 * HOUR)


def test_what_is_older_than_what_is_known_is_refused() -> None:
    known = after(first(), warning(3, level=4))
    assert reason(next_version(known, warning(2, level=1), NOW)) == "older"
    assert reason(next_version(known, warning(2, status="cancelled"), NOW)) == "older"


def test_the_same_again_is_nothing_and_something_else_of_the_same_number_is_refused() -> None:
    known = first()
    assert next_version(known, warning(), NOW) is None
    assert reason(next_version(known, warning(level=4), NOW)) == "repeated"
    assert reason(next_version(known, warning(status="cancelled"), NOW)) == "repeated"


@pytest.mark.parametrize(
    ("status", "phase"), [("cancelled", "cancelled"), ("expired", "expired"), ("over", "clear")]
)
def test_an_end_is_told_once_to_those_who_were_alerted(status: Status, phase: str) -> None:
    known = first()
    over = after(known, warning(2, status=status, area=Area(), facts=WeatherFacts(())))
    assert over.alert == replace(known.alert, version=2, level=0, before=2, phase=phase, at=warning(2).at)
    assert next_version(over, warning(2, status=status), NOW) is None
    assert next_version(over, warning(3, status="over"), NOW) is None


def test_a_new_end_that_lies_in_the_past_ends_it() -> None:
    over = after(first(), warning(2, expires=NOW - HOUR)).alert
    assert (over.level, over.phase) == (0, "expired")


def test_level_nought_is_an_end() -> None:
    over = after(first(), warning(2, level=0)).alert
    assert (over.level, over.phase, over.before) == (0, "clear", 2)


def test_the_end_of_what_is_measured_says_the_last_measurement() -> None:
    known = first(warning(kind="air", facts=AIR))
    clean = replace(AIR, index=2)
    assert after(known, warning(2, kind="air", status="over", facts=clean)).alert.facts == clean


def test_what_is_issued_again_after_its_end_is_new_under_its_old_name() -> None:
    over = after(first(warning(level=3)), warning(2, status="cancelled"))
    again = after(over, warning(3, level=2)).alert
    assert (again.name, again.version, again.phase, again.before, again.level) == ("test:w1", 3, "new", 0, 2)


def test_what_was_missing_from_a_list_and_is_listed_again_is_new() -> None:
    known = first()
    cleared = Known(gone(known, NOW), known.order)
    assert (cleared.alert.phase, cleared.alert.level, cleared.alert.at) == ("clear", 0, NOW)
    again = after(cleared, warning()).alert
    assert (again.version, again.phase) == (3, "new")


def test_what_was_cancelled_does_not_come_back_with_the_same_number() -> None:
    over = after(first(), warning(2, status="cancelled"))
    assert reason(next_version(over, warning(2), NOW)) == "repeated"


def test_time_alone_ends_it_at_the_time_that_it_said() -> None:
    known = first(warning(expires=NOW + HOUR))
    assert not has_run_out(known.alert, NOW + HOUR - MINUTE)
    assert has_run_out(known.alert, NOW + HOUR)
    over = expired(known, NOW + 2 * HOUR)
    assert over == replace(known.alert, version=2, level=0, before=2, phase="expired", at=NOW + HOUR)
    assert not has_run_out(over, NOW + 2 * HOUR)


def test_what_a_list_has_no_more_has_run_out_if_its_time_is_over() -> None:
    known = first(warning(expires=NOW + HOUR))
    assert gone(known, NOW + 2 * HOUR).phase == "expired"
    assert gone(known, NOW).phase == "clear"


def test_an_update_under_another_name_goes_on_under_the_first() -> None:
    known = first()
    said = warning(2, id="w2", level=3, replaces=("w1",))
    assert names(said) == ("test:w2", "test:w1")
    assert after(known, said).alert.name == "test:w1"


def test_the_order_that_is_kept_never_falls() -> None:
    known = first(warning(5))
    assert order_after(None, warning(1)) == 1
    assert order_after(known, warning(1)) == 5
    assert order_after(known, warning(9)) == 9


def test_names_that_are_too_long_are_cut_and_stay_apart() -> None:
    long = name("feed", "x" * 500)
    assert len(long) == LONGEST
    assert long != name("feed", "x" * 499 + "y")
    assert long == name("feed", "x" * 500)
    assert name("feed", "x") == "feed:x"
