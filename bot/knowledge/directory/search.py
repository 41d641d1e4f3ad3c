"""Finds services: by kind, by words, near a place, open at a time. In process and without a pause."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from bot.knowledge.data import read_once
from bot.knowledge.directory.database import LoadedServices, facts_of, opened, write
from bot.knowledge.directory.kinds import kinds, plain
from bot.knowledge.directory.service import Service, Spot
from bot.knowledge.directory.shelf import ANYWHERE, NAMED, At, Shelf
from bot.knowledge.directory.whereabouts import Point, Whereabouts

MOST_WORDS = 8
WHOLE_NAME = 10
"""What a whole name counts, in words."""

FAR = 1e9
"""Metres of a place of which nobody knows how far it is."""

_GOOD = re.compile(
    r"wheelchair|step[- ]free|level access|ramp|\blift\b|fully accessible|disabled access", re.I
)
_BAD = re.compile(
    r"\b(?:no|not|without|limited)\b[^.;,]{0,25}(?:wheelchair|step[- ]free|access|ramp|lift)", re.I
)


class Wanted(Struct, frozen=True):
    """What is looked for. `at` is naive city time: open then, surely. `language` is a BCP 47 tag.
    `all`: whatever there is, where neither a kind nor words are given."""

    kind: str = ""
    words: str = ""
    near: Point | None = None
    at: dt.datetime | None = None
    free: bool = False
    language: str = ""
    accessible: bool = False
    all: bool = False


class Match(Struct, frozen=True):
    """A service at one of its places. `metres` is None where they cannot be told; `named`: by its name."""

    service: Service
    spot: int = 0
    metres: float | None = None
    named: bool = False

    @property
    def place(self) -> Spot | None:
        return self.service.at(self.spot)


class Directory:
    """The services of a city: those that were loaded, and its own list. A load counts at the next search."""

    def __init__(
        self, path: Path | None, own: Sequence[Service], where: Whereabouts, place: str = ""
    ) -> None:
        """`own` is the city's list; `place` the city's name, which tells nothing apart."""
        self.where = where
        self._path, self._own = path, tuple(own)
        common: tuple[str, ...] = read_once(Path(__file__).parent / "common.yaml", tuple[str, ...])
        self._common = frozenset((*common, *plain(place).split()))
        self._loaded: tuple[int, Shelf, LoadedServices] | None = None
        self._every: tuple[tuple[int, dt.date], tuple[Service, ...]] | None = None

    @property
    def loaded(self) -> LoadedServices | None:
        """What was loaded, None when nothing was."""
        self._shelves()
        return self._loaded[2] if self._loaded else None

    @property
    def own(self) -> tuple[Service, ...]:
        """The city's own list."""
        return self._own

    def kinds_known(self, on: dt.date) -> frozenset[str]:
        """The kinds of which residents can be told any."""
        return frozenset(
            kind
            for shelf in self._shelves()
            for kind, rows in shelf.kinds.items()
            if any(shelf.service(row).told(on) for row in rows)
        )

    def find(self, wanted: Wanted, on: dt.date, most: int = 3, skip: int = 0) -> tuple[Match, ...]:
        """What residents may be told of, the best first: by the words that name it, then the nearest. A place
        from two lists counts once."""
        ranked = [(key, shelf, at) for shelf in self._shelves() for key, at in self._ranked(shelf, wanted)]
        ranked.sort(key=lambda one: one[0])
        found: list[tuple[Shelf, Match]] = []
        for key, shelf, at in ranked:
            service = shelf.service(at.service)
            if not service.told(on) or not self._fits(service, at.spot, wanted, on):
                continue
            exact = at.point is not None and at.point.exact and wanted.near is not None and wanted.near.exact
            match = Match(service, at.spot, key[1] if exact else None, -key[0] >= WHOLE_NAME)
            self._take(found, shelf, match)
            if len(found) >= skip + most:
                break
        return tuple(match for _shelf, match in found[skip:])

    def names_one(self, wanted: Wanted, on: dt.date) -> bool:
        """Whether the words name one of those that fit, and no other as well."""
        scores = sorted(
            -key[0]
            for shelf in self._shelves()
            for key, at in self._ranked(shelf, wanted)
            if shelf.service(at.service).told(on)
        )
        return bool(scores) and scores[-1] > 0 and (len(scores) == 1 or scores[-2] < scores[-1])

    def get(self, id: str) -> Service | None:
        """A service by its id, or by what its publisher calls it."""
        for shelf in self._shelves():
            row = shelf.row_of(id)
            if row is not None:
                return shelf.service(row)
        return None

    def every(self, on: dt.date) -> tuple[Service, ...]:
        """All that residents may be told of, by name. Kept for the day, until another load."""
        shelves = self._shelves()
        key = (self._loaded[0] if self._loaded else 0, on)
        if self._every is None or self._every[0] != key:
            found = {one.id: one for shelf in reversed(shelves) for one in shelf.every() if one.told(on)}
            by_name = sorted(found.values(), key=lambda one: (one.name.casefold(), one.id))
            self._every = key, tuple(by_name)
        return self._every[1]

    def unsure(self, on: dt.date) -> list[Service]:
        """Those of the city's own list that are not told: to be confirmed by staff."""
        return [one for one in self._own if not one.told(on)]

    def words(self, text: str) -> tuple[str, ...]:
        """The words of a text that may tell one service from another."""
        said = dict.fromkeys(word for word in plain(text).split() if len(word) > 1)
        return tuple(word for word in said if word not in self._common)[:MOST_WORDS]

    def _ranked(self, shelf: Shelf, wanted: Wanted) -> Iterator[tuple[tuple[int, float, str], At]]:
        """Places with how they are sorted: words that fit, metres, name."""
        if wanted.kind:
            rows = shelf.kinds.get(wanted.kind, [])
            scores = self._scores(shelf, wanted, frozenset(rows))
        else:
            scores = self._found(shelf, wanted.words)
            rows = list(shelf.places if wanted.all else scores)
        near = wanted.near
        for row in rows:
            for at in shelf.places[row]:
                metres = near.metres(at.point) if near is not None and at.point is not None else FAR
                yield (-scores.get(row, 0), metres, f"{row:08}"), at

    def _named(self, shelf: Shelf, text: str, rows: Iterable[int]) -> dict[int, int]:
        """The services whose whole name is said."""
        said = plain(text)
        return {row: WHOLE_NAME for row in rows if shelf.names[row] in said}

    def _scores(self, shelf: Shelf, wanted: Wanted, rows: frozenset[int]) -> dict[int, int]:
        """How many words name each service of a kind: words that half of them have tell nothing."""
        own = set(" ".join(kinds()[wanted.kind].words).split()) if wanted.kind in kinds() else set()
        scores = self._named(shelf, wanted.words, rows)
        for word in self.words(wanted.words):
            having = shelf.with_word(word, NAMED) & rows if word not in own else frozenset()
            if len(having) * 2 <= len(rows):
                scores |= {row: scores.get(row, 0) + 1 for row in having}
        return scores

    def _found(self, shelf: Shelf, text: str) -> dict[int, int]:
        """The services that have at least half of the words."""
        words = self.words(text)
        scores = self._named(shelf, text, shelf.names)
        for word in words:
            for row in shelf.with_word(word, ANYWHERE):
                scores[row] = scores.get(row, 0) + 1
        return {row: score for row, score in scores.items() if score * 2 >= len(words)}

    def _fits(self, service: Service, spot: int, wanted: Wanted, on: dt.date) -> bool:
        if wanted.at is not None and not service.timetable(spot).surely_open(wanted.at):
            return False
        if wanted.free and service.free(on) is not True:
            return False
        if wanted.language and wanted.language.partition("-")[0] not in {
            tag.partition("-")[0] for tag in service.languages
        }:
            return False
        return not wanted.accessible or accessible(service.at(spot)) is True

    def _take(self, found: list[tuple[Shelf, Match]], shelf: Shelf, match: Match) -> None:
        """Adds a match. Of a place that both lists have, what was loaded stands."""
        for at, (other, one) in enumerate(found):
            if other is not shelf and self._same(match, one):
                if other is self._own_shelf:
                    found[at] = shelf, match
                return
        found.append((shelf, match))

    def _same(self, one: Match, other: Match) -> bool:
        """Whether two lists mean the same place: one postcode, and most words of the shorter name."""
        here, there = one.place, other.place
        if here is None or there is None or not here.postcode or here.postcode != there.postcode:
            return False
        names = [set(self.words(match.service.name)) for match in (one, other)]
        return len(names[0] & names[1]) * 2 > min(map(len, names))

    def _shelves(self) -> list[Shelf]:
        """Those that were loaded first."""
        loaded = self._path.stat().st_mtime_ns if self._path is not None and self._path.exists() else 0
        if loaded != (self._loaded[0] if self._loaded else 0):
            if self._loaded:
                self._loaded[1].close()
            self._loaded = self._open(loaded) if loaded else None
        return [*((self._loaded[1],) if self._loaded else ()), self._own_shelf]

    def _open(self, loaded: int) -> tuple[int, Shelf, LoadedServices] | None:
        assert self._path is not None
        try:
            database = opened(self._path)
            return loaded, Shelf(database, self.where), facts_of(database)
        except (sqlite3.Error, ValueError):
            return None

    @cached_property
    def _own_shelf(self) -> Shelf:
        database = sqlite3.connect(":memory:", check_same_thread=False)
        facts = LoadedServices("", "", "", dt.datetime.now(dt.UTC), len(self._own), len(self._own), 0)
        write(database, self._own, facts)
        return Shelf(database, self.where)


def accessible(spot: Spot | None) -> bool | None:
    """Whether one gets in with a wheelchair, by what the publisher says; None where that is not said."""
    if spot is None or not spot.access:
        return None
    said = " ".join(spot.access)
    return False if _BAD.search(said) else bool(_GOOD.search(said)) or None
