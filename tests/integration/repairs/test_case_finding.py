"""A case is found with its reference and the postcode of its home, and nobody finds one by guessing."""

from __future__ import annotations

import asyncio
import datetime as dt
from random import Random

import pytest

from bot.clock import FixedClock
from bot.knowledge.repairs.case import Known
from bot.knowledge.repairs.changes import Close
from bot.store import case_tries
from bot.store.case_tries import BY_REFERENCE, BY_WHOM
from bot.store.reference import new_reference
from bot.store.store import Store
from bot.store.tries_table import tries
from tests.databases import OpenStore
from tests.integration.repairs.tenants import BLOCK, OTHER_HOME, Office

RIGHT, WRONG = "LS8 1AA", "LS8 1AB"
NOBODYS = new_reference(Random(99))


@pytest.mark.parametrize("postcode", ["LS8 1AA", "ls81aa", " Ls 81 aA "])
async def test_reference_and_postcode_find_it(office: Office, postcode: str) -> None:
    filed = await office.file()
    known = await office.cases.find(filed.reference.lower(), postcode, 1)
    assert isinstance(known, Known)
    assert (known.reference, known.status, known.deadlines) == (filed.reference, "received", filed.deadlines)


async def test_a_shared_part_is_found_by_the_postcode_of_its_building(office: Office) -> None:
    filed = await office.file(where=BLOCK)
    known = await office.cases.find(filed.reference, "LS9 8AB", 1)
    assert isinstance(known, Known)
    assert known.communal


async def test_a_wrong_postcode_and_a_wrong_reference_look_alike(office: Office) -> None:
    filed = await office.file()
    other = await office.file(where=OTHER_HOME, problem="window", detail="draughty")
    assert await office.cases.find(filed.reference, WRONG, 1) == "unknown"
    assert await office.cases.find(NOBODYS, RIGHT, 1) == "unknown"
    assert await office.cases.find(filed.reference, "", 1) == "unknown"
    assert isinstance(await office.cases.find(other.reference, RIGHT, 1), Known)


async def test_five_wrong_tries_within_an_hour_lock_a_conversation(office: Office, clock: FixedClock) -> None:
    filed = await office.file()
    for _ in range(5):
        assert await office.cases.find(filed.reference, WRONG, 1) == "unknown"
        clock.advance(seconds=60)
    assert await office.cases.find(filed.reference, RIGHT, 1) == "locked", "also with the right one"
    assert isinstance(await office.cases.find(filed.reference, RIGHT, 2), Known), "others may ask"
    clock.advance(seconds=55 * 60)
    assert isinstance(await office.cases.find(filed.reference, RIGHT, 1), Known)


async def test_ten_wrong_tries_within_a_day_lock_a_reference_whoever_tries(
    office: Office, clock: FixedClock
) -> None:
    filed = await office.file()
    for who in range(10):
        assert await office.cases.find(filed.reference, WRONG, who + 1) == "unknown"
        clock.advance(seconds=3600)
    assert await office.cases.find(filed.reference, RIGHT, 99) == "locked"
    clock.advance(seconds=14 * 3600 + 1)
    assert isinstance(await office.cases.find(filed.reference, RIGHT, 99), Known)


async def test_a_right_answer_makes_nobody_elses_tries_good(office: Office) -> None:
    filed = await office.file()
    for who in range(9):
        await office.cases.find(filed.reference, WRONG, who + 1)
    assert isinstance(await office.cases.find(filed.reference, RIGHT, 50), Known)
    assert await office.cases.find(filed.reference, WRONG, 51) == "unknown"
    assert await office.cases.find(filed.reference, RIGHT, 52) == "locked"


async def test_what_cannot_be_a_reference_counts_as_no_try(office: Office) -> None:
    filed = await office.file()
    for _ in range(20):
        assert await office.cases.find("AAAAAA", RIGHT, 1) == "unknown"
    assert isinstance(await office.cases.find(filed.reference, RIGHT, 1), Known)


async def test_a_reference_that_nobody_has_is_counted_like_any_other(office: Office) -> None:
    for who in range(10):
        assert await office.cases.find(NOBODYS, RIGHT, who + 1) == "unknown"
    assert await office.cases.find(NOBODYS, RIGHT, 99) == "locked"


async def test_many_at_once_are_no_more_tries(open_store: OpenStore, clock: FixedClock) -> None:
    offices = [Office(await open_store(), clock, seed=number) for number in range(2)]
    filed = await offices[0].file()
    asking = [office.cases.find(filed.reference, WRONG, 1) for office in offices * 6]
    answers = await asyncio.gather(*asking)
    assert (answers.count("unknown"), answers.count("locked")) == (5, 7)


async def test_the_tries_are_keyed_hashes_and_swept(office: Office, store: Store, clock: FixedClock) -> None:
    filed = await office.file()
    await office.cases.find(filed.reference, WRONG, 1)
    kinds = {row.kind: row.ends_at - clock.now() for row in await office.all(tries)}
    assert kinds == {BY_WHOM.kind: dt.timedelta(hours=1), BY_REFERENCE.kind: dt.timedelta(days=1)}
    clock.advance(days=1, seconds=1)
    assert (await store.sweep(clock.now())).tries == 2


async def test_made_up_references_take_no_more_than_their_room(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(case_tries, "MOST_ROWS", 3)
    filed = await office.file()
    for who in range(6):
        await office.cases.find(filed.reference, WRONG, who + 1)
    assert len(await office.all(tries, kind=BY_WHOM.kind)) == 3


async def test_ninety_days_after_its_end_nobody_is_told_of_it(office: Office, clock: FixedClock) -> None:
    filed = await office.file()
    await office.staff(filed.reference, Close())
    clock.advance(days=90)
    assert isinstance(await office.cases.find(filed.reference, RIGHT, 1), Known)
    clock.advance(seconds=1)
    assert await office.cases.find(filed.reference, RIGHT, 1) == "unknown"
    assert (await office.all(tries, kind=BY_WHOM.kind))[0].failures == 0
