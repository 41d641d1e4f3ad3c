"""OGC SensorThings: Observations with the unit of their Datastream, or of the feed's settings."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from notifier.feeds.fields import Field
from notifier.feeds.sensorthings import Options, SensorThings
from tests.unit.feeds.iot import NOW, read, reasons, said

TOPIC = "v1.1/Datastreams(42)/Observations"
STREAM = {
    "@iot.id": 42,
    "name": "NO2 at Kirkgate",
    "unitOfMeasurement": {"name": "microgram per cubic metre", "symbol": "ug/m3"},
    "ObservedProperty": {"name": "Nitrogen dioxide"},
    "Thing": {
        "name": "kirkgate",
        "Locations": [{"location": {"type": "Point", "coordinates": [-1.54, 53.79]}}],
    },
}
SET = Options({"42": Field("no2", "GQ")})


def observation(**changes: Any) -> dict[str, Any]:
    return {"@iot.id": 7, "phenomenonTime": "2026-11-20T08:00:00Z", "result": 40.5, **changes}


def test_the_datastream_of_the_topic_is_what_the_settings_say() -> None:
    found = read(SensorThings("air", SET), observation(), TOPIC)
    assert said(found) == {"no2": 40.5}
    assert found.readings[0].sensor == "Datastreams(42)"


@pytest.mark.parametrize(
    "topic", [f"{TOPIC}?$select=result,phenomenonTime", "v1.1/Datastreams('42')/Observations"]
)
def test_topics_in_other_spellings(topic: str) -> None:
    assert said(read(SensorThings("air", SET), observation(), topic)) == {"no2": 40.5}


def test_an_expanded_datastream_says_its_unit_and_place() -> None:
    found = read(SensorThings("air"), {"value": [observation(Datastream=STREAM)]})
    assert said(found) == {"no2": 40.5}
    assert found.readings[0].sensor == "kirkgate"
    assert (found.found[0].latitude, found.found[0].longitude) == (53.79, -1.54)


def test_an_interval_is_a_mean_of_so_long() -> None:
    hour = observation(phenomenonTime="2026-11-20T08:00:00Z/2026-11-20T09:00:00Z")
    reading = read(SensorThings("air", SET), hour, TOPIC).readings[0]
    assert (reading.at, reading.covers) == (NOW, dt.timedelta(hours=1))


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (observation(), "no_unit"),
        (observation(Datastream={"@iot.id": 9, "unitOfMeasurement": {"symbol": "ug/m3"}}), "no_unit"),
        (observation(Datastream={**STREAM, "unitOfMeasurement": {"symbol": "degC"}}), "wrong_unit"),
        (observation(Datastream=STREAM, result="40"), "wrong_shape"),
        (observation(Datastream=STREAM, phenomenonTime=None), "missing"),
        (observation(Datastream=STREAM, phenomenonTime="2026-11-20T08:00:00"), "no_offset"),
        (
            observation(Datastream=STREAM, phenomenonTime="2026-11-20T08:00:00Z/2026-11-20T07:00:00Z"),
            "wrong_time",
        ),
        ({"name": "a Thing"}, "missing"),
        ("text", "wrong_shape"),
        (b"{", "unreadable"),
    ],
)
def test_what_cannot_be_believed_is_refused(message: Any, reason: str) -> None:
    assert reasons(read(SensorThings("air"), message)) == [reason]


def test_what_is_said_of_things_and_datastreams_is_no_reading() -> None:
    assert reasons(read(SensorThings("air", SET), {"name": "a Thing"}, "v1.1/Things(1)")) == ["not_a_reading"]


def test_too_many_at_once() -> None:
    assert reasons(read(SensorThings("air"), [0] * 5_001)) == ["too_big"]
