"""A repair as a service request: what the council's own system is told of it, and no more.

The address goes there, for it is the landlord's own system; the phone number where the tenant has given it
for this; and their own words. Who lives there and what illness they have, photos, and the conversation stay
here.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.knowledge.repairs.case import Access, Report
from bot.knowledge.repairs.law import Council
from bot.knowledge.repairs.tree import Tree
from bot.open311.outgoing import Outgoing
from bot.open311.sends import Out
from bot.open311.shapes import EXTERNAL_ID, LONGEST_DESCRIPTION, Accepted, NewRequest
from bot.store.case_relay_rows import THERE, Relayed
from bot.store.case_relays import StoredRelays

FALLBACK = "repairs"
"""The service for what the council has no other for."""

SIGNS = "Snicket reference "
_COMES = {
    "any": "any time",
    "morning": "in the morning",
    "afternoon": "in the afternoon",
    "call_first": "call first",
}


def service(council: Council, problem: str, detail: str) -> str:
    """The code of the council's service: that of the detail, else of the problem, else `FALLBACK`."""
    codes = council.services
    return codes.get(f"{problem}.{detail}") or codes.get(problem) or FALLBACK


class RepairRequests(Outgoing[StoredRelays]):
    """Implements `bot.open311.sends.Source`: cases of repairs, by their number."""

    def __init__(self, relays: StoredRelays, tree: Tree) -> None:
        super().__init__(relays)
        self._tree = tree

    async def out(self, address: str) -> Out | None:
        """See `Source.out`. A case that is over is not sent any more."""
        found = await self._relays.read(int(address))
        if found is None or found.closed or found.report.where is None:
            return None
        if found.state in ("refused", "unsure"):
            return None
        known = Accepted(found.request, found.token) if found.state in THERE else None
        return Out(
            new=request(found, self._tree),
            mark=mark(found),
            signs=SIGNS,
            since=found.filed_at,
            begun=found.state == "sending",
            known=known,
        )


def own_number(one: Relayed) -> str:
    """What names this request of ours: the case, and which request for it went before."""
    return f"{one.reference} after {one.request}" if one.request else one.reference


def mark(one: Relayed) -> str:
    """What stands in the description of this request and of no other."""
    return f"{SIGNS}{own_number(one)}."


def request(one: Relayed, tree: Tree) -> NewRequest:
    """The request for a case whose place is known."""
    report, where = one.report, one.report.where
    assert where is not None, "a case without a place is not sent"
    attributes = [
        (EXTERNAL_ID, own_number(one)),
        ("room", report.room),
        ("detail", report.detail),
        ("since", report.since),
        ("worse", "" if report.worse is None else "yes" if report.worse else "no"),
    ]
    return NewRequest(
        service=one.service,
        description="\n".join([mark(one), *_lines(one, tree)])[:LONGEST_DESCRIPTION],
        address=where.block if where.communal else where.line,
        address_id="" if where.communal else where.home,
        attributes=tuple((code, value) for code, value in attributes if value),
        phone=report.phone,
    )


def _lines(one: Relayed, tree: Tree) -> Iterator[str]:
    report = one.report
    yield f"Problem: {_named(tree, report)}"
    if report.room:
        yield f"Where in the home: {report.room.replace('_', ' ')}"
    if report.where is not None and report.where.communal:
        yield f"In a shared part of the building: {report.where.block}"
    yield f"Proposed priority: {one.priority}"
    if one.severity:
        yield f"Possible {one.severity} hazard: the clock began at {report.aware_at:%Y-%m-%dT%H:%M:%SZ}"
    if report.said:
        yield f"In the tenant's words: {report.said}"
    yield from _access(report.access)
    if report.interpreter:
        yield f"An interpreter is needed: {report.language}"
    if report.before:
        yield f"Reported before, they say: {report.before}"


def _access(access: Access) -> Iterator[str]:
    if access.comes:
        yield f"Somebody can come: {', '.join(_COMES[one] for one in access.comes)}"
    if access.keysafe:
        yield "There is a key safe."
    if access.pets:
        yield "There are pets."
    if access.note:
        yield f"To get in: {access.note}"


def _named(tree: Tree, report: Report) -> str:
    """The problem and its detail in English."""
    problem = tree.problem(report.problem)
    leaf = tree.leaf(report.problem, report.detail)
    names = [one.name.msgid for one in (problem, leaf) if one is not None]
    return ": ".join(names) or "not said"
