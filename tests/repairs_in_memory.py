"""Cases of repairs in memory, for houses without a store: kept as the store keeps them, as long as a test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random
from typing import TYPE_CHECKING, TypeVar, cast

from msgspec.structs import replace

from bot.knowledge.repairs.case import Filed, Known, Moments, Report, Status, Where
from bot.knowledge.repairs.cases import Cases, NoCase
from bot.knowledge.repairs.tree import OTHER
from bot.store.reference import new_reference
from tests.case_in_memory import Case, filed, known, merged, place, same_code

if TYPE_CHECKING:
    from bot.knowledge.repairs.repairs import Repairs

T = TypeVar("T")

MOST_TRIES = 5
"""Wrong tries from one conversation, or at one reference, before nothing more is told."""

STILL_SHOWN = dt.timedelta(days=90)
STAMPED_AGAIN = dt.timedelta(days=1)


class MemoryCases(Cases):
    """`now` is the clock. With `repairs` a case has a triage and deadlines, without it has none.

    `breaks_before` and `breaks_after` are raised by the next write, once: before anything is kept, or when it
    is kept already and only the answer is lost.
    """

    def __init__(self, now: Callable[[], dt.datetime], repairs: Repairs | None = None) -> None:
        self.now = now
        self.repairs = repairs
        self.cases: dict[str, Case] = {}
        self.results: dict[str, object] = {}
        self.wrong: dict[str, int] = {}
        self.breaks_before: Exception | None = None
        self.breaks_after: Exception | None = None
        self._random = Random(1)

    @property
    def every(self) -> list[Case]:
        """All that count, oldest first: what became a part of another is not one of its own."""
        return [case for case in self.cases.values() if not case.joined_to]

    async def file(self, report: Report, key: str, conversation: int) -> Filed:
        assert report.where is not None, "a case is filed for a place"
        where = report.where

        def happens() -> Filed:
            there = self._open_at(where, report.problem)
            if there is not None:
                return self._taken_up(there, report, conversation)
            return filed(self._opened(report, conversation, "reported"), "new")

        return self._once(key, happens)

    async def stamp(self, report: Report, key: str, conversation: int) -> Filed:
        def happens() -> Filed:
            there = self._stamped(report.hazard, conversation)
            if there is not None:
                there.history.append(("added", report.said))
                return filed(there, "added")
            case = self._opened(report, conversation, "stamped")
            case.complete = False
            return filed(case, "new")

        return self._once(key, happens)

    async def complete(self, reference: str, report: Report, key: str, conversation: int) -> Filed:
        assert report.where is not None, "a case is filled in with a place"
        where = report.where

        def happens() -> Filed:
            case = self.cases[reference]
            there = self._open_at(where, report.problem, but=reference)
            if there is not None:
                case.joined_to = there.reference
                return self._taken_up(there, report, conversation)
            case.report, case.complete = report, True
            case.reports.append(report)
            case.history.append(("completed", report.said))
            self._judge(case)
            return filed(case, "new")

        return self._once(key, happens)

    async def open_at(self, where: Where, problem: str) -> Known | None:
        case = self._open_at(where, problem)
        return known(case) if case else None

    async def of(self, conversation: int) -> tuple[Known, ...]:
        mine = [case for case in self.every if conversation in case.reporters]
        still = [case for case in mine if case.open or self.now() - case.status_at <= STILL_SHOWN]
        return tuple(known(case) for case in reversed(still))

    async def find(self, reference: str, postcode: str, conversation: int) -> Known | NoCase:
        code = reference.upper()
        counted = (f"by {conversation}", f"at {code}")
        if any(self.wrong.get(name, 0) >= MOST_TRIES for name in counted):
            return "locked"
        case = self.cases.get(code)
        case = self.cases[case.joined_to] if case and case.joined_to else case
        where = case.report.where if case else None
        if case is not None and where is not None and same_code(where.postcode, postcode):
            return known(case)
        for name in counted:
            self.wrong[name] = self.wrong.get(name, 0) + 1
        return "unknown"

    async def fixed(self, reference: str, fixed: bool, said: str, key: str, conversation: int) -> Known:
        def happens() -> Known:
            case = self._theirs(reference, conversation)
            case.history.append(("fixed" if fixed else "not_fixed", said))
            if not fixed:
                case.moments = Moments(aware_at=self.now())
                self._judge(case)
            return self._set(case, "closed" if fixed else "received")

        return self._once(key, happens)

    async def withdraw(self, reference: str, key: str, conversation: int) -> Known:
        def happens() -> Known:
            case = self._theirs(reference, conversation)
            case.history.append(("withdrawn", ""))
            return self._set(case, "withdrawn")

        return self._once(key, happens)

    def put(self, reference: str, status: Status, *comes: dt.datetime) -> Known:
        """Another status, as staff give it; of an appointment with the two moments of the visit."""
        case = self.cases[reference]
        case.comes = (comes[0], comes[1]) if comes else None
        return self._set(case, status)

    def _once(self, key: str, happens: Callable[[], T]) -> T:
        """The effect, or what came of it before."""
        broken, self.breaks_before = self.breaks_before, None
        if broken is not None:
            raise broken
        if key not in self.results:
            self.results[key] = happens()
        lost, self.breaks_after = self.breaks_after, None
        if lost is not None:
            raise lost
        return cast(T, self.results[key])

    def _opened(self, report: Report, conversation: int, kind: str) -> Case:
        now, moments = self.now(), Moments(aware_at=report.aware_at)
        case = Case(new_reference(self._random), report, now, now, moments, reports=[report])
        case.reporters.append(conversation)
        case.history.append((kind, report.said))
        self._judge(case)
        self.cases[case.reference] = case
        return case

    def _taken_up(self, case: Case, report: Report, conversation: int) -> Filed:
        """What is new of an open case: a material change, whose clocks begin with it where it is worse."""
        before = case.triage
        case.report = merged(case.report, report)
        case.reports.append(report)
        case.history.append(("added", report.said))
        if conversation not in case.reporters:
            case.reporters.append(conversation)
        self._judge(case)
        if before is not None and case.triage is not None and before.severity != case.triage.severity:
            case.moments = replace(case.moments, aware_at=report.aware_at)
            self._judge(case)
        communal = case.report.where is not None and case.report.where.communal
        return filed(case, "joined" if communal else "added")

    def _judge(self, case: Case) -> None:
        if self.repairs is not None:
            case.triage = self.repairs.triage(case.report)
            case.deadlines = self.repairs.deadlines(case.triage, case.moments)

    def _stamped(self, hazard: str, conversation: int) -> Case | None:
        return next(
            (
                case
                for case in self.every
                if case.open
                and case.history[0][0] == "stamped"
                and case.reporters[0] == conversation
                and case.report.hazard == hazard
                and self.now() - case.filed_at <= STAMPED_AGAIN
            ),
            None,
        )

    def _open_at(self, where: Where, problem: str, but: str = "") -> Case | None:
        if problem in ("", OTHER):  # two things that nobody has named are not the same
            return None
        here = place(where)
        for case in self.every:
            there = case.report.where
            same = there is not None and place(there) == here and case.report.problem == problem
            if same and case.open and case.reference != but:
                return case
        return None

    def _theirs(self, reference: str, conversation: int) -> Case:
        case = self.cases.get(reference)
        if case is None or conversation not in case.reporters:
            raise LookupError(reference)
        return case

    def _set(self, case: Case, status: Status) -> Known:
        case.status, case.status_at = status, self.now()
        return known(case)
