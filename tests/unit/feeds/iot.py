"""What the tests of sensor feeds share: messages as their networks send them."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import pytest

from notifier.feeds.feed import Parsed, Parses

NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
SHARED = Path(__file__).parents[4] / "shared" / "data"


def shared(*parts: str) -> Path:
    """A folder or file of real input; a test that finds none is left out, but not under `CI=true`."""
    path = SHARED.joinpath(*parts)
    if not path.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{path} is not there")
        pytest.skip("the shared data are not on this machine")
    return path


def read(parser: Parses, message: Any, topic: str = "") -> Parsed:
    """What the parser makes of a message, given as an object or as bytes."""
    data = message if isinstance(message, bytes) else json.dumps(message).encode()
    return parser.parse(data, NOW, topic)


def reasons(found: Parsed) -> list[str]:
    """Why something was refused, in order."""
    return [one.reason for one in found.refusals]


def said(found: Parsed) -> dict[str, float]:
    """The value of each quantity."""
    return {one.quantity: one.value for one in found.readings}


def uplink(**changes: Any) -> dict[str, Any]:
    """An uplink of The Things Stack. `changes` are to `uplink_message`; None takes a field out."""
    message = {
        "session_key_id": "AXA50tHUGUucuzS/bCGMNw==",
        "f_cnt": 7,
        "f_port": 1,
        "frm_payload": "gkHe",
        "decoded_payload": {"temperature": 21.5, "humidity": 61},
        "received_at": "2026-11-20T08:59:58.789585559Z",
        **changes,
    }
    return {
        "end_device_ids": {
            "device_id": "hall-3",
            "application_ids": {"application_id": "damp"},
            "dev_eui": "0004A30B001C0530",
        },
        "received_at": "2026-11-20T08:59:59.014773143Z",
        "uplink_message": {name: value for name, value in message.items() if value is not None},
    }


def event(**changes: Any) -> dict[str, Any]:
    """An uplink of ChirpStack. None takes a field out."""
    whole = {
        "deduplicationId": "3ac7e3c4-4401-4b8d-9386-a5c902f9202d",
        "time": "2026-11-20T08:59:58.775023242+00:00",
        "deviceInfo": {"devEui": "0101010101010101", "deviceName": "Hall 3"},
        "fPort": 1,
        "data": "qg==",
        "object": {"sensor": {"temperature": 21.5}},
        **changes,
    }
    return {name: value for name, value in whole.items() if value is not None}


def observed(**attributes: Any) -> dict[str, Any]:
    """An AirQualityObserved of this morning."""
    return {
        "id": "urn:ngsi-ld:AirQualityObserved:kirkgate-2026-11-20T09:00:00Z",
        "type": "AirQualityObserved",
        "dateObserved": {"type": "Property", "value": "2026-11-20T08:55:00Z"},
        **attributes,
    }


def gas(value: Any, unit: str | None = "GQ", **more: Any) -> dict[str, Any]:
    """A normalized property."""
    return {"type": "Property", "value": value, **({"unitCode": unit} if unit else {}), **more}
