"""The tree of what can be wrong in a home: groups, problems, details. Each detail leads somewhere.

The tree of the country is `bot/cities/uk/repairs.yaml`. A city's own `repairs.yaml` says where it does
otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from accessibility.text import Text
from bot.knowledge.repairs.case import Priority, Severity

Asks = Literal["room", "since", "worse", "people"]
Does = Literal["case", "call", "yours"]

OTHER = "other"
"""The problem, and the detail of each problem, that stands for whatever is on no list."""


class Leaf(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One detail of a problem.

    `does`: `case` opens one; `call` gives the number `phone` of the registry; `yours` is the tenant's own
    job, `because` of something, `unless` something is so: then it is a case after all. Both are whole
    sentences. `priority` is proposed; `winter` between the days that the law names, where it is more urgent,
    and `shared` instead of it in the shared part of a building.
    `hazard` is an id of the law's scope; `severity` the class that is proposed, `at_risk` the one where
    somebody at risk lives there: both only in winter where there is a `winter`. `right` is a category of the
    Right to Repair. `danger` is the safety card that is shown at once, `risk_danger` the one where somebody
    at risk makes it an emergency. `rooms` are the only ones where it can be, none for anywhere. One that is
    not `shown` is on no list of choices: it is meant when it is heard.
    """

    id: str
    name: Text
    does: Does = "case"
    priority: Priority = "routine"
    winter: Priority | None = None
    shared: Priority | None = None
    hazard: str = ""
    severity: Severity = ""
    at_risk: Severity = ""
    right: str = ""
    danger: str = ""
    phone: str = ""
    because: Text | None = None
    unless: Text | None = None
    rooms: tuple[str, ...] = ()
    risk_danger: str = ""
    shown: bool = True


class Problem(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that can be wrong. `asks` says what else must be known of it. `of` is its name in a sentence:
    `the damp or mould`."""

    id: str
    name: Text
    of: Text
    asks: tuple[Asks, ...] = ()
    details: tuple[Leaf, ...]

    def leaf(self, detail: str) -> Leaf | None:
        """The detail with this id."""
        return next((leaf for leaf in self.details if leaf.id == detail), None)

    def in_room(self, room: str) -> tuple[Leaf, ...]:
        """The details to choose from in a room, eight at most; all that are shown where it is not known."""
        return tuple(
            leaf for leaf in self.details if leaf.shown and (not room or not leaf.rooms or room in leaf.rooms)
        )


class Group(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Problems that are shown together to who has not said which: eight at most."""

    id: str
    name: Text
    problems: tuple[Problem, ...]


class Tree(Struct, frozen=True):
    """All of it."""

    groups: tuple[Group, ...]

    @property
    def problems(self) -> Iterator[Problem]:
        for group in self.groups:
            yield from group.problems

    def problem(self, id: str) -> Problem | None:
        """The problem with this id."""
        return next((problem for problem in self.problems if problem.id == id), None)

    def leaf(self, problem: str, detail: str) -> Leaf | None:
        """The detail with these ids."""
        found = self.problem(problem)
        return found.leaf(detail) if found else None
