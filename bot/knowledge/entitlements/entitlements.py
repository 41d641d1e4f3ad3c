"""What a household may be entitled to: verdicts with their proof, and the next thing to ask."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import lru_cache
from pathlib import Path

from bot.knowledge.data import CITIES
from bot.knowledge.entitlements.asking import next_fact
from bot.knowledge.entitlements.benefit import Benefit
from bot.knowledge.entitlements.day import Day
from bot.knowledge.entitlements.fact import Fact, Known
from bot.knowledge.entitlements.figures import Figures
from bot.knowledge.entitlements.loading import read_benefits, read_facts, read_figures
from bot.knowledge.entitlements.settled import FactBook
from bot.knowledge.entitlements.standing import Standings
from bot.knowledge.entitlements.verdict import Verdict
from bot.knowledge.entitlements.verdicts import verdict

DAYS_KEPT = 4
"""How many days' rules are kept ready: those of today, and of who looks ahead."""


class Entitlements:
    """The rules of one city and its country. What is known of a household is given each time; of it nothing
    is kept but the last amounts that were computed, in memory, without a word on whose they are."""

    def __init__(self, book: FactBook, figures: Figures, benefits: Collection[Benefit]) -> None:
        self.book, self.figures, self.every = book, figures, tuple(benefits)
        self._times: dict[str, list[Benefit]] = defaultdict(list)
        for one in self.every:
            self._times[one.id].append(one)
        self._day = lru_cache(maxsize=DAYS_KEPT)(self._made)

    @classmethod
    def load(cls, city: str, folder: Path = CITIES) -> Entitlements:
        """Reads all of it. Raises `DataError` naming file, line and what is wrong."""
        book, figures = read_facts(folder), read_figures(city, folder)
        return cls(book, figures, read_benefits(city, folder, book, figures))

    def fact(self, id: str) -> Fact:
        """One fact. Raises `KeyError`."""
        return self.book.by_id[id]

    def benefits(self, on: dt.date) -> tuple[Benefit, ...]:
        """What there is on a day, the city's in place of the country's. What has run out stays, as stale."""
        return tuple(self._day(on).benefits.values())

    def benefit(self, id: str, on: dt.date) -> Benefit | None:
        """One of them; None for an id that nobody has, or not yet."""
        return self._day(on).benefits.get(id)

    def verdict(self, id: str, known: Known, on: dt.date) -> Verdict:
        """What comes out for one benefit. Raises `KeyError` where `benefit` has none."""
        return verdict(self._day(on).benefits[id], self._standings(known, on))

    def verdicts(self, known: Known, on: dt.date) -> tuple[Verdict, ...]:
        """What comes out for each of `benefits`, in the same order."""
        standings = self._standings(known, on)
        return tuple(verdict(one, standings) for one in self._day(on).benefits.values())

    def next_fact(self, goals: Collection[str], known: Known, on: dt.date) -> str | None:
        """The fact to ask for to settle these benefits; None where nothing that can be asked still changes
        one. Facts answered with `UNSURE` are not asked again. Ids of no benefit are passed over."""
        trees = self._day(on).trees
        wanted = [one for one in self.benefits(on) if one.id in goals and one.id in trees]
        return next_fact(wanted, self._standings(known, on))

    def more(self, known: Known, on: dt.date) -> tuple[int, int]:
        """At most so many more questions could show so many other things."""
        standings = self._standings(known, on)
        found = [standings.of(id) for id in self._day(on).trees]
        still = [one for one in found if one.decided is None and one.open]
        return len({fact for one in still for fact in one.open}), len(still)

    def _standings(self, known: Known, on: dt.date) -> Standings:
        return Standings(self._day(on), self.book.settle(known, on))

    def _made(self, on: dt.date) -> Day:
        chosen = ((id, _at(times, on)) for id, times in self._times.items())
        benefits: Mapping[str, Benefit] = {id: one for id, one in chosen if one is not None}
        return Day(self.book, self.figures, benefits, on)


def _at(times: list[Benefit], on: dt.date) -> Benefit | None:
    """The one in force, else the last that was."""
    past = [one for one in times if one.from_ <= on]
    return max(past, key=lambda one: (one.holds(on), one.from_), default=None)
