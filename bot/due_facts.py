"""The facts of benefits and of the law of repairs with their dates, for the list of what is due."""

from __future__ import annotations

import datetime as dt

from bot.knowledge.dated import GOOD_FOR, Dated, Lists
from bot.knowledge.entitlements.benefit import Benefit
from bot.knowledge.entitlements.entitlements import Entitlements
from bot.knowledge.entitlements.figure import Figure
from bot.knowledge.repairs.law import Dated as Rule
from bot.knowledge.repairs.repairs import Repairs

DAY = dt.timedelta(days=1)


def of_benefits(rules: Entitlements) -> Lists:
    """Rates, limits and rules. One is over with its last day, or a year after somebody has read it."""

    def every() -> list[Dated]:
        figures = [_of(f"Figure {one.id}: {one.value} {one.unit}", one) for one in rules.figures.every()]
        return [*figures, *(_of(f"Benefit {one.id}", one) for one in rules.every)]

    return every


def of_repairs(repairs: Repairs) -> Lists:
    """Awaab's Law, the Right to Repair, and the council's own times."""

    def every() -> list[Dated]:
        law = repairs.law
        national: list[Rule] = [*law.limits, law.emergencies, *law.scope, *law.rights]
        own = [
            _rule(f"Repairs: the council's time for {one.priority}", one) for one in repairs.council.targets
        ]
        return [*(_rule(f"Repairs: {one.source}, {one.section}", one) for one in national), *own]

    return every


def _of(what: str, one: Figure | Benefit) -> Dated:
    ends = min(one.until or dt.date.max - DAY, one.checked + GOOD_FOR) + DAY
    return Dated(
        what, "figures.yaml, benefits.yaml", one.source, one.checked, one.status, ends, link=one.link
    )


def _rule(what: str, one: Rule) -> Dated:
    ends = one.checked + GOOD_FOR + DAY
    return Dated(what, "repairs_law.yaml, repairs.yaml", one.source, one.checked, one.status, ends, one.note)
