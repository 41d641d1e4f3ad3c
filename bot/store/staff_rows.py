"""The rows of staff, and what each change of them takes with it, all in one transaction."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, insert, or_, select, update

from bot.handover.people import (
    INVITATION,
    Account,
    LastAdministrator,
    Locked,
    Member,
    NoSuchMember,
    SecondFactor,
    Taken,
    Try,
    one_more,
)
from bot.secret import Secret
from bot.store.audit import write_audit
from bot.store.sealed import Keys
from bot.store.staff_tables import shifts, staff, staff_sessions

row = staff.c
every = select(staff)
INVITED = "once:"
"""Stands in front of the hash of a password that somebody else has made and seen."""

_UNLOCKED: dict[str, Any] = {"failures": 0, "locked_until": None, "tries_end": None}


def as_member(keys: Keys, found: Row[Any]) -> Member:
    """A member from a row that has `id`, or `staff_id`, `name`, `role` and `team`."""
    return Member(found.id, keys.open(found.name, str), found.role, found.team)


def as_account(keys: Keys, found: Row[Any]) -> Account:
    """An account from a whole row."""
    password: str | None = found.password
    return Account(
        member=as_member(keys, found),
        login=keys.open(found.login, str),
        active=found.active,
        password=None if password is None else Secret(password.removeprefix(INVITED)),
        invited=password is not None and password.startswith(INVITED),
        factor=None if found.totp is None else keys.open(found.totp, SecondFactor),
        locked_until=found.locked_until,
        invited_until=found.invited_until,
        linked=found.subject_lookup is not None,
    )


def stored(hashed: str | None, invited: bool) -> str | None:
    """The password column's value."""
    return None if hashed is None else str(INVITED * invited + str(hashed))


def passwords(hashed: str | None, invited: bool, now: dt.datetime) -> dict[str, Any]:
    """The columns of a password."""
    until = now + INVITATION if invited and hashed is not None else None
    return {"password": stored(hashed, invited), "invited_until": until}


def opened_by(hashed: str, now: dt.datetime) -> ColumnElement[bool]:
    """That the password is still the one with this hash, and lets in."""
    invited = and_(row.password == stored(hashed, True), row.invited_until > now)
    return or_(row.password == stored(hashed, False), invited)


def use_up(connection: Connection, staff_id: int) -> None:
    """A password that others have made has let in: it does not again."""
    connection.execute(update(staff).where(row.id == staff_id).values(invited_until=None))


def spare(connection: Connection, staff_id: int) -> None:
    """Raises `LastAdministrator` when nobody else is one. All of them are held until the end of the
    transaction: two who take the role from each other at once do not both succeed."""
    who = select(row.id).where(row.role == "administrator", row.active).order_by(row.id).with_for_update()
    if set(connection.execute(who).scalars()) == {staff_id}:
        raise LastAdministrator


def add(connection: Connection, lookups: list[bytes], values: dict[str, Any], by: int | None) -> int:
    """Writes a new member and returns their id. `lookups` are the hashes of the login under every secret.
    Raises `Taken`."""
    if connection.execute(select(row.id).where(row.login_lookup.in_(lookups))).first():
        raise Taken("there is an account with this e-mail address")
    made: int = connection.execute(insert(staff).values(**values).returning(row.id)).scalar_one()
    detail = f"{made} added as {values['role']}"
    write_audit(connection, values["created_at"], "staff_changed", by, detail=detail)
    return made


def change(
    connection: Connection,
    now: dt.datetime,
    staff_id: int,
    values: dict[str, Any],
    what: str,
    by: int | None,
) -> None:
    """Changes a member, and writes that `by` did. Raises `NoSuchMember`."""
    changed = connection.execute(update(staff).where(row.id == staff_id).values(**values).returning(row.id))
    if changed.first() is None:
        raise NoSuchMember
    write_audit(connection, now, "staff_changed", by, detail=f"{staff_id} {what}")


def out(connection: Connection, staff_id: int) -> int:
    """Ends every session of a member; how many."""
    return connection.execute(delete(staff_sessions).where(staff_sessions.c.staff_id == staff_id)).rowcount


def off_shift(connection: Connection, staff_id: int, now: dt.datetime) -> bool:
    """Ends a member's shift; whether there was one that went on."""
    mine = update(shifts).where(shifts.c.staff_id == staff_id, shifts.c.ended_at.is_(None))
    going = connection.execute(mine.where(shifts.c.until > now).values(ended_at=now)).rowcount
    connection.execute(mine.values(ended_at=shifts.c.until))
    return going > 0


def held(connection: Connection, staff_id: int, *also: Any) -> Row[Any]:
    """The row of an active member who is `also` as wanted, held until the end of the transaction: nobody
    disables them in between. Raises `NoSuchMember`."""
    query = every.where(row.id == staff_id, row.active, *also).with_for_update()
    found = connection.execute(query).first()
    if found is None:
        raise NoSuchMember
    return found


def begin_try(connection: Connection, staff_id: int, now: dt.datetime) -> Try:
    """Counts a try before anybody looks whether it is right: of many at once no more than allowed get so far.
    Raises `Locked`, `NoSuchMember`."""
    columns = (row.failures, row.locked_until, row.tries_end)
    query = select(*columns).where(row.id == staff_id).with_for_update()
    found = connection.execute(query).first()
    if found is None:
        raise NoSuchMember
    if found.locked_until is not None and found.locked_until > now:
        raise Locked(found.locked_until)
    over = found.tries_end is not None and found.tries_end <= now
    tried, end = one_more(0 if over else found.failures, now)
    values = {"failures": tried.number, "locked_until": tried.locked_until, "tries_end": end}
    connection.execute(update(staff).where(row.id == staff_id).values(values))
    return tried


def take_back(connection: Connection, staff_id: int, tried: Try) -> None:
    """Uncounts a try that was not wrong. One that others have followed stays counted."""
    same = update(staff).where(row.id == staff_id, row.failures == tried.number)
    connection.execute(same.values(failures=tried.number - 1, locked_until=None))


def unlock(connection: Connection, staff_id: int) -> None:
    """No wrong tries any more."""
    connection.execute(update(staff).where(row.id == staff_id).values(**_UNLOCKED))


def unlocked(values: dict[str, Any]) -> dict[str, Any]:
    """`values` with no wrong tries any more."""
    return {**values, **_UNLOCKED}
