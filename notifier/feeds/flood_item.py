"""One flood alert or warning, as the Environment Agency's two interfaces write it.

They count the other way round: in the open API severity 1 is the worst, and 4 is over; in the warning
service's own 3 is the worst, and 4 is over. There, what it is called decides, for the names are the same in
both.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from notifier.alert import Level
from notifier.feeds.fields import excerpt, inside, moment, number, text
from notifier.refusal import Reason

LEVELS: Final[Mapping[int, Level]] = {1: 4, 2: 3, 3: 2, 4: 0}
CALLED: Final[Mapping[str, Level]] = {
    "severe flood warning": 4,
    "flood warning": 3,
    "flood alert": 2,
    "warning no longer in force": 0,
}
SOON: Final = dt.timedelta(minutes=15)
"""How far clocks may be apart."""


class Item(Struct, frozen=True):
    """What one says. `level` is 0 when it is over; `counties` are as they are written."""

    code: str
    name: str
    level: Level
    at: dt.datetime
    raised: dt.datetime | None
    message: str = ""
    river: str = ""
    counties: tuple[str, ...] = ()
    polygon: str = ""


def flood(item: Any, zone: ZoneInfo, received: dt.datetime | None) -> Item | tuple[Reason, str, str]:
    """One item of a page; or why not, with what it is about and what is wrong."""
    return _service(item, zone, received) if inside(item, "attr") else _open(item, zone, received)


def _open(item: Any, zone: ZoneInfo, received: dt.datetime | None) -> Item | tuple[Reason, str, str]:
    area = inside(item, "floodArea")
    code = text(inside(item, "floodAreaID")) or text(inside(area, "notation"))
    said = inside(item, "severityLevel")
    level = LEVELS.get(int(number(said) or 0)) if said is not None else _called(inside(item, "severity"))
    changed = ("timeMessageChanged", "timeSeverityChanged", "timeRaised")
    times = {name: _moment(inside(item, name), zone, received) for name in changed}
    fault = _fault(code, level, times)
    if fault or level is None:
        return fault or ("wrong_shape", code, "severityLevel")
    return Item(
        code=code,
        name=excerpt(text(inside(item, "description")) or code),
        level=level,
        at=max(time for time in times.values() if isinstance(time, dt.datetime)),
        raised=_time(times["timeRaised"]),
        message=text(inside(item, "message")),
        river=excerpt(text(inside(area, "riverOrSea"))),
        counties=_counties(text(inside(area, "county"))),
        polygon=text(inside(area, "polygon")),
    )


def _service(item: Any, zone: ZoneInfo, received: dt.datetime | None) -> Item | tuple[Reason, str, str]:
    its = inside(item, "attr")
    code = text(inside(its, "taCode"))
    level = _called(inside(its, "severity"))
    changed = ("situationChanged", "severityChanged", "timeMessageReceived")
    times = {name: _moment(inside(its, name), zone, received) for name in changed}
    fault = _fault(code, level, times)
    if fault or level is None:
        return fault or ("wrong_shape", code, "severity")
    return Item(
        code=code,
        name=excerpt(text(inside(its, "taName")) or code),
        level=level,
        at=max(time for time in times.values() if isinstance(time, dt.datetime)),
        raised=_time(times["severityChanged"]),
        message=text(inside(item, "situation")),
    )


def _fault(
    code: str, level: Level | None, times: Mapping[str, dt.datetime | Reason]
) -> tuple[Reason, str, str] | None:
    """Why an item cannot be read, if so. One of its times is enough, but none may be broken."""
    if not code:
        return "missing", "", "the code of the target area"
    if level is None:
        return "wrong_shape", code, "severity"
    broken = [name for name, time in times.items() if isinstance(time, str) and time != "missing"]
    if broken:
        return "wrong_time", code, broken[0]
    if all(isinstance(time, str) for time in times.values()):
        return "missing", code, "the time of the message"
    return None


def _called(words: object) -> Level | None:
    return CALLED.get(" ".join(text(words).split()).casefold())


def _counties(written: str) -> tuple[str, ...]:
    return tuple(filter(None, (excerpt(county) for county in written.split(","))))


def _time(found: dt.datetime | Reason) -> dt.datetime | None:
    return found if isinstance(found, dt.datetime) else None


def _moment(value: object, zone: ZoneInfo, received: dt.datetime | None) -> dt.datetime | Reason:
    """A moment in UTC. In the hour that the clock of `zone` shows twice it is the later one, unless that was
    still to come when it was `received`."""
    found = moment(value)
    if found != "no_offset":
        return found
    local = dt.datetime.fromisoformat(text(value).strip()).replace(tzinfo=zone)
    first, second = (local.replace(fold=fold).astimezone(dt.UTC) for fold in (0, 1))
    return second if received is None or second <= received + SOON else first
