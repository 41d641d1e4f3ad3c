"""Reports of streets behind our Open311 server: what other front ends may report, and what is public of it:
the kind, the status, the dates and a rounded position. Words are published nowhere."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Final

from bot.knowledge.reference import read_reference
from bot.knowledge.repairs.own_words import kept
from bot.knowledge.street.kinds import Kind
from bot.knowledge.street.report import FILED_DIGITS, OPEN, Report, Spot, Status
from bot.knowledge.street.reports import StreetReports
from bot.knowledge.street.street import Street
from bot.open311.asked import Declined
from bot.open311.shapes import (
    EXTERNAL_ID,
    Accepted,
    Attribute,
    Definition,
    NewRequest,
    Request,
    Service,
    Value,
    Wanted,
)
from bot.store.street_public import StreetPublic, StreetStanding

PREFIX: Final = "street."
"""Begins the codes: a home has lights and drains of its own."""

GROUP: Final = "Streets"
NOTES: Final[dict[Status, str]] = {
    "received": "Received.",
    "sent": "With the street team.",
    "looked": "Somebody has been there.",
    "planned": "The work is planned.",
    "done": "The work is done.",
    "not_found": "It was not found.",
    "not_ours": "Somebody else must do it.",
}
_DETAIL, NOBODY = "detail", 0


class StreetDesk:
    """Implements `bot.open311.server.Desk`. `new_key` makes up what names a request that has no name."""

    def __init__(
        self, street: Street, reports: StreetReports, public: StreetPublic, new_key: Callable[[], str]
    ) -> None:
        self._street = street
        self._reports = reports
        self._public = public
        self._new_key = new_key

    def services(self) -> Sequence[Service]:
        """See `Desk.services`: one for each kind."""
        return [
            Service(
                code=PREFIX + kind.id,
                name=kind.name.msgid,
                description="Something that is wrong in a street.",
                metadata=True,
                keywords=tuple(one.name.msgid for one in kind.details),
                group=GROUP,
            )
            for kind in self._street.kinds.kinds
        ]

    def definition(self, code: str) -> Definition | None:
        """See `Desk.definition`."""
        kind = self._kind(code)
        return None if kind is None else Definition(code, _attributes(kind))

    async def take(self, client: str, new: NewRequest) -> Accepted:
        """See `Desk.take`. The same `external_id` of the same client again returns the same number."""
        kind = self._kind(new.service)
        if kind is None:
            raise Declined(404, "service_code was not found")
        named = new.attribute(_DETAIL)
        if len(named) > 1 or any(kind.detail(one) is None for one in named):
            raise Declined(400, "attribute[detail] is none of the values, or has several")
        detail = kind.detail(named[0]) if named else None
        name = next(iter(new.attribute(EXTERNAL_ID)), "") or self._new_key()
        report = Report(
            kind=kind.id,
            spot=_spot(new),
            detail=detail.id if detail else "",
            dangerous=detail is not None and detail.advice is not None,
            said=kept(new.description),
        )
        key = f"open311:{client}:street:{hashlib.sha256(name.encode()).hexdigest()[:40]}"
        reference = await self._reports.file(report, key, NOBODY)
        return Accepted(reference, notice=detail.advice.msgid if detail and detail.advice else "")

    async def one(self, id: str, *, known: bool) -> Request | None:
        """See `Desk.one`."""
        reference = read_reference(id)
        found = await self._public.one(reference) if reference else None
        return None if found is None else self._request(found)

    async def many(self, which: Wanted) -> Sequence[Request]:
        """See `Desk.many`."""
        assert which.start is not None
        assert which.end is not None
        ids = [reference for id in which.ids if (reference := read_reference(id)) is not None]
        ours = [one.removeprefix(PREFIX) for one in which.services if one.startswith(PREFIX)]
        if (which.ids and not ids) or (which.services and not ours):
            return []
        found = await self._public.listed(
            which.start,
            which.end,
            references=ids,
            kinds=ours,
            open=[status == "open" for status in which.statuses],
        )
        return [self._request(one) for one in found]

    async def number(self, token: str) -> str:
        """See `Desk.number`: every service is in real time and gives no tokens."""
        return ""

    def _kind(self, code: str) -> Kind | None:
        return self._street.kinds.kind(code.removeprefix(PREFIX)) if code.startswith(PREFIX) else None

    def _request(self, one: StreetStanding) -> Request:
        return Request(
            id=one.reference,
            status="open" if one.status in OPEN else "closed",
            notes=NOTES[one.status],
            service=PREFIX + one.kind,
            service_name=self._street.kind(one.kind).name.msgid,
            requested=one.filed_at,
            updated=one.status_at,
            latitude=one.latitude,
            longitude=one.longitude,
        )


def _attributes(kind: Kind) -> tuple[Attribute, ...]:
    own = "Your own number of this request. The same number again makes nothing new."
    external = Attribute(code=EXTERNAL_ID, order=2, description=own)
    if not kind.details:
        return (external,)
    values = tuple(Value(one.id, one.name.msgid) for one in kind.details)
    asks = Attribute(
        code=_DETAIL, datatype="singlevaluelist", description="Is one of these true?", values=values
    )
    return (asks, external)


def _spot(new: NewRequest) -> Spot:
    """Where it is. Raises `Declined` 400 when nothing says it, or half a position does."""
    if (new.latitude is None) != (new.longitude is None):
        raise Declined(400, "lat and long are given together")
    if new.latitude is None or new.longitude is None:
        if not new.address:
            raise Declined(400, "lat and long, or address_string, were not provided")
        return Spot(line=new.address[:160], said=new.address[:160])
    latitude, longitude = round(new.latitude, FILED_DIGITS), round(new.longitude, FILED_DIGITS)
    return Spot(line=new.address[:160], latitude=latitude, longitude=longitude, exact=True)
