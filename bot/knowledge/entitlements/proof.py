"""Kleene's three-valued logic over a rule, with the leaves that decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.knowledge.entitlements.day import Tree
from bot.knowledge.entitlements.diagram import NO, YES
from bot.knowledge.entitlements.standing import Standings
from bot.knowledge.entitlements.verdict import Leaf

Found = tuple[bool | None, tuple[Leaf, ...]]


def proof(tree: Tree, standings: Standings) -> Found:
    """What a rule is (None: not known), and the leaves that make it so; none where it is not known."""
    rule = tree.rule
    if rule.not_ is not None:
        so, leaves = proof(tree.kids[0], standings)
        return None if so is None else not so, leaves
    if not tree.kids:
        return _leaf(tree, standings)
    strong = not rule.all
    found = []
    for kid in tree.kids:
        so, leaves = proof(kid, standings)
        if so is strong:
            return strong, leaves
        found.append((so, leaves))
    if any(so is None for so, _leaves in found):
        return None, ()
    return not strong, once(leaf for _so, leaves in found for leaf in leaves)


def once(leaves: Iterable[Leaf]) -> tuple[Leaf, ...]:
    """The leaves, each once: a rule may look at the same thing in several places."""
    by_look = {(one.fact, one.benefit, one.truth, one.because and one.because.msgid): one for one in leaves}
    return tuple(by_look.values())


def every_leaf(tree: Tree, standings: Standings) -> Iterator[Leaf]:
    """The leaves of a rule that are known: what it rests on where no branch alone decides."""
    for kid in tree.kids:
        yield from every_leaf(kid, standings)
    if not tree.kids:
        yield from _leaf(tree, standings)[1]


def _leaf(tree: Tree, standings: Standings) -> Found:
    rule = tree.rule
    left = standings.left(tree.node)
    if left is not YES and left is not NO:
        return None, ()
    so = left is YES
    if tree.inner is not None and rule.because is None:
        _so, leaves = proof(tree.inner, standings)
        return so, leaves
    return so, (Leaf(rule.fact, "yes" if so else "no", rule.because, rule.may_get or rule.amount),)
