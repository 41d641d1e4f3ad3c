"""Decision diagrams: functions of several variables to yes or no, each function in exactly one form.

A rule that has been put into a diagram needs no search: what is known takes branches away, and whatever
variable is left over can still change the outcome. Two equal functions are the same object, so a variable
that does not matter is not in the diagram at all (reduced ordered multi-valued decision diagrams; Bryant
1986, Kam 1998).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import reduce


class Node:
    """One place of a diagram: the variable that is looked at, by its number, and where each of its cells
    leads. The two ends have no variable."""

    __slots__ = ("kids", "variable")

    def __init__(self, variable: int, kids: tuple[Node, ...]) -> None:
        self.variable = variable
        self.kids = kids


END = 1 << 30
YES, NO = Node(END, ()), Node(END, ())

Cells = Callable[[int], tuple[int, ...]]
"""The cells of a variable that are still possible; empty where nothing is known of it."""


class Diagrams:
    """Makes diagrams over the same variables; a variable with a lower number stands nearer to the root."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, ...], Node] = {}
        self._joined: dict[tuple[int, int, bool], tuple[Node, Node, Node]] = {}

    def make(self, variable: int, kids: tuple[Node, ...]) -> Node:
        """The diagram that goes on with one of `kids` for each cell."""
        first = kids[0]
        if all(kid is first for kid in kids):
            return first
        key = (variable, *map(id, kids))
        found = self._made.get(key)
        if found is None:
            found = self._made[key] = Node(variable, kids)
        return found

    def every(self, nodes: Iterable[Node]) -> Node:
        """Yes where all of them are."""
        return reduce(lambda one, other: self._join(one, other, NO), nodes, YES)

    def some(self, nodes: Iterable[Node]) -> Node:
        """Yes where one of them is."""
        return reduce(lambda one, other: self._join(one, other, YES), nodes, NO)

    def opposite(self, node: Node) -> Node:
        """Yes where it is no."""
        if node.variable == END:
            return NO if node is YES else YES
        return self.make(node.variable, tuple(map(self.opposite, node.kids)))

    def _join(self, one: Node, other: Node, strong: Node) -> Node:
        """Both, or one of them, where `strong` is the end that decides alone."""
        if one is strong or other is strong:
            return strong
        if one.variable == END or one is other:
            return other
        if other.variable == END:
            return one
        key = (id(one), id(other), strong is YES)
        found = self._joined.get(key)
        if found is None:
            first = min(one.variable, other.variable)
            width = len(one.kids if one.variable == first else other.kids)
            pairs = zip(_spread(one, first, width), _spread(other, first, width), strict=True)
            made = self.make(first, tuple(self._join(a, b, strong) for a, b in pairs))
            found = self._joined[key] = (one, other, made)  # both are kept: their ids stay theirs
        return found[2]

    def known(self, node: Node, cells: Cells) -> Node:
        """What is left of a diagram by what is known."""
        done: dict[Node, Node] = {}

        def left(node: Node) -> Node:
            while node.variable != END:
                possible = cells(node.variable)
                if len(possible) != 1:
                    break
                node = node.kids[possible[0]]
            if node.variable == END:
                return node
            if node not in done:
                kids = node.kids
                if possible:
                    kids = tuple(kids[cell if cell in possible else possible[0]] for cell in range(len(kids)))
                done[node] = self.make(node.variable, tuple(map(left, kids)))
            return done[node]

        return left(node)

    def without(self, node: Node, gone: frozenset[int], *, always: bool) -> Node:
        """Where it is yes whatever the `gone` variables are (`always`), or for one value of them."""
        done: dict[Node, Node] = {}
        join = self.every if always else self.some

        def left(node: Node) -> Node:
            if node.variable == END:
                return node
            if node not in done:
                kids = tuple(map(left, node.kids))
                done[node] = join(kids) if node.variable in gone else self.make(node.variable, kids)
            return done[node]

        return left(node)


def variables(*nodes: Node) -> frozenset[int]:
    """The variables that matter to one of them."""
    seen: set[Node] = set()
    todo = list(nodes)
    while todo:
        node = todo.pop()
        if node.variable != END and node not in seen:
            seen.add(node)
            todo.extend(node.kids)
    return frozenset(node.variable for node in seen)


def _spread(node: Node, variable: int, width: int) -> tuple[Node, ...]:
    return node.kids if node.variable == variable else (node,) * width
