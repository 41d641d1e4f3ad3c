"""Between which amounts a benefit lies while some facts are unknown: both ends of each of them are tried.

Most facts push an amount one way only (`Fact.raises`): of those one end makes it least and the other most.
The rest are tried at every place where an amount turns. Where that would be too many, there is no extent.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from bot.knowledge.entitlements.amounts.amounts import NAMES, NEEDS, Amounts
from bot.knowledge.entitlements.amounts.household import household
from bot.knowledge.entitlements.amounts.winter_fuel import OLDER
from bot.knowledge.entitlements.ends import EITHER_WAY, Corner, ends, told, turns
from bot.knowledge.entitlements.fact import Fact, Value
from bot.knowledge.entitlements.figures import Figures
from bot.knowledge.entitlements.pension_age import born_between, reached
from bot.knowledge.entitlements.settled import NOTHING, FactBook, Settled, there
from bot.knowledge.entitlements.verdict import Extent

MOST_CORNERS = 24
"""How many households are tried for one end of an extent."""

LATER = Decimal("0.001")
"""What moving an amount counts where it moves it away from how it looks."""

BOUNDED: Final = frozenset(NAMES) - {"savings_credit", "child_benefit_charge", "winter_fuel_charge"}
"""The amounts that facts push the way that they say; not what is taken back, nor a part that first rises."""

KEPT = 256
"""How many extents are kept: those of the turns at hand, and of nobody for long."""


class Tried(Struct, frozen=True):
    """An extent with the household that made it least and the one that made it most."""

    extent: Extent
    lowest: Corner
    highest: Corner


class Extents:
    """The extents of a day's amounts. What is the same for an amount is computed once."""

    def __init__(self, book: FactBook, figures: Figures, amounts: Amounts) -> None:
        self._book, self._amounts, self._on = book, amounts, amounts.on
        self._kept: dict[object, Tried | None] = {}
        self._moved: dict[int, Mapping[str, Decimal]] = {}
        self._needs = {
            name: tuple(sorted(facts & book.order.keys(), key=book.order.__getitem__))
            for name, facts in NEEDS.items()
        }
        by_age = {years: reached(self._on, age=years) for years in range(50, 80)}
        maybe = min(years for years, so in by_age.items() if so is not False)
        sure = min(years for years, so in by_age.items() if so)
        self._ages = (17, 18, 25, maybe - 1, sure, 72, 76, OLDER)
        self._winter = (sure - 1, sure, OLDER - 1, OLDER)
        hours, wage = (figures.value(id, self._on) for id in ("benefit_cap_hours", "national_living_wage"))
        self._uncapped = hours * wage if hours and wage else None

    def of(self, name: str, settled: Settled) -> Tried | None:
        """The extent of an amount; None where too much is unknown, or its figures are not certain."""
        if not self._amounts.certain(name):
            return None
        known = settled.values
        key = (name, *((id, known[id]) for id in self._needs[name] if id in known))
        if key not in self._kept:
            if len(self._kept) >= KEPT:
                self._kept.clear()
                self._moved.clear()
            self._kept[key] = self._tried(name, known)
        return self._kept[key]

    def open(self, name: str, settled: Settled) -> Mapping[str, Decimal]:
        """The facts that are not known and can move an amount, each with how far it does, pounds a week.
        Where there is no extent, all: first who there is, without which there will be none."""
        unknown = [id for id in self._needs[name] if id not in settled.values and self._matters(id, settled)]
        tried = self.of(name, settled)
        if tried is None:
            who = ("partner", "partner_age", "age")
            return {id: Decimal(id in who) for id in unknown}
        if id(tried) not in self._moved:
            self._moved[id(tried)] = self._far(name, unknown, tried, settled.values)
        return self._moved[id(tried)]

    def _matters(self, id: str, settled: Settled) -> bool:
        """A date of birth only where the age that is known leaves open what the law makes of it; a winter's
        payment looks at the age in September."""
        age = self._book.by_id[id].refines
        years = settled.values.get(age) if age else None
        if not isinstance(years, int):
            return True
        first, last = (
            household({"age": years, "born": born}, self._on).adults[0]
            for born in born_between(years, self._on)
        )
        return replace(first, born=None) != replace(last, born=None) or years in self._winter

    def _far(
        self, name: str, unknown: list[str], tried: Tried, known: Mapping[str, Value | None]
    ) -> dict[str, Decimal]:
        """As it looks with nothing more: what could end a yes comes first, or what could end a no."""
        enders = "down" if self._week(name, dict(known)) else "up"
        far: dict[str, Decimal] = {}
        for one in unknown:
            fact = self._book.by_id[one]
            hangs_on = fact.needs.fact if fact.needs else fact.refines
            if hangs_on in far:
                far[one] = far[hangs_on]
            else:
                moves = self._moves(name, fact, tried, known)
                far[one] = moves if fact.raises in (enders, "") else moves * LATER
        return {one: moves for one, moves in far.items() if moves} or far

    def _tried(self, name: str, known: Mapping[str, Value | None]) -> Tried | None:
        found_ends = []
        for best in (False, True):
            corners = self._corners(name, known, best)
            if corners is None:
                return None
            found = [(self._week(name, corner), corner) for corner in corners]
            found_ends.append((max if best else min)(found, key=lambda one: one[0]))
        (least, lowest), (most, highest) = found_ends
        return Tried(Extent(least, most), lowest, highest)

    def _week(self, name: str, corner: Corner) -> Decimal:
        known = {id: value for id, value in corner.items() if value is not None}
        return self._amounts.week(name, household(known, self._on))

    def _corners(self, name: str, known: Mapping[str, Value | None], best: bool) -> list[Corner] | None:
        """The households to try for one end; None where they are too many."""
        corners: list[Corner] = [{}]
        for id in self._needs[name]:
            fact = self._book.by_id[id]
            corners = [
                {**corner, id: value}
                for corner in corners
                for value in self._values(name, fact, known, corner, best)
            ]
            if len(corners) > MOST_CORNERS:
                return None
        return corners

    def _values(
        self, name: str, fact: Fact, known: Mapping[str, Value | None], corner: Corner, best: bool
    ) -> tuple[Value | None, ...]:
        if fact.id in known:
            return told(fact, known[fact.id], corner, best)
        if fact.needs and there(fact.needs, {**known, **corner}) is False:
            return (NOTHING[fact.kind],)
        if fact.refines:
            age = corner.get(fact.refines)
            return born_between(age, self._on) if fact.refines in known and isinstance(age, int) else (None,)
        if fact.kind == "age":
            return self._ages
        low, high = ends(fact)
        if not fact.raises or fact.id in EITHER_WAY.get(name, ()):
            return low, high
        high_end = (fact.raises == "up") is best
        return *turns(fact, best, self._uncapped), high if high_end else low

    def _moves(self, name: str, fact: Fact, tried: Tried, known: Mapping[str, Value | None]) -> Decimal:
        """How far a fact alone moves the amount from the least, and from the most, that it can be."""
        far = Decimal(0)
        for corner, at, best in (
            (tried.lowest, tried.extent.least, True),
            (tried.highest, tried.extent.most, False),
        ):
            for value in self._values(name, fact, known, corner, best):
                if value != corner[fact.id]:
                    far = max(far, abs(self._week(name, {**corner, fact.id: value}) - at))
        return far
