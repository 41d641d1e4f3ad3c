"""Whatever comes, no parser fails: it is read, or it is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from notifier.feeds import decoded, sensorthings
from notifier.feeds.aurn import Aurn
from notifier.feeds.aurn_daily import AurnDaily
from notifier.feeds.chirpstack import ChirpStack
from notifier.feeds.feed import Parses
from notifier.feeds.fields import Field
from notifier.feeds.ngsi_ld import NgsiLd
from notifier.feeds.ngsi_options import Options
from notifier.feeds.sanity import Sanity
from notifier.feeds.sensorthings import SensorThings
from notifier.feeds.tts import TheThingsStack
from tests.unit.feeds.iot import NOW, event, observed, uplink

FIELD = Field("temperature", "CEL")
EVERY = Options(
    units={"no2": "GQ"},
    fields={"x": FIELD},
    index="daqi",
    around=1.0,
    alerts=("weather", "traffic", "security"),
)
PARSERS: tuple[Parses, ...] = (
    NgsiLd("f", EVERY),
    NgsiLd(),
    TheThingsStack("f", decoded.Options({"temperature": FIELD, "a.b": FIELD})),
    ChirpStack("f", decoded.Options({"temperature": FIELD, "a.b": FIELD})),
    SensorThings("f", sensorthings.Options({"1": FIELD})),
    Aurn(),
    AurnDaily(),
)
WORDS = """
    id type value object unitCode observedAt datasetId metadata body data location coordinates dateObserved
    no2 pm25 temperature x a b category severity dateIssued validFrom validTo validity airQualityIndex address
    end_device_ids device_id uplink_message decoded_payload received_at f_cnt session_key_id locations user
    deviceInfo devEui time object result phenomenonTime Datastream unitOfMeasurement symbol Thing Locations
    @value languageMap @none dataset deletedAt
"""
NAMES = some.sampled_from(WORDS.split())
TEXTS = """
    Notification AirQualityObserved Alert WeatherAlert AirQualityForecast Point Polygon GQ CEL high weather
    security urn:ngsi-ld:null 2026-11-20T08:00:00Z 2026-11-20T08 0001-01-01T00:00:00+23:59
    2026-11-20T08:00:00Z/2026-11-20T09:00:00Z 9999-12-31T23:59:59-23:59
"""
LEAVES = some.one_of(
    some.none(),
    some.booleans(),
    some.integers(-(10**20), 10**20),
    some.floats(allow_nan=False, allow_infinity=False),
    some.text(max_size=8),
    some.sampled_from(TEXTS.split()),
)
JSON = some.recursive(
    LEAVES,
    lambda below: some.lists(below, max_size=4) | some.dictionaries(NAMES, below, max_size=6),
    max_leaves=25,
)
ids = [f"{type(one).__name__}-{number}" for number, one in enumerate(PARSERS)]


@pytest.mark.parametrize("parser", PARSERS, ids=ids)
@given(data=some.binary(max_size=200) | some.text(max_size=200).map(str.encode))
def test_bytes(parser: Parses, data: bytes) -> None:
    _survives(parser, data)


@pytest.mark.parametrize("parser", PARSERS[:5], ids=ids[:5])
@given(message=JSON, topic=some.sampled_from(["", "a/b/up", "up", "v1.1/Datastreams(1)/Observations"]))
def test_json_of_any_shape(parser: Parses, message: Any, topic: str) -> None:
    _survives(parser, json.dumps(message).encode(), topic)


@pytest.mark.parametrize("parser", PARSERS[:5], ids=ids[:5])
@given(name=NAMES, value=JSON, which=some.sampled_from([uplink, event, observed]))
def test_a_good_message_with_one_field_of_any_shape(
    parser: Parses, name: str, value: Any, which: Any
) -> None:
    message = which()
    for part in (message, message.get("uplink_message", {}), message.get("deviceInfo", {})):
        _survives(parser, json.dumps({**message, **{name: value}}).encode())
        part[name] = value
        _survives(parser, json.dumps(message).encode())


def _survives(parser: Parses, data: bytes, topic: str = "") -> None:
    found = parser.parse(data, NOW, topic)
    Sanity(lambda: NOW).check(found)
    for refusal in found.refusals:
        assert len(refusal.what) <= 200
        assert len(refusal.detail) <= 200
        assert "\n" not in refusal.what + refusal.detail
