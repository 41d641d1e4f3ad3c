"""What is held is sealed, can be told, and is gone when the resident asks to be forgotten."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path
from typing import Any

import psycopg
import pytest
from msgspec import structs
from sqlalchemy import make_url

from bot.clock import FixedClock
from bot.knowledge.held import Held, Holdings
from bot.store.sealed import Keys
from bot.store.store import Store
from bot.store.tables import metadata
from tests.databases import SECRET, START, OpenStore
from tests.integration.store.talking import ME, OTHER, line, message, opened, outcome, read, said

HOME = "100091234567"
WORDS, ANSWER, STATE = "the wall of my flat is wet", "we come on Thursday", "remembers-the-wall"
PERSONAL = (ME, WORDS, ANSWER, STATE, HOME)
TODAY = START.date()


async def a_whole_life(store: Store) -> int:
    """A conversation with something in every table; its id."""
    turn = await opened(store, message(WORDS))
    await store.effects.begin("run-1:file", turn.conversation.id)
    reference = await store.reports.file(HOME, "black", TODAY, "run-1:file", turn.conversation.id)
    await store.effects.finish("run-1:file", [reference, HOME])
    write = outcome(turn, line(ANSWER, reply=f'"{ANSWER}"'), state=f'"{STATE}"'.encode())
    await store.commit_turn(structs.replace(write, counted=("x",)))
    await opened(store, message(f"{WORDS}, still", id=f"{ME}-is-in-this-id"))
    return turn.conversation.id


def files(url: str) -> bytes:
    """Everything that SQLite has on disk."""
    path = Path(str(make_url(url).database))
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))


def rows(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that PostgreSQL gives out."""
    with psycopg.connect(url) as connection:
        return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in metadata.tables}


def shown(database_url: str) -> bytes:
    """All that can be seen of the database without the secret."""
    if database_url.startswith("sqlite"):
        return files(database_url)
    return repr(rows(database_url)).encode() + b"".join(
        bytes(value)
        for table in rows(database_url).values()
        for row in table
        for value in row
        if isinstance(value, bytes)
    )


@pytest.mark.parametrize("personal", PERSONAL)
async def test_the_database_shows_nothing_personal(store: Store, database_url: str, personal: str) -> None:
    await a_whole_life(store)
    assert b"bins.missed" in shown(database_url), "the search finds what is not sealed"
    assert personal.encode() not in shown(database_url)


async def test_the_files_can_be_read_by_their_owner_only(sqlite_url: str, clock: FixedClock) -> None:
    path = Path(str(make_url(sqlite_url).database))
    store = await Store.open(sqlite_url, Keys([SECRET]), clock)
    await said(store, "one", line("1"))
    seen = [(file.name, file.stat().st_mode & 0o077) for file in path.parent.glob(f"{path.name}*")]
    await store.close()
    assert (path.name, 0) in seen
    assert all(others == 0 for _, others in seen), seen


async def test_a_resident_is_told_what_is_held_and_until_when(store: Store, clock: FixedClock) -> None:
    number = await a_whole_life(store)
    assert await store.privacy.held(number) == Held(3, 1, TODAY, TODAY + dt.timedelta(days=30))
    clock.advance(days=3)
    await opened(store, message("hello", address=OTHER))
    held = await store.privacy.held(number)
    assert held.until == TODAY + dt.timedelta(days=30), "it counts from their last message"


async def test_who_agreed_to_be_remembered_is_told_the_longer_time(store: Store) -> None:
    turn = await opened(store, message())
    write = outcome(turn)
    await store.commit_turn(structs.replace(write, kept=True))
    assert (await store.privacy.held(turn.conversation.id)).until == TODAY + dt.timedelta(days=365)


async def test_of_a_stranger_nothing_is_held(store: Store) -> None:
    assert await store.privacy.held(999) == Held(0, 0, TODAY, TODAY)


async def test_the_skills_find_it_by_its_contract(store: Store) -> None:
    assert isinstance(store.privacy, Holdings)


async def test_forgetting_leaves_nothing(store: Store, database_url: str) -> None:
    await said(store, "another resident", line("stays"), address=OTHER)
    number = await a_whole_life(store)
    await store.erase(number)
    assert await read(store) == []
    assert await store.unfinished() == ()
    assert await store.effects.begin("run-1:file") is None
    assert await store.reports.open_for(HOME, "black", TODAY) is None
    assert (await store.privacy.held(number)).messages == 0
    assert await read(store, OTHER) == [(1, "resident", "another resident"), (2, "assistant", "stays")]
    assert [counted.count for counted in await store.counters.since(TODAY)] == [1], "counters stay"
    for personal in PERSONAL:
        assert personal.encode() not in shown(database_url)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_forgetting_takes_even_the_sealed_text_out_of_the_file(
    sqlite_url: str, open_store: OpenStore
) -> None:
    store = await open_store()
    number = await a_whole_life(store)
    connection = sqlite3.connect(str(make_url(sqlite_url).database))
    sealed = [
        bytes(value)
        for query in (
            "SELECT body FROM transcript",
            "SELECT address FROM conversations",
            "SELECT state FROM conversations",
            "SELECT message FROM inbox WHERE message IS NOT NULL",
            "SELECT result FROM effects",
            "SELECT home FROM reports",
            "SELECT lookup FROM conversations",
            "SELECT home_lookup FROM reports",
        )
        for (value,) in connection.execute(query)
    ]
    connection.close()
    assert len(sealed) == 10
    assert all(value in files(sqlite_url) for value in sealed)
    await store.erase(number)
    await store.effects.begin("something new")
    left = files(sqlite_url)
    assert [value for value in sealed if value in left] == []


async def test_the_report_itself_stays_without_the_person(store: Store, database_url: str) -> None:
    number = await a_whole_life(store)
    await store.erase(number)
    if database_url.startswith("postgresql"):
        (report,) = rows(database_url)["reports"]
        assert report[3:7] == ("bins.missed", "black", TODAY, "withdrawn")
        assert report[7:10] == (None, None, None)


async def test_the_last_words_are_said_and_not_kept(store: Store) -> None:
    number = await a_whole_life(store)
    entries = await store.erase(number, (line("It is deleted."),))
    assert [(entry.seq, entry.text) for entry in entries] == [(4, "It is deleted.")]
    assert await read(store) == []


async def test_forgetting_twice_is_no_mistake(store: Store) -> None:
    number = await a_whole_life(store)
    await store.erase(number)
    assert await store.erase(number, (line("It is deleted."),)) == ()


async def test_after_forgetting_a_new_conversation_begins_under_a_new_number(store: Store) -> None:
    number = await a_whole_life(store)
    await store.erase(number)
    turn = await opened(store, message("hello again"))
    assert turn.conversation.id != number
    assert (turn.seq, turn.conversation.state) == (1, b"")
