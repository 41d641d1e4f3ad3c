"""Puts the leaves of rules into diagrams, with the figures of a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from bot.knowledge.entitlements.diagram import NO, YES, Diagrams, Node
from bot.knowledge.entitlements.fact import Fact, Needs
from bot.knowledge.entitlements.figure import Figure
from bot.knowledge.entitlements.figures import Figures
from bot.knowledge.entitlements.pension_age import reached
from bot.knowledge.entitlements.rule import Rule
from bot.knowledge.entitlements.settled import FactBook, fulfils
from bot.knowledge.entitlements.variables import (
    WEEKS,
    Among,
    ChildAged,
    Cut,
    Flag,
    Free,
    Number,
    OneOf,
    Reached,
    Variable,
)

PENSION_AGE = "pension_age"
OLDEST = 150
YEARLY = {"pounds a year": 1, "pounds a month": 12, "pounds a week": WEEKS}
_APART, _AMOUNTS, _STALE = 1000, 10**6, 2 * 10**6


class Looks:
    """The variables of all rules of a day, and each leaf as a diagram over them."""

    def __init__(self, book: FactBook, figures: Figures, on: dt.date, rules: Iterable[Rule]) -> None:
        self.book, self.figures, self.on = book, figures, on
        self.diagrams = Diagrams()
        self.variables: dict[int, Variable] = {}
        self._free: dict[tuple[str, bool], Free] = {}
        self._cuts: dict[tuple[str, ...], set[Cut]] = defaultdict(set)
        self._ages: dict[str, set[int]] = defaultdict(lambda: {0, OLDEST + 1})
        for leaf in (leaf for rule in rules for leaf in leaves(rule) if leaf.fact):
            self._collect(leaf)

    def leaf(self, rule: Rule) -> Node:
        """A leaf on a fact. Where it needs a figure that is not certain, it is stale."""
        fact = self.book.by_id[rule.fact]
        if rule.plus:
            second = self.book.by_id[rule.plus]
            return self._guarded(
                second.needs, self._number(rule, (fact.id, second.id)), self._number(rule, (fact.id,))
            )
        return self._guarded(fact.needs, self._test(rule, fact), self._nothing(rule, fact))

    def free(self, name: str, *, stale: bool = False) -> Node:
        """A computed amount above nothing; or something stale."""
        found = self._free.get((name, stale))
        if found is None:
            found = Free((_STALE if stale else _AMOUNTS) + len(self._free), name, stale=stale)
            self._free[name, stale] = found
        return self._yes(self._kept(found))

    def _test(self, rule: Rule, fact: Fact) -> Node:
        if rule.is_ is not None:
            return self._is(fact, rule.is_)
        if rule.some is not None:
            return self._some(fact, rule.some.least, rule.some.most)
        if rule.one_of:
            return self._one_of(fact, rule.one_of)
        return self._number(rule, (fact.id,))

    def _guarded(self, needs: Needs | None, node: Node, otherwise: Node) -> Node:
        """A leaf where what it needs is so, and what it is otherwise."""
        if needs is None:
            return node
        so = self._there(needs)
        return self._either(so, node, otherwise)

    def _either(self, so: Node, node: Node, otherwise: Node) -> Node:
        two = self.diagrams
        return two.some((two.every((so, node)), two.every((two.opposite(so), otherwise))))

    def _there(self, needs: Needs) -> Node:
        fact = self.book.by_id[needs.fact]
        if fact.kind == "yes_no":
            here = self._is(fact, fulfils(needs, value=True))
        elif fact.kind == "ages":
            here = self._some(fact, 0, OLDEST)
        else:
            here = self._one_of(fact, needs.one_of)
        return self._guarded(fact.needs, here, NO)

    def _is(self, fact: Fact, wanted: bool) -> Node:
        node = self._yes(self._kept(Flag(self._place(fact.id), (fact.id,), 2)))
        return node if wanted else self.diagrams.opposite(node)

    def _some(self, fact: Fact, least: int, most: int) -> Node:
        """One of the ranges of ages, between the bounds of all rules, that lie within these."""
        return self.diagrams.some(
            self._yes(self._kept(ChildAged(self._place(fact.id, low), fact.id, low, end - 1)))
            for low, end in pairwise(sorted(self._ages[fact.id]))
            if least <= low < end <= most + 1
        )

    def _one_of(self, fact: Fact, options: tuple[str, ...]) -> Node:
        if fact.kind == "choice":
            one = self._kept(OneOf(self._place(fact.id), fact))
            return self.diagrams.make(
                one.place, tuple(YES if option.id in options else NO for option in fact.options)
            )
        return self.diagrams.some(
            self._yes(self._kept(Among(self._place(fact.id, index), fact.id, option.id)))
            for index, option in enumerate(fact.options)
            if option.id in options
        )

    def _number(self, rule: Rule, facts: tuple[str, ...]) -> Node:
        cuts = sorted(self._cuts[facts])
        fact = self.book.by_id[facts[0]]
        beside = 500 + self.book.order[facts[1]] if len(facts) > 1 else 0
        times = WEEKS if fact.period == "week" else 1
        one = self._kept(Number(self._place(fact.id, beside), facts, cuts, times))
        if rule.reached == PENSION_AGE:
            return self._pension_age(one, cuts)
        cut = self._cut(rule, fact)
        if cut is None:
            return self.free(limit(rule), stale=True)
        passed = cuts.index(cut)
        above = bool(rule.at_least or rule.reached)
        return self.diagrams.make(
            one.place, tuple(YES if (cell > passed) is above else NO for cell in range(one.size))
        )

    def _pension_age(self, age: Variable, cuts: list[Cut]) -> Node:
        """Below the age that leaves it open it is no, from where no date of birth matters on it is yes."""
        maybe, sure = (cuts.index((Decimal(years), 0)) for years in self._open_ages)
        born = self.book.refining[age.facts[0]]
        by_date = self._yes(self._kept(Reached(self._place(born), born, age.facts[0], self.on)))
        kids = (YES if cell > sure else by_date if cell > maybe else NO for cell in range(age.size))
        return self.diagrams.make(age.place, tuple(kids))

    @cached_property
    def _open_ages(self) -> tuple[int, int]:
        """The first age that may have reached State Pension age, and the first that has."""
        by_age = {years: reached(self.on, age=years) for years in range(50, 80)}
        return (
            next(years for years, so in by_age.items() if so is not False),
            next(years for years, so in by_age.items() if so),
        )

    def _nothing(self, rule: Rule, fact: Fact) -> Node:
        """The leaf where the fact cannot be: nobody's age is neither high nor low, nobody's pay is
        nothing."""
        if rule.is_ is not None:
            return YES if rule.is_ is False else NO
        if fact.kind != "money":
            return NO
        cut = self._cut(rule, fact)
        if cut is None:
            return self.free(limit(rule), stale=True)
        return YES if (cut <= (Decimal(0), 0)) is bool(rule.at_least) else NO

    def _collect(self, leaf: Rule) -> None:
        """Where a leaf cuts the fact that it looks at."""
        fact = self.book.by_id[leaf.fact]
        if leaf.some is not None:
            self._ages[fact.id] |= {leaf.some.least, min(leaf.some.most, OLDEST) + 1}
        if leaf.reached == PENSION_AGE:
            self._cuts[fact.id,] |= {(Decimal(years), 0) for years in self._open_ages}
        elif cut := self._cut(leaf, fact):
            self._cuts[fact.id,].add(cut)
            if leaf.plus:
                self._cuts[fact.id, leaf.plus].add(cut)

    def _cut(self, rule: Rule, fact: Fact) -> Cut | None:
        """Where the limit of a leaf lies; None where its figure is not certain that day."""
        id = limit(rule)
        figure = self.figures.figure(id, self.on) if id and id != PENSION_AGE else None
        if figure is None or not figure.certain(self.on):
            return None
        return in_a_year(figure, fact), 1 if rule.at_most else 0

    def _place(self, fact: str, beside: int = 0) -> int:
        return self.book.order[fact] * _APART + beside

    def _kept(self, variable: Variable) -> Variable:
        """The variable that stands at this place already, or this one from now on."""
        return self.variables.setdefault(variable.place, variable)

    def _yes(self, variable: Variable) -> Node:
        return self.diagrams.make(variable.place, (NO, YES))


def leaves(rule: Rule) -> Iterator[Rule]:
    """Every leaf of a rule."""
    kids = (*rule.all, *rule.any, *((rule.not_,) if rule.not_ else ()))
    if not kids:
        yield rule
    for kid in kids:
        yield from leaves(kid)


def in_a_year(figure: Figure, fact: Fact) -> Decimal:
    """A limit in the unit in which a fact is compared: pounds a year, pounds, or years."""
    return figure.value * (YEARLY[figure.unit] if fact.period == "week" else 1)


def limit(rule: Rule) -> str:
    """The id of the figure that a leaf looks at, or `PENSION_AGE`; empty where it has none."""
    return rule.at_least or rule.at_most or rule.below or rule.reached
