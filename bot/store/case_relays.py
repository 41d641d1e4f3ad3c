"""Cases in the council's own system: which are to be sent, which are there, and where they stand."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, select

from bot.clock import Clock
from bot.store.case_relay_rows import ROWS, Relayed, relayed
from bot.store.case_tables import case_relays, cases
from bot.store.database import Database
from bot.store.postbox import Postbox
from bot.store.query import AnyRow
from bot.store.sealed import Keys
from bot.store.sent_out import AGAIN, MOST, OVER, UNSURE, SentOut

__all__ = ["AGAIN", "AGAIN_ON", "MOST", "OVER", "UNSURE", "StoredRelays"]

AGAIN_ON = ("renewed", "not_fixed")
"""What makes a case go out anew that they were done with."""


class StoredRelays(SentOut[Relayed]):
    """`service` gives the code of the service for a problem and its detail."""

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

    def enqueue(self, connection: Connection, case_id: int, event: str) -> None:
        """Part of the transaction in which something happened to a case (`bot/store/case_events.py`); the
        same again changes nothing. What is new goes out, and what is reported again if they were done with
        it."""
        if event not in ("new", "completed", *AGAIN_ON):
            return
        row = connection.execute(select(cases).where(cases.c.id == case_id)).first()
        if row is None or not row.complete or row.joined_to is not None or not row.place:
            return
        service = self._service(row.problem, row.detail)[:64]
        if not self._enter(connection, row, service) and event in AGAIN_ON:
            self._renew(connection, row, service)

    def _renew(self, connection: Connection, row: AnyRow, service: str) -> None:
        relay = connection.execute(select(case_relays).where(case_relays.c.case_id == row.id)).one()
        if relay.state in ("closed", "refused"):
            self._repost(connection, row, service=service, token="", problem="")

    def _opened(self, row: AnyRow | None) -> Relayed | None:
        return relayed(self._keys, row)

    def _urgent(self, row: AnyRow) -> bool:
        return bool(row.priority == "emergency")
