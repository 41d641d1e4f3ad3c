"""What a detail of the tree may not be: nobody is sent away with a hazard, and nothing leads nowhere."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from bot.knowledge.repairs.tree import Leaf, Problem
from bot.knowledge.repairs.triage import DANGERS, SEVERITIES

DAMP = "damp"
"""The problem that is always a case, even where wiping mould is the tenant's job (Awaab's Law)."""


class Ids(Struct, frozen=True):
    """The ids that a detail may name."""

    hazards: frozenset[str]
    rights: frozenset[str]
    phones: frozenset[str]


def faults(problem: Problem, leaf: Leaf, ids: Ids) -> Iterator[str]:
    """Everything that is wrong with a detail."""
    yield from _unknown(leaf, ids)
    yield from _outcome(problem, leaf, ids)
    yield from _classes(leaf)


def _unknown(leaf: Leaf, ids: Ids) -> Iterator[str]:
    if leaf.hazard and leaf.hazard not in ids.hazards:
        yield f"there is no hazard {leaf.hazard!r} in the law's scope"
    if leaf.right and leaf.right not in ids.rights:
        yield f"there is no category {leaf.right!r} of the Right to Repair"
    for card in filter(None, (leaf.danger, leaf.risk_danger)):
        if card not in DANGERS:
            yield f"there is no safety card {card!r} for a repair"


def _outcome(problem: Problem, leaf: Leaf, ids: Ids) -> Iterator[str]:
    grave = leaf.hazard or leaf.right or leaf.danger or leaf.risk_danger or problem.id == DAMP
    if leaf.does != "case" and grave:
        yield "damp, what is a hazard and what is in the Right to Repair is always a case"
    if leaf.does == "yours" and not (leaf.because and leaf.unless):
        yield "what is the tenant's own job needs `because` and `unless`"
    if (leaf.does == "call") != bool(leaf.phone):
        yield "`phone` belongs to `does: call`, and that to it"
    if leaf.phone and leaf.phone not in ids.phones:
        yield f"there is no phone number {leaf.phone!r} in phones.yaml"


def _classes(leaf: Leaf) -> Iterator[str]:
    rank = SEVERITIES.index
    if (leaf.severity or leaf.at_risk) and not leaf.hazard:
        yield "a class without a hazard"
    if leaf.at_risk and rank(leaf.at_risk) > rank(leaf.severity):
        yield "somebody at risk makes it less grave"
    if leaf.severity == "emergency" and leaf.priority != "emergency":
        yield "an emergency of the law has the priority emergency"
    if leaf.danger and leaf.severity != "emergency":
        yield "what has a safety card is an emergency of the law"
    if leaf.risk_danger and leaf.at_risk != "emergency":
        yield "what has a safety card for those at risk is an emergency for them"
