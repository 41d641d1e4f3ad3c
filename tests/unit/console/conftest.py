"""A helpline's door on a database of its own, with hashes that cost nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from random import Random

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST
from msgspec import Struct

from bot.clock import FixedClock
from bot.console.codes import Codes
from bot.console.passwords import Passwords
from bot.console.sign_in import SignIn
from bot.handover.people import Member
from bot.store.audit import Audit
from bot.store.database import open_database
from bot.store.sealed import Keys
from bot.store.staff import Staff
from bot.store.staff_sessions import StaffSessions
from bot.store.tries import Tries
from tests.databases import SECRET, START

LOGIN, PASSWORD = "adviser@example.org", "four quiet green bicycles"


class Door(Struct):
    """All that signing in needs, and a member who may."""

    clock: FixedClock
    staff: Staff
    sessions: StaffSessions
    audit: Audit
    passwords: Passwords
    codes: Codes
    tries: Tries
    sign_in: SignIn
    member: Member

    async def said(self, count: int = 1) -> list[tuple[str, int | None, str]]:
        """The last entries of the audit as (action, member, detail), the newest first."""
        return [(one.action, one.staff, one.detail) for one in await self.audit.recent(count)]


@pytest.fixture
async def door(tmp_path: Path) -> AsyncIterator[Door]:
    database, keys = await open_database(f"sqlite:///{tmp_path / 'snicket.db'}"), Keys([SECRET])
    clock, random = FixedClock(START), Random(7)
    staff, audit = Staff(database, keys, clock), Audit(database, keys, clock)
    sessions = StaffSessions(database, keys, clock, lambda: f"{random.getrandbits(128):043}")
    passwords = Passwords(PasswordHasher.from_parameters(CHEAPEST))
    codes = Codes(staff, clock, random, "Helpline")
    tries = Tries(database, keys, clock)
    sign_in = SignIn(staff, sessions, audit, clock, passwords, codes, tries)
    member = await staff.add(LOGIN, "Sam Reed", "adviser", hashed=await passwords.hash(PASSWORD))
    yield Door(clock, staff, sessions, audit, passwords, codes, tries, sign_in, member)
    await database.close()
