"""Events of ChirpStack: uplinks are read, everything else is told apart."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from notifier.feeds.chirpstack import ChirpStack
from notifier.feeds.decoded import Options
from notifier.feeds.fields import Field
from tests.unit.feeds.iot import event, read, reasons, said

ROOM = Options({"sensor.temperature": Field("temperature", "CEL")})
TOPIC = "application/17c82e96/device/0101010101010101/event"


def damp() -> ChirpStack:
    return ChirpStack("damp", ROOM)


@pytest.mark.parametrize("topic", ["", "up", f"{TOPIC}/up"])
def test_an_uplink_over_mqtt_and_http(topic: str) -> None:
    found = read(damp(), event(), topic)
    assert said(found) == {"temperature": 21.5}
    first = found.readings[0]
    assert first.sensor == "0101010101010101"
    assert first.at == dt.datetime(2026, 11, 20, 8, 59, 58, 775023, dt.UTC)
    assert first.message == "3ac7e3c4-4401-4b8d-9386-a5c902f9202d"
    assert found.found[0].name == "Hall 3"


@pytest.mark.parametrize("kind", ["join", "status", "ack", "txack", "log", "location", "integration"])
def test_other_events_by_topic_and_query(kind: str) -> None:
    assert reasons(read(damp(), event(), f"{TOPIC}/{kind}")) == ["not_a_reading"]
    assert reasons(read(damp(), event(), kind)) == ["not_a_reading"]


@pytest.mark.parametrize(
    "fields",
    [
        {"margin": 10, "batteryLevel": 88.3},
        {"devAddr": "00189440"},
        {"acknowledged": True, "fCntDown": 3},
        {"downlinkId": 3461958127, "gatewayId": "0016c001f153a14c"},
        {"level": "ERROR", "code": "UPLINK_MIC"},
        {"location": {"latitude": 37.3, "longitude": -8.8}},
        {"integrationName": "loracloud", "object": {"temperature": 3}},
    ],
)
def test_other_events_by_what_they_have(fields: dict[str, Any]) -> None:
    nothing = {"fPort": None, "data": None, "object": None}
    assert reasons(read(damp(), event(**{**nothing, **fields}))) == ["not_a_reading"]


def test_an_uplink_at_counter_and_port_zero_has_neither() -> None:
    assert said(read(damp(), event(fPort=None))) == {"temperature": 21.5}


def test_a_device_without_a_codec() -> None:
    assert reasons(read(damp(), event(object=None))) == ["not_decoded"]


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (b"\x08\x96\x01", "unreadable"),  # protobuf, the integration's other setting
        ("text", "wrong_shape"),
        ({"deviceInfo": {}}, "missing"),
        (event(time=None), "missing"),
        (event(time="2026-11-20T08:59:58"), "no_offset"),
        (event(object="temperature"), "wrong_shape"),
        (event(object={"other": 1}), "not_a_reading"),
    ],
)
def test_what_cannot_be_read_is_refused(message: Any, reason: str) -> None:
    assert reasons(read(damp(), message)) == [reason]
