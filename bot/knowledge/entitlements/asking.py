"""Which fact to ask for next: the one that can settle most, and none that cannot change anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from bot.knowledge.entitlements.benefit import Benefit
from bot.knowledge.entitlements.diagram import NO, YES, Node
from bot.knowledge.entitlements.standing import Standing, Standings

AN_AMOUNT = 0.5
"""What a fact that moves an amount counts beside one that may decide a rule in each of its cells."""


def next_fact(goals: Sequence[Benefit], standings: Standings) -> str | None:
    """The fact to ask for; None where nothing that can be asked changes a goal. For one goal what its
    benefit asks first comes first; else what settles most, and of equals what the file of facts has first."""
    still = [(one, standings.of(one.id)) for one in goals]
    still = [(one, standing) for one, standing in still if standing.decided is None and standing.open]
    may = _may_ask((standing for _one, standing in still), standings)
    if not may:
        return None
    if len(still) == 1:
        first = next((id for id in still[0][0].asks if id in may), None)
        if first is not None:
            return first
    return max(may, key=lambda id: sum(_settles(id, standing, standings) for _one, standing in still))


def _may_ask(still: Iterable[Standing], standings: Standings) -> list[str]:
    book = standings.day.book
    open_ = {id for standing in still for id in standing.open}
    return [fact.id for fact in book.facts if fact.id in open_ and book.askable(fact.id, standings.settled)]


def _settles(id: str, standing: Standing, standings: Standings) -> float:
    """How likely an answer decides a benefit: the share of answers that do, all alike."""
    if id not in standing.moves:
        return 0.0
    tries = _tries(
        [place for place in standing.places[id] if place not in standings.day.amounts_at], standings
    )
    settled = sum(_leads(standing.certain, one, YES) or _leads(standing.possible, one, NO) for one in tries)
    moves, most = standing.moves[id], max(standing.moves.values())
    return settled / max(1, len(tries)) + (AN_AMOUNT * float(moves / most) if most else 0.0)


def _tries(places: Sequence[int], standings: Standings) -> list[dict[int, int]]:
    """The answers to a fact, as cells of its variables. Of several options each alone, or none."""
    if len(places) == 1:
        size = standings.day.looks.variables[places[0]].size
        return [{places[0]: cell} for cell in range(size)]
    none = dict.fromkeys(places, 0)
    return [none, *({**none, place: 1} for place in places)] if places else []


def _leads(node: Node, cells: Mapping[int, int], end: Node) -> bool:
    """Whether a diagram has no other end once these cells are known. Below the last of their variables every
    place has both ends."""
    last, todo, seen = max(cells), [node], {node}
    while todo:
        node = todo.pop()
        if not node.kids:
            if node is not end:
                return False
            continue
        if node.variable > last:
            return False
        cell = cells.get(node.variable)
        for kid in node.kids if cell is None else (node.kids[cell],):
            if kid not in seen:
                seen.add(kid)
                todo.append(kid)
    return True
