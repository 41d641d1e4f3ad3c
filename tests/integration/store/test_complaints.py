"""A complaint is kept once, sealed, for its time; its resident can ask for it and have it forgotten."""

from __future__ import annotations

import asyncio
import datetime as dt
from random import Random

import pytest
from sqlalchemy import select

from bot.clock import FixedClock
from bot.knowledge.complaints.complaints import Complaint
from bot.store.complaint_forgetting import LONGEST, OVER_FOR
from bot.store.complaint_tables import complaints as table
from bot.store.complaints import ComplaintPages, StoredComplaints
from bot.store.reference import read_reference
from bot.store.sealed import Keys, SealError
from bot.store.store import Store
from tests.databases import SECRET, OpenStore
from tests.integration.store.talking import OTHER, said

RUDE = Complaint("service", "The driver swore at me.", "phone", "+441134960000")
THANKS = Complaint("praise", "They carried my mother's bin.", language="pl")
AMIRA = 7
DAY = dt.timedelta(days=1)


@pytest.fixture
def kept(store: Store, clock: FixedClock) -> StoredComplaints:
    return StoredComplaints(store.database, Keys([SECRET]), clock, Random(3))


@pytest.fixture
def pages(store: Store, clock: FixedClock) -> ComplaintPages:
    return ComplaintPages(store.database, Keys([SECRET]), clock)


async def talk(store: Store, address: str = OTHER) -> int:
    turn, _lines = await said(store, "hello", address=address)
    return turn.conversation.id


async def test_it_is_kept_with_a_reference_and_the_same_key_keeps_nothing_new(
    store: Store, kept: StoredComplaints, pages: ComplaintPages
) -> None:
    mine = await talk(store)
    first = await kept.file(RUDE, "run-1:file", mine)
    again = await kept.file(RUDE, "run-1:file", mine)
    other = await kept.file(THANKS, "run-2:file", mine)
    assert read_reference(first) == first == again != other
    assert [one.reference for one in await kept.of(mine)] == [other, first]
    found = await pages.one(first)
    assert found is not None
    assert found.said == RUDE
    assert [one.said for one in await pages.listed(over=False)] == [None, None], "a list reads no words"


async def test_at_once_from_two_processes_it_is_one(open_store: OpenStore, clock: FixedClock) -> None:
    stores = [await open_store() for _ in range(2)]
    keeps = [
        StoredComplaints(one.database, Keys([SECRET]), clock, Random(seed)) for seed, one in enumerate(stores)
    ]
    filed = await asyncio.gather(*(one.file(RUDE, "run-1:file", 0) for one in keeps * 4))
    assert len(set(filed)) == 1


async def test_the_database_alone_tells_nothing_of_it(store: Store, kept: StoredComplaints) -> None:
    await kept.file(RUDE, "run-1:file", await talk(store))
    [row] = await store.database.read(lambda connection: connection.execute(select(table)).all())
    assert b"swore" not in bytes(row.body)
    with pytest.raises(SealError):
        Keys(["another secret, thirty-two characters"]).open(row.body, Complaint)


async def test_staff_say_how_it_stands_and_an_older_page_changes_nothing(
    store: Store, kept: StoredComplaints, pages: ComplaintPages, clock: FixedClock
) -> None:
    mine = await talk(store)
    reference = await kept.file(RUDE, "run-1:file", mine)
    clock.advance(days=1)
    assert await pages.mark(reference, 1, "passed", AMIRA)
    assert not await pages.mark(reference, 1, "answered", AMIRA), "somebody was faster"
    assert [one.status for one in await kept.of(mine)] == ["passed"]
    assert await pages.waiting() == 0
    assert await pages.mark(reference, 2, "answered", AMIRA)
    [over] = await pages.listed(over=True)
    assert (over.status, over.staff, over.status_at) == ("answered", AMIRA, clock.now())
    assert await pages.listed(over=False) == ()


async def test_nobody_else_is_told_of_it(store: Store, kept: StoredComplaints) -> None:
    await kept.file(RUDE, "run-1:file", await talk(store))
    assert await kept.of(await talk(store, "07700 900789")) == ()


async def test_the_resident_sees_it_counted_and_forget_me_withdraws_it(
    store: Store, kept: StoredComplaints, pages: ComplaintPages
) -> None:
    mine, theirs = await talk(store), await talk(store, "07700 900789")
    reference = await kept.file(RUDE, "run-1:file", mine)
    other = await kept.file(THANKS, "run-2:file", theirs)
    assert (await store.privacy.held(mine)).complaints == 1
    await store.privacy.erase(mine)
    gone, there = await pages.one(reference), await pages.one(other)
    assert gone is not None
    assert (gone.status, gone.said) == ("withdrawn", None)
    assert there is not None
    assert there.said == THANKS
    assert not await pages.mark(reference, gone.revision, "answered", AMIRA), "nobody can answer it any more"


@pytest.mark.parametrize(
    ("answered", "after", "stays"),
    [
        (True, OVER_FOR, True),
        (True, OVER_FOR + DAY, False),
        (False, OVER_FOR + DAY, True),
        (False, LONGEST + DAY, False),
    ],
)
async def test_its_words_go_when_their_time_is_over(
    store: Store,
    kept: StoredComplaints,
    pages: ComplaintPages,
    clock: FixedClock,
    answered: bool,
    after: dt.timedelta,
    stays: bool,
) -> None:
    reference = await kept.file(RUDE, "run-1:file", await talk(store))
    if answered:
        await pages.mark(reference, 1, "answered", AMIRA)
    clock.advance(after)
    swept = await store.sweep(clock.now())
    found = await pages.one(reference)
    assert found is not None
    assert (found.said is not None, swept.complaints) == (stays, 0 if stays else 1)
    assert found.status == ("answered" if answered else "received" if stays else "withdrawn")
