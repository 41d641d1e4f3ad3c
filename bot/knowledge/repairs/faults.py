"""What is wrong in the data of repairs beyond a detail: holes, doubles, times that contradict each other.

Each fault is a place in its file, as `$.groups[0].problems[1]`, and what is wrong there.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import structs

from bot.knowledge.repairs.case import PRIORITIES
from bot.knowledge.repairs.law import Change, Council, Dated, Law, Limit
from bot.knowledge.repairs.leaves import Ids, faults
from bot.knowledge.repairs.tree import OTHER, Group, Leaf, Problem, Tree

Fault = tuple[str, str]
MOST = 8
"""Choices that are shown at once."""


def law_faults(law: Law) -> Iterator[Fault]:
    """What is wrong in the law."""
    yield from _overlaps("$.limits", [(f"{one.severity} {one.step}", one) for one in law.limits])
    yield from _overlaps("$.scope", [(one.hazard, one) for one in law.scope])
    yield from _overlaps("$.rights", [(one.id, one) for one in law.rights])
    for at, limit in enumerate(law.limits):
        yield from _limit_faults(f"$.limits[{at}].limit", limit.limit)
    for at, right in enumerate(law.rights):
        if min(right.working_days, right.winter_days or right.working_days) < 1:
            yield f"$.rights[{at}]", "a right needs at least one working day"


def _limit_faults(at: str, limit: Limit) -> Iterator[Fault]:
    set_ = [value for value in structs.astuple(limit) if value]
    if len(set_) != 1 or set_[0] < 0:
        yield at, "a limit is exactly one of hours, working_days, weeks and months, and more than none"


def council_faults(council: Council, phones: frozenset[str]) -> Iterator[Fault]:
    """What is wrong in a council's own data, by itself."""
    if council.phone not in phones:
        yield "$.phone", f"there is no phone number {council.phone!r} in phones.yaml"
    yield from _overlaps("$.targets", [(f"{one.priority} {one.step}", one) for one in council.targets])
    yield from _doubles("$.changes", [one.leaf for one in council.changes])
    for at, target in enumerate(council.targets):
        yield from _limit_faults(f"$.targets[{at}].limit", target.limit)
    finish = [one for one in council.targets if one.step == "finish" and one.limit.working_days]
    days = {one.priority: one.limit.working_days for one in finish}
    ordered = [days[priority] for priority in PRIORITIES if priority in days]
    if ordered != sorted(ordered):
        yield "$.targets", "what is more urgent has a longer time than what is less"


def tree_faults(tree: Tree, ids: Ids) -> Iterator[Fault]:
    """What is wrong in the tree."""
    yield from _doubles("$.groups", [group.id for group in tree.groups])
    for at, group in enumerate(tree.groups):
        yield from _group_faults(f"$.groups[{at}]", group, ids)
    names = Counter(problem.id for problem in tree.problems)
    yield from (
        ("$.groups", f"the problem {id!r} is there twice") for id, count in names.items() if count > 1
    )
    if tree.leaf(OTHER, OTHER) is None:
        yield "$.groups", f"the problem {OTHER!r} with the detail {OTHER!r} is missing"


def _group_faults(at: str, group: Group, ids: Ids) -> Iterator[Fault]:
    if len(group.problems) > MOST:
        yield at, f"{group.id}: {len(group.problems)} problems, where {MOST} can be shown"
    for index, problem in enumerate(group.problems):
        yield from _problem_faults(f"{at}.problems[{index}]", problem, ids)


def _problem_faults(at: str, problem: Problem, ids: Ids) -> Iterator[Fault]:
    yield from _doubles(f"{at}.details", [leaf.id for leaf in problem.details])
    shown = len(problem.in_room(""))
    if shown > MOST:
        yield at, f"{problem.id}: {shown} details, where {MOST} can be shown"
    other = problem.leaf(OTHER)
    if other is None or other.does != "case" or not other.shown:
        yield at, f"{problem.id}: the detail {OTHER!r} is missing, or is no case that is shown"
    for index, leaf in enumerate(problem.details):
        for says in faults(problem, leaf, ids):
            yield f"{at}.details[{index}]", f"{problem.id}.{leaf.id}: {says}"


def change_faults(tree: Tree, council: Council, ids: Ids) -> Iterator[Fault]:
    """What is wrong in a council's changes of the tree."""
    for index, change in enumerate(council.changes):
        at = f"$.changes[{index}]"
        id, _, detail = change.leaf.partition(".")
        problem, leaf = tree.problem(id), tree.leaf(id, detail)
        if problem is None or leaf is None:
            yield f"{at}.leaf", f"there is no {change.leaf!r} in the country's tree"
            continue
        if detail == OTHER and change.does not in (None, "case"):
            yield f"{at}.does", f"{change.leaf}: what is on no list is a case"
        yield from ((at, f"{change.leaf}: {says}") for says in faults(problem, merged(leaf, change), ids))


def _doubles(at: str, ids: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, id in enumerate(ids):
        if id in seen:
            yield f"{at}[{index}]", f"{id!r} is there twice"
        seen.add(id)


def _overlaps(at: str, rules: Sequence[tuple[str, Dated]]) -> Iterator[Fault]:
    """Two forms of one rule that hold on the same day."""
    for index, (name, rule) in enumerate(rules):
        if any(other == name and _both_hold(rule, one) for other, one in rules[:index]):
            yield f"{at}[{index}]", f"{name!r} is there twice for the same days"


def _both_hold(one: Dated, other: Dated) -> bool:
    firsts = [rule.since or dt.date.max for rule in (one, other)]
    return max(firsts) <= min(rule.until or dt.date.max for rule in (one, other))


def merged(leaf: Leaf, change: Change) -> Leaf:
    """A detail as a council has it: what the change says, and the rest as it was."""
    return structs.replace(
        leaf,
        does=change.does or leaf.does,
        priority=change.priority or leaf.priority,
        shared=change.shared or leaf.shared,
        phone=change.phone or leaf.phone,
        because=change.because or leaf.because,
        unless=change.unless or leaf.unless,
    )
