"""The postcode districts of a city, and what residents say for a place that alerts are about.

The middle of each and its radius are kept with the city (`places.yaml`, from open data), so that alerts find
districts also where no postcodes are loaded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from bot.knowledge.bins.postcodes import take
from bot.knowledge.data import CITIES, read_once
from bot.knowledge.places.positions import Positions
from notifier.subscription import Label, Place


class District(Struct, frozen=True):
    """Its middle in degrees (WGS 84), and within how many kilometres nearly all of its postcodes lie. `note`
    is for staff."""

    latitude: float
    longitude: float
    km: float
    note: str = ""


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    url: str
    licence: str
    checked: dt.date
    districts: dict[str, District]


class Districts:
    """Those of one city. `positions` knows its postcodes, where they are loaded."""

    def __init__(self, city: str, positions: Positions) -> None:
        self._file: _File = read_once(CITIES / city / "places.yaml", _File)
        self._positions = positions

    @property
    def each(self) -> Mapping[str, District]:
        """By their codes, `LS9`."""
        return self._file.districts

    def inside(self, district: str) -> bool:
        """Whether it is one of the city's."""
        return district in self.each

    def code(self, said: str) -> str:
        """The postcode (`LS9 8AA`) or district (`LS9`) of the city in what was said ("near ls98aa"); empty
        when there is none. A postcode counts when it is among those that are loaded, where any of its
        district are."""
        found, _rest = take(" ".join(said.lower().split()), self._codes)
        district, _, inward = found.partition(" ")
        if not self.inside(district):
            return ""
        if len(inward) < len("8AA"):
            return district
        return "" if district in self._positions.all().districts and not self._positions.has(found) else found

    def place(self, said: str, label: Label = "other") -> Place | None:
        """The same as a place; None when there is none."""
        code = self.code(said)
        return Place(label, code) if code else None

    @cached_property
    def _codes(self) -> frozenset[str]:
        return frozenset(code.lower() for code in self.each)
