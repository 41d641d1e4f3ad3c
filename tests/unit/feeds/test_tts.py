"""Uplinks of The Things Stack: what they say, and why some are not believed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from notifier.feeds.decoded import Options
from notifier.feeds.fields import Field
from notifier.feeds.tts import OTHER, TheThingsStack
from tests.unit.feeds.iot import read, reasons, said, uplink

ROOM = Options({"temperature": Field("temperature", "CEL"), "humidity": Field("humidity", "%")})
UP = "v3/damp@ttn/devices/hall-3/up"


def damp(options: Options = ROOM) -> TheThingsStack:
    return TheThingsStack("damp", options)


def test_what_the_settings_name_is_read() -> None:
    found = read(damp(), uplink(), UP)
    assert said(found) == {"temperature": 21.5, "humidity": 61}
    assert not found.refusals
    first = found.readings[0]
    assert (first.feed, first.sensor) == ("damp", "damp/hall-3")
    # When the network received it, not when its application server did; nanoseconds are cut.
    assert first.at == dt.datetime(2026, 11, 20, 8, 59, 58, 789585, dt.UTC)


def test_two_tenants_may_have_devices_of_one_name() -> None:
    other = uplink()
    other["end_device_ids"]["application_ids"]["application_id"] = "air"
    assert read(damp(), other).readings[0].sensor == "air/hall-3"


def test_an_uplink_is_named_by_device_session_and_counter() -> None:
    def name(**changes: Any) -> str:
        return read(damp(), uplink(**changes)).readings[0].message

    assert name() == name(received_at="2026-11-20T09:00:01Z")
    assert name() != name(f_cnt=8)
    assert name() != name(session_key_id="AXA50tHUGUucuzS/another==")


def test_an_uplink_without_a_counter_is_the_first_of_its_session() -> None:
    assert read(damp(), uplink(f_cnt=None)).readings[0].message.endswith("/0")


def test_without_a_session_counters_say_nothing() -> None:
    assert read(damp(), uplink(session_key_id=None)).readings[0].message == ""


def test_a_field_that_was_left_out_is_zero_where_the_settings_say_so() -> None:
    freezing = {"humidity": 61}
    left_out = Options(
        {"temperature": Field("temperature", "CEL", zero=True), "humidity": Field("humidity", "%")}
    )
    assert said(read(damp(left_out), uplink(decoded_payload=freezing))) == {"temperature": 0, "humidity": 61}
    assert said(read(damp(), uplink(decoded_payload=freezing))) == {"humidity": 61}


def test_fields_within_others_are_named_with_dots() -> None:
    nested = Options({"env.t": Field("temperature", "FAH")})
    assert said(read(damp(nested), uplink(decoded_payload={"env": {"t": 68}}))) == {
        "temperature": pytest.approx(20)
    }


def test_a_simulated_uplink_is_nobodys() -> None:
    assert reasons(read(damp(), {**uplink(), "simulated": True})) == ["simulated"]


def test_a_device_without_a_formatter_says_nothing_that_can_be_read() -> None:
    assert reasons(read(damp(), uplink(decoded_payload=None))) == ["not_decoded"]


def test_without_settings_what_looks_like_a_measurement_has_no_unit() -> None:
    found = read(TheThingsStack(), uplink())
    assert reasons(found) == ["no_unit", "no_unit"]
    assert found.refusals[0].detail == "temperature: set it under `fields`"
    assert reasons(read(TheThingsStack(), uplink(decoded_payload={"lux": 3}))) == ["unknown_type"]


def test_a_payload_without_any_of_the_set_fields_is_no_reading() -> None:
    assert reasons(read(damp(), uplink(decoded_payload={"battery": 3.1}))) == ["not_a_reading"]


@pytest.mark.parametrize("value", ["21.5", True, [21.5], {"v": 1}, 10**400])
def test_what_is_no_number_is_refused(value: Any) -> None:
    found = read(damp(), uplink(decoded_payload={"temperature": value, "humidity": 61}))
    assert reasons(found) in (["wrong_shape"], ["unreadable"])
    assert "temperature" not in said(found)


def test_a_field_that_is_null_is_not_there() -> None:
    found = read(damp(), uplink(decoded_payload={"temperature": None, "humidity": 61}))
    assert said(found) == {"humidity": 61}
    assert not found.refusals


@pytest.mark.parametrize("topic", ["join", "down/queued", "down/ack", "service/data", "location/solved"])
def test_topics_that_are_no_uplinks(topic: str) -> None:
    assert reasons(read(damp(), uplink(), f"v3/damp@ttn/devices/hall-3/{topic}")) == ["not_a_reading"]


@pytest.mark.parametrize("kind", OTHER)
def test_messages_that_are_no_uplinks(kind: str) -> None:
    message = uplink()
    message[kind] = message.pop("uplink_message")
    assert reasons(read(damp(), message)) == ["not_a_reading"]


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (b"", "unreadable"),
        (b'{"end_device_ids": // a comment', "unreadable"),
        (b"\xff\xfe", "unreadable"),
        (b"[" * 100_000, "unreadable"),
        (b" " * 3_000_000, "too_big"),
        ([], "wrong_shape"),
        ({}, "missing"),
        ({"end_device_ids": {"device_id": ""}}, "missing"),
        ({**uplink(), "uplink_message": 3}, "wrong_shape"),
        (uplink(decoded_payload=3), "wrong_shape"),
        ({**uplink(received_at=None), "received_at": None}, "missing"),
        (uplink(received_at="yesterday"), "wrong_time"),
        (uplink(received_at="2026-11-20T08:59:58"), "no_offset"),
    ],
)
def test_what_cannot_be_read_is_refused(message: Any, reason: str) -> None:
    found = read(damp(), message)
    assert reasons(found) == [reason]
    assert not found.readings


def test_where_the_device_stands_is_told() -> None:
    placed = uplink(locations={"user": {"latitude": 53.8, "longitude": -1.55, "source": "SOURCE_REGISTRY"}})
    found = read(damp(), placed).found[0]
    assert (found.sensor, found.latitude, found.longitude) == ("damp/hall-3", 53.8, -1.55)
