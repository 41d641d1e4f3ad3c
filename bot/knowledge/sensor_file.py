"""Reads a file of sensors: `python -m bot load sensors FILE`. CSV with a heading, one sensor a line.

A sensor in somebody's home has the home's id or address and no position; one outside has a position and no
home. What is wrong is named by file, line and column, and a home is never repeated in it.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Final, Literal, cast, get_args

from msgspec import Struct

from bot.knowledge.sensors import Kind

COLUMNS: Final = ("feed", "name", "kind", "label", "latitude", "longitude", "zone", "home", "every")
MOST: Final = 100_000
_LONGEST: Final[Mapping[str, int]] = {"feed": 64, "name": 200, "label": 200, "home": 300}
_SLOWEST: Final = 3600


class SensorsRefused(ValueError):
    """A file is not taken: one line that says what is wrong and where."""


class NewSensor(Struct, frozen=True):
    """A sensor as it is put into the list. `name` is the feed's own; `every` the seconds between two
    readings. Only one that is `indoor` has a `home`: the id of the premises, or a line of address."""

    feed: str
    name: str
    kind: Kind
    label: str
    zone: str
    every: int
    latitude: float | None = None
    longitude: float | None = None
    home: str = ""


def read_sensors(file: Path, zones: Collection[str]) -> tuple[NewSensor, ...]:
    """All of them, each once; `zones` are those of the city. Raises `SensorsRefused`."""
    found: dict[tuple[str, str], int] = {}
    sensors = []
    for line, row in _rows(file):
        sensor = _Line(f"{file}:{line}", row, zones).sensor()
        if before := found.get((sensor.feed, sensor.name)):
            raise SensorsRefused(f"{file}:{line}: name: line {before} has the same sensor")
        found[sensor.feed, sensor.name] = line
        sensors.append(sensor)
    if not sensors:
        raise SensorsRefused(f"{file} has no sensor in it")
    return tuple(sensors)


def _rows(file: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines, strict=True)
            heading = [name.strip().lower() for name in next(reader, [])]
            if sorted(heading) != sorted(COLUMNS):
                raise SensorsRefused(f"{file}:1: the heading must be {','.join(COLUMNS)}")
            for row in reader:
                if len(row) not in (0, len(heading)):
                    raise SensorsRefused(f"{file}:{reader.line_num}: there must be {len(heading)} columns")
                if row:
                    yield reader.line_num, dict(zip(heading, (cell.strip() for cell in row), strict=True))
                if reader.line_num > MOST:
                    raise SensorsRefused(f"{file} has more than {MOST:,} lines")
    except OSError as problem:
        raise SensorsRefused(f"{file} cannot be read: {problem.strerror}") from None
    except (UnicodeDecodeError, csv.Error):
        raise SensorsRefused(f"{file} is no CSV file in UTF-8") from None


class _Line:
    """One line of the file."""

    def __init__(self, where: str, row: Mapping[str, str], zones: Collection[str]) -> None:
        self._where = where
        self._row = row
        self._zones = zones

    def sensor(self) -> NewSensor:
        kind = self._kind()
        indoor = kind == "indoor"
        return NewSensor(
            feed=self._text("feed"),
            name=self._text("name"),
            kind=kind,
            label=self._text("label", needed=False),
            zone=self._zone(indoor),
            every=self._every(),
            latitude=self._degrees("latitude", 90, indoor),
            longitude=self._degrees("longitude", 180, indoor),
            home=self._home(indoor),
        )

    def _kind(self) -> Kind:
        kind = self._row["kind"]
        if kind not in get_args(Kind):
            raise self._refused("kind", f"must be one of {', '.join(get_args(Kind))}")
        return cast(Kind, kind)

    def _text(self, column: Literal["feed", "name", "label", "home"], *, needed: bool = True) -> str:
        value = self._row[column]
        if needed and not value:
            raise self._refused(column, "is empty")
        if len(value) > _LONGEST[column] or not value.isprintable():
            raise self._refused(column, f"must be at most {_LONGEST[column]} printable characters")
        return value

    def _zone(self, indoor: bool) -> str:
        zone = self._row["zone"]
        if zone and indoor:
            raise self._refused("zone", "must be empty for a sensor in a home")
        if zone and zone not in self._zones:
            raise self._refused("zone", f"must be empty or one of {', '.join(sorted(self._zones))}")
        return zone

    def _every(self) -> int:
        value = self._row["every"]
        if not (value.isascii() and value.isdecimal() and 1 <= int(value[:9]) <= _SLOWEST):
            raise self._refused("every", f"must be seconds between two readings, 1 to {_SLOWEST}")
        return int(value)

    def _degrees(self, column: Literal["latitude", "longitude"], most: int, indoor: bool) -> float | None:
        value = self._row[column]
        if indoor:
            if value:
                raise self._refused(column, "must be empty for a sensor in a home")
            return None
        try:
            degrees = float(value)
        except ValueError:
            raise self._refused(column, "must be degrees, such as 53.8") from None
        if not -most <= degrees <= most:
            raise self._refused(column, f"must be degrees from -{most} to {most}")
        return degrees

    def _home(self, indoor: bool) -> str:
        if indoor:
            return self._text("home")
        if self._row["home"]:
            raise self._refused("home", "must be empty for a sensor outside")
        return ""

    def _refused(self, column: str, why: str) -> SensorsRefused:
        return SensorsRefused(f"{self._where}: {column} {why}")
