"""Facts that a conversation remembers, and how their origin is told."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from accessibility.text import Day, Place, Text, _
from bot.knowledge.bins.answers import Source

HOME = "home"
"""The id of the resident's home, remembered for the day or, with consent, longer."""

ORIGIN = "origin"
"""Where the facts of the last answer are from: an `Origin`."""


class Origin(Struct, frozen=True):
    """Who published a fact, where, and when it was read there. `demo` says that it is made up."""

    name: str
    url: str
    read: dt.date
    licence: str = ""
    demo: bool = False


def origin(source: Source) -> Origin:
    """The origin of loaded bin days."""
    return Origin(source.name, source.url, source.loaded_at.date(), source.licence, source.demo)


def demo() -> Text:
    """What is said of made-up data."""
    return _("These are made-up demo data, not real bin days.")


def sourced(source: Source | None) -> Text | None:
    """One line that says where facts are from and how old they are (R18). Where there is no room for it, the
    resident gets it by asking."""
    if source is None:
        return None
    if source.demo:
        return demo().if_room()
    day = Day(source.loaded_at.date(), with_year=True)
    return _("Source: %(source)s, %(day)s.", source=Place(source.name), day=day).if_room()
