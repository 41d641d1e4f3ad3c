"""The tables are made and brought up to date at every start, whoever starts first."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from bot.store import (
    alert_tables,
    case_tables,
    feed_tables,
    migrations,
    relay_table,
    sensor_tables,
    street_tables,
    subscription_tables,
    tries_table,
)
from bot.store.database import StoreError, open_database
from bot.store.tables import metadata
from tests.databases import SECRET, OpenStore
from tests.integration.store.talking import line, read, said

STARTS = """
import asyncio, os, sys
from bot.clock import SystemClock
from bot.store.sealed import Keys
from bot.store.store import Store

async def main(url, secret):
    print("ready", flush=True)
    sys.stdin.readline()
    store = await Store.open(url, Keys([secret]), SystemClock())
    await store.effects.begin(f"started by {os.getpid()}")
    await store.close()

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.fixture
def database_url(bare_database_url: str) -> str:
    """Here the tables are still to be made."""
    return bare_database_url


async def start(database_url: str) -> asyncio.subprocess.Process:
    """A process that has everything loaded and waits for the word to open the store."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", STARTS, database_url, SECRET, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    return process


async def test_the_migrations_make_exactly_the_tables_that_the_code_uses(database_url: str) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    database = await open_database(database_url)
    assert await database.write(differences) == []
    await database.close()


def test_tables_in_files_of_their_own_are_among_those() -> None:
    ours = {relay_table.relays, relay_table.relay_messages, tries_table.tries}
    ours |= {alert_tables.bodies, sensor_tables.hours, feed_tables.feeds}
    ours |= {subscription_tables.subscription_places, case_tables.cases, street_tables.street_reports}
    assert ours <= set(metadata.tables.values())


def test_the_newest_migration_is_the_one_that_a_start_looks_for() -> None:
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert scripts.get_heads() == [migrations.HEAD]


async def test_processes_that_start_at_once_do_not_disturb_each_other(database_url: str) -> None:
    starting = [await start(database_url) for _ in range(3)]
    ended = await asyncio.gather(*(process.communicate(b"go\n") for process in starting))
    assert [process.returncode for process in starting] == [0, 0, 0], ended
    database = await open_database(database_url)
    count = await database.read(lambda connection: connection.scalar(text("SELECT count(*) FROM effects")))
    versions = await database.read(lambda c: c.execute(text("SELECT version_num FROM alembic_version")).all())
    await database.close()
    assert count == 3
    assert [version for (version,) in versions] == [migrations.HEAD]


async def test_starting_again_keeps_everything(open_store: OpenStore) -> None:
    store = await open_store()
    await said(store, "one", line("1"))
    await store.close()
    assert await read(await open_store()) == [(1, "resident", "one"), (2, "assistant", "1")]


async def test_a_database_of_a_newer_program_is_refused_and_left_alone(database_url: str) -> None:
    database = await open_database(database_url)
    newer = text("UPDATE alembic_version SET version_num = '9999'")
    await database.write(lambda connection: connection.execute(newer).close())
    await database.close()
    with pytest.raises(StoreError, match=r"does not fit this version of the program: .*9999"):
        await open_database(database_url)
