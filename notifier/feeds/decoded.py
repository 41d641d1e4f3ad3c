"""What LoRaWAN networks hand on of a device: a payload that its own formatter has decoded, with field names
of the formatter's making and no units. The feed's settings say what each field measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final

from msgspec import Struct

from notifier.feeds.fields import Field, excerpt, inside, measured, number
from notifier.reading import Quantity, Reading
from notifier.refusal import Refusal

LIKELY: Final[Mapping[str, Quantity]] = {
    "temperature": "temperature",
    "temp": "temperature",
    "humidity": "humidity",
    "relative_humidity": "humidity",
    "relativeHumidity": "humidity",
    "co2": "co2",
    "no2": "no2",
    "o3": "o3",
    "so2": "so2",
    "co": "co",
    "pm2_5": "pm2_5",
    "pm25": "pm2_5",
    "pm10": "pm10",
    "rain": "rain",
    "water_level": "water_level",
}
"""Names that formatters often use: without settings these are refused for want of a unit, not passed over."""


class Options(Struct, frozen=True, forbid_unknown_fields=True):
    """What the formatter's fields measure, by their names, with dots for what lies within others; and the
    temperature at which ppb of a gas are taken as a mass (see `notifier.feeds.units`)."""

    fields: Mapping[str, Field] = {}
    ratio_at: float | None = None


class Uplink(Struct, frozen=True):
    """Which sensor sent it, when it was received, and what names the message."""

    feed: str
    sensor: str
    at: dt.datetime
    message: str


def readings(uplink: Uplink, payload: Mapping[str, Any], options: Options) -> Iterator[Reading | Refusal]:
    """What a decoded payload says, as far as the settings tell what it is."""
    if not options.fields:
        yield from _unset(uplink, payload)
    found = False
    for name, field in options.fields.items():
        value = inside(payload, *name.split("."))
        if value is None and not field.zero:
            continue
        found = True
        yield _reading(uplink, name, field, 0 if value is None else value, options.ratio_at)
    if options.fields and not found:
        names = excerpt(", ".join(map(str, payload)))
        yield Refusal(uplink.feed, "not_a_reading", uplink.sensor, f"none of the set fields is in: {names}")


def _reading(
    uplink: Uplink, name: str, field: Field, value: object, ratio_at: float | None
) -> Reading | Refusal:
    found = measured(field.quantity, value, field.unit, ratio_at)
    if isinstance(found, str):
        return Refusal(uplink.feed, found, uplink.sensor, excerpt(f"{name}: {value} {field.unit}"))
    return Reading(uplink.feed, uplink.sensor, field.quantity, found, uplink.at, message=uplink.message)


def _unset(uplink: Uplink, payload: Mapping[str, Any]) -> Iterator[Refusal]:
    likely = [name for name in payload if name in LIKELY and number(payload[name]) is not None]
    for name in likely:
        yield Refusal(uplink.feed, "no_unit", uplink.sensor, f"{name}: set it under `fields`")
    if not likely:
        names = excerpt(", ".join(map(str, payload)))
        yield Refusal(uplink.feed, "unknown_type", uplink.sensor, f"no field is set; it has: {names}")
