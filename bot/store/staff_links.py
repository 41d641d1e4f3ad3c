"""Who is who at the council's own sign-in: an account is linked once, and to one subject only."""

from __future__ import annotations

from sqlalchemy import Connection, or_, update
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.store import staff_rows as rows
from bot.store.audit import write_audit
from bot.store.database import Database
from bot.store.sealed import Keys
from bot.store.staff_tables import staff


class StaffLinks:
    """Links accounts to subjects. A subject is stored sealed with its issuer, and found by keyed hash."""

    def __init__(self, database: Database, keys: Keys, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock

    async def link(self, staff_id: int, issuer: str, subject: str) -> bool:
        """Links an active member for good; False when they are linked to another subject, or the subject to
        another member. An e-mail address that has passed to somebody else opens no account of a colleague."""
        known, current = self._keys.find_any("subject", issuer, subject), rows.row.subject_lookup
        free = or_(current.is_(None), current.in_(known))
        linked = update(staff).where(rows.row.id == staff_id, rows.row.active, free)
        values = {"subject_lookup": known[0], "subject": self._keys.seal((issuer, subject))}
        now = self._clock.now()

        def work(connection: Connection) -> bool:
            done = connection.execute(linked.values(values)).rowcount == 1
            if done:
                write_audit(connection, now, "staff_changed", staff_id, detail=f"{staff_id} linked")
            return done

        try:
            return await self._database.write(work)
        except IntegrityError:
            return False

    async def unlink(self, staff_id: int, by: int | None = None) -> None:
        """Lets the next sign-in link them again, by e-mail address, and signs them out. Raises
        `NoSuchMember`."""
        now, free = self._clock.now(), {"subject_lookup": None, "subject": None}

        def work(connection: Connection) -> None:
            rows.change(connection, now, staff_id, free, "unlinked", by)
            rows.out(connection, staff_id)

        await self._database.write(work)
