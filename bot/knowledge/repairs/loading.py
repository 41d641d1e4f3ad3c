"""Reads the data of repairs and holds it together: every id that is named exists, every detail leads on.

What is wrong is refused with file and line. A council that edits its file learns at the start, not a tenant.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from msgspec import structs

from bot.knowledge.data import DataError, place, read, read_once
from bot.knowledge.directory.phones import COUNTRY, PhoneLine
from bot.knowledge.repairs.faults import Fault, change_faults, council_faults, law_faults, merged, tree_faults
from bot.knowledge.repairs.law import Change, Council, Law
from bot.knowledge.repairs.leaves import Ids
from bot.knowledge.repairs.tree import Leaf, Problem, Tree

TREE, LAW, CITY = "repairs.yaml", "repairs_law.yaml", "repairs.yaml"


def read_law(folder: Path) -> Law:
    """The country's law. Raises `DataError` naming file, line and what is wrong."""
    path = folder / COUNTRY / LAW
    law = read(path, Law)
    _refuse(path, law_faults(law))
    return law


def read_council(city: str, folder: Path) -> Council:
    """A council as a landlord. Raises `DataError` naming file, line and what is wrong."""
    path = folder / city / CITY
    council = read(path, Council)
    _refuse(path, council_faults(council, _phones(city, folder)))
    return council


def read_tree(city: str, law: Law, council: Council, folder: Path) -> Tree:
    """What can be wrong, with the city's changes in it. Raises `DataError` naming file, line and fault."""
    path = folder / COUNTRY / TREE
    tree = read(path, Tree)
    ids = Ids(
        frozenset(one.hazard for one in law.scope),
        frozenset(one.id for one in law.rights),
        _phones(city, folder),
    )
    _refuse(path, tree_faults(tree, ids))
    _refuse(folder / city / CITY, change_faults(tree, council, ids))
    return changed(tree, council.confirmed)


def changed(tree: Tree, changes: Iterable[Change]) -> Tree:
    """The tree with a council's changes in it."""
    by_leaf = {change.leaf: change for change in changes}

    def leaf(problem: Problem, one: Leaf) -> Leaf:
        change = by_leaf.get(f"{problem.id}.{one.id}")
        return merged(one, change) if change else one

    def problem(one: Problem) -> Problem:
        return structs.replace(one, details=tuple(leaf(one, each) for each in one.details))

    groups = (
        structs.replace(group, problems=tuple(problem(one) for one in group.problems))
        for group in tree.groups
    )
    return Tree(tuple(groups))


def _refuse(path: Path, found: Iterable[Fault]) -> None:
    for at, says in found:
        raise DataError(f"{place(path, at)}: {says}")


def _phones(city: str, folder: Path) -> frozenset[str]:
    files = [folder / name / "phones.yaml" for name in (city, COUNTRY)]
    return frozenset(line.id for file in files for line in read_once(file, tuple[PhoneLine, ...]))
