"""What Smart Data Models say was measured: AirQualityObserved, WeatherObserved and their like.

Their schemas fix the unit of relative humidity (a fraction of 1), precipitation (l/m²) and the stream gauge
(cm); temperature is in °C wherever the models are used. A gas is measured in several units, and the
simplified form says none: without a unit in the entity or in the feed's settings it is refused.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from notifier.feeds.fields import Field, excerpt, measured, moment, number, text
from notifier.feeds.ngsi_attributes import Attribute, Entity, Several
from notifier.feeds.ngsi_options import Options
from notifier.reading import Found, Quantity, Reading
from notifier.refusal import Reason, Refusal

TYPES: Final = frozenset(
    {"AirQualityObserved", "WeatherObserved", "IndoorEnvironmentObserved", "FloodMonitoring", "Device"}
)
MEASURES: Final[dict[str, tuple[Quantity, str]]] = {
    "no2": ("no2", ""),
    "o3": ("o3", ""),
    "so2": ("so2", ""),
    "pm25": ("pm2_5", ""),
    "pm2_5": ("pm2_5", ""),
    "pm10": ("pm10", ""),
    "co": ("co", ""),
    "co2": ("co2", ""),
    "temperature": ("temperature", "CEL"),
    "relativeHumidity": ("humidity", "1"),
    "precipitation": ("rain", "mm"),
    "streamGauge": ("water_level", "cm"),
    "waterLevel": ("water_level", ""),
}
"""Each attribute's quantity, and the unit that its schema fixes."""

_TAIL = re.compile(r"[-_:.]\d{4}-\d{2}-\d{2}T[\d:.-]+(?:Z|[+-]\d{2}:?\d{2})?$")
_WHEN = ("dateObserved", "dateObservedTo", "dateLastValueReported", "observedAt", "TimeInstant", "modifiedAt")

When = tuple[dt.datetime, dt.timedelta]


def observed(feed: str, entity: Entity, options: Options) -> Iterator[Reading | Found | Refusal]:
    """Every reading of the entity, and where it stands."""
    sensor = sensor_of(entity)
    named = {name: Field(quantity, unit) for name, (quantity, unit) in MEASURES.items()}
    told = 0
    for name, field in {**named, **options.fields}.items():
        attribute = entity.get(name, options.dataset)
        if attribute is not None:
            told += 1
            yield _reading(feed, sensor, name, attribute, field, entity, options)
    if not told:
        yield Refusal(feed, "not_a_reading", excerpt(sensor), "it has nothing that is measured here")
        return
    place = position(entity)
    if place is not None:
        yield Found(feed, sensor, *place, name=excerpt(text(entity.value("name"))))


def sensor_of(entity: Entity) -> str:
    """What has measured: the device or the station that the entity names, else the entity itself, without the
    time at the end that many append to its id."""
    named = text(entity.value("refDevice")) or text(entity.value("refPointOfInterest"))
    return (named or _TAIL.sub("", entity.id))[:200]


def position(entity: Entity) -> tuple[float, float] | None:
    """Latitude and longitude of a point; GeoJSON has them the other way round."""
    place = entity.value("location")
    pair = place.get("coordinates") if isinstance(place, dict) and place.get("type") == "Point" else None
    if not isinstance(pair, list) or len(pair) < 2:
        return None
    longitude, latitude = number(pair[0]), number(pair[1])
    if latitude is None or longitude is None or abs(latitude) > 90 or abs(longitude) > 180:
        return None
    return latitude, longitude


def _reading(
    feed: str,
    sensor: str,
    name: str,
    attribute: Attribute | Several,
    field: Field,
    entity: Entity,
    options: Options,
) -> Reading | Refusal:
    def refused(reason: Reason, detail: object = "") -> Refusal:
        return Refusal(feed, reason, excerpt(sensor), excerpt(f"{name}: {detail}" if detail else name))

    if isinstance(attribute, Several):
        return refused("wrong_shape", f"several datasets, none the default: {', '.join(attribute.datasets)}")
    if attribute.removed:
        return refused("removed")
    unit = attribute.unit or options.units.get(name, "") or field.unit
    value = measured(field.quantity, attribute.value, unit, options.ratio_at)
    if isinstance(value, str):
        return refused(value, f"{attribute.value} {unit}".strip())
    when = _when(attribute, entity, options)
    if isinstance(when, str):
        return refused(when, "no time" if when == "missing" else "its time")
    return Reading(feed, sensor, field.quantity, value, when[0], when[1])


def _when(attribute: Attribute, entity: Entity, options: Options) -> When | Reason:
    if attribute.at is not None:
        return _span(attribute.at, options)
    for name in _WHEN:
        found = entity.value(name)
        if found is not None:
            return _span(found, options)
    return "missing"


def _span(written: object, options: Options) -> When | Reason:
    """A moment, or the end and length of an interval `from/to`."""
    start, slash, end = text(written).partition("/")
    first = moment(start, options.clock)
    if not slash or isinstance(first, str):
        return first if isinstance(first, str) else (first, dt.timedelta())
    last = moment(end, options.clock)
    if isinstance(last, str):
        return last
    return (last, last - first) if last >= first else "wrong_time"
