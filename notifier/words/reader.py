"""To whom an alert is told, and the words that all kinds of alerts share."""

from __future__ import annotations

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from accessibility.text import Count, Day, Place, Plain, Postcode, Span, Text, Time, _, _c
from notifier.alert import OVER, Alert, Phase

UK = ZoneInfo("Europe/London")
"""The zone of every city that is served."""

CHANGED: Final[frozenset[Phase]] = frozenset({"upgrade", "downgrade"})


class Numbers(Struct, frozen=True, omit_defaults=True):
    """Phone numbers that may be told, in national form: none but verified ones of the registry; empty for
    those that it does not have."""

    emergency: str = ""
    flood: str = ""


class Reader(Struct, frozen=True):
    """`told` is what the version means to this reader, `where` is "near LS9" or "in Leeds", `language` the
    one that is read."""

    told: Phase
    at_risk: bool
    where: Text
    language: str = "en"
    numbers: Numbers = Numbers()

    @property
    def over(self) -> bool:
        """Whether it is over for this reader: ended, or below the level that they asked for."""
        return self.told in OVER


def where(near: str, place: str) -> Text:
    """`near` is a postcode district, empty for all of `place`."""
    if near:
        return _c("alerts: where", "near %(district)s", district=Postcode(near))
    return _c("alerts: where", "in %(city)s", city=Place(place))


def replies(severe: bool = False) -> Text:
    """What can be written back. In what is about danger there is room for less."""
    if severe:
        return _("Reply WHY or STOP.").if_room()
    return _("Reply WHY, CHANGE or STOP.").if_room()


def below() -> Text:
    """Why it is over for somebody although it goes on for others."""
    return _("That is below the level you asked for.")


def changed() -> Text:
    """For who knows an earlier version: it says something else."""
    return _("This has changed.").if_room()


def demo(is_demo: bool) -> Text | None:
    """What is said of readings that are made up."""
    return _("This is made-up demo data.") if is_demo else None


def lasts(alert: Alert) -> Text | None:
    """From when until when it holds, as far as that is said, on the city's clock."""
    if alert.expires is None:
        return None
    end = alert.expires.astimezone(UK)
    start = alert.onset.astimezone(UK) if alert.onset and alert.onset > alert.at else None
    if start is None:
        return _("It lasts until %(day)s, %(time)s.", day=Day(end.date()), time=minute(end)).if_room()
    if start.date() == end.date():
        hours = Span(minute(start).time, minute(end).time)
        return _("It is for %(day)s, %(hours)s.", day=Day(end.date()), hours=hours).if_room()
    days = _(
        "It is from %(first)s, %(start)s to %(last)s, %(end)s.",
        first=Day(start.date()),
        start=minute(start),
        last=Day(end.date()),
        end=minute(end),
    )
    return days.if_room()


def minute(local: dt.datetime) -> Time:
    """The time on the clock, without seconds."""
    return Time(local.time().replace(second=0, microsecond=0, tzinfo=None))


def number(value: float) -> Count | Plain:
    """A measured number: whole, or with one digit after the point where that says more."""
    rounded = round(value, 1)
    if abs(value) >= 100 or rounded == int(rounded):
        return Count(round(value))
    return Plain(f"{rounded}")
