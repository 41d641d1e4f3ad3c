"""Those who sign in are kept sealed, found again, and locked out after too many wrong tries."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from sqlalchemy import select

from bot.clock import FixedClock
from bot.handover.people import (
    LastAdministrator,
    Locked,
    NoSuchMember,
    PeopleError,
    SecondFactor,
    Taken,
)
from bot.store.audit import Audit
from bot.store.rotation import reseal
from bot.store.sealed import Keys
from bot.store.shifts import Shifts
from bot.store.staff import Staff
from bot.store.staff_links import StaffLinks
from bot.store.staff_sessions import StaffSessions
from bot.store.staff_tables import staff as table
from bot.store.store import Store
from tests.databases import SECRET, OpenStore

KEYS = Keys([SECRET])
OLD, NEW = "the old secret, thirty-two characters", "the new secret, thirty-two characters"
LOGIN = "adviser@example.org"
ISSUER = "https://login.example.org"
FACTOR = SecondFactor("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", ("proof one", "proof two"))


@pytest.fixture
def staff(store: Store, clock: FixedClock) -> Staff:
    return Staff(store.database, KEYS, clock)


async def test_a_member_is_found_by_login_however_it_is_typed(staff: Staff) -> None:
    added = await staff.add("  Adviser@Example.ORG ", " Sam   Reed ", "adviser", "housing", "a hash")
    for typed in (LOGIN, " ADVISER@EXAMPLE.ORG", "\uff41dviser@example.org"):
        found = await staff.by_login(typed)
        assert found is not None
        assert found.member == added
    assert (added.name, added.role, added.team) == ("Sam Reed", "adviser", "housing")
    assert (found.login, found.password, found.invited, found.active) == (LOGIN, "a hash", False, True)


async def test_whoever_is_not_there_is_not_found(staff: Staff) -> None:
    await staff.add(LOGIN, "Sam Reed", "adviser")
    for typed in ("", "other@example.org", LOGIN + "x", "\ud800@example.org", "x\x00@example.org"):
        assert await staff.by_login(typed) is None
    assert await staff.by_id(99) is None
    assert await staff.by_subject(ISSUER, "nobody") is None


async def test_nothing_personal_can_be_read_in_the_database(store: Store, staff: Staff) -> None:
    member = await staff.add(LOGIN, "Sam Reed", "adviser", hashed="a hash")
    await staff.set_factor(member.id, FACTOR)
    row = await store.database.read(lambda connection: connection.execute(select(table)).one())
    for personal in (b"adviser@", b"Sam", FACTOR.secret.encode(), b"proof"):
        assert personal not in row.login + row.name + row.totp + row.login_lookup


async def test_an_account_shows_nothing_of_itself(staff: Staff) -> None:
    member = await staff.add(LOGIN, "Sam Reed", "adviser", hashed="a hash")
    await staff.set_factor(member.id, FACTOR)
    account = await staff.by_id(member.id)
    assert repr(account) == f"Account({member.id})"
    assert FACTOR.secret not in repr(FACTOR)


async def test_a_login_is_one_members(staff: Staff) -> None:
    await staff.add(LOGIN, "Sam Reed", "adviser")
    with pytest.raises(Taken):
        await staff.add(LOGIN.upper(), "Kim Lowe", "adviser")
    assert [one.member.name for one in await staff.all()] == ["Sam Reed"]


async def test_of_two_who_add_the_same_login_at_once_one_does(
    open_store: OpenStore, clock: FixedClock
) -> None:
    both = [Staff((await open_store()).database, KEYS, clock) for _ in range(2)]
    adding = (one.add(LOGIN, "Sam Reed", "adviser") for one in both * 3)
    done = await asyncio.gather(*adding, return_exceptions=True)
    assert sum(isinstance(one, Taken) for one in done) == 5
    assert len(await both[0].all()) == 1


@pytest.mark.parametrize(
    ("login", "name", "team"),
    [
        ("", "Sam", ""),
        ("sam", "Sam", ""),
        ("sam reed@example.org", "Sam", ""),
        ("s" * 250 + "@example.org", "Sam", ""),
        (LOGIN, " ", ""),
        (LOGIN, "S" * 101, ""),
        (LOGIN, "Sam", "t" * 33),
    ],
)
async def test_what_cannot_be_stored_is_said(staff: Staff, login: str, name: str, team: str) -> None:
    with pytest.raises(PeopleError):
        await staff.add(login, name, "adviser", team)
    assert await staff.all() == ()


async def test_a_role_a_team_and_a_name_are_changed_and_the_audit_says_by_whom(
    store: Store, staff: Staff, clock: FixedClock
) -> None:
    boss = await staff.add("boss@example.org", "Kim Lowe", "administrator")
    member = await staff.add(LOGIN, "Sam Reed", "adviser", by=boss.id)
    await staff.set_role(member.id, "supervisor", by=boss.id)
    await staff.set_team(member.id, "waste", by=boss.id)
    await staff.set_name(member.id, "Samira Reed", by=boss.id)
    found = await staff.by_id(member.id)
    assert found is not None
    assert (found.member.role, found.member.team, found.member.name) == ("supervisor", "waste", "Samira Reed")
    said = [(one.staff, one.detail) for one in await Audit(store.database, KEYS, clock).recent()]
    assert said == [
        (boss.id, f"{member.id} name"),
        (boss.id, f"{member.id} team"),
        (boss.id, f"{member.id} role supervisor"),
        (boss.id, f"{member.id} added as adviser"),
        (None, f"{boss.id} added as administrator"),
    ]


async def test_nobody_is_changed_by_an_id_that_nobody_has(
    store: Store, staff: Staff, clock: FixedClock
) -> None:
    for change in (
        staff.set_role(7, "administrator"),
        staff.set_active(7, False),
        staff.set_password(7, "a hash"),
        staff.unlock(7),
    ):
        with pytest.raises(NoSuchMember):
            await change
    assert await Audit(store.database, KEYS, clock).recent() == ()


async def test_a_password_that_others_have_made_is_known_as_one_until_it_is_replaced(staff: Staff) -> None:
    member = await staff.add(LOGIN, "Sam Reed", "adviser", hashed="first", invited=True)
    found = await staff.by_id(member.id)
    assert found is not None
    assert (found.password, found.invited) == ("first", True)
    await staff.set_password(member.id, "own", by=member.id)
    found = await staff.by_id(member.id)
    assert found is not None
    assert (found.password, found.invited) == ("own", False)


@pytest.mark.parametrize("invited", [False, True])
async def test_a_hash_under_other_parameters_replaces_only_the_one_it_was_made_for(
    staff: Staff, invited: bool
) -> None:
    member = await staff.add(LOGIN, "Sam Reed", "adviser", hashed="weak", invited=invited)
    await staff.rehashed(member.id, "another", "wrong")
    await staff.rehashed(member.id, "weak", "strong")
    found = await staff.by_id(member.id)
    assert found is not None
    assert (found.password, found.invited) == ("strong", invited)


async def test_who_is_disabled_is_out_at_once_and_off_shift(
    store: Store, staff: Staff, clock: FixedClock
) -> None:
    sessions = StaffSessions(store.database, KEYS, clock, lambda: "T" * 43)
    shifts = Shifts(store.database, KEYS, clock)
    member = await staff.add(LOGIN, "Sam Reed", "adviser")
    await sessions.begin(member.id)
    await shifts.begin(member.id, clock.now() + dt.timedelta(hours=8))
    await staff.set_active(member.id, False)
    assert await sessions.find("T" * 43) is None
    assert await shifts.on_shift(member.id) is None
    with pytest.raises(NoSuchMember):
        await sessions.begin(member.id)
    with pytest.raises(NoSuchMember):
        await shifts.begin(member.id, clock.now() + dt.timedelta(hours=8))
    await staff.set_active(member.id, True)
    assert await sessions.find("T" * 43) is None, "the old session does not come back"


async def test_a_new_password_signs_everybody_out_who_was_in_with_the_old_one(
    store: Store, staff: Staff, clock: FixedClock
) -> None:
    sessions = StaffSessions(store.database, KEYS, clock, lambda: "T" * 43)
    member = await staff.add(LOGIN, "Sam Reed", "adviser", hashed="old")
    await sessions.begin(member.id)
    await staff.set_password(member.id, "fresh")
    assert await sessions.find("T" * 43) is None


async def test_five_wrong_tries_lock_for_a_quarter_of_an_hour_and_then_for_twice_as_long_up_to_a_day(
    staff: Staff, clock: FixedClock
) -> None:
    member = await staff.add(LOGIN, "Sam Reed", "adviser")
    for minutes in (15, 30, 60, 120, 240, 480, 960, 1440, 1440):
        for _ in range(4):
            assert (await staff.trying(member.id)).locked_until is None
        until = clock.now() + dt.timedelta(minutes=minutes)
        assert (await staff.trying(member.id)).locked_until == until
        clock.advance(until - clock.now() - dt.timedelta(seconds=1))
        with pytest.raises(Locked) as locked:
            await staff.trying(member.id)
        assert locked.value.until == until
        clock.advance(seconds=1)


async def test_of_a_hundred_tries_at_once_five_get_through(open_store: OpenStore, clock: FixedClock) -> None:
    both = [Staff((await open_store()).database, KEYS, clock) for _ in range(2)]
    member = await both[0].add(LOGIN, "Sam Reed", "adviser")
    tries = (one.trying(member.id) for one in both * 50)
    done = await asyncio.gather(*tries, return_exceptions=True)
    assert sum(isinstance(one, Locked) for one in done) == 95


async def test_a_try_that_was_not_wrong_is_uncounted_and_unlocks_what_it_locked(staff: Staff) -> None:
    member = await staff.add(LOGIN, "Sam Reed", "adviser")
    for _ in range(4):
        await staff.trying(member.id)
    fifth = await staff.trying(member.id)
    await staff.took_back(member.id, fifth)
    assert (await staff.trying(member.id)).number == 5


async def test_a_try_that_others_have_followed_stays_counted(staff: Staff) -> None:
    member = await staff.add(LOGIN, "Sam Reed", "adviser")
    first = await staff.trying(member.id)
    await staff.trying(member.id)
    await staff.took_back(member.id, first)
    assert (await staff.trying(member.id)).number == 3


async def test_the_way_back_an_administrator_unlocks(staff: Staff) -> None:
    member = await staff.add(LOGIN, "Sam Reed", "adviser")
    for _ in range(5):
        await staff.trying(member.id)
    await staff.unlock(member.id)
    assert (await staff.trying(member.id)).number == 1


async def test_signing_in_forgets_wrong_tries(store: Store, staff: Staff, clock: FixedClock) -> None:
    member = await staff.add(LOGIN, "Sam Reed", "adviser")
    for _ in range(4):
        await staff.trying(member.id)
    await StaffSessions(store.database, KEYS, clock, lambda: "T" * 43).begin(member.id)
    assert (await staff.trying(member.id)).number == 1


async def test_no_one_time_code_is_used_twice_nor_one_before_it(
    open_store: OpenStore, clock: FixedClock
) -> None:
    both = [Staff((await open_store()).database, KEYS, clock) for _ in range(2)]
    member = await both[0].add(LOGIN, "Sam Reed", "adviser")
    await both[0].set_factor(member.id, FACTOR, step=100)
    assert not await both[0].used(member.id, 100), "the code that proved it is used"
    used = await asyncio.gather(*(one.used(member.id, 101) for one in both * 5))
    assert sum(used) == 1
    assert not await both[0].used(member.id, 99)
    assert await both[0].used(member.id, 102)


async def test_a_recovery_code_is_spent_once(open_store: OpenStore, clock: FixedClock) -> None:
    both = [Staff((await open_store()).database, KEYS, clock) for _ in range(2)]
    member = await both[0].add(LOGIN, "Sam Reed", "adviser")
    assert not await both[0].spend(member.id, "proof one"), "no codes yet"
    await both[0].set_factor(member.id, FACTOR)
    spent = await asyncio.gather(*(one.spend(member.id, "proof one") for one in both * 5))
    assert sum(spent) == 1
    assert not await both[0].spend(member.id, "proof three")
    account = await both[0].by_id(member.id)
    assert account is not None
    assert account.factor == SecondFactor(FACTOR.secret, ("proof two",))
    await both[0].set_factor(member.id, None)
    assert not await both[0].spend(member.id, "proof two")


@pytest.mark.parametrize("change", ["role", "active"])
async def test_the_last_administrator_stays_one(staff: Staff, change: str) -> None:
    boss = await staff.add(LOGIN, "Sam Reed", "administrator")
    gone = await staff.add("gone@example.org", "Kim Lowe", "administrator")
    await staff.set_active(gone.id, False)
    with pytest.raises(LastAdministrator):
        await (staff.set_role(boss.id, "adviser") if change == "role" else staff.set_active(boss.id, False))
    found = await staff.by_id(boss.id)
    assert found is not None
    assert (found.active, found.member.role) == (True, "administrator")
    await staff.set_active(gone.id, True)
    await (staff.set_role(boss.id, "adviser") if change == "role" else staff.set_active(boss.id, False))


async def test_two_administrators_who_disable_each_other_at_once_do_not_both_succeed(
    open_store: OpenStore, clock: FixedClock
) -> None:
    both = [Staff((await open_store()).database, KEYS, clock) for _ in range(2)]
    one = await both[0].add(LOGIN, "Sam Reed", "administrator")
    other = await both[0].add("other@example.org", "Kim Lowe", "administrator")
    done = await asyncio.gather(
        both[0].set_active(other.id, False, by=one.id),
        both[1].set_role(one.id, "adviser", by=other.id),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, LastAdministrator) for outcome in done) == 1, done


async def test_members_are_found_while_the_secret_is_changed_and_after_it(
    open_store: OpenStore, clock: FixedClock
) -> None:
    database = (await open_store()).database
    before = Staff(database, Keys([OLD]), clock)
    member = await before.add(LOGIN, "Sam Reed", "adviser")
    assert await StaffLinks(database, Keys([OLD]), clock).link(member.id, ISSUER, "42")
    both = Keys([NEW, OLD])
    during = Staff(database, both, clock)
    assert await during.by_login(LOGIN) is not None
    with pytest.raises(Taken):
        await during.add(LOGIN, "Kim Lowe", "adviser")
    await reseal(database, both)
    after = Staff(database, Keys([NEW]), clock)
    for found in (await after.by_login(LOGIN), await after.by_subject(ISSUER, "42")):
        assert found is not None
        assert found.member == member
