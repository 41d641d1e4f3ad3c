"""What the settings of an NGSI-LD feed say about what its entities leave open."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from notifier.feeds.fields import Field

Category = Literal[
    "traffic", "naturalDisaster", "weather", "environment", "health", "security", "agriculture"
]


class Options(Struct, frozen=True, forbid_unknown_fields=True):
    """`units` of attributes that come without, by their names. `fields`: attributes outside of the Smart Data
    Models that measure something. `zone`: whose clock times without an offset are on. `dataset`: the one to
    believe where an attribute has several. `ratio_at`: see `notifier.feeds.units`. `index`: the scale of
    forecast air quality indices. `alerts`: the categories of alerts that are meant for the public. `around`:
    how many kilometres around an alert's point it holds. `publisher` and `licence` are told to residents."""

    units: Mapping[str, str] = {}
    fields: Mapping[str, Field] = {}
    zone: str = ""
    dataset: str = ""
    ratio_at: float | None = None
    index: Literal["", "daqi"] = ""
    alerts: tuple[Category, ...] = ("weather", "naturalDisaster")
    around: float | None = None
    publisher: str = ""
    licence: str = ""

    def __post_init__(self) -> None:
        if self.zone:
            try:
                ZoneInfo(self.zone)
            except (KeyError, ValueError, OSError):
                raise ValueError(
                    f"zone is {self.zone[:40]!r}; allowed is one such as Europe/London"
                ) from None

    @property
    def clock(self) -> ZoneInfo | None:
        """The zone of times without an offset."""
        return ZoneInfo(self.zone) if self.zone else None


DEFAULTS = msgspec.convert({}, Options)
