"""A signed-in browser is known by what its cookie holds, for a while, and can be put out."""

from __future__ import annotations

import datetime as dt
import itertools
import secrets

import pytest
from sqlalchemy import select

from bot.clock import FixedClock
from bot.handover.people import Member, NoSuchMember
from bot.store.audit import Audit
from bot.store.sealed import Keys
from bot.store.staff import Staff
from bot.store.staff_sessions import StaffSessions
from bot.store.staff_tables import staff_sessions
from bot.store.store import Store
from tests.databases import SECRET

KEYS = Keys([SECRET])


@pytest.fixture
def sessions(store: Store, clock: FixedClock) -> StaffSessions:
    numbers = itertools.count(1)
    return StaffSessions(store.database, KEYS, clock, lambda: f"{next(numbers):043}")


@pytest.fixture
def staff(store: Store, clock: FixedClock) -> Staff:
    return Staff(store.database, KEYS, clock)


@pytest.fixture
async def member(staff: Staff) -> Member:
    return await staff.add("adviser@example.org", "Sam Reed", "adviser", "housing", "a hash")


async def seen(store: Store) -> dt.datetime:
    """When the one session was last marked as in use."""
    at: dt.datetime = await store.database.read(
        lambda c: c.execute(select(staff_sessions.c.seen_at)).scalar_one()
    )
    return at


async def test_a_session_is_found_again_with_its_member(sessions: StaffSessions, member: Member) -> None:
    begun = await sessions.begin(member.id)
    found = await sessions.find(begun.id)
    assert found == begun
    assert found.member == member
    assert not found.must_change


async def test_what_was_never_a_session_is_none(sessions: StaffSessions, member: Member) -> None:
    await sessions.begin(member.id)
    for shown in ("", "2" * 43, "\ud7ff", "x" * 5000):
        assert await sessions.find(shown) is None


async def test_the_database_does_not_tell_what_a_cookie_holds(store: Store, member: Member) -> None:
    clock = FixedClock(dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC))
    begun = await StaffSessions(store.database, KEYS, clock, lambda: secrets.token_urlsafe(32)).begin(
        member.id
    )
    row = await store.database.read(lambda c: c.execute(select(staff_sessions)).one())
    assert begun.id.encode() not in row.token
    assert begun.id not in repr(begun)


async def test_the_token_of_a_form_is_the_sessions_and_does_not_tell_it(
    sessions: StaffSessions, member: Member
) -> None:
    one, other = await sessions.begin(member.id), await sessions.begin(member.id)
    again = await sessions.find(one.id)
    assert again is not None
    assert again.token == one.token != other.token
    assert one.id not in one.token


async def test_half_an_hour_without_a_click_ends_it(
    sessions: StaffSessions, member: Member, clock: FixedClock
) -> None:
    begun = await sessions.begin(member.id)
    clock.advance(seconds=1799)
    assert await sessions.find(begun.id) is not None
    clock.advance(seconds=1799)
    assert await sessions.find(begun.id) is not None
    clock.advance(seconds=1800)
    assert await sessions.find(begun.id) is None


async def test_twelve_hours_end_it_whatever_is_clicked(
    sessions: StaffSessions, member: Member, clock: FixedClock
) -> None:
    begun = await sessions.begin(member.id)
    for _ in range(35):
        clock.advance(seconds=1200)
        assert await sessions.find(begun.id) is not None
    clock.advance(seconds=1199)
    assert await sessions.find(begun.id) is not None
    clock.advance(seconds=1)
    assert await sessions.find(begun.id) is None


async def test_a_click_is_written_down_once_a_minute_at_most(
    store: Store, sessions: StaffSessions, member: Member, clock: FixedClock
) -> None:
    begun, first = await sessions.begin(member.id), clock.now()
    clock.advance(seconds=59)
    await sessions.find(begun.id)
    assert await seen(store) == first
    clock.advance(seconds=1)
    await sessions.find(begun.id)
    assert await seen(store) == clock.now()


async def test_a_page_that_only_waits_for_news_does_not_keep_it_alive(
    sessions: StaffSessions, member: Member, clock: FixedClock
) -> None:
    begun = await sessions.begin(member.id)
    clock.advance(seconds=1799)
    assert await sessions.find(begun.id, renew=False) is not None
    clock.advance(seconds=1)
    assert await sessions.find(begun.id, renew=False) is None


async def test_signing_out_ends_one_browser_and_is_audited(
    store: Store, sessions: StaffSessions, member: Member, clock: FixedClock
) -> None:
    one, other = await sessions.begin(member.id, how="password"), await sessions.begin(member.id)
    assert await sessions.end(one.id)
    assert not await sessions.end(one.id), "twice is no harm"
    assert await sessions.find(one.id) is None
    assert await sessions.find(other.id) is not None
    said = [
        (entry.action, entry.staff, entry.detail)
        for entry in await Audit(store.database, KEYS, clock).recent(3)
    ]
    assert said == [
        ("sign_out", member.id, ""),
        ("sign_in", member.id, ""),
        ("sign_in", member.id, "password"),
    ]


async def test_signing_out_everywhere_leaves_colleagues_in(
    sessions: StaffSessions, staff: Staff, member: Member
) -> None:
    colleague = await staff.add("other@example.org", "Kim Lowe", "supervisor")
    mine = [await sessions.begin(member.id) for _ in range(3)]
    theirs = await sessions.begin(colleague.id)
    assert await sessions.end_all(member.id) == 3
    assert [await sessions.find(one.id) for one in mine] == [None] * 3
    assert await sessions.find(theirs.id) is not None
    assert await sessions.end_all(member.id) == 0


async def test_a_role_that_is_taken_away_counts_from_the_next_click(
    sessions: StaffSessions, staff: Staff
) -> None:
    boss = await staff.add("boss@example.org", "Kim Lowe", "supervisor")
    begun = await sessions.begin(boss.id)
    await staff.set_role(boss.id, "adviser")
    found = await sessions.find(begun.id)
    assert found is not None
    assert not found.member.may("supervisor")


async def test_who_was_invited_has_to_choose_a_password(sessions: StaffSessions, staff: Staff) -> None:
    guest = await staff.add("guest@example.org", "Kim Lowe", "adviser", hashed="made", invited=True)
    begun = await sessions.begin(guest.id, "made")
    found = await sessions.find(begun.id)
    assert found is not None
    assert begun.must_change
    assert found.must_change
    with pytest.raises(NoSuchMember):
        await sessions.begin(guest.id, "made")
    await staff.set_password(guest.id, "own")
    assert not (await sessions.begin(guest.id, "own")).must_change


async def test_a_password_that_is_changed_while_it_is_compared_lets_nobody_in(
    sessions: StaffSessions, staff: Staff, member: Member
) -> None:
    await staff.set_password(member.id, "another hash")
    with pytest.raises(NoSuchMember):
        await sessions.begin(member.id, "a hash")
    await sessions.begin(member.id, "another hash")
