"""The variables of decision diagrams: what of a fact makes a difference to any rule of a day.

Money and ages are cut where a rule looks, and nowhere else: of savings only matters between which limits they
lie.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from bisect import bisect_right
from decimal import Decimal

from bot.knowledge.entitlements.fact import Fact
from bot.knowledge.entitlements.pension_age import reached
from bot.knowledge.entitlements.settled import Settled

Cut = tuple[Decimal, int]
"""A place where a rule looks: below a value against from it on (0), or up to it against above it (1)."""

WEEKS = 52


class Variable(ABC):
    """One variable. `facts` are the ids that it hangs on, `size` how many cells it has, `place` where it
    stands in every diagram."""

    def __init__(self, place: int, facts: tuple[str, ...], size: int) -> None:
        self.place = place
        self.facts = facts
        self.size = size

    @abstractmethod
    def cells(self, settled: Settled) -> tuple[int, ...]:
        """The cells that are still possible; empty where all are."""


class Flag(Variable):
    """Yes (cell 1) or no."""

    def cells(self, settled: Settled) -> tuple[int, ...]:
        value = settled.values.get(self.facts[0])
        return () if value is None else (int(bool(value)),)


class OneOf(Variable):
    """A choice: the number of the option."""

    def __init__(self, place: int, fact: Fact) -> None:
        self.options = [option.id for option in fact.options]
        super().__init__(place, (fact.id,), len(self.options))

    def cells(self, settled: Settled) -> tuple[int, ...]:
        value = settled.values.get(self.facts[0])
        return (self.options.index(value),) if isinstance(value, str) and value in self.options else ()


class Among(Variable):
    """Whether one option is among several."""

    def __init__(self, place: int, fact: str, option: str) -> None:
        super().__init__(place, (fact,), 2)
        self.option = option

    def cells(self, settled: Settled) -> tuple[int, ...]:
        value = settled.values.get(self.facts[0])
        return (int(self.option in value),) if isinstance(value, tuple) else ()


class ChildAged(Variable):
    """Whether there is a child of these ages, both included."""

    def __init__(self, place: int, fact: str, least: int, most: int) -> None:
        super().__init__(place, (fact,), 2)
        self.least, self.most = least, most

    def cells(self, settled: Settled) -> tuple[int, ...]:
        value = settled.values.get(self.facts[0])
        if not isinstance(value, tuple):
            return ()
        return (int(any(isinstance(age, int) and self.least <= age <= self.most for age in value)),)


class Number(Variable):
    """Years of age, or pounds (`times` makes them pounds a year) of one fact, or of two together."""

    def __init__(self, place: int, facts: tuple[str, ...], cuts: list[Cut], times: int) -> None:
        super().__init__(place, facts, len(cuts) + 1)
        self.cuts = cuts
        self.times = times

    def cells(self, settled: Settled) -> tuple[int, ...]:
        known = [settled.values[id] for id in self.facts if id in settled.values]
        numbers = [Decimal(one) for one in known if isinstance(one, int | Decimal)]
        if not numbers:
            return ()
        least = bisect_right(self.cuts, (sum(numbers) * self.times, 0))
        return (least,) if len(known) == len(self.facts) else tuple(range(least, self.size))


class Reached(Variable):
    """Whether a date of birth has reached State Pension age: the only thing of it that a rule can ask."""

    def __init__(self, place: int, born: str, age: str, on: dt.date) -> None:
        super().__init__(place, (born,), 2)
        self.age, self.on = age, on

    def cells(self, settled: Settled) -> tuple[int, ...]:
        born, age = settled.values.get(self.facts[0]), settled.values.get(self.age)
        if isinstance(born, dt.date):
            return (int(reached(self.on, born=born) is True),)
        by_age = reached(self.on, age=age) if isinstance(age, int) else None
        return () if by_age is None else (int(by_age),)


class Free(Variable):
    """What no single fact decides: a computed amount, or what is stale."""

    def __init__(self, place: int, name: str, *, stale: bool) -> None:
        super().__init__(place, (), 2)
        self.name, self.stale = name, stale

    def cells(self, settled: Settled) -> tuple[int, ...]:
        return ()
