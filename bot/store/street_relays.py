"""Reports of streets in the council's own system: which are to be sent, which are there, where they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from msgspec import Struct
from sqlalchemy import Connection

from bot.clock import Clock
from bot.knowledge.street.report import Report, Status
from bot.store.database import Database
from bot.store.postbox import Postbox
from bot.store.query import AnyRow
from bot.store.sealed import Keys
from bot.store.sent_out import SentOut
from bot.store.sent_rows import Note, Rows, State
from bot.store.street_tables import street_relays, street_reports

CHANNEL = "open311_street"
ROWS = Rows(street_relays, street_reports, "report_id", CHANNEL)


class StreetRelayed(Struct, frozen=True, kw_only=True):
    """A report with what is known of it there. `request` is their number of it."""

    number: int
    reference: str
    revision: int
    status: Status
    closed: bool
    dangerous: bool
    filed_at: dt.datetime
    report: Report
    state: State
    service: str
    request: str = ""
    token: str = ""
    problem: str = ""
    sent_at: dt.datetime | None = None
    note: Note = Note()


class StreetRelays(SentOut[StreetRelayed]):
    """`service` gives the code of the service for a kind and its detail."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        clock: Clock,
        postbox: Postbox,
        service: Callable[[str, str], str],
    ) -> None:
        super().__init__(database, keys, clock, postbox, ROWS)
        self._service = service

    def enqueue(self, connection: Connection, row: AnyRow) -> None:
        """Part of the transaction that makes a report."""
        self._enter(connection, row, self._service(row.kind, row.detail)[:64])

    def _opened(self, row: AnyRow | None) -> StreetRelayed | None:
        if row is None or row.body is None:
            return None
        return StreetRelayed(
            number=row.id,
            reference=row.reference,
            revision=row.revision,
            status=row.status,
            closed=row.closed_at is not None,
            dangerous=row.dangerous,
            filed_at=row.filed_at,
            report=self._keys.open(row.body, Report),
            state=row.relay_state,
            service=row.relay_service,
            request=row.relay_request,
            token=row.relay_token,
            problem=row.relay_problem,
            sent_at=row.relay_sent_at,
            note=Note() if row.relay_note is None else self._keys.open(row.relay_note, Note),
        )

    def _urgent(self, row: AnyRow) -> bool:
        return bool(row.dangerous)
