"""The audit tells who did what, newest first, and goes with time."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from bot.clock import FixedClock
from bot.handover.people import Member
from bot.store.audit import Audit, write_audit
from bot.store.sealed import Keys
from bot.store.staff import Staff
from bot.store.store import Store
from tests.databases import SECRET, START

KEYS = Keys([SECRET])


@pytest.fixture
def audit(store: Store, clock: FixedClock) -> Audit:
    return Audit(store.database, KEYS, clock)


@pytest.fixture
async def member(store: Store, clock: FixedClock) -> Member:
    return await Staff(store.database, KEYS, clock).add("adviser@example.org", "Sam Reed", "adviser")


async def test_an_entry_says_who_did_what_and_when(audit: Audit, member: Member) -> None:
    await audit.record("read", member.id, 12, "by reference")
    [entry] = await audit.recent(1)
    assert (entry.at, entry.staff, entry.name, entry.action) == (START, member.id, "Sam Reed", "read")
    assert (entry.conversation, entry.detail) == (12, "by reference")


async def test_where_nobody_was_signed_in_there_is_no_name(audit: Audit) -> None:
    await audit.record("sign_in_refused", None)
    await audit.record("sign_out", 99)
    assert [(one.staff, one.name) for one in await audit.recent()] == [(99, ""), (None, "")]


async def test_the_newest_come_first_a_page_at_a_time(audit: Audit, clock: FixedClock) -> None:
    for number in range(5):
        await audit.record("read", None, number)
        clock.advance(seconds=1)
    first = await audit.recent(2)
    second = await audit.recent(2, before=first[-1].id)
    last = await audit.recent(2, before=second[-1].id)
    assert [one.conversation for one in (*first, *second, *last)] == [4, 3, 2, 1, 0]


async def test_it_can_be_searched(audit: Audit, member: Member) -> None:
    await audit.record("read", member.id, 1)
    await audit.record("reply", member.id, 1)
    await audit.record("read", None, 2)
    assert [one.action for one in await audit.recent(staff_id=member.id)] == ["reply", "read"]
    assert [one.action for one in await audit.recent(conversation=1)] == ["reply", "read"]
    assert [one.conversation for one in await audit.recent(action="read")] == [2, 1]
    assert [one.action for one in await audit.recent(staff_id=member.id, action="read")] == ["read"]


async def test_what_is_undone_is_not_in_it(store: Store, audit: Audit) -> None:
    def work(connection: Connection) -> None:
        write_audit(connection, START, "claim", None, 1)
        raise LookupError

    with pytest.raises(LookupError):
        await store.database.write(work)
    assert await audit.recent() == ()


async def test_a_long_detail_is_cut(audit: Audit) -> None:
    await audit.record("search", None, detail="x" * 65)
    assert [one.detail for one in await audit.recent()] == ["x" * 64]
