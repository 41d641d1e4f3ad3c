"""How each benefit stands by what is known: decided, stale or still open, and by which facts."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from msgspec import Struct

from bot.knowledge.entitlements.day import Day
from bot.knowledge.entitlements.diagram import NO, YES, Diagrams, Node, variables
from bot.knowledge.entitlements.settled import Settled
from bot.knowledge.entitlements.variables import Free, Variable

Moves = dict[str, Decimal]
NONE = Decimal(0)


class Standing(Struct, frozen=True):
    """`certain` is yes only where no stale leaf and nobody's "I do not know" can make it otherwise,
    `possible` is yes wherever it can be: the facts in either of them can still change the verdict. `moves`
    are the facts, each with how far it moves a computed amount, `places` the variables of each."""

    certain: Node
    possible: Node
    stale: bool
    open: tuple[str, ...]
    moves: Moves
    places: Mapping[str, tuple[int, ...]]

    @property
    def decided(self) -> bool | None:
        """Yes, no, or not yet."""
        if self.certain is YES:
            return True
        return False if self.possible is NO else None


class Standings:
    """Everything about one household on one day; what has been looked at is kept."""

    def __init__(self, day: Day, settled: Settled) -> None:
        self.day, self.settled = day, settled
        self.diagrams = Diagrams()
        self._cells: dict[int, tuple[int, ...]] = {}
        self._found: dict[str, Standing] = {}
        self._left: dict[Node, Node] = {}
        self._facts: dict[int, Moves] = {}

    def of(self, id: str) -> Standing:
        """A benefit that has a rule which is certain that day."""
        if id not in self._found:
            self._found[id] = self._standing(self.left(self.day.trees[id].node))
        return self._found[id]

    def left(self, node: Node) -> Node:
        """What is left of a diagram, with the amounts that are decided."""
        found = self._left.get(node)
        if found is None:
            found = self._left[node] = self._reduced(node)
        return found

    def _reduced(self, node: Node) -> Node:
        """A diagram of which nothing is known stays the one that it is."""
        if any(self.cells(place) for place in self.day.places(node)):
            node = self.diagrams.known(node, self.cells)
        if node.kids and any(self._sign(place) for place in variables(node) & self.day.amounts_at):
            node = self.diagrams.known(node, self._sign)
        return node

    def cells(self, place: int) -> tuple[int, ...]:
        """The cells that are possible for a variable; empty where all are."""
        if place not in self._cells:
            self._cells[place] = self._variable(place).cells(self.settled)
        return self._cells[place]

    def _variable(self, place: int) -> Variable:
        return self.day.looks.variables[place]

    def _sign(self, place: int) -> tuple[int, ...]:
        """Whether an amount is above nothing, where what is unknown cannot change that."""
        one = self._variable(place)
        if place not in self.day.amounts_at or not isinstance(one, Free):
            return ()
        tried = self.day.extents.of(one.name, self.settled)
        if tried is None or (not tried.extent.least and tried.extent.most):
            return ()
        return (int(tried.extent.least > 0),)

    def _standing(self, node: Node) -> Standing:
        if not node.kids:
            return Standing(node, node, stale=False, open=(), moves={}, places={})
        places = variables(node)
        stale = places & self.day.stale
        without = self.diagrams.without
        if stale and without(node, stale, always=True) is NO:
            return Standing(NO, node, stale=True, open=(), moves={}, places={})
        certain = possible = node
        gone = frozenset(place for place in places if not self._asked(place))
        if gone:
            certain, possible = (without(node, gone, always=always) for always in (True, False))
            places = variables(certain, possible)
        moves: Moves = {}
        at: dict[str, tuple[int, ...]] = {}
        for place in sorted(places):
            for id, far in self._asked(place).items():
                moves[id] = max(far, moves.get(id, far))
                at[id] = (*at.get(id, ()), place)
        open_ = tuple(sorted(moves, key=self.day.book.order.__getitem__))
        return Standing(certain, possible, stale=False, open=open_, moves=moves, places=at)

    def _asked(self, place: int) -> Moves:
        """The facts that may be asked for a variable, each with how far it moves an amount."""
        found = self._facts.get(place)
        if found is None:
            one = self._variable(place)
            facts: Mapping[str, Decimal] = dict.fromkeys(one.facts, NONE)
            if place in self.day.amounts_at and isinstance(one, Free):
                facts = self.day.extents.open(one.name, self.settled)
            settled = self.settled
            found = {
                id: far for id, far in facts.items() if id not in settled.values and id not in settled.held
            }
            self._facts[place] = found
        return found
