"""A home's collections as a calendar that phones subscribe to (RFC 5545, RFC 7986).

All-day events that end on the next day, an id that stays the same for the same bin and day, a daily refresh:
phones then follow every change that the council publishes. Nothing personal but the address.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from icalendar import Calendar, Event, vDuration

from accessibility.text import Text
from bot.dialogue.address import Home
from bot.knowledge.bins.answers import CollectionDay, Container, Source

DAY = dt.timedelta(days=1)
PRODUCT = "-//Snicket//Bin days//EN"


def calendar(
    home: Home, days: Sequence[CollectionDay], source: Source, words: Callable[[Text], str]
) -> bytes:
    """The calendar of a home; `words` puts a text into the reader's language."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", home.line)
    made.add("name", home.line)
    made.add("refresh-interval", vDuration(DAY), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(DAY))
    for day in days:
        for container in day.containers:
            made.add_component(_event(home, day, container, source, words))
    return bytes(made.to_ical())


def _event(
    home: Home, day: CollectionDay, container: Container, source: Source, words: Callable[[Text], str]
) -> Event:
    event = Event()
    event.add("uid", f"{home.id}-{container.id.lower()}-{day.date:%Y%m%d}@bins.snicket")
    event.add("dtstamp", source.loaded_at)
    event.add("dtstart", day.date)
    event.add("dtend", day.date + DAY)
    event.add("summary", words(container.name).capitalize())
    event.add("location", home.line)
    event.add("description", f"{source.name}, {source.loaded_at:%d/%m/%Y}")
    event.add("url", source.url)
    event.add("transp", "TRANSPARENT")
    return event
