"""Cases of repairs put straight into the tables: what staff see of them is tested without what makes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Any

from msgspec import structs
from sqlalchemy import Table, insert

from bot.knowledge.repairs.case import Access, Deadline, Report, Triage, Where
from bot.store.case_tables import case_deadlines, case_events, case_photos, case_relays, case_reporters, cases
from bot.store.database import Database
from bot.store.reference import new_reference
from bot.store.sealed import Keys

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
HOME = Where("1001", "3 Larch Row, Leeds, LS8 1AA", "LS8 1AA")
BLOCK = Where("1002", "Flat 2, Oakwood Court, Leeds, LS8 1AB", "LS8 1AB", "Oakwood Court")
REPORT = Report(
    aware_at=dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC),
    said="czarna pleśń na ścianie w sypialni",
    problem="damp",
    detail="mould",
    room="bedroom",
    where=HOME,
    since="weeks",
    worse=True,
    people=("under5", "lungs"),
    access=Access(("morning",), keysafe=True, pets=True, note="pies jest miły"),
    phone="+447700900123",
    language="pl",
    interpreter=True,
)
DAMP = Triage("urgent", "significant", "damp_mould", "", ("at_risk",))


class CaseRows:
    """Puts rows in; `now` is when they were made."""

    def __init__(self, database: Database, keys: Keys, now: dt.datetime) -> None:
        self._database = database
        self._keys = keys
        self._random = Random(11)
        self._used: set[str] = set()
        self.now = now.astimezone(dt.UTC)

    async def case(
        self,
        report: Report | None = REPORT,
        triage: Triage = DAMP,
        deadlines: Sequence[Deadline] = (),
        **more: Any,
    ) -> tuple[int, str]:
        """A case; its number and reference. What is next follows from the deadlines."""
        row = self.row(report, triage, deadlines, **more)
        number = await self._one(cases, **row)
        for one in deadlines:
            made = {"case_id": number, "promised": False, **structs.asdict(one)}
            await self._write(case_deadlines, [made])
        return number, row["reference"]

    def row(
        self, report: Report | None, triage: Triage, deadlines: Sequence[Deadline] = (), **more: Any
    ) -> dict[str, Any]:
        """A row of `cases`."""
        while (reference := new_reference(self._random)) in self._used:
            pass
        self._used.add(reference)
        unmet = [one for one in deadlines if one.met_at is None]
        first = min(unmet, key=lambda one: one.due, default=None)
        where = report.where if report else None
        home = where.home if where and not where.communal else ""
        return {
            "reference": reference,
            "key": f"test:{reference}",
            "place": "" if where is None else "block" if where.communal else "home",
            "home_lookup": self._keys.find("case.home", home) if home else None,
            "problem": report.problem if report else "damp",
            "detail": report.detail if report else "mould",
            "room": report.room if report else "",
            "status": "received",
            "complete": True,
            **structs.asdict(triage),
            "reasons": ",".join(triage.reasons),
            "aware_at": report.aware_at if report else self.now,
            "clock_at": report.aware_at if report else self.now,
            "next_due": first.due if first else None,
            "next_step": first.step if first else "",
            "status_at": self.now,
            "filed_at": self.now,
            "revision": 1,
            "body": None if report is None else self._keys.seal(report),
            **more,
        }

    async def many(self, rows: Sequence[dict[str, Any]]) -> None:
        """Many cases at once."""
        await self._write(cases, rows)

    async def event(self, case: int, kind: str, words: str = "", **more: Any) -> int:
        """An entry of the history."""
        sealed = self._keys.seal(words) if words else None
        row = {"at": self.now, "status": "received", "tells": False, "body": sealed, **more}
        return await self._one(case_events, case_id=case, kind=kind, **row)

    async def photo(self, case: int, ref: str, full: bytes = b"full", small: bytes = b"small") -> None:
        """A photo of that name."""
        sealed = {"picture": self._keys.seal_bytes(full), "thumbnail": self._keys.seal_bytes(small)}
        await self._one(case_photos, case_id=case, ref=ref, size=len(full), kept_at=self.now, **sealed)

    async def reporter(self, case: int, conversation: int, role: str = "reported") -> None:
        row = {"case_id": case, "conversation_id": conversation, "role": role, "at": self.now}
        await self._write(case_reporters, [row])

    async def relayed(self, case: int, state: str, **more: Any) -> None:
        """Where the case is in the council's own system."""
        row = {"service": "damp", "token": "", "request": "", "status": "", "problem": "", **more}
        await self._write(case_relays, [{"case_id": case, "state": state, **row}])

    async def _one(self, table: Table, **values: Any) -> int:
        query = insert(table).values(**values).returning(table.c.id)
        number: int = await self._database.write(lambda connection: connection.execute(query).scalar_one())
        return number

    async def _write(self, table: Table, rows: Sequence[dict[str, Any]]) -> None:
        await self._database.write(lambda connection: connection.execute(insert(table), list(rows)).close())
