"""Events of ChirpStack v4, over MQTT (`application/{id}/device/{devEui}/event/up`) or its HTTP integration,
which names the event in the query (`?event=up`).

An uplink that several gateways heard is one event with one `deduplicationId`. `object` is what the device
profile's codec has decoded; without a codec it is left out, as is everything that is 0.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from notifier.feeds.decoded import Options, Uplink, readings
from notifier.feeds.feed import Parsed
from notifier.feeds.fields import decode, excerpt, inside, moment, text
from notifier.feeds.parsed import parsed
from notifier.reading import Found
from notifier.refusal import Reason, Refusal

UP = "up"
TELL: Final[Mapping[str, tuple[str, ...]]] = {
    "status": ("margin",),
    "ack": ("acknowledged",),
    "txack": ("downlinkId",),
    "log": ("level", "code"),
    "location": ("location",),
    "integration": ("integrationName",),
}
"""How each other event is told by what it has, where neither topic nor query names it."""

_UPLINK = ("fPort", "data", "object", "rxInfo", "fCnt")


class ChirpStack:
    """Reads uplinks. A sensor's name is its DevEUI."""

    def __init__(self, feed: str = "chirpstack", options: Options | None = None) -> None:
        self._feed = feed
        self._options = options or Options()

    def parse(self, data: bytes, received: dt.datetime, topic: str = "") -> Parsed:
        """As `Parses`. A `topic` without a slash is the event's name, from the query of a webhook."""
        event, refusal = decode(data, self._feed)
        if refusal:
            return parsed(refusal)
        if not isinstance(event, dict):
            return self._refused("wrong_shape", "", "it is no object")
        sensor = text(inside(event, "deviceInfo", "devEui"))
        if not sensor:
            return self._refused("missing", "deviceInfo.devEui", "it names no device")
        kind = topic.rsplit("/", 1)[-1] or _kind(event)
        if kind != UP:
            return self._refused("not_a_reading", sensor, f"event {kind}")
        return self._uplink(sensor, event)

    def _uplink(self, sensor: str, event: dict[str, Any]) -> Parsed:
        at = moment(event.get("time"))
        if isinstance(at, str):
            return self._refused(at, sensor, "time")
        decoded = event.get("object")
        if decoded is None:
            return self._refused("not_decoded", sensor, "no object: the device profile has no codec")
        if not isinstance(decoded, dict):
            return self._refused("wrong_shape", sensor, "object is no object")
        said = Uplink(self._feed, sensor, at, text(event.get("deduplicationId")))
        name = text(inside(event, "deviceInfo", "deviceName"))
        known = (Found(self._feed, sensor, name=name),) if name else ()
        return parsed(*readings(said, decoded, self._options), *known)

    def _refused(self, reason: Reason, what: str, detail: str = "") -> Parsed:
        return parsed(Refusal(self._feed, reason, excerpt(what), excerpt(detail)))


def _kind(event: dict[str, Any]) -> str:
    for kind, names in TELL.items():
        if all(name in event for name in names):
            return kind
    return UP if any(name in event for name in _UPLINK) else "join"
