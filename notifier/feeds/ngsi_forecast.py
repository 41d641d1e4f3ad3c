"""AirQualityForecast: the index that somebody expects. What an index of 3 means is a matter of the scale,
which the model does not state: the feed's settings have to."""

from __future__ import annotations

import datetime as dt
from typing import Final

from notifier.feeds.fields import excerpt, moment, number, text
from notifier.feeds.ngsi_attributes import Entity
from notifier.feeds.ngsi_observed import position
from notifier.feeds.ngsi_options import Options
from notifier.reading import Forecast
from notifier.refusal import Reason, Refusal

TYPE: Final = "AirQualityForecast"


def forecast(feed: str, entity: Entity, options: Options) -> Forecast | Refusal:
    """The forecast, or why it is not believed."""

    def refused(reason: Reason, detail: str) -> Refusal:
        return Refusal(feed, reason, excerpt(entity.id), detail)

    index, place, span = number(entity.value("airQualityIndex")), position(entity), _valid(entity, options)
    if index is None:
        return refused("missing", "airQualityIndex")
    if not options.index:
        return refused("no_unit", "airQualityIndex: set its scale under `index`")
    if index != int(index) or not 1 <= index <= 10:
        return refused("absurd", f"airQualityIndex {index:g}: the scale ends at 10")
    if place is None:
        return refused("no_area", "location is no point")
    if isinstance(span, str):
        return refused(span, "validFrom, validTo")
    return Forecast(feed, entity.id[:200], int(index), *span, *place)


def _valid(entity: Entity, options: Options) -> tuple[dt.datetime, dt.datetime] | Reason:
    start, _, end = text(entity.value("validity")).partition("/")
    first = moment(entity.value("validFrom") or start, options.clock)
    last = moment(entity.value("validTo") or end, options.clock)
    if isinstance(first, str):
        return first
    if isinstance(last, str):
        return last
    return (first, last) if last > first else "wrong_time"
