"""A database that cannot be used is told in one line, without passwords, and never half used."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, make_url, text

from bot.store.database import StoreError, open_database
from tests.databases import OpenStore
from tests.integration.store.talking import line, message, opened, read, said


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://x/y", "mysql is not a database this runs on: use sqlite or postgresql"),
        ("nonsense", "the database address is not a URL"),
        ("sqlite://", "SQLite needs a file: sqlite:///path/to/snicket.db"),
        ("sqlite:///:memory:", "SQLite needs a file"),
        ("postgresql://nobody:hunter2@127.0.0.1:1/x", "cannot be used: connection failed"),
    ],
)
async def test_an_address_that_cannot_be_used_is_told(url: str, said: str) -> None:
    with pytest.raises(StoreError, match=said) as told:
        await open_database(url)
    assert "hunter2" not in str(told.value)
    assert "\n" not in str(told.value)


async def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "snicket.db"
    file.write_text("these are not tables" * 100)
    with pytest.raises(StoreError, match="cannot be opened: file is not a database"):
        await open_database(f"sqlite:///{file}")
    assert file.read_text().startswith("these are not tables")


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="cannot be opened"):
        await open_database(f"sqlite:///{tmp_path}/file/snicket.db")


async def test_the_folder_of_a_new_database_is_made(tmp_path: Path) -> None:
    database = await open_database(f"sqlite:///{tmp_path}/a/b/snicket.db")
    await database.ping()
    await database.close()
    assert (tmp_path / "a" / "b" / "snicket.db").exists()


async def test_work_that_fails_leaves_nothing(database_url: str) -> None:
    def work(connection: Connection) -> None:
        connection.execute(text("INSERT INTO counters VALUES ('2026-11-20', 'en', 'x', 1)"))
        raise LookupError("half way")

    database = await open_database(database_url)
    with pytest.raises(LookupError, match="half way"):
        await database.write(work)
    rows = await database.read(lambda connection: connection.execute(text("SELECT * FROM counters")).all())
    await database.close()
    assert rows == []


async def test_a_read_sees_all_that_was_written_before(database_url: str) -> None:
    database = await open_database(database_url)
    add = text("INSERT INTO counters VALUES ('2026-11-20', 'en', :kind, 1)")
    count = text("SELECT count(*) FROM counters")
    for number in range(20):
        await database.write(lambda c, n=number: c.execute(add, {"kind": str(n)}).close())  # type: ignore[misc]
        assert await database.read(lambda connection: connection.scalar(count)) == number + 1
    await database.close()


async def test_the_reading_side_cannot_write(sqlite_url: str) -> None:
    database = await open_database(sqlite_url)
    with pytest.raises(StoreError, match="readonly"):
        await database.read(lambda c: c.execute(text("DELETE FROM counters")).close())
    await database.close()


async def test_sqlite_is_set_up_to_lose_nothing(sqlite_url: str) -> None:
    def pragmas(connection: Connection) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        return {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}

    database = await open_database(sqlite_url)
    assert await database.write(pragmas) == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }
    await database.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_another_process_that_writes_is_waited_for(open_store: OpenStore, sqlite_url: str) -> None:
    store = await open_store()
    other = sqlite3.connect(str(make_url(sqlite_url).database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = asyncio.create_task(opened(store, message("one")))
    done, _ = await asyncio.wait([waiting], timeout=0.1)
    assert not done
    assert await read(store) == [], "reading goes on meanwhile"
    other.execute("COMMIT")
    other.close()
    assert (await waiting).seq == 1


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_server_that_drops_its_connections_is_found_again(
    open_store: OpenStore, postgresql_database: str
) -> None:
    store = await open_store()
    await said(store, "one", line("1"))
    with psycopg.connect(postgresql_database, autocommit=True) as server:
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    await store.ping()
    assert len(await read(store)) == 2


async def test_a_closed_store_says_so(sqlite_url: str) -> None:
    database = await open_database(sqlite_url)
    await database.close()
    with pytest.raises(StoreError, match="the store is closed"):
        await database.ping()
