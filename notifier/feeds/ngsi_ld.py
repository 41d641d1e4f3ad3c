"""NGSI-LD (ETSI GS CIM 009): notifications of a context broker over HTTP, the same over MQTT, where they lie
in `{"metadata", "body"}` (clause 7), and entities as they are answered to a query: one, or a list of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from notifier.feeds.feed import Parsed
from notifier.feeds.fields import decode, excerpt, text
from notifier.feeds.ngsi_alert import TYPES as ALERTS
from notifier.feeds.ngsi_alert import alert
from notifier.feeds.ngsi_attributes import entity
from notifier.feeds.ngsi_forecast import TYPE as FORECAST
from notifier.feeds.ngsi_forecast import forecast
from notifier.feeds.ngsi_observed import TYPES as OBSERVED
from notifier.feeds.ngsi_observed import observed, sensor_of
from notifier.feeds.ngsi_options import DEFAULTS, Options
from notifier.feeds.parsed import Item, parsed
from notifier.refusal import Reason, Refusal

MOST = 5_000
"""Entities of one message."""

_OTHER = {"Subscription": "a subscription", "ContextSourceRegistration": "a registration"}


class NgsiLd:
    """Reads all of these."""

    def __init__(self, feed: str = "ngsi-ld", options: Options = DEFAULTS) -> None:
        self._feed = feed
        self._options = options

    def parse(self, data: bytes, received: dt.datetime, topic: str = "") -> Parsed:
        """As `Parses`."""
        message, refusal = decode(data, self._feed)
        if refusal:
            return parsed(refusal)
        if isinstance(message, dict) and "metadata" in message and isinstance(message.get("body"), dict):
            message = message["body"]
        if isinstance(message, dict) and message.get("type") == "Notification":
            message = message.get("data")
        found = message if isinstance(message, list) else [message]
        if len(found) > MOST:
            return parsed(self._refused("too_big", "", f"{len(found)} entities; at most {MOST}"))
        return parsed(*(one for raw in found for one in self._entity(raw, received)))

    def _entity(self, raw: Any, received: dt.datetime) -> Iterator[Item]:
        if not isinstance(raw, dict):
            yield self._refused("wrong_shape", "", f"no entity: {excerpt(raw)}")
            return
        one = entity(raw)
        if one.type in _OTHER:
            yield self._refused("not_a_reading", one.id, _OTHER[one.type])
        elif not one.id or not one.type:
            yield self._refused("missing", one.id or "id", "" if one.id else f"no id in: {_names(raw)}")
        elif one.type in ALERTS:
            yield alert(self._feed, one, self._options, received)
        elif one.deleted:
            yield self._refused("removed", sensor_of(one), f"the {one.type} was deleted")
        elif one.type == FORECAST:
            yield forecast(self._feed, one, self._options)
        elif one.type in OBSERVED or any(name in one.attributes for name in self._options.fields):
            yield from observed(self._feed, one, self._options)
        else:
            yield self._refused("unknown_type", one.id, one.type)

    def _refused(self, reason: Reason, what: str, detail: str = "") -> Refusal:
        return Refusal(self._feed, reason, excerpt(what), excerpt(detail))


def _names(raw: Mapping[str, Any]) -> str:
    return text(", ".join(str(name) for name in raw)) or "an empty object"
