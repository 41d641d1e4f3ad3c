"""OGC SensorThings (15-078r6, 18-088): Observations, over MQTT on `v1.1/Datastreams(1)/Observations`, over
HTTP one by one or as the `value` list of a query. The unit stands in the Datastream: it is there when the
query expands it, else the feed's settings say it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from msgspec import Struct

from notifier.feeds.feed import Parsed
from notifier.feeds.fields import Field, decode, excerpt, inside, measured, moment, number, text
from notifier.feeds.parsed import Item, parsed
from notifier.reading import Found, Quantity, Reading
from notifier.refusal import Reason, Refusal

MOST: Final = 5_000

PROPERTIES: Final[Mapping[str, Quantity]] = {
    "no2": "no2",
    "nitrogen dioxide": "no2",
    "o3": "o3",
    "ozone": "o3",
    "so2": "so2",
    "sulphur dioxide": "so2",
    "pm2.5": "pm2_5",
    "pm25": "pm2_5",
    "pm10": "pm10",
    "co": "co",
    "carbon monoxide": "co",
    "co2": "co2",
    "carbon dioxide": "co2",
    "temperature": "temperature",
    "air temperature": "temperature",
    "humidity": "humidity",
    "relative humidity": "humidity",
    "water level": "water_level",
    "precipitation": "rain",
    "rainfall": "rain",
}
"""Names of observed properties, as they are commonly given."""

_STREAM = re.compile(r"Datastreams\((?P<id>[^()]{1,100})\)")


class Options(Struct, frozen=True, forbid_unknown_fields=True):
    """What each Datastream measures, by its id; and the temperature at which ppb of a gas are taken as a
    mass."""

    datastreams: Mapping[str, Field] = {}
    ratio_at: float | None = None


class SensorThings:
    """Reads Observations. A sensor's name is that of its Thing where the message has it, else the
    Datastream's id."""

    def __init__(self, feed: str = "sensorthings", options: Options | None = None) -> None:
        self._feed = feed
        self._options = options or Options()

    def parse(self, data: bytes, received: dt.datetime, topic: str = "") -> Parsed:
        """As `Parses`."""
        message, refusal = decode(data, self._feed)
        if refusal:
            return parsed(refusal)
        if isinstance(message, dict) and isinstance(message.get("value"), list):
            message = message["value"]
        found = message if isinstance(message, list) else [message]
        if len(found) > MOST:
            return parsed(self._refused("too_big", "", f"{len(found)} observations; at most {MOST}"))
        return parsed(*(one for raw in found for one in self._observation(raw, topic)))

    def _observation(self, raw: Any, topic: str) -> Iterator[Item]:
        if not isinstance(raw, dict):
            yield self._refused("wrong_shape", "", f"no Observation: {excerpt(raw)}")
            return
        if "result" not in raw:
            elsewhere = topic and "Observations" not in topic
            names = f"it has: {', '.join(map(str, raw))}"
            yield self._refused("not_a_reading" if elsewhere else "missing", topic or "result", names)
            return
        stream = raw.get("Datastream")
        id = _id(stream) or _named(topic) or _named(text(raw.get("Datastream@iot.navigationLink")))
        field = self._options.datastreams.get(id) or _field(stream)
        sensor = _thing(stream) or (f"Datastreams({id})" if id else "")
        if field is None:
            known = "its unit" if stream else "its Datastream"
            yield self._refused("no_unit", sensor or "Datastream", f"{known} is not set under `datastreams`")
            return
        yield from self._reading(raw, sensor[:200], field)
        yield from self._found(stream, sensor[:200])

    def _reading(self, raw: dict[str, Any], sensor: str, field: Field) -> Iterator[Item]:
        value = measured(field.quantity, raw["result"], field.unit, self._options.ratio_at)
        start, slash, end = text(raw.get("phenomenonTime") or raw.get("resultTime")).partition("/")
        first, last = moment(start), moment(end if slash else start)
        if isinstance(value, str):
            yield self._refused(value, sensor, f"result {excerpt(raw['result'])} {field.unit}")
        elif isinstance(first, str):
            yield self._refused(first, sensor, "phenomenonTime")
        elif isinstance(last, str):
            yield self._refused(last, sensor, "phenomenonTime")
        elif last < first:
            yield self._refused("wrong_time", sensor, "phenomenonTime ends before it begins")
        else:
            yield Reading(self._feed, sensor, field.quantity, value, last, last - first)

    def _found(self, stream: object, sensor: str) -> Iterator[Found]:
        places = inside(stream, "Thing", "Locations")
        place = inside(places[0], "location") if isinstance(places, list) and places else None
        pair = place.get("coordinates") if isinstance(place, dict) and place.get("type") == "Point" else None
        if isinstance(pair, list) and len(pair) >= 2:
            longitude, latitude = number(pair[0]), number(pair[1])
            if latitude is not None and longitude is not None:
                yield Found(self._feed, sensor, latitude, longitude, excerpt(_thing(stream)))

    def _refused(self, reason: Reason, what: str, detail: str = "") -> Refusal:
        return Refusal(self._feed, reason, excerpt(what), excerpt(detail))


def _field(stream: object) -> Field | None:
    """What an expanded Datastream says that it measures."""
    unit = inside(stream, "unitOfMeasurement")
    written = text(inside(unit, "symbol")) or text(inside(unit, "name"))
    names = (inside(stream, "ObservedProperty", "name"), inside(stream, "name"))
    found = (PROPERTIES.get(text(name).strip().lower()) for name in names)
    quantity = next((one for one in found if one), None)
    return Field(quantity, written) if quantity and written else None


def _id(stream: object) -> str:
    id = inside(stream, "@iot.id")
    return str(id) if isinstance(id, int | str) and not isinstance(id, bool) else ""


def _named(path: str) -> str:
    found = _STREAM.search(path)
    return found["id"].strip("'") if found else ""


def _thing(stream: object) -> str:
    return text(inside(stream, "Thing", "name"))
