"""What the assistant knows of bins in one city."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from msgspec import structs

from bot.knowledge.bins.addresses import Addresses
from bot.knowledge.bins.answers import (
    CollectionDay,
    Container,
    MaterialAnswer,
    MissedVerdict,
    NextCollections,
    NextStatus,
    Source,
)
from bot.knowledge.bins.city import BinsCity, read_city
from bot.knowledge.bins.containers import ContainerNames
from bot.knowledge.bins.materials import Materials
from bot.knowledge.bins.missed import Missed, judge
from bot.knowledge.bins.schedule import RoundDay, Schedule, as_number
from bot.knowledge.bins.things import Translated, untranslated
from bot.knowledge.data import CITIES
from bot.knowledge.places.positions import Positions

LAST_WEEKS = dt.timedelta(days=21)
"""So long before its season ends a container without a published date counts as resting already."""


class Bins:
    """Bins of `city`; `database` is where its schedule is or will be, None when there will be none.
    `translated` gives the names of bins and things in other languages, `positions` where postcodes are.

    Every question looks first whether a load has swapped the database. Times are aware.
    """

    def __init__(
        self,
        city: str,
        database: Path | None,
        folder: Path = CITIES,
        translated: Translated = untranslated,
        positions: Positions | None = None,
    ) -> None:
        data = read_city(city, folder)
        self._names = ContainerNames(data.containers, translated)
        # The words are for finding a container; the answers, which conversations store, go without.
        bare = tuple(structs.replace(container, words=()) for container in data.containers)
        self.city: BinsCity = structs.replace(data, containers=bare)
        self._schedule = Schedule(database if self.city.schedule else None)
        self._materials = Materials(folder / city / "materials.yaml", self.city, translated)
        self._rounds: dict[tuple[int, str], tuple[CollectionDay, ...]] = {}
        self._generation = 0
        self.addresses = Addresses(self._schedule, positions)

    @property
    def containers(self) -> tuple[Container, ...]:
        """The city's bins and bags."""
        return self.city.containers

    @property
    def publishes_days(self) -> bool:
        """Whether the council publishes bin days as open data at all."""
        return self.city.schedule is not None

    @property
    def source(self) -> Source | None:
        """Where the dates are from, None when none are loaded."""
        self._schedule.refresh()
        return self._schedule.loaded.source if self._schedule.loaded else None

    def container_named(self, text: str) -> Container | None:
        """The container that the words name by colour or use, in any language; None when none or two."""
        return self._names.named(text)

    def material(self, words: str) -> MaterialAnswer:
        """Where the thing goes that `words` (or the id of an option) name."""
        return self._materials.answer(words)

    def next(self, home_id: str, now: dt.datetime, container_id: str | None = None) -> NextCollections:
        """The coming collections of a home, of one container if it is named. Raises KeyError for a container
        that the city does not have."""
        asked = self.city.by_id[container_id] if container_id else None
        today = self.city.local(now).date()
        days = self._days(home_id, asked)
        if isinstance(days, str):
            return self._next(days, today, (), (asked,) if asked and _rests(asked, today) else ())
        coming = tuple(day for day in days if day.date >= today)
        will = {container.id for day in coming for container in day.containers}
        had = {container.id for day in days for container in day.containers} | (
            {asked.id} if asked else set()
        )
        resting = tuple(one for one in self.containers if one.id in had - will and _rests(one, today))
        return self._next(self._status(coming, today), today, coming, resting)

    def missed(
        self, home_id: str, container_id: str | None, now: dt.datetime, said: Missed | None = None
    ) -> MissedVerdict:
        """What to do about a bin that was not emptied, by the city's rules and what the resident said."""
        asked = self.city.by_id[container_id] if container_id else None
        days = self._days(home_id, asked)
        source = self.source
        if isinstance(days, str) or source is None:
            return MissedVerdict("no_schedule", (asked,) if asked else ())
        verdict = judge(said or Missed(), days, self.city.local(now), self.city, source)
        known = verdict.containers or not asked
        return verdict if known else structs.replace(verdict, containers=(asked,))

    def published(self, home_id: str) -> tuple[CollectionDay, ...]:
        """Every published day of a home, past ones too; empty when there is none."""
        days = self._days(home_id, None)
        return () if isinstance(days, str) else days

    def _days(self, home_id: str, asked: Container | None) -> tuple[CollectionDay, ...] | NextStatus:
        """The published days of a home (of one container), past ones too; or why there are none."""
        if self.city.schedule is None:
            return "no_open_schedule"
        if not self._schedule.refresh():
            return "not_loaded"
        found = self._schedule.round(as_number(home_id))
        if found is None:
            return "unknown_address"
        return self._of_round(found[0], asked) if found[0] is not None else ()

    def _of_round(self, number: int, asked: Container | None) -> tuple[CollectionDay, ...]:
        """The days of a round, put together once for all its homes."""
        if self._generation != self._schedule.generation:
            self._rounds, self._generation = {}, self._schedule.generation
        key = number, asked.id if asked else ""
        if key not in self._rounds:
            self._rounds[key] = self._grouped(self._schedule.days(number), asked)
        return self._rounds[key]

    def _status(self, coming: tuple[CollectionDay, ...], today: dt.date) -> NextStatus:
        if coming:
            return "scheduled"
        source = self.source
        return "out_of_date" if source and source.last_day < today else "none_published"

    def _grouped(self, days: tuple[RoundDay, ...], asked: Container | None) -> tuple[CollectionDay, ...]:
        """By day; a day counts as moved when none of its collections is on its usual day."""
        by_date: dict[dt.date, list[RoundDay]] = {}
        for day in days:
            if asked is None or day.bin == asked.id:
                by_date.setdefault(day.date, []).append(day)
        return tuple(
            CollectionDay(
                date,
                tuple(
                    container for container in self.containers if any(one.bin == container.id for one in some)
                ),
                some[0].moved_from if all(one.moved_from == some[0].moved_from for one in some) else None,
            )
            for date, some in by_date.items()
        )

    def _next(
        self,
        status: NextStatus,
        today: dt.date,
        days: tuple[CollectionDay, ...],
        resting: tuple[Container, ...],
    ) -> NextCollections:
        loaded = self._schedule.loaded
        return NextCollections(
            status=status,
            today=today,
            days=days,
            out_by=self.city.rules.out_by,
            day_ends=self.city.rules.report_from,
            resting=resting,
            source=loaded.source if loaded else None,
            link=self.city.links.bin_day,
        )


def _rests(container: Container, today: dt.date) -> bool:
    """Whether a container without a coming date is in its closed season, or nearly."""
    season = container.season
    return season is not None and not (season.open(today) and season.open(today + LAST_WEEKS))
