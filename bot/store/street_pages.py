"""Reports of streets as staff read them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final, Literal

from msgspec import Struct
from sqlalchemy import Connection, Select, func, select

from bot.knowledge.street.report import Report, Status
from bot.store import street_rows as rows
from bot.store.database import Database
from bot.store.query import AnyRow
from bot.store.sealed import Keys, SealError
from bot.store.street_tables import (
    street_events,
    street_people,
    street_photos,
    street_relays,
    street_reports,
)

Which = Literal["open", "dangerous", "over"]
WHICH: Final[tuple[Which, ...]] = ("open", "dangerous", "over")
LISTED: Final = 100
"""Of one page."""

_its = street_reports.c


class StreetListed(Struct, frozen=True, kw_only=True):
    """A report as it stands in a list. `report` is None where it was taken out, or no secret opens it;
    `people` is how many have made or seen it."""

    id: int
    reference: str
    kind: str
    detail: str
    dangerous: bool
    status: Status
    filed_at: dt.datetime
    status_at: dt.datetime
    revision: int
    latitude: float | None
    longitude: float | None
    people: int
    report: Report | None


class Happened(Struct, frozen=True):
    """An entry of the history. `staff` is None where it was a resident, 0 where it was a system."""

    at: dt.datetime
    kind: str
    status: Status
    staff: int | None
    words: str
    tells: bool
    told_at: dt.datetime | None


class StreetPage(Struct, frozen=True):
    """A report with all that there is of it. `follows` is how many are told of it; `relay` its state and
    number in the council's own system, with what went wrong there."""

    listed: StreetListed
    history: tuple[Happened, ...]
    photos: tuple[str, ...]
    follows: int
    relay: tuple[str, str, str] | None


class StreetPages:
    """Reads them."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    async def listed(self, which: Which, page: int = 1) -> tuple[StreetListed, ...]:
        """A page of the open ones, the oldest first; of those that are dangerous; or the last that ended."""
        query = select(street_reports, _people().label("people"))
        if which == "over":
            query = query.where(_its.closed_at.is_not(None)).order_by(_its.closed_at.desc(), _its.id.desc())
        else:
            query = query.where(_its.closed_at.is_(None)).order_by(_its.filed_at, _its.id)
        query = query.where(_its.dangerous) if which == "dangerous" else query
        query = query.limit(LISTED).offset((page - 1) * LISTED)
        found = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(map(self._listed, found))

    async def one(self, reference: str) -> StreetPage | None:
        """The report with this reference."""
        query: Select[tuple[object, ...]] = select(street_reports, _people().label("people"))
        query = query.where(_its.reference == reference)

        def read(connection: Connection) -> StreetPage | None:
            row = connection.execute(query).first()
            return None if row is None else self._page(connection, row)

        return await self._database.read(read)

    async def photo(self, reference: str, ref: str, *, small: bool) -> bytes | None:
        """A photo of this report as JPEG; None when it has no such photo."""
        column = street_photos.c.thumbnail if small else street_photos.c.picture
        query = select(column).join(street_reports, _its.id == street_photos.c.report_id)
        query = query.where(_its.reference == reference, street_photos.c.ref == ref)
        sealed = await self._database.read(lambda connection: connection.scalar(query))
        return None if sealed is None else self._keys.open_bytes(sealed)

    def _page(self, connection: Connection, row: AnyRow) -> StreetPage:
        its = street_events.c
        said = select(street_events).where(its.report_id == row.id).order_by(its.id)
        names = select(street_photos.c.ref).where(street_photos.c.report_id == row.id)
        follows = select(func.count()).where(street_people.c.report_id == row.id, street_people.c.tells)
        relay = connection.execute(select(street_relays).where(street_relays.c.report_id == row.id)).first()
        return StreetPage(
            self._listed(row),
            tuple(self._happened(one) for one in connection.execute(said).all()),
            tuple(connection.scalars(names.order_by(street_photos.c.id)).all()),
            connection.scalar(follows) or 0,
            None if relay is None else (relay.state, relay.request, relay.problem),
        )

    def _listed(self, row: AnyRow) -> StreetListed:
        try:
            report = rows.report(self._keys, row)
        except SealError:
            report = None
        names = StreetListed.__struct_fields__
        return StreetListed(**{name: getattr(row, name) for name in names if name != "report"}, report=report)

    def _happened(self, row: AnyRow) -> Happened:
        words = "" if row.body is None else self._keys.open(row.body, str)
        return Happened(row.at, row.kind, row.status, row.staff_id, words, row.tells, row.told_at)


def _people() -> Any:
    return (
        select(func.count())
        .where(street_people.c.report_id == _its.id)
        .correlate(street_reports)
        .scalar_subquery()
    )
