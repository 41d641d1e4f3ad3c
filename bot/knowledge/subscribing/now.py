"""What the air is like and what warnings hold, in words: for residents and for other assistants."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from accessibility.text import Day, Items, Place, Text, _
from bot.knowledge.alerts import AirThere, Expected
from notifier.air.daqi import band
from notifier.alert import AirFacts, Alert, Area, CouncilFacts, FloodFacts, Publisher, WeatherFacts
from notifier.words import air, council, flood, weather
from notifier.words.names import BANDS, KINDS
from notifier.words.reader import Numbers, Reader, minute, where

PUBLISHED: Final[tuple[str, ...]] = ("weather", "flood")
"""The kinds of warnings that others publish and that are read here."""


def air_now(there: AirThere, near: str, place: str, zone: ZoneInfo, *, at_risk: bool = False) -> Text | None:
    """The index first, what to do, whose it is and of when, and what is expected. None when nothing fresh is
    held. `near` is a postcode district, empty for all of `place`."""
    facts = there.facts
    if facts is None:
        return None
    reader = Reader("new", at_risk, where(near, place))
    first = air.said(_as_alert(facts), facts, reader)
    return first.then(_measured(facts, zone), _expected(there, zone))


def _as_alert(facts: AirFacts) -> Alert:
    """The words of alerts are for what is now, too."""
    return Alert("", 0, "air", 0, "new", Area(), facts, Publisher(facts.station), facts.at)


def _measured(facts: AirFacts, zone: ZoneInfo) -> Text:
    at = facts.at.astimezone(zone)
    return _(
        "Measured at %(station)s on %(day)s until %(time)s.",
        station=Place(facts.station),
        day=Day(at.date()),
        time=minute(at),
    ).if_room()


def _expected(there: AirThere, zone: ZoneInfo) -> Text | None:
    """The soonest that is expected, by its day."""
    if not there.expected:
        return None
    soonest = there.expected[0]
    day = Day(soonest.start.astimezone(zone).date())
    return _("Expected on %(day)s: %(band)s.", day=day, band=BANDS[band(soonest.index)]).if_room()


def warnings_now(
    alerts: Sequence[Alert], near: str, place: str, reads: Collection[str], *, numbers: Numbers | None = None
) -> tuple[Text, ...]:
    """Each warning that holds, the worst first; or that there is none of the kinds that are read. Empty when
    nobody here can know."""
    reader = Reader("new", False, where(near, place), numbers=numbers or Numbers())
    found = tuple(text for one in alerts if (text := _warning(one, reader)))
    known = [kind for kind in PUBLISHED if kind in reads]
    if found or not known:
        return found
    kinds = Items(tuple(_NONE[kind] for kind in known), any_of=True)
    return (_("There are no %(warnings)s %(where)s now.", warnings=kinds, where=reader.where),)


_NONE: Final[Mapping[str, Text]] = {"weather": KINDS["weather"], "flood": _("flood warnings")}


def _warning(alert: Alert, reader: Reader) -> Text | None:
    match alert.facts:
        case WeatherFacts():
            return weather.said(alert, alert.facts, reader)
        case FloodFacts():
            return flood.said(alert, alert.facts, reader)
        case CouncilFacts():
            return council.said(alert, alert.facts, reader)
        case _:
            return None


def unread(reads: Collection[str]) -> tuple[str, ...]:
    """The kinds of which nobody here can know that none hold."""
    return tuple(kind for kind in PUBLISHED if kind not in reads)


def air_data(facts: AirFacts, expected: Sequence[Expected], zone: ZoneInfo) -> dict[str, Any]:
    """The same for programs."""
    return {
        "index": facts.index,
        "band": band(facts.index),
        "pollutant": facts.pollutant,
        "mean": facts.mean,
        "hours": facts.hours,
        "measured": facts.measured,
        "until": _moment(facts.at, zone),
        "station": facts.station,
        "indicative": facts.indicative,
        "demo": facts.demo,
        "expected": [
            {"index": one.index, "from": _moment(one.start, zone), "until": _moment(one.end, zone)}
            for one in expected
        ],
    }


def warning_data(alert: Alert, zone: ZoneInfo) -> dict[str, Any]:
    """The same for programs."""
    return {
        "kind": alert.kind,
        "level": alert.level,
        "publisher": alert.publisher.name,
        "url": alert.publisher.url,
        "said": _moment(alert.at, zone),
        "from": None if alert.onset is None else _moment(alert.onset, zone),
        "until": None if alert.expires is None else _moment(alert.expires, zone),
    }


def _moment(at: dt.datetime, zone: ZoneInfo) -> str:
    """On the city's clock, with its distance from UTC."""
    return at.astimezone(zone).isoformat(timespec="minutes")
