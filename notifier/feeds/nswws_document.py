"""The warnings in a GeoJSON document of the Met Office's severe weather service, one in each feature:
https://metoffice.github.io/nswws-public-api/issued.html.

Lists of words (`weatherType`, `whatShouldIDo`) come as lists, as one text with commas, or as one text; the
number of a version as a number or as a text. A warning ends by `CANCELLED` or `EXPIRED`, with the number of
what it ends or a higher one.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from msgspec import Struct

from notifier.alert import Area, Level, Publisher, WeatherFacts
from notifier.area import geojson, joined
from notifier.feeds.cap_sense import clean
from notifier.feeds.fields import excerpt, inside, moment, number, text
from notifier.feeds.parsed import Item
from notifier.feeds.weather import types
from notifier.refusal import Reason, Refusal
from notifier.warning import Status, Warning

LEVELS: Final[Mapping[str, Level]] = {"YELLOW": 2, "AMBER": 3, "RED": 4}
STATUSES: Final[Mapping[str, Status]] = {
    "ISSUED": "in_force",
    "CANCELLED": "cancelled",
    "EXPIRED": "expired",
}
MET_OFFICE: Final = Publisher(
    "Met Office",
    "https://weather.metoffice.gov.uk/warnings-and-advice/uk-warnings",
    "© Crown copyright, Met Office",
)
MOST_ADVICE: Final = 12
_LONGEST = 1_000
_BETWEEN = re.compile(r"(?<=[a-z])(?=[A-Z&])|(?<=[&,])(?=[A-Za-z])")
"""Where names of regions have lost their spaces: `London&SouthEastEngland`."""


class _Head(Struct, frozen=True):
    """What says which warning it is, and how it stands."""

    id: str
    version: float
    status: Status
    level: Level
    at: dt.datetime
    onset: dt.datetime
    expires: dt.datetime


def warnings(feature: Any, feed: str) -> Iterator[Item]:
    """The warning of a feature, and what is wrong with it."""
    its, drawn = inside(feature, "properties"), inside(feature, "geometry")
    head = _head(its)
    if isinstance(head, tuple):
        yield Refusal(feed, head[0], excerpt(text(inside(its, "warningId"))), head[1])
        return
    shapes = geojson(drawn) if drawn is not None else []
    area = Area(geometry=joined(shapes), names=_regions(its))
    if None in shapes:
        yield Refusal(feed, "bad_area", excerpt(head.id))
    elif not shapes and head.status == "in_force":
        yield Refusal(feed, "no_area", excerpt(head.id))
    if area.geometry or head.status != "in_force":
        yield _warning(feed, head, area, its)


def _warning(feed: str, head: _Head, area: Area, its: Any) -> Warning:
    return Warning(
        feed=feed,
        id=head.id,
        # An end is newer than what it ends, also when it has the same number.
        order=head.version if head.status == "in_force" else head.version + 0.5,
        status=head.status,
        kind="weather",
        level=head.level,
        area=area,
        facts=_facts(its),
        publisher=MET_OFFICE,
        at=head.at,
        onset=head.onset,
        expires=head.expires,
    )


def _head(its: Any) -> _Head | tuple[Reason, str]:
    """How it stands, or why that cannot be told."""
    id = text(inside(its, "warningId"))
    version = _number(inside(its, "warningVersion"))
    status = STATUSES.get(text(inside(its, "warningStatus")))
    level = LEVELS.get(text(inside(its, "warningLevel")))
    if not id or version is None or status is None or level is None:
        said = {"warningId": id, "warningVersion": version, "warningStatus": status, "warningLevel": level}
        field = next(name for name, value in said.items() if value in (None, ""))
        return "missing" if inside(its, field) in (None, "") else "wrong_shape", field
    issued = inside(its, "modifiedDate") or inside(its, "issuedDate")
    times = [moment(one) for one in (issued, inside(its, "validFromDate"), inside(its, "validToDate"))]
    read = [time for time in times if isinstance(time, dt.datetime)]
    if len(read) < len(times):
        return next(time for time in times if isinstance(time, str)), "times"
    at, onset, expires = read
    if expires < onset:
        return "wrong_time", "validToDate is before validFromDate"
    return _Head(id, version, status, level, at, onset, expires)


def _facts(its: Any) -> WeatherFacts:
    known, other = types(_list(inside(its, "weatherType"), ","))
    headline = text(inside(its, "warningHeadline")) or text(inside(its, "warningSummary"))
    advice = [clean(line, _LONGEST) for line in _list(inside(its, "whatShouldIDo"), "\n")]
    return WeatherFacts(known, excerpt(other), clean(headline, _LONGEST), tuple(advice[:MOST_ADVICE]))


def _regions(its: Any) -> tuple[str, ...]:
    areas = inside(its, "affectedAreas")
    written = [text(inside(area, "regionName")) for area in areas] if isinstance(areas, list) else []
    names = [_BETWEEN.sub(" ", name) for name in written]
    return tuple(dict.fromkeys(excerpt(name) for name in names if name))


def _list(value: object, comma: str) -> list[str]:
    parts = value if isinstance(value, list) else text(value).split(comma)
    return [part.strip() for part in parts if isinstance(part, str) and part.strip()]


def _number(value: object) -> float | None:
    if not isinstance(value, str):
        return number(value)
    try:
        return number(float(value))
    except ValueError:
        return None
