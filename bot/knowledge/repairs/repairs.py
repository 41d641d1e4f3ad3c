"""Repairs, as everybody who handles them sees them: what can be wrong, how urgent it is, and by when."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from accessibility.text import _
from bot.knowledge.data import CITIES
from bot.knowledge.repairs import clocks, rules
from bot.knowledge.repairs import triage as proposals
from bot.knowledge.repairs.case import Deadline, Moments, Report, Triage
from bot.knowledge.repairs.heard import Listens
from bot.knowledge.repairs.law import Council, Dated, Law
from bot.knowledge.repairs.loading import read_council, read_law, read_tree
from bot.knowledge.repairs.tree import OTHER, Leaf, Tree


class Repairs:
    """One city's repairs. `tree` has the city's changes in it."""

    def __init__(
        self, tree: Tree, law: Law, council: Council, zone: ZoneInfo, listens: Listens | None = None
    ) -> None:
        self.tree = tree
        self.law = law
        self.council = council
        self.listens = listens or Listens()
        self._calendar = clocks.Calendar(zone, council.region)

    @classmethod
    def load(cls, city: str, zone: ZoneInfo, folder: Path = CITIES) -> Repairs:
        """The data of a city. Raises `DataError` naming file, line and field."""
        return cls(*(_shipped(city) if folder == CITIES else _read(city, folder)), zone)

    def leaf(self, problem: str, detail: str) -> Leaf:
        """The detail with these ids; else the problem's `other`, else whatever is on no list."""
        return (
            self.tree.leaf(problem, detail)
            or self.tree.leaf(problem, OTHER)
            or self.tree.leaf(OTHER, OTHER)
            or Leaf(id=OTHER, name=_("Something else"))
        )

    def triage(self, report: Report, leaf: Leaf | None = None) -> Triage:
        """What the facts suggest: a proposal for staff, never final. Without a leaf, that of the report."""
        found = leaf or self.leaf(report.problem, report.detail)
        return proposals.triage(report, found, self._winter(report))

    def danger(self, report: Report, leaf: Leaf | None = None) -> str:
        """The safety card that these facts call for at once, empty for none."""
        found = leaf or self.leaf(report.problem, report.detail)
        return proposals.danger(report, found, self._winter(report))

    def deadlines(self, triage: Triage, moments: Moments) -> tuple[Deadline, ...]:
        """By when something must have happened, the earliest first. Rules that did not hold on the day of
        awareness are absent; what has happened carries `met_at`."""
        return rules.deadlines(triage, moments, self.law, self.council, self._calendar)

    def told(self, deadlines: Iterable[Deadline], triage: Triage | None = None) -> tuple[Deadline, ...]:
        """Those that residents may be told: none that rests on what nobody has confirmed. Where the triage is
        not given, one is kept back if any rule that it could be from is not confirmed."""
        return rules.told(deadlines, self.law, self.council, triage)

    def source(self, deadline: Deadline, triage: Triage | None = None) -> Dated:
        """The rule behind a date, for staff: section, source and day it was read. With the triage it is the
        very rule, without it that of the regime."""
        return rules.source(deadline, self.law, self.council, triage)

    def _winter(self, report: Report) -> bool:
        return self.law.winter.holds(self._calendar.day(report.aware_at))


def _read(city: str, folder: Path) -> tuple[Tree, Law, Council]:
    law, council = read_law(folder), read_council(city, folder)
    return read_tree(city, law, council, folder), law, council


@cache
def _shipped(city: str) -> tuple[Tree, Law, Council]:
    """What comes with the program, read once: it does not change while the program runs."""
    return _read(city, CITIES)
