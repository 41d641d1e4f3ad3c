"""What came and went while nothing was sent, in words: one message for all of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from msgspec import Struct

from accessibility.text import Count, Day, Place, Span, Text, _, _c, _n
from channels.message import Reply
from notifier.air.daqi import band
from notifier.alert import AirFacts, Alert, CouncilFacts, FloodFacts, Level, SensorFacts, WeatherFacts
from notifier.words import council, flood, weather
from notifier.words.air import figure
from notifier.words.names import BANDS, COLOURS, FLOODS, QUANTITIES
from notifier.words.reader import UK, minute, where

MOST = 3
"""So many are told of, the worst of them."""


class Passed(Struct, frozen=True):
    """An alert as it was at its worst, from when to when, and its newest version. `near` is as for `said`."""

    worst: Alert
    newest: Alert
    start: dt.datetime
    end: dt.datetime
    near: str = ""


def passed(each: Sequence[Passed], *, adviser: bool, place: str, language: str = "en") -> Reply:
    """One message for all that came and went, the worst first. `adviser`: while the resident was talking to
    one, else in their quiet hours."""
    ordered = sorted(each, key=lambda one: (-one.worst.level, one.start, one.worst.kind, one.worst.name))
    first = _("In your quiet hours:")
    if adviser:
        first = _("During your talk with us:")
    told, *others = [_line(one, where(one.near, place), language) for one in ordered[:MOST]]
    more = _more(len(ordered) - MOST) if len(ordered) > MOST else None
    return Reply(first.then(told, *(line.if_room() for line in others), more, _replies()))


def _line(one: Passed, there: Text, language: str) -> Text:
    """What it was, when, and what is now."""
    worst = one.worst
    match worst.facts:
        case AirFacts():
            return _air(worst.facts, there).then(_when(one), _air_now(one))
        case WeatherFacts():
            return weather.first(worst, worst.facts, there).then(_when(one), _now(one, COLOURS))
        case FloodFacts():
            return flood.first(worst, worst.facts, there).then(_when(one), _now(one, FLOODS))
        case SensorFacts():
            return _sensor(worst.facts).then(_when(one))
        case CouncilFacts():
            return council.first(worst, worst.facts, language).then(_when(one), _now(one, {}))


def _air(facts: AirFacts, there: Text) -> Text:
    return _(
        "Air pollution was %(band)s %(where)s (%(figure)s).",
        band=BANDS[band(facts.index)],
        where=there,
        figure=figure(facts),
    )


def _air_now(one: Passed) -> Text | None:
    """Nothing when nobody knows."""
    now = one.newest.facts
    if one.newest.phase == "expired" or not isinstance(now, AirFacts):
        return None
    return _("It is %(band)s now.", band=BANDS[band(now.index)])


def _now(one: Passed, names: Mapping[Level, Text]) -> Text:
    if one.newest.level in names:
        return _("It is down to %(level)s now.", level=names[one.newest.level])
    return _("It is over.")


def _sensor(facts: SensorFacts) -> Text:
    what = QUANTITIES.get(facts.quantity, _c("what a sensor measures", "reading"))
    return _("%(sensor)s: %(what)s was over your mark.", sensor=Place(facts.name), what=what)


def _when(one: Passed) -> Text:
    """From when until when, on the city's clock."""
    start, end = one.start.astimezone(UK), one.end.astimezone(UK)
    if start.date() == end.date():
        hours = Span(minute(start).time, minute(end).time)
        return _("It was on %(day)s, %(hours)s.", day=Day(start.date()), hours=hours).if_room()
    days = _(
        "It was from %(first)s, %(start)s to %(last)s, %(end)s.",
        first=Day(start.date()),
        start=minute(start),
        last=Day(end.date()),
        end=minute(end),
    )
    return days.if_room()


def _more(count: int) -> Text:
    return _n("And %(count)s more.", "And %(count)s more.", Count(count)).if_room()


def _replies() -> Text:
    return _("Reply CHANGE or STOP.").if_room()
