"""NGSI-LD: what brokers write in their many ways, and what of it is believed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from notifier.feeds.fields import Field
from notifier.feeds.ngsi_ld import NgsiLd
from notifier.feeds.ngsi_options import Options
from tests.unit.feeds.iot import NOW, gas, observed, read, reasons, said

HALF = dt.datetime(2026, 11, 20, 8, 55, tzinfo=dt.UTC)
SDM = "https://smartdatamodels.org/dataModel.Environment/"


def air(options: Options | None = None) -> NgsiLd:
    return NgsiLd("city", options or Options())


def notification(*entities: Any) -> dict[str, Any]:
    return {
        "id": "urn:ngsi-ld:Notification:1",
        "type": "Notification",
        "subscriptionId": "urn:ngsi-ld:Subscription:1",
        "notifiedAt": "2026-11-20T08:59:59Z",
        "data": list(entities),
    }


def test_a_normalized_notification() -> None:
    found = read(air(), notification(observed(no2=gas(40), pm25=gas(12.5), co=gas(0.4, "GP"))))
    assert said(found) == {"no2": 40, "pm2_5": 12.5, "co": 0.4}
    assert not found.refusals
    assert {one.at for one in found.readings} == {HALF}


def test_over_mqtt_the_same_lies_in_a_wrapper() -> None:
    body = notification(observed(no2=gas(40)))
    wrapped = {"metadata": {"Content-Type": "application/json"}, "body": body}
    assert said(read(air(), wrapped, "city/air")) == {"no2": 40}


def test_an_answer_to_a_query_is_a_list_or_one_entity() -> None:
    assert said(read(air(), [observed(no2=gas(40))])) == {"no2": 40}
    assert said(read(air(), observed(no2=gas(40)))) == {"no2": 40}


def test_the_sensor_is_the_device_the_station_or_the_entity_without_its_time() -> None:
    def sensor(**attributes: Any) -> str:
        return read(air(), observed(no2=gas(40), **attributes)).readings[0].sensor

    assert sensor() == "urn:ngsi-ld:AirQualityObserved:kirkgate"
    station = {"type": "Relationship", "object": "urn:ngsi-ld:PointOfInterest:kirkgate"}
    assert sensor(refPointOfInterest=station) == "urn:ngsi-ld:PointOfInterest:kirkgate"
    device = {"type": "Relationship", "object": "urn:ngsi-ld:Device:7"}
    assert sensor(refDevice=device, refPointOfInterest=station) == "urn:ngsi-ld:Device:7"


def test_a_gas_in_the_simplified_form_has_no_unit_unless_the_settings_say_it() -> None:
    simple = {"id": "a", "type": "AirQualityObserved", "dateObserved": "2026-11-20T08:55:00Z", "no2": 40}
    found = read(air(), simple)
    assert reasons(found) == ["no_unit"]
    assert found.refusals[0].what == "a"
    assert found.refusals[0].detail == "no2: 40"
    assert said(read(air(Options(units={"no2": "GQ"})), simple)) == {"no2": 40}


def test_what_the_entity_states_is_believed_before_the_settings() -> None:
    entity = observed(co=gas(500, "GQ"))
    assert said(read(air(Options(units={"co": "GP"})), entity)) == {"co": 0.5}


def test_units_that_the_schema_fixes_need_not_be_written() -> None:
    simple = {
        "id": "a",
        "type": "WeatherObserved",
        "dateObserved": "2026-11-20T08:55:00Z",
        "temperature": 3.3,
        "relativeHumidity": 0.54,
        "precipitation": 1.2,
        "streamGauge": 50,
    }
    assert said(read(air(), simple)) == {
        "temperature": 3.3,
        "humidity": 54,
        "rain": 1.2,
        "water_level": 0.5,
    }


def test_ngsi_v2_writes_unit_and_time_as_metadata() -> None:
    old = {
        "type": "Number",
        "value": 40,
        "metadata": {
            "unitCode": {"type": "Text", "value": "GQ"},
            "TimeInstant": {"type": "DateTime", "value": "2026-11-20T08:40:00Z"},
        },
    }
    reading = read(air(), observed(no2=old)).readings[0]
    assert (reading.value, reading.at.minute) == (40, 40)


def test_each_attribute_may_have_a_time_of_its_own() -> None:
    entity = observed(no2=gas(40, observedAt="2026-11-20T08:50:00.000Z"), pm10=gas(20))
    assert [one.at.minute for one in read(air(), entity).readings] == [50, 55]


def test_an_interval_is_a_mean_of_so_long() -> None:
    entity = observed(no2=gas(40), dateObserved="2026-11-20T08:00:00Z/2026-11-20T09:00:00Z")
    reading = read(air(), entity).readings[0]
    assert (reading.at, reading.covers) == (NOW, dt.timedelta(hours=1))


def test_a_typed_time_is_unwrapped() -> None:
    typed = {"type": "Property", "value": {"@type": "DateTime", "@value": "2026-11-20T08:55:00Z"}}
    assert read(air(), observed(no2=gas(40), dateObserved=typed)).readings[0].at == HALF


@pytest.mark.parametrize(
    ("written", "zone", "reason"),
    [
        ("2026-11-20T08:55:00", "", "no_offset"),
        ("2026-10-25T01:30:00", "Europe/London", "no_offset"),  # comes twice that night
        ("2026-03-29T01:30:00", "Europe/London", "no_offset"),  # never comes
        ("noon", "", "wrong_time"),
        ("2026-11-20T09:00:00Z/2026-11-20T08:00:00Z", "", "wrong_time"),
        ("0001-01-01T00:00:00+14:00", "", "wrong_time"),
        ("", "", "missing"),
    ],
)
def test_a_time_that_tells_no_moment_is_refused(written: str, zone: str, reason: str) -> None:
    found = read(air(Options(zone=zone)), observed(no2=gas(40), dateObserved=written))
    assert reasons(found) == [reason]


def test_a_local_time_is_on_the_clock_that_the_settings_name() -> None:
    summer = observed(no2=gas(40), dateObserved="2026-07-01T12:00:00")
    at = read(air(Options(zone="Europe/London")), summer).readings[0].at
    assert at == dt.datetime(2026, 7, 1, 11, tzinfo=dt.UTC)


def test_without_any_time_it_is_not_known_when() -> None:
    entity = observed(no2=gas(40))
    del entity["dateObserved"]
    assert reasons(read(air(), entity)) == ["missing"]


def test_names_are_uris_where_the_context_is_not_ours() -> None:
    entity = {
        "id": "a",
        "type": f"{SDM}AirQualityObserved",
        "https://smartdatamodels.org/dateObserved": gas("2026-11-20T08:55:00Z", None),
        f"{SDM}no2": gas(40),
        "https://uri.fiware.org/ns/data-models#pm10": gas(20),
    }
    assert said(read(air(), entity)) == {"no2": 40, "pm10": 20}


@pytest.mark.parametrize(
    "gone",
    [
        gas("urn:ngsi-ld:null"),
        "urn:ngsi-ld:null",
        {"type": "LanguageProperty", "languageMap": {"@none": "urn:ngsi-ld:null"}},
        gas(40, deletedAt="2026-11-20T08:00:00Z"),
        [gas("urn:ngsi-ld:null")],
    ],
)
def test_a_value_that_was_taken_away(gone: Any) -> None:
    found = read(air(), observed(no2=gone, pm10=gas(20)))
    assert reasons(found) == ["removed"]
    assert said(found) == {"pm10": 20}


def test_an_entity_that_was_deleted() -> None:
    assert reasons(read(air(), observed(no2=gas(40), deletedAt="2026-11-20T08:58:00Z"))) == ["removed"]


def test_of_several_datasets_the_default_one_counts_or_the_one_that_is_set() -> None:
    several = [gas(40), gas(44, datasetId="urn:ngsi-ld:Dataset:second")]
    assert said(read(air(), observed(no2=several))) == {"no2": 40}
    second = Options(dataset="urn:ngsi-ld:Dataset:second")
    assert said(read(air(second), observed(no2=several))) == {"no2": 44}


def test_several_datasets_without_a_default_are_a_riddle() -> None:
    several = [gas(40, datasetId="urn:a"), gas(44, datasetId="urn:b")]
    assert reasons(read(air(), observed(no2=several))) == ["wrong_shape"]
    assert said(read(air(), observed(no2=several[:1]))) == {"no2": 40}


def test_datasets_in_the_simplified_form() -> None:
    several = {"dataset": {"@none": 40, "urn:ngsi-ld:Dataset:second": 44}}
    assert said(read(air(Options(units={"no2": "GQ"})), observed(no2=several))) == {"no2": 40}


def test_attributes_of_our_own_devices_are_named_in_the_settings() -> None:
    own = {
        "id": "d",
        "type": "DampSensor",
        "rh": {"type": "Property", "value": 71, "observedAt": "2026-11-20T08:55:00Z"},
    }
    assert reasons(read(air(), own)) == ["unknown_type"]
    options = Options(fields={"rh": Field("humidity", "P1")})
    assert said(read(air(options), own)) == {"humidity": 71}


def test_where_it_stands_is_told_the_right_way_round() -> None:
    place = {"type": "GeoProperty", "value": {"type": "Point", "coordinates": [-1.54, 53.79]}}
    found = read(air(), observed(no2=gas(40), location=place)).found[0]
    assert (found.latitude, found.longitude) == (53.79, -1.54)


@pytest.mark.parametrize("pair", [[200, 53], [-1, 95], ["-1", "53"], [-1], [], None])
def test_a_place_that_is_none_is_not_told(pair: Any) -> None:
    place = {"type": "GeoProperty", "value": {"type": "Point", "coordinates": pair}}
    assert not read(air(), observed(no2=gas(40), location=place)).found


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (b"not json", "unreadable"),
        ({}, "missing"),
        ({"id": "a"}, "missing"),
        ([3], "wrong_shape"),
        ("text", "wrong_shape"),
        (notification("x"), "wrong_shape"),
        ({"id": "s", "type": "Subscription"}, "not_a_reading"),
        ({"id": "b", "type": "Building", "name": "Tour Eiffel"}, "unknown_type"),
        (observed(), "not_a_reading"),
        (observed(no2=gas("40")), "wrong_shape"),
        (observed(no2=gas(True)), "wrong_shape"),
        (observed(no2=gas(40, "CEL")), "wrong_unit"),
        ([observed()] * 5_001, "too_big"),
    ],
)
def test_what_cannot_be_believed_is_refused(message: Any, reason: str) -> None:
    found = read(air(), message)
    assert reasons(found) == [reason]
    assert not found.readings


def test_an_unknown_zone_is_named() -> None:
    with pytest.raises(ValueError, match="zone is 'Leeds'"):
        Options(zone="Leeds")
