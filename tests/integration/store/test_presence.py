"""Who has a conversation open, on pages of several processes that share a database."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import delete, func, select

from bot.clock import FixedClock
from bot.store.presence import BEAT, GONE_AFTER, StoredPresence
from bot.store.presence_table import presence
from bot.store.store import Store
from bot.store.tables import conversations
from tests.databases import OpenStore
from tests.integration.store.handing_over import adviser
from tests.integration.store.helpline import run
from tests.integration.store.talking import line, said

LOOKUP = b"what their pages watch in the hub"
LONG = 10.0


def seen_by(store: Store, clock: FixedClock, process: str = "one") -> StoredPresence:
    return StoredPresence(store.database, clock, store.hub, process)


async def talk(store: Store) -> int:
    turn, _ = await said(store, "help", line("Wait."))
    return turn.conversation.id


async def rows(store: Store) -> int:
    return int(await run(store, select(func.count()).select_from(presence)))


async def test_who_comes_and_goes_is_known(store: Store, clock: FixedClock) -> None:
    here, amira, zoe = await talk(store), await adviser(store, 1), await adviser(store, 2)
    pages = seen_by(store, clock)
    for who in (zoe, amira):
        await pages.enter(here, who, LOOKUP)
    assert await pages.of(here) == (amira, zoe)
    await pages.leave(here, amira, LOOKUP)
    assert await pages.of(here) == (zoe,)


async def test_two_processes_see_each_other_at_once(
    open_store: OpenStore, clock: FixedClock, database_url: str
) -> None:
    """On PostgreSQL the other's pages are told; SQLite has one process that serves."""
    one = await open_store()
    two = await open_store() if database_url.startswith("postgresql") else one
    here, amira, zoe = await talk(one), await adviser(one, 1), await adviser(one, 2)
    mine, theirs = seen_by(one, clock), seen_by(two, clock, "two")
    await theirs.enter(here, zoe, LOOKUP)
    with two.hub.watch(LOOKUP) as news:
        await mine.enter(here, amira, LOOKUP)
        assert await news.changed(LONG)
        assert await theirs.of(here) == (amira, zoe) == await mine.of(here)
        await mine.leave(here, amira, LOOKUP)
        assert await news.changed(LONG)
        assert await theirs.of(here) == (zoe,)


async def test_a_member_is_there_until_their_last_process_has_let_go(store: Store, clock: FixedClock) -> None:
    here, amira = await talk(store), await adviser(store, 1)
    one, two = seen_by(store, clock), seen_by(store, clock, "two")
    await one.enter(here, amira, LOOKUP)
    await two.enter(here, amira, LOOKUP)
    await one.leave(here, amira, LOOKUP)
    assert await one.of(here) == (amira,), "once, on two pages"
    await two.leave(here, amira, LOOKUP)
    assert await one.of(here) == ()


async def test_a_process_that_dies_is_not_seen_for_ever(store: Store, clock: FixedClock) -> None:
    here, amira, zoe = await talk(store), await adviser(store, 1), await adviser(store, 2)
    dead, lives = seen_by(store, clock, "dead"), seen_by(store, clock)
    await dead.enter(here, amira, LOOKUP)
    await lives.enter(here, zoe, LOOKUP)
    for _beat in range(GONE_AFTER // BEAT + 1):
        clock.advance(BEAT)
        await lives.stay(here, zoe)
    assert await lives.of(here) == (zoe,)


async def test_a_sign_of_life_tells_nobody(store: Store, clock: FixedClock) -> None:
    here, amira = await talk(store), await adviser(store, 1)
    pages = seen_by(store, clock)
    await pages.enter(here, amira, LOOKUP)
    with store.hub.watch(LOOKUP) as news:
        await news.changed(0.2)  # what the entering told, where it comes back by the database
        await pages.stay(here, amira)
        assert not await news.changed(0.05)


async def test_who_is_forgotten_leaves_no_trace(store: Store, clock: FixedClock) -> None:
    here, amira = await talk(store), await adviser(store, 1)
    pages = seen_by(store, clock)
    await pages.enter(here, amira, LOOKUP)
    await run(store, delete(conversations).where(conversations.c.id == here))
    assert await rows(store) == 0
    await pages.stay(here, amira)
    await pages.enter(here, amira, LOOKUP)
    assert await rows(store) == 0, "the page of somebody who is forgotten meanwhile writes nothing back"


async def test_what_a_dead_process_left_is_swept(store: Store, clock: FixedClock) -> None:
    here, amira, zoe = await talk(store), await adviser(store, 1), await adviser(store, 2)
    await seen_by(store, clock, "dead").enter(here, amira, LOOKUP)
    clock.advance(dt.timedelta(hours=1, seconds=1))
    await seen_by(store, clock).enter(here, zoe, LOOKUP)
    assert (await store.sweep(clock.now())).presence == 1
    assert await rows(store) == 1
