"""Which city this is. A city is a folder of data under `bot/cities`; no code knows a city by name."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.knowledge.data import CITIES, DataError, read_once


class City(Struct, frozen=True):
    """The council as its residents know it.

    `short` comes first in text messages (R21); `gss` is the ONS code of the authority; `main_line` is the id
    of the phone number that is given when a more special one is not certain.
    """

    id: str
    council: str
    short: str
    place: str
    gss: str
    timezone: str
    website: str
    privacy: str
    languages: tuple[str, ...]
    main_line: str

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def city(name: str) -> City:
    """The city whose folder is `name`. Raises `DataError` naming the cities there are."""
    folder = CITIES / name
    if not name.isalpha() or not (folder / "city.yaml").is_file():
        there = ", ".join(sorted(path.parent.name for path in CITIES.glob("*/city.yaml")))
        raise DataError(f"no city called {name!r}; there are: {there}")
    found: City = read_once(folder / "city.yaml", City)
    return found
