"""One model of everything that residents are alerted to: how bad it is, where, until when, and how it goes
on.

Levels are the same for all kinds, so that a threshold means something whatever the kind:

    level  air            Met Office  floods                council
    1      -              -           -                     information
    2      moderate       yellow      flood alert           matters
    3      high           amber       flood warning         urgent
    4      very high      red         severe flood warning  danger

0 is an alert that is over.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct

Kind = Literal["air", "weather", "flood", "bins", "sensor", "repairs", "council"]
Level = Literal[0, 1, 2, 3, 4]
SEVERE: Level = 4

Phase = Literal["new", "update", "upgrade", "downgrade", "cancelled", "expired", "clear"]
"""What a version does to the one before. `cancelled`: its publisher takes it back. `expired`: its time is
over and nobody said more. `clear`: it is measured or said to be over."""

OVER: frozenset[Phase] = frozenset({"cancelled", "expired", "clear"})


class Area(Struct, frozen=True, omit_defaults=True):
    """Where an alert holds: in the whole city, in postcode districts (`LS9`), inside a geometry (WKB of a
    valid multipolygon, WGS 84), or for those who follow one sensor. `names` are for people."""

    everywhere: bool = False
    districts: tuple[str, ...] = ()
    geometry: bytes = b""
    sensor: str = ""
    names: tuple[str, ...] = ()


class Publisher(Struct, frozen=True, omit_defaults=True):
    """Who says it, where that can be read, and under which licence."""

    name: str
    url: str = ""
    licence: str = ""


class AirFacts(Struct, frozen=True, tag="air", omit_defaults=True):
    """The air of a zone: the index, the pollutant that makes it, its mean in µg/m³ over `hours`, of which
    `measured` were, ending at `at`. `station` is its name; `indicative` that it is no reference instrument.
    `now` and `band` describe the level of this version also when it is over."""

    zone: str
    zone_name: str
    index: int
    pollutant: Literal["no2", "o3", "so2", "pm2_5", "pm10"]
    mean: float
    hours: int
    measured: int
    at: dt.datetime
    station: str
    indicative: bool = False
    demo: bool = False


class WeatherFacts(Struct, frozen=True, tag="weather", omit_defaults=True):
    """A warning of the weather. `types` are words of our list (`rain`, `wind`, `snow` …), `other` those of
    the publisher where none fits. `advice` and `summary` are the publisher's own English."""

    types: tuple[str, ...]
    other: str = ""
    summary: str = ""
    advice: tuple[str, ...] = ()


class FloodFacts(Struct, frozen=True, tag="flood", omit_defaults=True):
    """A flood alert or warning for one target area, by its name; `river` where that is known."""

    area: str
    river: str = ""
    message: str = ""
    raised: dt.datetime | None = None


class SensorFacts(Struct, frozen=True, tag="sensor", omit_defaults=True):
    """One sensor has crossed a mark: what it measures, the value, and the mark, in the quantity's unit."""

    sensor: str
    name: str
    quantity: str
    value: float
    mark: float
    at: dt.datetime
    indicative: bool = True
    demo: bool = False


class CouncilFacts(Struct, frozen=True, tag="council", omit_defaults=True):
    """What the council itself says: its words by language, English always among them."""

    words: dict[str, str]
    topic: str = ""


Facts = AirFacts | WeatherFacts | FloodFacts | SensorFacts | CouncilFacts


class Alert(Struct, frozen=True, omit_defaults=True):
    """One version of an alert. `name` is its publisher's, with the feed in front, and the same for all its
    versions; `version` counts ours from 1. `before` is the level of the version before. `at` is when the
    publisher said it; `onset` to `expires` when it holds, where that is said. All moments are UTC."""

    name: str
    version: int
    kind: Kind
    level: Level
    phase: Phase
    area: Area
    facts: Facts
    publisher: Publisher
    at: dt.datetime
    before: Level = 0
    onset: dt.datetime | None = None
    expires: dt.datetime | None = None
