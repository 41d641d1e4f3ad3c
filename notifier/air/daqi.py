"""The Daily Air Quality Index: from the mean of a pollutant to the index, 1 to 10, and its band.

The table is data (`daqi.yaml`). Values are rounded to whole µg/m³ before they are looked up, as the table
asks. It does not say what becomes of a half: here it goes up, on decimals, so that nobody is told less than
there is.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Annotated, Final, Literal, get_args

import msgspec
import yaml
from msgspec import Meta, Struct

from notifier.alert import Level

Pollutant = Literal["no2", "o3", "so2", "pm2_5", "pm10"]
POLLUTANTS: Final[tuple[Pollutant, ...]] = get_args(Pollutant)

Band = Literal["low", "moderate", "high", "very_high"]

WORST = 10
LOWEST: Final[Mapping[Level, int]] = {2: 4, 3: 7, 4: 10}
"""The index at which each level of alert begins: moderate, high, very high."""

_BANDS: Final[Mapping[Level, Band]] = {0: "low", 2: "moderate", 3: "high", 4: "very_high"}
_FILE = Path(__file__).with_name("daqi.yaml")


class Scale(Struct, frozen=True, forbid_unknown_fields=True):
    """One pollutant: how many hours its mean is taken over, and the highest value of the indexes 1 to 9."""

    hours: float
    upper: Annotated[tuple[int, ...], Meta(min_length=9, max_length=9)]


class _Table(Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    url: str
    checked: dt.date
    pollutants: dict[Pollutant, Scale]


_TABLE = msgspec.convert(yaml.safe_load(_FILE.read_text(encoding="utf-8")), _Table)
SCALES: Final[Mapping[Pollutant, Scale]] = _TABLE.pollutants


def rounded(value: float) -> int:
    """A whole number, halves upwards. The digits are those that the number is written with: 50.5 is 51."""
    return int(Decimal(repr(float(value))).quantize(Decimal(1), ROUND_HALF_UP))


def index(pollutant: Pollutant, mean: float) -> int:
    """The index of a mean in µg/m³, 1 to 10. Instruments near zero read below it: that is 1."""
    return bisect_left(SCALES[pollutant].upper, rounded(mean)) + 1


def position(pollutant: Pollutant, mean: float) -> float:
    """Where in its index a mean lies: 4.0 is where index 4 begins, 4.5 half way to index 5. What is above the
    table is less than 11."""
    at = index(pollutant, mean)
    edges = (-0.5, *(upper + 0.5 for upper in SCALES[pollutant].upper))
    if at == WORST:
        return 11 - edges[-1] / max(mean, edges[-1])
    low, high = edges[at - 1], edges[at]
    return at + min(max((mean - low) / (high - low), 0.0), math.nextafter(1.0, 0.0) - 1e-9)


def level(at: int) -> Level:
    """The level of alert of an index; 0 for low."""
    return next((level for level in (4, 3, 2) if at >= LOWEST[level]), 0)


def band(at: int) -> Band:
    """What the index is called."""
    return _BANDS[level(at)]
