"""Reports of streets as everybody may see them: what it is, where it is to a hundred metres, and its status.
Nothing that anybody has written is read out here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from msgspec import Struct
from sqlalchemy import select

from bot.knowledge.street.report import PUBLIC_DIGITS, Status
from bot.store.database import Database
from bot.store.query import AnyRow
from bot.store.street_tables import street_reports

MOST = 1_000
"""Of one list, by the specification of GeoReport v2."""

_its = street_reports.c


class StreetStanding(Struct, frozen=True, kw_only=True):
    """Where a report stands. The position is rounded, None where only words are known."""

    reference: str
    kind: str
    status: Status
    filed_at: dt.datetime
    status_at: dt.datetime
    latitude: float | None = None
    longitude: float | None = None


class StreetPublic:
    """Reads them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def one(self, reference: str) -> StreetStanding | None:
        """The report with this reference."""
        query = select(street_reports).where(_its.reference == reference)
        row = await self._database.read(lambda connection: connection.execute(query).first())
        return None if row is None else _standing(row)

    async def listed(
        self,
        start: dt.datetime,
        end: dt.datetime,
        *,
        references: Collection[str] = (),
        kinds: Collection[str] = (),
        open: Collection[bool] = (),
    ) -> tuple[StreetStanding, ...]:
        """The newest first: filed between two moments, or with these references; of these kinds; open or
        not."""
        when = _its.reference.in_(references) if references else _its.filed_at.between(start, end)
        query = select(street_reports).where(when)
        if kinds and not references:
            query = query.where(_its.kind.in_(kinds))
        if len(set(open)) == 1 and not references:
            query = query.where(_its.closed_at.is_(None) if True in open else _its.closed_at.is_not(None))
        query = query.order_by(_its.filed_at.desc(), _its.id.desc()).limit(MOST)
        found = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(map(_standing, found))


def _standing(row: AnyRow) -> StreetStanding:
    placed = row.latitude is not None and row.longitude is not None
    return StreetStanding(
        reference=row.reference,
        kind=row.kind,
        status=row.status,
        filed_at=row.filed_at,
        status_at=row.status_at,
        latitude=round(row.latitude, PUBLIC_DIGITS) if placed else None,
        longitude=round(row.longitude, PUBLIC_DIGITS) if placed else None,
    )
