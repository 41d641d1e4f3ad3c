"""The databases that the store is tested on: a SQLite file, and a real PostgreSQL server.

The server is the one that `SNICKET_TEST_POSTGRES` names (a URL of a user who may create databases), else the
one on 127.0.0.1:5432, else one started here from the installed binaries. Each test worker has a database of
its own, each test a schema for itself; all of it is dropped again. Without any server the tests on PostgreSQL
are left out, but under `CI=true` they fail. The tables are there when a test begins, see `tests.migrated`;
tests of how they are made take `bare_database_url`.
"""

from __future__ import annotations

import datetime as dt
import os
import pwd
import shutil
import socket
import subprocess
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random

import psycopg
import pytest
from sqlalchemy import make_url

from bot.clock import FixedClock
from bot.store.postbox import Pack
from bot.store.sealed import Keys
from bot.store.store import Store
from tests.migrated import Schemas, write_migrated

START = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
SECRET = "a secret that is only used in tests, 32+"
OpenStore = Callable[..., Awaitable[Store]]


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server on which databases can be created."""
    if (url := running_server()) is not None:
        yield url
        return
    binaries = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not binaries:
        left_out = "no PostgreSQL on 127.0.0.1:5432, in SNICKET_TEST_POSTGRES or under /usr/lib/postgresql"
        if os.environ.get("CI") == "true":
            pytest.fail(left_out)
        pytest.skip(left_out)
    with _Scratch(binaries[-1], tmp_path_factory.mktemp("postgresql")) as url:
        yield url


@pytest.fixture(scope="session")
def postgresql_database(postgresql_server: str) -> Iterator[str]:
    """The URL of a database that this test worker has for itself."""
    with made_database(postgresql_server) as url:
        yield url


@pytest.fixture
def postgresql_url(postgresql_database: str) -> Iterator[str]:
    """The URL of an empty schema on PostgreSQL."""
    schema = f"test_{uuid.uuid4().hex[:12]}"
    _run(postgresql_database, f"CREATE SCHEMA {schema}")
    url = make_url(postgresql_database).update_query_dict({"options": f"-csearch_path={schema}"})
    yield url.render_as_string(hide_password=False)
    _run(postgresql_database, f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'snicket.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database without any table, once of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def migrated_sqlite_url(sqlite_url: str) -> str:
    """`sqlite_url`, with today's tables in the file."""
    write_migrated(Path(str(make_url(sqlite_url).database)))
    return sqlite_url


@pytest.fixture(scope="session")
def schemas(postgresql_database: str) -> Schemas:
    """The schemas with today's tables that this test worker has."""
    return Schemas(postgresql_database)


@pytest.fixture
def migrated_postgresql_url(schemas: Schemas) -> Iterator[str]:
    """The URL of a schema with today's tables on PostgreSQL, nothing in them."""
    with schemas.lent() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database with today's tables and nothing in them, once of each kind."""
    url: str = request.getfixturevalue(f"migrated_{request.param}_url")
    return url


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at a Friday morning."""
    return FixedClock(START)


@pytest.fixture
async def open_store(database_url: str, clock: FixedClock) -> AsyncIterator[OpenStore]:
    """Opens stores on the test's database, as several processes would: `await open_store(keys=…)`."""
    stores: list[Store] = []

    async def open_one(
        keys: Keys | None = None,
        random: Random | None = None,
        days: int = 30,
        packs: Mapping[str, Pack] | None = None,
    ) -> Store:
        store = await Store.open(
            database_url,
            keys or Keys([SECRET]),
            clock,
            retention_days=days,
            random=random or Random(7),
            packs=packs,
        )
        stores.append(store)
        return store

    yield open_one
    for store in stores:
        await store.close()


@pytest.fixture
async def store(open_store: OpenStore) -> Store:
    """A store on each kind of database."""
    return await open_store()


@contextmanager
def made_database(server: str) -> Iterator[str]:
    """The URL of a new database on the server, which is there for as long as the block lasts."""
    name = f"snicket_test_{uuid.uuid4().hex[:12]}"
    _run(server, f"CREATE DATABASE {name}")
    # No test cuts the server's power: what has been committed need not be on its disk.
    _run(server, f"ALTER DATABASE {name} SET synchronous_commit = off")
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        _run(server, f"DROP DATABASE {name} WITH (FORCE)")


def _run(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(statement)


def running_server() -> str | None:
    """A server that is there already."""
    if named := os.environ.get("SNICKET_TEST_POSTGRES"):
        return named
    for user in ("postgres", "root"):
        url = f"postgresql://{user}@127.0.0.1:5432/postgres"
        try:
            psycopg.connect(url, connect_timeout=3).close()
        except psycopg.OperationalError:
            continue
        return url
    return None


class _Scratch:
    """A server of our own in `folder`, on a free port, without the waits for the disk."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self._binaries = binaries
        self._folder = folder
        # The server refuses to run as root; Debian's package brings an account for it.
        self._user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name

    def __enter__(self) -> str:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if os.geteuid() == 0:
            for part in (self._folder, *self._folder.parents[:2]):
                part.chmod(0o755)
            shutil.chown(self._folder, self._user)
        self._run("initdb", "-A", "trust", "-U", "postgres", "-D", str(self._data))
        options = f"-p {port} -k {self._folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        self._run(
            "pg_ctl", "-w", "-D", str(self._data), "-l", str(self._data / "log"), "-o", options, "start"
        )
        return f"postgresql://postgres@127.0.0.1:{port}/postgres"

    def __exit__(self, *_: object) -> None:
        self._run("pg_ctl", "-w", "-m", "immediate", "-D", str(self._data), "stop")

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def _run(self, program: str, *arguments: str) -> None:
        as_user = ["runuser", "-u", self._user, "--"] if os.geteuid() == 0 else []
        command = [*as_user, str(self._binaries / program), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self._folder)
