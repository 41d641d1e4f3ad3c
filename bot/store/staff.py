"""Those who sign in to the helpline.

Every change is one transaction with its entry in the audit; `by` is the id of who makes it, None for the
command line. Passwords come here as hashes only.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, update
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.handover.people import (
    Account,
    Member,
    Role,
    SecondFactor,
    Taken,
    Try,
    check_login,
    check_name,
    check_team,
    normal_login,
)
from bot.store import staff_rows as rows
from bot.store.database import Database
from bot.store.sealed import Keys, Sealed
from bot.store.staff_rows import as_account, every, row
from bot.store.staff_tables import staff


class Staff:
    """Keeps members of staff. What changes one raises `NoSuchMember` for an id that nobody has."""

    def __init__(self, database: Database, keys: Keys, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock

    async def add(
        self,
        login: str,
        name: str,
        role: Role,
        team: str = "",
        hashed: str | None = None,
        *,
        invited: bool = False,
        by: int | None = None,
    ) -> Member:
        """A new member; `login` is an e-mail address, `hashed` a password's hash or None for nobody who signs
        in with one, `invited` tells that it has to be replaced. Raises `PeopleError`, `Taken`."""
        login, name, team = check_login(login), check_name(name), check_team(team)
        lookups = self._keys.find_any("login", login)
        values = {
            "login_lookup": lookups[0],
            "login": self._keys.seal(login),
            "name": self._keys.seal(name),
            "role": role,
            "team": team,
            **rows.passwords(hashed, invited, self._clock.now()),
            "step": 0,
            "failures": 0,
            "active": True,
            "created_at": self._clock.now(),
        }
        try:
            made = await self._database.write(lambda connection: rows.add(connection, lookups, values, by))
        except IntegrityError:
            raise Taken("there is an account with this e-mail address") from None
        return Member(made, name, role, team)

    async def by_login(self, login: str) -> Account | None:
        """Who signs in with this e-mail address, in any case and spacing."""
        lookups = self._keys.find_any("login", normal_login(login))
        return await self._first(every.where(row.login_lookup.in_(lookups)))

    async def by_id(self, staff_id: int) -> Account | None:
        """The one with this id."""
        return await self._first(every.where(row.id == staff_id))

    async def by_subject(self, issuer: str, subject: str) -> Account | None:
        """Whom the council's own sign-in `issuer` knows as `subject`. A link without its subject, or under an
        older secret, is completed: then the nightly sweep can put it under the next one."""
        lookups = self._keys.find_any("subject", issuer, subject)
        linked = row.subject_lookup.in_(lookups)
        values = {"subject_lookup": lookups[0], "subject": self._keys.seal((issuer, subject))}
        found = await self._database.read(lambda connection: connection.execute(every.where(linked)).first())
        if found is None:
            return None
        if found.subject is None or found.subject_lookup != lookups[0]:
            whole = update(staff).where(linked).values(values)
            await self._database.write(lambda connection: connection.execute(whole).rowcount)
        return as_account(self._keys, found)

    async def all(self) -> tuple[Account, ...]:
        """Everybody, in the order in which they were added."""
        found = await self._database.read(lambda connection: connection.execute(every.order_by(row.id)).all())
        return tuple(as_account(self._keys, one) for one in found)

    async def set_password(
        self, staff_id: int, hashed: str | None, *, invited: bool = False, by: int | None = None
    ) -> None:
        """Gives them a password and no wrong tries; whoever was signed in as them is out."""

        def work(connection: Connection) -> None:
            values = rows.unlocked(rows.passwords(hashed, invited, now))
            rows.change(connection, now, staff_id, values, "password", by)
            rows.out(connection, staff_id)

        now = self._clock.now()
        await self._database.write(work)

    async def rehashed(self, staff_id: int, old: str, fresh: str) -> None:
        """The same password under other parameters; nothing when it has been changed meanwhile."""
        same = update(staff).where(row.id == staff_id)
        swaps = [
            same.where(row.password == rows.stored(old, invited)).values(password=rows.stored(fresh, invited))
            for invited in (False, True)
        ]
        await self._database.write(lambda connection: [connection.execute(one).rowcount for one in swaps])

    async def set_role(self, staff_id: int, role: Role, by: int | None = None) -> None:
        """What they may do, from their next click on. Raises `LastAdministrator`."""

        def work(connection: Connection) -> None:
            if role != "administrator":
                rows.spare(connection, staff_id)
            rows.change(connection, now, staff_id, {"role": role}, f"role {role}", by)

        now = self._clock.now()
        await self._database.write(work)

    async def set_team(self, staff_id: int, team: str, by: int | None = None) -> None:
        """Their team, empty for none. Raises `PeopleError`."""
        await self._change(staff_id, {"team": check_team(team)}, "team", by)

    async def set_name(self, staff_id: int, name: str, by: int | None = None) -> None:
        """Their name as colleagues and residents read it. Raises `PeopleError`."""
        await self._change(staff_id, {"name": self._keys.seal(check_name(name))}, "name", by)

    async def set_active(self, staff_id: int, active: bool, by: int | None = None) -> None:
        """Who is not active is out at once: no session, no shift, no sign-in. Raises `LastAdministrator`."""

        def work(connection: Connection) -> None:
            if not active:
                rows.spare(connection, staff_id)
            what = "enabled" if active else "disabled"
            rows.change(connection, now, staff_id, {"active": active}, what, by)
            if not active:
                rows.out(connection, staff_id)
                rows.off_shift(connection, staff_id, now)

        now = self._clock.now()
        await self._database.write(work)

    async def set_factor(
        self, staff_id: int, factor: SecondFactor | None, step: int = 0, by: int | None = None
    ) -> None:
        """One-time codes from `factor`, or none. `step` is that of the code that proved it, used up."""
        values = {"totp": None if factor is None else self._keys.seal(factor), "step": step}
        await self._change(staff_id, values, "no codes" if factor is None else "codes", by)

    async def used(self, staff_id: int, step: int) -> bool:
        """Uses up the one-time code of `step`; False when it, or a later one, is used already."""
        older = update(staff).where(row.id == staff_id, row.step < step).values(step=step)
        return await self._database.write(lambda connection: connection.execute(older).rowcount == 1)

    async def spend(self, staff_id: int, proof: str) -> bool:
        """Uses up the recovery code with this proof; False when there is none, or it is gone already."""
        query = every.where(row.id == staff_id)
        found = await self._database.read(lambda connection: connection.execute(query).first())
        if found is None or found.totp is None:
            return False
        factor = self._keys.open(found.totp, SecondFactor)
        left = tuple(one for one in factor.recovery if one != proof)
        if left == factor.recovery:
            return False
        fresh = self._keys.seal(SecondFactor(factor.secret, left))
        same = update(staff).where(row.id == staff_id, row.totp == Sealed(found.totp)).values(totp=fresh)
        return await self._database.write(lambda connection: connection.execute(same).rowcount == 1)

    async def trying(self, staff_id: int) -> Try:
        """Counts a try to sign in as wrong, before it is looked at. Raises `Locked`."""
        now = self._clock.now()
        return await self._database.write(lambda connection: rows.begin_try(connection, staff_id, now))

    async def took_back(self, staff_id: int, tried: Try) -> None:
        """The try was not wrong, only not complete."""
        await self._database.write(lambda connection: rows.take_back(connection, staff_id, tried))

    async def unlock(self, staff_id: int, by: int | None = None) -> None:
        """They can try again at once."""
        await self._change(staff_id, rows.unlocked({}), "unlocked", by)

    async def _change(self, staff_id: int, values: dict[str, Any], what: str, by: int | None) -> None:
        now = self._clock.now()
        await self._database.write(
            lambda connection: rows.change(connection, now, staff_id, values, what, by)
        )

    async def _first(self, query: Select[Any]) -> Account | None:
        found = await self._database.read(lambda connection: connection.execute(query).first())
        return None if found is None else as_account(self._keys, found)
