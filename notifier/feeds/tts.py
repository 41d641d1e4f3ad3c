"""Uplinks of The Things Stack v3, over MQTT (`v3/{application}@{tenant}/devices/{device}/up`) or its
webhooks.

It leaves out every field that is 0, false or empty: an uplink without `f_cnt` is number 0. A simulated uplink
comes from its console and from no device. The field names of `decoded_payload` are those of the device's
formatter, and say no unit.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from notifier.feeds.decoded import Options, Uplink, readings
from notifier.feeds.feed import Parsed
from notifier.feeds.fields import decode, excerpt, inside, moment, number, text
from notifier.feeds.parsed import parsed
from notifier.reading import Found
from notifier.refusal import Reason, Refusal

OTHER = (
    "join_accept",
    "downlink_queued",
    "downlink_sent",
    "downlink_ack",
    "downlink_nack",
    "downlink_failed",
    "downlink_queue_invalidated",
    "service_data",
    "location_solved",
    "downlinks",
)
"""What its messages are named after that are no uplinks."""


class TheThingsStack:
    """Reads uplinks. A sensor's name is `{application}/{device}`."""

    def __init__(self, feed: str = "tts", options: Options | None = None) -> None:
        self._feed = feed
        self._options = options or Options()

    def parse(self, data: bytes, received: dt.datetime, topic: str = "") -> Parsed:
        """As `Parses`."""
        message, refusal = decode(data, self._feed)
        if refusal:
            return parsed(refusal)
        if not isinstance(message, dict):
            return self._refused("wrong_shape", "", "it is no object")
        sensor = _sensor(message)
        if not sensor:
            return self._refused("missing", "end_device_ids", "it names no device")
        if topic and topic.rsplit("/", 1)[-1] != "up":
            return self._refused("not_a_reading", sensor, f"topic {topic}")
        if message.get("simulated") is True:
            return self._refused("simulated", sensor)
        uplink = message.get("uplink_message")
        if uplink is None:
            return self._no_uplink(sensor, message)
        if not isinstance(uplink, dict):
            return self._refused("wrong_shape", sensor, "uplink_message is no object")
        return self._uplink(sensor, message, uplink)

    def _uplink(self, sensor: str, message: dict[str, Any], uplink: dict[str, Any]) -> Parsed:
        at = moment(uplink.get("received_at") or message.get("received_at"))
        if isinstance(at, str):
            return self._refused(at, sensor, "received_at")
        payload = uplink.get("decoded_payload")
        if payload is None:
            port = "" if uplink.get("frm_payload") else "; it carries nothing but commands to the network"
            return self._refused("not_decoded", sensor, f"no decoded_payload{port}")
        if not isinstance(payload, dict):
            return self._refused("wrong_shape", sensor, "decoded_payload is no object")
        said = Uplink(self._feed, sensor, at, _name(message, uplink))
        return parsed(*readings(said, payload, self._options), *self._found(sensor, uplink))

    def _found(self, sensor: str, uplink: dict[str, Any]) -> tuple[Found, ...]:
        """Where the operator or the device says that it stands."""
        for source in ("user", "frm-payload"):
            place = inside(uplink, "locations", source)
            latitude, longitude = number(inside(place, "latitude")), number(inside(place, "longitude"))
            if latitude is not None and longitude is not None:
                return (Found(self._feed, sensor, latitude, longitude),)
        return ()

    def _no_uplink(self, sensor: str, message: dict[str, Any]) -> Parsed:
        kind = next((name for name in OTHER if name in message), "")
        if kind:
            return self._refused("not_a_reading", sensor, kind)
        return self._refused("missing", sensor, f"no uplink_message in: {excerpt(', '.join(message))}")

    def _refused(self, reason: Reason, what: str, detail: str = "") -> Parsed:
        return parsed(Refusal(self._feed, reason, excerpt(what), excerpt(detail)))


def _sensor(message: dict[str, Any]) -> str:
    ids = message.get("end_device_ids")
    device = text(inside(ids, "device_id"))
    application = text(inside(ids, "application_ids", "application_id"))
    return f"{application}/{device}" if device and application else device


def _name(message: dict[str, Any], uplink: dict[str, Any]) -> str:
    """What is the same when an uplink comes twice, and never for two uplinks: the device, its session, and
    the counter in it. Without a session nothing tells two with the same counter apart."""
    device = text(inside(message, "end_device_ids", "dev_eui"))
    session = text(uplink.get("session_key_id"))
    return f"{device}/{session}/{int(number(uplink.get('f_cnt')) or 0)}" if session else ""
