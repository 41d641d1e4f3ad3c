"""Decision diagrams against every assignment of their variables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.entitlements.diagram import NO, YES, Diagrams, Node, variables

SIZES = (2, 3, 2, 4)
Assigned = tuple[int, ...]
Formula = tuple[Any, ...]

LEAF = st.integers(0, len(SIZES) - 1).flatmap(
    lambda place: st.tuples(st.just("is"), st.just(place), st.frozensets(st.integers(0, SIZES[place] - 1)))
)
FORMULA: st.SearchStrategy[Formula] = st.recursive(
    LEAF,
    lambda kids: st.one_of(
        st.tuples(st.just("not"), kids), st.tuples(st.sampled_from(["every", "some"]), kids, kids)
    ),
    max_leaves=8,
)


def every() -> Iterator[Assigned]:
    return product(*(range(size) for size in SIZES))


def holds(formula: Formula, at: Assigned) -> bool:
    kind, *rest = formula
    if kind == "is":
        return at[rest[0]] in rest[1]
    if kind == "not":
        return not holds(rest[0], at)
    return (all if kind == "every" else any)(holds(one, at) for one in rest)


def drawn(formula: Formula, make: Diagrams) -> Node:
    kind, *rest = formula
    if kind == "is":
        place, cells = rest
        return make.make(place, tuple(YES if cell in cells else NO for cell in range(SIZES[place])))
    if kind == "not":
        return make.opposite(drawn(rest[0], make))
    return (make.every if kind == "every" else make.some)([drawn(one, make) for one in rest])


def end(node: Node, at: Assigned) -> bool:
    while node.kids:
        node = node.kids[at[node.variable]]
    return node is YES


def only(known: Mapping[int, tuple[int, ...]]) -> Callable[[int], tuple[int, ...]]:
    return lambda place: known.get(place, ())


def can_change(formula: Formula, place: int) -> bool:
    """Whether another cell of this variable alone ever makes another end."""
    others = ((*at[:place], cell, *at[place + 1 :]) for at in every() for cell in range(SIZES[place]))
    return any(holds(formula, at) != holds(formula, (*at[:place], 0, *at[place + 1 :])) for at in others)


@settings(max_examples=60, deadline=None)
@given(FORMULA)
def test_a_diagram_says_what_its_formula_says(formula: Formula) -> None:
    node = drawn(formula, Diagrams())

    assert all(end(node, at) is holds(formula, at) for at in every())


@settings(max_examples=60, deadline=None)
@given(FORMULA, FORMULA)
def test_equal_functions_are_the_same_object(one: Formula, other: Formula) -> None:
    make = Diagrams()
    equal = all(holds(one, at) is holds(other, at) for at in every())

    assert (drawn(one, make) is drawn(other, make)) is equal


@settings(max_examples=60, deadline=None)
@given(FORMULA)
def test_its_variables_are_those_that_can_change_the_end(formula: Formula) -> None:
    found = variables(drawn(formula, Diagrams()))

    assert found == {place for place in range(len(SIZES)) if can_change(formula, place)}


@settings(max_examples=60, deadline=None)
@given(FORMULA, st.dictionaries(st.integers(0, 3), st.integers(0, 1), max_size=3))
def test_what_is_known_takes_branches_away(formula: Formula, known: dict[int, int]) -> None:
    node = Diagrams().known(
        drawn(formula, Diagrams()), only({place: (cell,) for place, cell in known.items()})
    )

    assert not variables(node) & known.keys()
    for at in every():
        said = tuple(known.get(place, cell) for place, cell in enumerate(at))
        assert end(node, at) is holds(formula, said)


@settings(max_examples=60, deadline=None)
@given(FORMULA, st.sampled_from([1, 3]))
def test_cells_that_are_ruled_out_matter_no_more(formula: Formula, place: int) -> None:
    possible = tuple(range(1, SIZES[place]))
    node = Diagrams().known(drawn(formula, Diagrams()), only({place: possible}))

    assert all(end(node, at) is holds(formula, at) for at in every() if at[place] in possible)
    kept = {at: holds(formula, at) for at in every() if at[place] in possible}
    differs = any(kept[at] != kept[(*at[:place], possible[0], *at[place + 1 :])] for at in kept)
    assert (place in variables(node)) is differs


@settings(max_examples=60, deadline=None)
@given(FORMULA, st.frozensets(st.integers(0, 3), max_size=2))
def test_without_variables_it_is_yes_always_or_for_one_value_of_them(
    formula: Formula, gone: frozenset[int]
) -> None:
    make = Diagrams()
    node = drawn(formula, make)
    always, ever = (make.without(node, gone, always=so) for so in (True, False))

    for at in every():
        alike = [b for b in every() if all(b[place] == at[place] for place in range(4) if place not in gone)]
        assert end(always, at) is all(holds(formula, b) for b in alike)
        assert end(ever, at) is any(holds(formula, b) for b in alike)
