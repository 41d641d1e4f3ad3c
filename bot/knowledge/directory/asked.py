"""What a resident asks for: read from their words, and kept for "more"."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from bot.dialogue.heard import Heard
from bot.knowledge.data import read_once
from bot.knowledge.directory.kinds import kinds, plain
from bot.knowledge.directory.search import Wanted
from bot.knowledge.directory.whereabouts import Point, Whereabouts

KIND, POSTCODE, DATE, TIME, LANGUAGE = "service", "postcode", "date", "time", "language"
AT = "@"
"""Stands before a position that is no known postcode, in degrees to about a hundred metres."""


class _Words(Struct, frozen=True, forbid_unknown_fields=True):
    now: tuple[str, ...]
    accessible: tuple[str, ...]
    free: tuple[str, ...]


class Asked(Struct, frozen=True, omit_defaults=True):
    """`near` is a postcode, a district, a position (`@53.801,-1.545`) or empty; `home`: the resident lives
    there. `at`, naive city time: open then; `day`: its hours are asked for. `skip` places were told."""

    kind: str = ""
    words: str = ""
    near: str = ""
    home: bool = False
    at: dt.datetime | None = None
    day: dt.date | None = None
    language: str = ""
    accessible: bool = False
    cost: bool = False
    skip: int = 0

    def wanted(self, where: Whereabouts) -> Wanted:
        """The same as a search."""
        return Wanted(
            self.kind,
            self.words,
            point(self.near, where),
            self.at,
            language=self.language,
            accessible=self.accessible,
        )


def asked(heard: Heard, now: dt.datetime) -> Asked:
    """What the words say; `now` is on the city's clock. The entity has the kind in every language."""
    kind = heard.entity(KIND) or ""
    words = _words()
    day, time = _day(heard.entity(DATE)), _time(heard.entity(TIME))
    at = dt.datetime.combine(day or now.date(), time) if time else None
    if at is None and _has(heard.text, words.now):
        at = now.replace(tzinfo=None)
    return Asked(
        kind if kind in kinds() else "",
        _without_entities(heard),
        at=at,
        day=day,
        language=heard.entity(LANGUAGE) or "",
        accessible=_has(heard.text, words.accessible),
        cost=_has(heard.text, words.free),
    )


def point(near: str, where: Whereabouts) -> Point | None:
    """Where it is; None when it is not known, or is anywhere."""
    if near.startswith(AT):
        latitude, _, longitude = near.removeprefix(AT).partition(",")
        return Point(float(latitude), float(longitude))
    return where.of(near) if near else None


def _without_entities(heard: Heard) -> str:
    """The text without its postcode, date and the like; the words of the kind stay: they can be a name."""
    text = heard.text
    for one in sorted(heard.understanding.entities, key=lambda one: -one.start):
        if one.entity != KIND:
            text = f"{text[: one.start]} {text[one.end :]}"
    return " ".join(text.split())[:200]


def _has(text: str, words: tuple[str, ...]) -> bool:
    said = plain(text)
    return any(f" {word} " in said if word.isascii() else word in text.casefold() for word in words)


def _day(value: str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if value else None


def _time(value: str | None) -> dt.time | None:
    return dt.time.fromisoformat(value) if value else None


@lru_cache(maxsize=1)
def _words() -> _Words:
    found: _Words = read_once(Path(__file__).parent / "asked.yaml", _Words)
    return found
