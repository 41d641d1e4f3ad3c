"""Databases that have today's tables already, since making them takes longer than most tests.

The migrations run once in each test worker. A SQLite file is then a copy of the first; a schema on PostgreSQL
is emptied after its test and lent again. What a test did to the tables themselves is noticed: such a schema
is not lent again.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from sqlalchemy import make_url

from bot.store.database import open_database

_SHAPE = """
SELECT md5(string_agg(part, ';' ORDER BY part)) FROM (
    SELECT concat_ws(' ', relname, relkind, attname, atttypid::regtype, attnotnull) AS part
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    WHERE relnamespace = to_regnamespace(%(schema)s) AND NOT attisdropped
    UNION ALL SELECT conname || replace(pg_get_constraintdef(oid), %(schema)s, '') FROM pg_constraint
    WHERE connamespace = to_regnamespace(%(schema)s)
    UNION ALL SELECT tgname FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid
    WHERE relnamespace = to_regnamespace(%(schema)s) AND NOT tgisinternal
    UNION ALL SELECT version_num FROM {schema}.alembic_version
) AS parts
"""

_EMPTY = """
DO $$
DECLARE
    found text; filled text[] := '{{}}'; any_row boolean;
BEGIN
    FOR found IN SELECT format('{schema}.%I', tablename) FROM pg_tables
        WHERE schemaname = '{schema}' AND tablename <> 'alembic_version'
    LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM ' || found || ')' INTO any_row;
        IF any_row THEN filled := filled || found; END IF;
    END LOOP;
    IF cardinality(filled) > 0 THEN
        EXECUTE 'TRUNCATE ' || array_to_string(filled, ', ') || ' CASCADE';
    END IF;
    PERFORM setval(format('{schema}.%I', sequencename)::regclass, start_value, false) FROM pg_sequences
        WHERE schemaname = '{schema}' AND last_value IS NOT NULL;
END $$
"""


def write_migrated(path: Path) -> None:
    """A SQLite file with today's tables, readable by its owner only as the store makes it."""
    path.touch(mode=0o600)
    path.write_bytes(_migrated())


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "snicket.db"
        _migrate(f"sqlite:///{path}")
        return path.read_bytes()


def _migrate(url: str) -> None:
    """As the store does at its start; in a thread, since the caller may be in an event loop."""

    async def opened() -> None:
        await (await open_database(url)).close()

    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, opened()).result()


class Schemas:
    """Schemas with today's tables in one database; `lent` gives one at a time, empty."""

    def __init__(self, database: str) -> None:
        self._database = database
        self._free: list[str] = []
        self._shape: str | None = None

    @contextmanager
    def lent(self) -> Iterator[str]:
        """The URL of a schema for as long as the block lasts."""
        schema = self._free.pop() if self._free else self._made()
        yield self._url(schema)
        with psycopg.connect(self._database, autocommit=True) as server:
            # A process that was killed may have left a server behind that is about to write.
            server.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s", [schema]
            )
            if _shape(server, schema) == self._shape:
                server.execute(_EMPTY.format(schema=schema))
                self._free.append(schema)
            else:
                server.execute(f"DROP SCHEMA {schema} CASCADE")

    def _made(self) -> str:
        schema = f"test_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self._database, autocommit=True) as server:
            server.execute(f"CREATE SCHEMA {schema}")
            _migrate(self._url(schema))
            self._shape = _shape(server, schema)
        return schema

    def _url(self, schema: str) -> str:
        asks = {"options": f"-csearch_path={schema}", "application_name": schema}
        return make_url(self._database).update_query_dict(asks).render_as_string(hide_password=False)


def _shape(server: psycopg.Connection, schema: str) -> str | None:
    """What the tables of a schema are like, without what is in them."""
    found = server.execute(_SHAPE.format(schema=schema), {"schema": schema}).fetchone()
    return found[0] if found else None
