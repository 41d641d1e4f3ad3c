"""Alerts and forecasts of a city's broker: which become warnings, and for whom."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import shapely

from notifier.alert import CouncilFacts, FloodFacts, WeatherFacts
from notifier.feeds.ngsi_ld import NgsiLd
from notifier.feeds.ngsi_options import Options
from notifier.warning import Warning
from tests.unit.feeds.iot import read, reasons

ROUND = {
    "type": "Polygon",
    "coordinates": [[[-1.6, 53.7], [-1.5, 53.7], [-1.5, 53.8], [-1.6, 53.8], [-1.6, 53.7]]],
}


def alert(**changes: Any) -> dict[str, Any]:
    whole = {
        "id": "urn:ngsi-ld:Alert:1",
        "type": "Alert",
        "category": "weather",
        "subCategory": "snow/ice",
        "severity": "high",
        "location": ROUND,
        "dateIssued": "2026-11-20T08:00:00Z",
        "validFrom": "2026-11-20T12:00:00Z",
        "validTo": "2026-11-21T06:00:00Z",
        "description": "Snow on  the hills",
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def warned(options: Options | None = None, **changes: Any) -> Warning:
    found = read(NgsiLd("city", options or Options()), alert(**changes))
    assert not found.refusals
    return found.warnings[0]


def test_a_weather_alert() -> None:
    warning = warned(Options(publisher="Leeds City Council"))
    assert (warning.kind, warning.level, warning.status) == ("weather", 3, "in_force")
    assert warning.facts == WeatherFacts(("snow", "ice"), "", "Snow on the hills")
    assert warning.publisher.name == "Leeds City Council"
    assert warning.onset == dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
    assert warning.expires == dt.datetime(2026, 11, 21, 6, tzinfo=dt.UTC)
    assert warning.order == dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC).timestamp()
    assert shapely.from_wkb(warning.area.geometry).covers(shapely.Point(-1.55, 53.75))


@pytest.mark.parametrize(("severity", "level"), [("medium", 2), ("high", 3), ("critical", 4)])
def test_the_level_is_its_severity(severity: str, level: int) -> None:
    assert warned(severity=severity).level == level


@pytest.mark.parametrize("severity", ["informational", "low"])
def test_there_is_no_yellow_below_yellow(severity: str) -> None:
    assert reasons(read(NgsiLd(), alert(severity=severity))) == ["not_public"]
    told = Options(alerts=("environment",))
    smell = warned(told, severity=severity, category="environment", subCategory="airPollution")
    assert (smell.kind, smell.level) == ("council", 1)


def test_a_flood_is_one_whoever_tells_of_it() -> None:
    warning = warned(category="naturalDisaster", subCategory="flood", areaServed="Kirkstall")
    assert warning.facts == FloodFacts("Kirkstall", message="Snow on the hills")
    assert warning.area.names == ("Kirkstall",)


def test_weather_that_we_have_no_word_for_is_told_as_it_is_written() -> None:
    facts = warned(subCategory="tropicalCyclone").facts
    assert facts == WeatherFacts((), "tropicalCyclone", "Snow on the hills")


def test_words_for_the_public_are_the_councils() -> None:
    facts = warned(Options(alerts=("traffic",)), category="traffic", subCategory="roadClosed").facts
    assert facts == CouncilFacts({"en": "Snow on the hills"}, "traffic")


def test_around_a_point_it_holds_as_far_as_the_settings_say() -> None:
    point = {"type": "Point", "coordinates": [-1.55, 53.75]}
    assert reasons(read(NgsiLd(), alert(location=point))) == ["no_area"]
    area = shapely.from_wkb(warned(Options(around=2.0), location=point).area.geometry)
    assert area.covers(shapely.Point(-1.55, 53.765))
    assert not area.covers(shapely.Point(-1.55, 53.80))


def test_a_change_of_the_entity_is_a_newer_word() -> None:
    changed = warned(modifiedAt="2026-11-20T08:30:00Z")
    assert changed.order - warned().order == 1800
    assert warned(modifiedAt="2026-11-20T07:00:00Z").order == warned().order


def test_one_that_was_deleted_is_taken_back() -> None:
    gone = {"id": "urn:ngsi-ld:Alert:1", "type": "Alert", "deletedAt": "2026-11-20T09:00:00Z"}
    warning = read(NgsiLd("city"), gone).warnings[0]
    assert (warning.id, warning.status, warning.level) == ("urn:ngsi-ld:Alert:1", "cancelled", 0)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"category": "security", "subCategory": "robbery"}, "not_public"),
        ({"category": None}, "not_public"),
        ({"severity": None}, "missing"),
        ({"severity": "awful"}, "wrong_shape"),
        ({"dateIssued": None}, "missing"),
        ({"dateIssued": "2026-11-20T08:00:00"}, "no_offset"),
        ({"location": None}, "no_area"),
        ({"location": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}}, "no_area"),
        ({"validTo": "tomorrow"}, "wrong_time"),
        ({"validTo": "2026-11-20T11:00:00Z"}, "wrong_time"),
    ],
)
def test_what_cannot_be_told_is_refused(changes: dict[str, Any], reason: str) -> None:
    assert reasons(read(NgsiLd(), alert(**changes))) == [reason]


def forecast(**changes: Any) -> dict[str, Any]:
    whole = {
        "id": "urn:ngsi-ld:AirQualityForecast:1",
        "type": "AirQualityForecast",
        "airQualityIndex": 4,
        "location": {"type": "Point", "coordinates": [-1.55, 53.8]},
        "validFrom": "2026-11-21T00:00:00Z",
        "validTo": "2026-11-22T00:00:00Z",
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


DAQI = Options(index="daqi")


def test_a_forecast_on_a_scale_that_the_settings_name() -> None:
    found = read(NgsiLd("city", DAQI), forecast()).forecasts[0]
    assert (found.index, found.latitude, found.longitude) == (4, 53.8, -1.55)
    assert found.end - found.start == dt.timedelta(days=1)


def test_its_time_may_be_one_interval() -> None:
    whole = forecast(validFrom=None, validTo=None, validity="2026-11-21T00:00:00Z/2026-11-21T12:00:00Z")
    found = read(NgsiLd("city", DAQI), whole).forecasts[0]
    assert found.end - found.start == dt.timedelta(hours=12)


def test_an_index_without_a_scale_says_nothing() -> None:
    assert reasons(read(NgsiLd(), forecast())) == ["no_unit"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"airQualityIndex": None}, "missing"),
        ({"airQualityIndex": 65}, "absurd"),
        ({"airQualityIndex": 0}, "absurd"),
        ({"airQualityIndex": 3.5}, "absurd"),
        ({"location": None}, "no_area"),
        ({"validTo": None}, "missing"),
        ({"validTo": "2026-11-20T00:00:00Z"}, "wrong_time"),
    ],
)
def test_a_forecast_that_cannot_be_used(changes: dict[str, Any], reason: str) -> None:
    assert reasons(read(NgsiLd("city", DAQI), forecast(**changes))) == [reason]
