"""What the tree and the law call things, in English, for staff."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from accessibility.text import Text
from bot.knowledge.repairs.case import Deadline, Triage
from bot.knowledge.repairs.law import Dated
from bot.knowledge.repairs.repairs import Repairs
from bot.knowledge.repairs.tree import OTHER

UNKNOWN = "Not known yet"
"""Stands for the problem of a case that was stamped before anything was asked."""


class CaseNames:
    """`english` writes a text as staff read it."""

    def __init__(self, repairs: Repairs, english: Callable[[Text], str]) -> None:
        self._repairs = repairs
        self._english = english
        self._known: dict[tuple[str, str], str] = {}
        law = repairs.law
        self.hazards: Mapping[str, str] = {one.hazard: one.name for one in law.scope}
        self.rights: Mapping[str, str] = {one.id: one.name for one in law.rights}

    def what(self, problem: str, detail: str) -> str:
        """`Damp or mould: on a wall`; the problem alone where no detail says more."""
        key = problem, detail
        if key not in self._known:
            self._known[key] = self._what(*key)
        return self._known[key]

    def of(self, problem: str) -> str:
        """As it stands in a sentence: `the damp or mould`."""
        found = self._repairs.tree.problem(problem)
        said = self._english(found.of) if found else "your repair"
        return said[:1].lower() + said[1:]

    def rule(self, deadline: Deadline, triage: Triage) -> Dated:
        """The rule behind a date of a case of this class."""
        return self._repairs.source(deadline, triage)

    def _what(self, problem: str, detail: str) -> str:
        found = self._repairs.tree.problem(problem)
        if found is None:
            return problem or UNKNOWN
        leaf = found.leaf(detail) if detail != OTHER else None
        name = self._english(found.name)
        return f"{name}: {self._english(leaf.name)}" if leaf else name
