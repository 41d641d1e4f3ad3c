"""Links to the council's own sign-in: made once, found again under another secret, and taken away."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot.clock import FixedClock
from bot.handover.people import Member, NoSuchMember
from bot.store.audit import Audit
from bot.store.rotation import reseal
from bot.store.sealed import Keys
from bot.store.staff import Staff
from bot.store.staff_links import StaffLinks
from bot.store.staff_sessions import StaffSessions
from bot.store.staff_tables import staff as table
from bot.store.store import Store

OLD, NEW = "the old secret, thirty-two characters", "the new secret, thirty-two characters"
KEYS = Keys([OLD])
ISSUER, SUBJECT = "https://login.example.org", "a1b2c3"


@pytest.fixture
def staff(store: Store, clock: FixedClock) -> Staff:
    return Staff(store.database, KEYS, clock)


@pytest.fixture
def links(store: Store, clock: FixedClock) -> StaffLinks:
    return StaffLinks(store.database, KEYS, clock)


@pytest.fixture
async def member(staff: Staff) -> Member:
    return await staff.add("adviser@example.org", "Sam Reed", "adviser")


async def stored(store: Store) -> tuple[bytes | None, bytes | None]:
    query = select(table.c.subject_lookup, table.c.subject)
    found = await store.database.read(lambda connection: connection.execute(query).one())
    return found.subject_lookup, found.subject


async def test_a_link_finds_its_member(staff: Staff, links: StaffLinks, member: Member) -> None:
    for _ in range(2):
        assert await links.link(member.id, ISSUER, SUBJECT)
    found = await staff.by_subject(ISSUER, SUBJECT)
    assert found is not None
    assert found.member == member
    assert found.linked
    assert await staff.by_subject("https://elsewhere.example.org", SUBJECT) is None
    assert await staff.by_subject(ISSUER, "another") is None


async def test_a_subject_is_one_members_and_a_member_has_one(
    staff: Staff, links: StaffLinks, member: Member
) -> None:
    other = await staff.add("other@example.org", "Kim Lowe", "adviser")
    assert await links.link(member.id, ISSUER, SUBJECT)
    assert not await links.link(other.id, ISSUER, SUBJECT)
    assert not await links.link(member.id, ISSUER, "another")


async def test_a_subject_is_stored_sealed(store: Store, links: StaffLinks, member: Member) -> None:
    await links.link(member.id, ISSUER, SUBJECT)
    lookup, subject = await stored(store)
    assert lookup == KEYS.find("subject", ISSUER, SUBJECT)
    assert subject is not None
    assert SUBJECT.encode() not in subject
    assert KEYS.open(subject, tuple[str, str]) == (ISSUER, SUBJECT)


async def test_the_nightly_sweep_puts_a_link_under_the_new_secret(
    store: Store, links: StaffLinks, member: Member, clock: FixedClock
) -> None:
    await links.link(member.id, ISSUER, SUBJECT)
    await reseal(store.database, Keys([NEW, OLD]))
    found = await Staff(store.database, Keys([NEW]), clock).by_subject(ISSUER, SUBJECT)
    assert found is not None
    assert found.member == member


async def test_linked_and_unlinked_members_are_sealed_again_in_one_batch(
    store: Store, staff: Staff, links: StaffLinks, member: Member, clock: FixedClock
) -> None:
    for n in range(3):
        await staff.add(f"{n}@example.org", "Kim Lowe", "adviser")
    await links.link(member.id, ISSUER, SUBJECT)
    assert await reseal(store.database, Keys([NEW, OLD])) == 4
    after = Staff(store.database, Keys([NEW]), clock)
    assert [one.linked for one in await after.all()] == [True, False, False, False]


async def test_a_link_without_its_subject_is_completed_at_the_next_sign_in(
    store: Store, staff: Staff, links: StaffLinks, member: Member, clock: FixedClock
) -> None:
    await links.link(member.id, ISSUER, SUBJECT)
    bare = update(table).values(subject=None)
    await store.database.write(lambda connection: connection.execute(bare).rowcount)
    during = Staff(store.database, Keys([NEW, OLD]), clock)
    assert await during.by_subject(ISSUER, SUBJECT) is not None
    lookup, subject = await stored(store)
    assert lookup == Keys([NEW]).find("subject", ISSUER, SUBJECT)
    assert subject is not None
    assert Keys([NEW]).open(subject, tuple[str, str]) == (ISSUER, SUBJECT)


async def test_unlinking_signs_out_and_lets_them_be_linked_again(
    store: Store, staff: Staff, links: StaffLinks, member: Member, clock: FixedClock
) -> None:
    sessions = StaffSessions(store.database, KEYS, clock, lambda: "T" * 43)
    await links.link(member.id, ISSUER, SUBJECT)
    begun = await sessions.begin(member.id, how="openid", council=True)
    assert begun.council
    await links.unlink(member.id, by=7)
    assert await sessions.find(begun.id) is None
    assert await staff.by_subject(ISSUER, SUBJECT) is None
    assert await stored(store) == (None, None)
    [entry] = await Audit(store.database, KEYS, clock).recent(1)
    assert (entry.action, entry.staff, entry.detail) == ("staff_changed", 7, f"{member.id} unlinked")
    assert await links.link(member.id, ISSUER, "another")


async def test_nobody_is_unlinked_by_an_id_that_nobody_has(links: StaffLinks) -> None:
    with pytest.raises(NoSuchMember):
        await links.unlink(4711)
