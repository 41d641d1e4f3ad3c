"""A report of a street as a service request: what the council's own system is told of it, and no more.

The place, what is wrong, and the resident's own words go there; who they are, their photos and the
conversation stay here. A way back to them is not given: they are told by us.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from bot.knowledge.street.kinds import NONE
from bot.knowledge.street.street import Street
from bot.open311.outgoing import Outgoing
from bot.open311.sends import Out
from bot.open311.shapes import EXTERNAL_ID, LONGEST_DESCRIPTION, Accepted, NewRequest
from bot.store.sent_rows import THERE
from bot.store.street_relays import StreetRelayed, StreetRelays

SIGNS: Final = "Snicket street report "


class StreetRequests(Outgoing[StreetRelays]):
    """Implements `bot.open311.sends.Source`: reports of streets, by their number."""

    def __init__(self, relays: StreetRelays, street: Street) -> None:
        super().__init__(relays)
        self._street = street

    async def out(self, address: str) -> Out | None:
        """See `Source.out`. A report that is over is not sent any more."""
        found = await self._relays.read(int(address))
        if found is None or found.closed or found.state in ("refused", "unsure"):
            return None
        known = Accepted(found.request, found.token) if found.state in THERE else None
        return Out(
            new=request(found, self._street),
            mark=mark(found),
            signs=SIGNS,
            since=found.filed_at,
            begun=found.state == "sending",
            known=known,
        )


def mark(one: StreetRelayed) -> str:
    """What stands in the description of this request and of no other."""
    return f"{SIGNS}{one.reference}."


def request(one: StreetRelayed, street: Street) -> NewRequest:
    """The request for a report."""
    spot = one.report.spot
    attributes = ((EXTERNAL_ID, one.reference), ("detail", one.report.detail))
    return NewRequest(
        service=one.service,
        description="\n".join([mark(one), *_lines(one, street)])[:LONGEST_DESCRIPTION],
        address=spot.line or spot.postcode or spot.said,
        latitude=spot.latitude,
        longitude=spot.longitude,
        attributes=tuple((code, value) for code, value in attributes if value),
    )


def _lines(one: StreetRelayed, street: Street) -> Iterator[str]:
    report, kind = one.report, street.kind(one.report.kind)
    if one.dangerous:
        yield "DANGEROUS, says who reported it."
    yield f"Problem: {kind.name.msgid}"
    detail = kind.detail(report.detail) if report.detail not in ("", NONE) else None
    if detail is not None:
        yield f"Detail: {detail.name.msgid}"
    if report.spot.said and report.spot.said != report.spot.line:
        yield f"Where, in the resident's words: {report.spot.said}"
    if report.spot.latitude is not None and not report.spot.exact:
        yield f"The position is the middle of the postcode {report.spot.postcode}."
    if report.said:
        yield f"In the resident's words: {report.said}"
