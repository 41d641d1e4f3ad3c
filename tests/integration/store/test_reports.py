"""A missed bin is reported once, under a reference that can be read out."""

from __future__ import annotations

import asyncio
import datetime as dt
from random import Random

import pytest

from bot.store.database import StoreError
from bot.store.reference import read_reference
from bot.store.store import Store
from tests.databases import OpenStore
from tests.integration.store.talking import message, opened

HOME, OTHER_HOME = "100091234567", "100097654321"
THURSDAY = dt.date(2026, 11, 19)


class Stuck(Random):
    """Randomness that always says the same."""

    def choice(self, seq):  # type: ignore[no-untyped-def]
        return seq[3]


async def test_a_report_gets_a_reference(store: Store) -> None:
    reference = await store.reports.file(HOME, "black", THURSDAY, "run-1:file")
    assert read_reference(reference) == reference


async def test_the_same_key_gets_the_same_reference_and_files_nothing_new(store: Store) -> None:
    first = await store.reports.file(HOME, "black", THURSDAY, "run-1:file")
    again = await store.reports.file(HOME, "black", THURSDAY, "run-1:file")
    other = await store.reports.file(HOME, "black", THURSDAY, "run-2:file")
    assert first == again != other


async def test_the_same_key_at_once_from_two_processes_is_one_report(open_store: OpenStore) -> None:
    stores = [await open_store(random=Random(number)) for number in range(2)]
    filing = (store.reports.file(HOME, "black", THURSDAY, "run-1:file") for store in stores * 5)
    assert len(set(await asyncio.gather(*filing))) == 1


async def test_an_open_report_is_found_for_its_home_and_bin(store: Store) -> None:
    reference = await store.reports.file(HOME, "black", THURSDAY, "run-1:file")
    found = store.reports.open_for
    assert await found(HOME, "black", THURSDAY) == reference
    assert await found(HOME, "black", THURSDAY - dt.timedelta(days=7)) == reference
    assert await found(HOME, "black", THURSDAY + dt.timedelta(days=1)) is None
    assert await found(HOME, "green", THURSDAY) is None
    assert await found(OTHER_HOME, "black", THURSDAY) is None


async def test_of_several_the_newest_is_found(store: Store) -> None:
    await store.reports.file(HOME, "black", THURSDAY, "run-1:file")
    newest = await store.reports.file(HOME, "black", THURSDAY, "run-2:file")
    assert await store.reports.open_for(HOME, "black", THURSDAY) == newest


async def test_a_reference_that_is_taken_is_drawn_again(open_store: OpenStore) -> None:
    same_draws = [await open_store(random=Random(7)), await open_store(random=Random(7))]
    first = await same_draws[0].reports.file(HOME, "black", THURSDAY, "run-1:file")
    second = await same_draws[1].reports.file(HOME, "green", THURSDAY, "run-2:file")
    assert first != second


async def test_when_no_reference_is_free_it_says_so_and_files_nothing(open_store: OpenStore) -> None:
    store = await open_store(random=Stuck())
    await store.reports.file(HOME, "black", THURSDAY, "run-1:file")
    with pytest.raises(StoreError, match="no free reference"):
        await store.reports.file(HOME, "green", THURSDAY, "run-2:file")
    assert await store.reports.open_for(HOME, "green", THURSDAY) is None


async def test_a_report_is_its_residents_until_they_are_forgotten(store: Store) -> None:
    turn = await opened(store, message())
    await store.reports.file(HOME, "black", THURSDAY, "run-1:file", turn.conversation.id)
    assert (await store.privacy.held(turn.conversation.id)).reports == 1
    await store.erase(turn.conversation.id)
    assert await store.reports.open_for(HOME, "black", THURSDAY) is None
