"""Signed-in browsers of the helpline. Only the keyed hash of what a browser has is stored."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Callable
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from bot.clock import Clock
from bot.handover.people import Member
from bot.store import staff_rows as rows
from bot.store.audit import write_audit
from bot.store.database import Database
from bot.store.sealed import Keys
from bot.store.staff_tables import staff, staff_sessions

IDLE = dt.timedelta(minutes=30)
"""How long a session lasts without a click."""

LONGEST = dt.timedelta(hours=12)
"""How long a session lasts at all."""

RENEWED = dt.timedelta(minutes=1)
"""A session is marked as in use at most this often."""

_its = staff_sessions.c
_whose = select(
    *(_its.token, _its.seen_at, _its.expires_at, _its.council),
    *(staff.c.id, staff.c.name, staff.c.role, staff.c.team, staff.c.password),
).join_from(staff_sessions, staff)


class StaffSession(Struct, frozen=True):
    """Somebody is signed in. `id` is what the cookie holds, 256 random bits. `must_change`: the password was
    made by somebody else, and until they have set their own no page but that one is for them. `council`: they
    came by the council's own sign-in."""

    id: str
    member: Member
    must_change: bool
    expires_at: dt.datetime
    council: bool = False

    def __repr__(self) -> str:
        return f"StaffSession(<masked>, {self.member.id})"

    @property
    def token(self) -> str:
        """What each form and fetch must carry. Another site can make the browser send the cookie, but it
        cannot read it, and so it cannot make this."""
        return hmac.new(self.id.encode(), b"snicket helpline form", hashlib.sha256).hexdigest()


class StaffSessions:
    """Keeps sessions; `token` gives 43 characters of base64url, 256 random bits."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, token: Callable[[], str]) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._token = token

    async def begin(
        self, staff_id: int, password: str | None = None, how: str = "", *, council: bool = False
    ) -> StaffSession:
        """Signs a member in: their wrong tries are forgotten, and the audit says it, with `how`.

        `password` is the hash that theirs was compared with. Raises `NoSuchMember` when they have been
        disabled or given another one meanwhile, or when it was made by others and has let in before.
        """
        id, now = self._token(), self._clock.now()
        expires = now + LONGEST
        values = {"staff_id": staff_id, "created_at": now, "seen_at": now, "expires_at": expires}
        values["council"] = council

        def work(connection: Connection) -> Row[Any]:
            same = () if password is None else (rows.opened_by(password, now),)
            whose = rows.held(connection, staff_id, *same)
            rows.unlock(connection, staff_id)
            rows.use_up(connection, staff_id)
            connection.execute(insert(staff_sessions).values(token=self._hash(id), **values))
            write_audit(connection, now, "sign_in", staff_id, detail=how)
            return whose

        return self._session(id, await self._database.write(work), expires, council)

    async def find(self, id: str, *, renew: bool = True) -> StaffSession | None:
        """The session of a browser; None when it never was one or is over. Without `renew` it is only looked
        at: a page that waits for news by itself does not keep it alive."""
        now, hashes = self._clock.now(), self._keys.find_any("staff session", id)
        query: Select[Any] = _whose.where(_its.token.in_(hashes), staff.c.active, *_alive(now))
        found = await self._database.read(lambda connection: connection.execute(query).first())
        if found is None:
            return None
        if renew and found.seen_at <= now - RENEWED:
            seen = update(staff_sessions).where(_its.token == found.token, *_alive(now)).values(seen_at=now)
            await self._database.write(lambda connection: connection.execute(seen).rowcount, durable=False)
        return self._session(id, found, found.expires_at, found.council)

    async def end(self, id: str) -> bool:
        """Signs a browser out; whether it was signed in."""
        gone = delete(staff_sessions).where(_its.token.in_(self._keys.find_any("staff session", id)))

        def work(connection: Connection) -> bool:
            whose = connection.execute(gone.returning(_its.staff_id)).scalar()
            if whose is not None:
                write_audit(connection, now, "sign_out", whose)
            return whose is not None

        now = self._clock.now()
        return await self._database.write(work)

    async def end_all(self, staff_id: int) -> int:
        """Signs a member out of every browser; how many those were."""

        def work(connection: Connection) -> int:
            count = rows.out(connection, staff_id)
            if count:
                write_audit(connection, now, "sign_out", staff_id, detail="everywhere")
            return count

        now = self._clock.now()
        return await self._database.write(work)

    def _hash(self, id: str) -> bytes:
        return self._keys.find("staff session", id)

    def _session(self, id: str, found: Row[Any], expires: dt.datetime, council: bool) -> StaffSession:
        must_change = (found.password or "").startswith(rows.INVITED)
        return StaffSession(id, rows.as_member(self._keys, found), must_change, expires, council)


def _alive(now: dt.datetime) -> tuple[Any, ...]:
    """What a session has to fulfil to be one still."""
    return _its.expires_at > now, _its.seen_at > now - IDLE
