"""Writes the verdict on one benefit out of how it stands."""

from __future__ import annotations

from msgspec.structs import replace

from bot.knowledge.entitlements.benefit import Benefit
from bot.knowledge.entitlements.proof import every_leaf, once, proof
from bot.knowledge.entitlements.standing import Standings
from bot.knowledge.entitlements.verdict import Extent, Leaf, Verdict


def verdict(benefit: Benefit, standings: Standings) -> Verdict:
    """What comes out: `stale` for what is not certain that day, `no` for what does not exist here."""
    day = standings.day
    made = Verdict(benefit.id, "stale", source=benefit.source, link=benefit.link, checked=benefit.checked)
    if not benefit.certain(day.on):
        return made
    if benefit.id not in day.trees:
        return replace(made, truth="no")
    standing = standings.of(benefit.id)
    if standing.stale:
        return made
    if standing.decided is None:
        return replace(made, truth="unknown", open=standing.open)
    leaves = _proof(benefit, standings)
    if not standing.decided:
        return replace(made, truth="no", proof=leaves)
    others = any(leaf.benefit in day.benefits for leaf in leaves if not leaf.fact)
    return replace(made, truth="yes", proof=leaves, extent=_extent(benefit, standings), from_others=others)


def _proof(benefit: Benefit, standings: Standings) -> tuple[Leaf, ...]:
    tree = standings.day.trees[benefit.id]
    so, leaves = proof(tree, standings)
    return leaves if so is not None else once(every_leaf(tree, standings))


def _extent(benefit: Benefit, standings: Standings) -> Extent | None:
    if not benefit.amount:
        return None
    tried = standings.day.extents.of(benefit.amount, standings.settled)
    return tried.extent if tried else None
