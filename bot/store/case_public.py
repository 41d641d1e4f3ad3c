"""Cases as other software may see them: their status, and of shared parts of buildings which building that
is.

Nothing that anybody has written is read out here, and of a private home not where it is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection

from msgspec import Struct
from sqlalchemy import select

from bot.knowledge.repairs.case import Report, Status
from bot.store.case_tables import cases
from bot.store.database import Database
from bot.store.query import AnyRow
from bot.store.sealed import Keys

SECURITY = ("door", "lock", "window", "entry", "alarm", "outside_light")
"""Problems that are published for no building: they tell where somebody could get in."""

MOST = 1_000
"""Of one list, by the specification of GeoReport v2."""

_its = cases.c
_NUMBER = re.compile(r"\d+\s?[a-z]?(\s?[-/&]\s?\d+\s?[a-z]?)?\s+", re.IGNORECASE)
_FLAT = re.compile(r"(flat|flt|apartment|apt|unit|room|studio|maisonette|suite)\b", re.IGNORECASE)
_POSTCODE = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s*\d[A-Z]{2}\b")


_public = (
    (_its.place == "block")
    & _its.complete
    & _its.joined_to.is_(None)
    & _its.problem.not_in(SECURITY)
    & _its.body.is_not(None)
)


class Standing(Struct, frozen=True, kw_only=True):
    """Where a case stands. `problem` and `building` are empty but for a shared part that may be published.
    `due` is the earliest date that is still to be kept."""

    reference: str
    status: Status
    filed_at: dt.datetime
    status_at: dt.datetime
    due: dt.datetime | None = None
    problem: str = ""
    building: str = ""

    @property
    def public(self) -> bool:
        return bool(self.problem)


class CasePublic:
    """Reads them."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    async def one(self, reference: str) -> Standing | None:
        """The case with this reference; one that became a part of another stands as that does."""

        query = select(cases).where(_its.reference == reference)
        row = await self._database.read(lambda connection: connection.execute(query).first())
        if row is not None and row.joined_to is not None:
            whole = select(cases).where(_its.id == row.joined_to)
            row = await self._database.read(lambda connection: connection.execute(whole).first())
        return None if row is None else self._standing(row)

    async def listed(
        self,
        start: dt.datetime,
        end: dt.datetime,
        *,
        references: Collection[str] = (),
        problems: Collection[str] = (),
        open: Collection[bool] = (),
    ) -> tuple[Standing, ...]:
        """Those that are public, the newest first: filed between two moments, or with these references; of
        these problems; open or not."""
        when = _its.reference.in_(references) if references else _its.filed_at.between(start, end)
        query = select(cases).where(_public, when)
        if problems and not references:
            query = query.where(_its.problem.in_(problems))
        if len(set(open)) == 1 and not references:
            query = query.where(_its.closed_at.is_(None) if True in open else _its.closed_at.is_not(None))
        query = query.order_by(_its.filed_at.desc(), _its.id.desc()).limit(MOST)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(self._standing(row) for row in rows)

    def _standing(self, row: AnyRow) -> Standing:
        public = row.place == "block" and row.complete and row.joined_to is None
        public = public and row.problem not in SECURITY
        report = self._keys.open(row.body, Report) if public and row.body is not None else None
        return Standing(
            reference=row.reference,
            status=row.status,
            filed_at=row.filed_at,
            status_at=row.status_at,
            due=row.next_due,
            problem=row.problem if public else "",
            building=building(report) if report is not None else "",
        )


def building(report: Report) -> str:
    """The building without its flats, and of its postcode the district. A house that has but a number, or
    that is not divided, may be somebody's home: of it only the street is told."""
    where = report.where
    if where is None or not where.communal:
        return ""
    parts = [part for part in where.block.split(", ") if not _FLAT.match(part)]
    if parts and _NUMBER.match(parts[0]):
        parts[0] = _NUMBER.sub("", parts[0], count=1)
    elif where.block == where.line:
        parts = parts[1:]
    return _POSTCODE.sub(r"\1", ", ".join(parts))
