"""All rules as they are on one day, ready to be looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct

from bot.knowledge.entitlements.amounts.amounts import Amounts
from bot.knowledge.entitlements.benefit import Benefit
from bot.knowledge.entitlements.diagram import NO, Node, variables
from bot.knowledge.entitlements.extents import Extents
from bot.knowledge.entitlements.figures import Figures
from bot.knowledge.entitlements.looks import Looks
from bot.knowledge.entitlements.rule import Rule
from bot.knowledge.entitlements.settled import FactBook
from bot.knowledge.entitlements.variables import Free


class Tree(Struct, frozen=True):
    """A rule with a diagram at each place: for the proof. `inner` is the rule of the benefit that a leaf
    looks at."""

    rule: Rule
    node: Node
    kids: tuple[Tree, ...] = ()
    inner: Tree | None = None


class Day:
    """The rules of the benefits of a day. `trees` has none for what is not certain or has no rule; `stale`
    and `amounts_at` are the variables of stale leaves and of computed amounts."""

    def __init__(
        self, book: FactBook, figures: Figures, benefits: Mapping[str, Benefit], on: dt.date
    ) -> None:
        self.book, self.on, self.benefits = book, on, benefits
        self.amounts = Amounts(figures, on)
        self.extents = Extents(book, figures, self.amounts)
        certain = {id: one.rule for id, one in benefits.items() if one.rule and one.certain(on)}
        self.looks = Looks(book, figures, on, certain.values())
        self.trees: dict[str, Tree] = {}
        self._rules = certain
        for id in certain:
            self._tree(id)
        free = {place: one for place, one in self.looks.variables.items() if isinstance(one, Free)}
        self.stale = frozenset(place for place, one in free.items() if one.stale)
        self.amounts_at = free.keys() - self.stale
        self._places: dict[Node, frozenset[int]] = {}

    def places(self, node: Node) -> frozenset[int]:
        """The variables of a diagram of this day."""
        if node not in self._places:
            self._places[node] = variables(node)
        return self._places[node]

    def _tree(self, id: str) -> Tree:
        if id not in self.trees:
            self.trees[id] = self._compiled(self._rules[id])
        return self.trees[id]

    def _compiled(self, rule: Rule) -> Tree:
        make = self.looks.diagrams
        if rule.not_ is not None:
            kid = self._compiled(rule.not_)
            return Tree(rule, make.opposite(kid.node), (kid,))
        kids = tuple(map(self._compiled, rule.all or rule.any))
        if kids:
            nodes = [kid.node for kid in kids]
            return Tree(rule, make.every(nodes) if rule.all else make.some(nodes), kids)
        if rule.may_get:
            return self._other(rule)
        return Tree(rule, self._amount(rule.amount) if rule.amount else self.looks.leaf(rule))

    def _other(self, rule: Rule) -> Tree:
        """Another benefit: its own rule; stale where that is not certain, no where it has none."""
        id = rule.may_get
        if id in self._rules:
            tree = self._tree(id)
            return Tree(rule, tree.node, inner=tree)
        other = self.benefits.get(id)
        none = other is not None and other.rule is None and other.certain(self.on)
        return Tree(rule, NO if none else self.looks.free(id, stale=True))

    def _amount(self, name: str) -> Node:
        return self.looks.free(name, stale=not self.amounts.certain(name))
