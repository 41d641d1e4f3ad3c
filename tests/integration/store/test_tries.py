"""Wrong tries of strangers and of networks: counted together by all processes, and forgotten."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from sqlalchemy import select

from bot.clock import FixedClock
from bot.handover.people import FORGOTTEN, Locked, Try
from bot.store import tries as module
from bot.store.database import Database, open_database
from bot.store.retention import sweep
from bot.store.sealed import Keys
from bot.store.tries import ADDRESS_TRIES, WINDOW, Tries
from bot.store.tries_table import tries as table
from tests.databases import START

OLD, NEW = "the old secret, thirty-two characters", "the new secret, thirty-two characters"
KEYS = Keys([OLD])
STRANGER, NETWORK = "nobody@example.org", "198.51.100.7"


@pytest.fixture
async def databases(database_url: str) -> list[Database]:
    """Two processes on one database."""
    return [await open_database(database_url) for _ in range(2)]


@pytest.fixture
async def tries(databases: list[Database], clock: FixedClock) -> object:
    yield Tries(databases[0], KEYS, clock)
    for one in databases:
        await one.close()


async def rows(database: Database) -> list[tuple[object, ...]]:
    query = select(table.c.kind, table.c.failures, table.c.ends_at).order_by(table.c.kind)
    found = await database.read(lambda connection: connection.execute(query).all())
    return [tuple(row) for row in found]


async def test_a_restart_and_another_process_go_on_counting(
    databases: list[Database], tries: Tries, clock: FixedClock
) -> None:
    other = Tries(databases[1], KEYS, clock)
    for number in range(1, 5):
        assert await (other if number % 2 else tries).stranger(STRANGER) == Try(number)
    fifth = await tries.stranger(STRANGER.upper())
    assert fifth == Try(5, START + dt.timedelta(minutes=15))
    with pytest.raises(Locked):
        await other.stranger(STRANGER)


async def test_of_a_hundred_strangers_at_once_five_get_through(
    databases: list[Database], tries: Tries, clock: FixedClock
) -> None:
    both = [tries, Tries(databases[1], KEYS, clock)]
    done = await asyncio.gather(*(both[n % 2].stranger(STRANGER) for n in range(100)), return_exceptions=True)
    assert sorted(one.number for one in done if isinstance(one, Try)) == [1, 2, 3, 4, 5]
    assert sum(isinstance(one, Locked) for one in done) == 95


async def test_nothing_that_was_typed_is_stored(databases: list[Database], tries: Tries) -> None:
    await tries.stranger(STRANGER)
    await tries.address(NETWORK)
    found = await databases[0].read(lambda connection: connection.execute(select(table)).all())
    stored = repr(found)
    assert "nobody" not in stored
    assert "198.51" not in stored
    assert {len(row.lookup) for row in found} == {32}


async def test_everything_has_an_end_and_the_sweep_keeps_to_it(
    databases: list[Database], tries: Tries, clock: FixedClock
) -> None:
    await tries.stranger(STRANGER)
    await tries.address(NETWORK)
    assert await rows(databases[0]) == [("address", 1, START + WINDOW), ("login", 1, START + FORGOTTEN)]
    assert (await sweep(databases[0], START, 30)).tries == 0
    assert (await sweep(databases[0], START + WINDOW + dt.timedelta(seconds=1), 30)).tries == 1
    assert (await sweep(databases[0], START + FORGOTTEN + dt.timedelta(seconds=1), 30)).tries == 1
    assert await rows(databases[0]) == []


async def test_a_network_has_so_many_tries_in_a_quarter_of_an_hour(tries: Tries, clock: FixedClock) -> None:
    for _ in range(ADDRESS_TRIES - 1):
        assert (await tries.address(NETWORK)).locked_until is None
    clock.advance(WINDOW)
    for _ in range(ADDRESS_TRIES - 1):
        assert (await tries.address(NETWORK)).locked_until is None, "the window before is over"
    last = await tries.address(NETWORK)
    assert last.locked_until == clock.now() + WINDOW
    with pytest.raises(Locked):
        await tries.address(NETWORK)
    assert await tries.address("198.51.100.8") == Try(1)
    clock.advance(WINDOW)
    assert await tries.address(NETWORK) == Try(1), "a lock of a network never grows"


async def test_a_right_try_is_taken_back(tries: Tries, databases: list[Database]) -> None:
    await tries.right(NETWORK)
    assert await rows(databases[0]) == []
    for _ in range(3):
        await tries.address(NETWORK)
        await tries.right(NETWORK)
    [(_, failures, _)] = await rows(databases[0])
    assert failures == 0


async def test_the_way_back(tries: Tries) -> None:
    for _ in range(5):
        await tries.stranger(STRANGER)
    assert await tries.forget(STRANGER)
    assert not await tries.forget(STRANGER)
    assert await tries.stranger(STRANGER) == Try(1)
    for _ in range(ADDRESS_TRIES):
        await tries.address(NETWORK)
    assert await tries.forget_addresses() == 1
    assert await tries.address(NETWORK) == Try(1)
    assert await tries.stranger(STRANGER) == Try(2), "the other kind is left alone"


async def test_made_up_logins_take_so_many_rows_and_no_more(
    tries: Tries, databases: list[Database], clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    await tries.address(NETWORK)
    for name in "abc":
        await tries.stranger(f"{name}@example.org")
        clock.advance(seconds=1)
    await tries.stranger("a@example.org")
    await tries.stranger("d@example.org")
    assert [kind for kind, _, _ in await rows(databases[0])] == ["address", "login", "login", "login"]
    assert await tries.stranger("a@example.org") == Try(3), "the one that ends first has gone: b"
    assert await tries.stranger("c@example.org") == Try(2)


async def test_a_lock_stays_while_the_secret_is_changed(
    databases: list[Database], tries: Tries, clock: FixedClock
) -> None:
    for _ in range(5):
        await tries.stranger(STRANGER)
    during = Tries(databases[1], Keys([NEW, OLD]), clock)
    with pytest.raises(Locked):
        await during.stranger(STRANGER)
    assert await during.forget(STRANGER)
