"""What is said of a place: where it is, when it is open, how far, whom to call."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from urllib.parse import quote

from babel import Locale
from babel.core import UnknownLocaleError

from accessibility.text import (
    Count,
    Day,
    Items,
    Link,
    Money,
    Phone,
    Place,
    Plain,
    Span,
    Text,
    Time,
    _,
    _n,
)
from bot.knowledge.directory.asked import Asked
from bot.knowledge.directory.hours import bank_holidays
from bot.knowledge.directory.kinds import kinds
from bot.knowledge.directory.questions import near_words
from bot.knowledge.directory.search import Match
from bot.knowledge.directory.service import Service, Spot
from bot.knowledge.directory.timetable import Hours, Timetable
from bot.knowledge.directory.whereabouts import METRES_OF_A_MILE

LONGEST = 160
"""Characters of a publisher's own words that are said."""


def told(match: Match, asked: Asked, now: dt.datetime, others: Sequence[Match] = ()) -> Text:
    """The answer. `now` is on the city's clock; `others` are the next best. What was asked for is said, the
    rest where there is room."""
    service, today = match.service, now.date()
    lines = (
        where(match),
        when(service.timetable(match.spot), now, asked.day),
        _alert(service),
        _room(distance(match, asked)),
        _wanted(cost(service, today), asked.cost),
        _wanted(access(match.place), asked.accessible),
        _wanted(languages(service), bool(asked.language)),
        _room(_call(service)),
        _room(_also(others)),
        _incomplete(match),
        _source(service),
    )
    first, *more = [line for line in lines if line is not None]
    return first.then(*more)


def where(match: Match) -> Text:
    """Its name, and where it is."""
    name, there = Place(match.service.name), match.place
    if there is None or not there.line:
        return _("%(place)s can help you.", place=name)
    return _("%(place)s is at %(address)s.", place=name, address=Place(there.line))


def when(times: Timetable, now: dt.datetime, day: dt.date | None) -> Text:
    """When it is open: on the day that was asked for, else now."""
    if not times.known:
        return _("I do not know when it is open.")
    if day is not None and day != now.date():
        return _on(times, day)
    state = times.state(now.replace(tzinfo=None))
    if state.always:
        return _("It is open day and night.")
    if state.until is not None:
        return _("It is open now, until %(time)s.", time=Time(state.until.time()))
    if state.open is None:
        return _unsure(now.date())
    if state.opens is None:
        return _("It is closed now.")
    opens = state.opens
    return _(
        "It is closed now. It opens on %(day)s at %(time)s.", day=Day(opens.date()), time=Time(opens.time())
    )


def _on(times: Timetable, day: dt.date) -> Text:
    hours = times.on(day)
    if hours is None:
        return _unsure(day)
    if not hours:
        return _("It is closed on %(day)s.", day=Day(day))
    return _("It is open on %(day)s, %(times)s.", day=Day(day), times=spans(hours))


def _unsure(day: dt.date) -> Text:
    if day in bank_holidays(day.year):
        return _("It may be closed: %(day)s is a bank holiday.", day=Day(day))
    return _("I do not know when it is open.")


def spans(hours: Sequence[Hours]) -> Items:
    """From when until when, as a list."""
    return Items(tuple(Span(begins.time(), ends.time()) for begins, ends in hours))


def distance(match: Match, asked: Asked) -> Text | None:
    """How far it is as the crow flies, in miles; None when that is not known."""
    near = near_words(asked.near, home=asked.home)
    if match.metres is None or near is None:
        return None
    miles = match.metres / METRES_OF_A_MILE
    if miles < 0.75:
        return _("It is less than a mile from %(place)s.", place=near)
    return _n(
        "It is about %(count)s mile from %(place)s.",
        "It is about %(count)s miles from %(place)s.",
        Count(round(miles)),
        place=near,
    )


def cost(service: Service, on: dt.date) -> Text | None:
    """What it costs, as far as amounts are given."""
    if service.free(on):
        return _("It is free.")
    amounts = {one.pounds for one in service.costs if one.holds(on) and one.pounds is not None}
    if not amounts:
        return None
    least, most = min(amounts), max(amounts)
    if least == most:
        return _("It costs %(money)s.", money=Money(most))
    return _("It costs between %(least)s and %(most)s.", least=Money(least), most=Money(most))


def access(spot: Spot | None) -> Text | None:
    """How one gets in, in the publisher's words."""
    said = " ".join(spot.access) if spot else ""
    return _("Getting in: %(words)s", words=Plain(cut(said))) if said else None


def languages(service: Service) -> Text | None:
    """The languages that are spoken there, by their own names."""
    names = tuple(Plain(endonym(tag)) for tag in service.languages)
    return _("You can speak %(languages)s there.", languages=Items(names)) if names else None


def nothing(asked: Asked) -> Text:
    """That none is known."""
    kind = kinds().get(asked.kind)
    if kind is None:
        return _("I do not have a place for that in my list.")
    if asked.at is not None or asked.language or asked.accessible:
        return _("%(service)s: I know none that fits.", service=kind.label)
    return _("%(service)s: I do not have a list of these yet.", service=kind.label)


def links(match: Match, public_url: str) -> tuple[Link, ...]:
    """Our page of it, and the map."""
    page = Link(f"{public_url}/places/{match.service.id}", _("More about this place"))
    there = match.place
    return (
        (page, Link(map_address(there), _("See it on a map")))
        if there is not None and there.line
        else (page,)
    )


def map_address(spot: Spot) -> str:
    """A place on a map that anybody may use without an account."""
    if spot.latitude is None or spot.longitude is None:
        return f"https://www.openstreetmap.org/search?query={quote(spot.line)}"
    at = f"{spot.latitude:.5f}", f"{spot.longitude:.5f}"
    return f"https://www.openstreetmap.org/?mlat={at[0]}&mlon={at[1]}#map=17/{at[0]}/{at[1]}"


def endonym(tag: str) -> str:
    """A language by its own name, with its tag where nobody knows one."""
    try:
        name = Locale.parse(tag.replace("-", "_")).get_display_name()
    except (UnknownLocaleError, ValueError):
        name = None
    return name or tag


def cut(text: str) -> str:
    """At most `LONGEST` characters, at the end of a sentence or word."""
    if len(text) <= LONGEST:
        return text
    short = text[:LONGEST]
    sentence = short.rpartition(". ")[0]
    return f"{sentence}." if sentence else f"{short.rpartition(' ')[0]}…"


def _alert(service: Service) -> Text | None:
    said = cut(service.alert)
    return _("They say: %(words)s", words=Plain(said)).if_room() if said else None


def _call(service: Service) -> Text | None:
    return _("You can call %(phone)s.", phone=Phone(service.phones[0])) if service.phones else None


def _incomplete(match: Match) -> Text | None:
    """That there may be a better one, but to who has named this one."""
    if match.service.whole or match.named:
        return None
    return _("There may be one nearer. My list is not complete.").if_room()


def _also(others: Sequence[Match]) -> Text | None:
    names = tuple(Place(one.service.name) for one in others)
    return _("There is also %(places)s.", places=Items(names)) if names else None


def _wanted(text: Text | None, asked: bool) -> Text | None:
    return text if asked or text is None else text.if_room()


def _room(text: Text | None) -> Text | None:
    return text.if_room() if text else None


def _source(service: Service) -> Text:
    read = Day(service.origin.read, with_year=True)
    return _("Source: %(source)s, %(day)s.", source=Place(service.origin.name), day=read).if_room()
