"""Three and a half years of Leeds: how often people would have been told, and that nobody is told twice."""

from __future__ import annotations

import csv
import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from random import Random

import pytest

from bot.knowledge.sensors import read_air
from notifier.air import watch, zones
from notifier.air.engine import Engine
from notifier.air.means import HOUR
from notifier.air.rule import Numbers
from notifier.air.watch import Voice
from notifier.alert import Publisher
from notifier.reading import Quantity, Reading
from notifier.warning import Warning

DAYS = Path(__file__).parents[4] / "shared" / "data" / "air" / "leeds_daily_2019_2022.csv"
STATIONS = {"1": "Leeds Centre", "2": "Leeds Headingley Kerbside"}
QUANTITIES: Mapping[str, Quantity] = {"PM10": "pm10", "PM2.5": "pm2_5"}
DAY = HOUR * 24
Shape = Callable[[], list[float]]


@pytest.fixture(scope="module")
def days() -> list[dict[str, str]]:
    if not DAYS.is_file():
        pytest.skip("the daily means of Leeds are not on this machine")
    with DAYS.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def years(days: list[dict[str, str]]) -> list[Warning]:
    """What would have been said."""
    return said(days)


def flat() -> list[float]:
    return [1.0] * 24


def rough(seed: int) -> Shape:
    """Hours of a day as a city has them: two rush hours, and chance. They leave the mean of the day as it
    is."""
    chance = Random(seed)

    def shape() -> list[float]:
        hours = [
            (1 + 0.6 * math.sin((hour - 3) / 6 * math.pi)) * chance.lognormvariate(0, 0.5)
            for hour in range(24)
        ]
        return [hour * 24 / sum(hours) for hour in hours]

    return shape


def readings(days: list[dict[str, str]], shape: Shape) -> Iterator[Reading]:
    for row in days:
        start = dt.datetime.combine(dt.date.fromisoformat(row["Date"]), dt.time(), dt.UTC)
        for name, quantity in QUANTITIES.items():
            for number, station in STATIONS.items():
                if (mean := row[f"{name}_{number}"]) != "No data":
                    for hour, part in enumerate(shape()):
                        yield Reading(
                            "aurn", station, quantity, float(mean) * part, start + HOUR * (hour + 1), HOUR
                        )


def said(days: list[dict[str, str]], shape: Shape = flat) -> list[Warning]:
    """What would have been said, with the zones and stations of the city."""
    city = read_air("leeds")
    voice = Voice("leeds", city.publisher, Publisher("Leeds City Council"))
    return Engine(city.places, [one.station for one in city.stations], voice).take(readings(days, shape))


def told(warnings: list[Warning]) -> Counter[str]:
    """How often each zone was alerted, by level, and how it went on. A flap is a level that is raised again
    within a day of its end."""
    counts: Counter[str] = Counter()
    now: dict[str, int] = {}
    ended: dict[tuple[str, int], dt.datetime] = {}
    for one in warnings:
        before, after = now.get(one.id, 0), one.level if one.status == "in_force" else 0
        now[one.id] = after
        counts[_what(before, after, one.status)] += 1
        for level in (2, 3, 4):
            if before < level <= after:
                counts["flaps"] += one.at - ended.get((one.id, level), one.at - DAY * 2) < DAY
            if after < level <= before:
                ended[one.id, level] = one.at
    return counts


def _what(before: int, after: int, status: str) -> str:
    if not after:
        return "over" if status == "over" else status
    if not before:
        return f"raised {after}"
    return f"{'upgrade' if after > before else 'downgrade'} {after}"


def test_the_years_of_leeds_are_told_without_a_flap(days: list[dict[str, str]], years: list[Warning]) -> None:
    assert (days[0]["Date"], days[-1]["Date"], len(days)) == ("2019-01-01", "2022-08-31", 1339)
    assert told(years) == {"raised 2": 17, "upgrade 3": 7, "downgrade 2": 6, "over": 17, "flaps": 0}


@pytest.mark.parametrize(
    ("zone", "counts"),
    [
        ("centre", {"raised 2": 8, "upgrade 3": 3, "downgrade 2": 3, "over": 8, "flaps": 0}),
        ("north-west", {"raised 2": 9, "upgrade 3": 4, "downgrade 2": 3, "over": 9, "flaps": 0}),
    ],
)
def test_each_zone_has_its_own(years: list[Warning], zone: str, counts: dict[str, int]) -> None:
    assert told([one for one in years if one.id == f"leeds:{zone}"]) == counts


def test_the_air_was_high_in_three_spells(years: list[Warning]) -> None:
    assert {f"{one.at:%Y-%m}" for one in years if one.level == 3} == {"2019-02", "2020-11", "2022-03"}


def test_every_alert_has_ended(years: list[Warning]) -> None:
    last = {one.id: one.status for one in years}
    assert set(last.values()) == {"over"}


def test_hours_that_go_up_and_down_make_no_flap_either(days: list[dict[str, str]]) -> None:
    every = told(said(days, rough(0))) + told(said(days, rough(1)))
    assert every["raised 2"] == 38
    assert every["flaps"] == 0


def test_a_bare_mark_would_have_flapped_on_the_same_hours(
    days: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    marks = zones.NUMBERS.marks
    monkeypatch.setattr(watch, "NUMBERS", Numbers(marks, marks, up=1, down=1))
    assert told(said(days, rough(0)))["flaps"] == 26
