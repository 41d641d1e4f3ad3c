"""A query of the hot path gives what SQLAlchemy would give, converted the same way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Integer,
    MetaData,
    String,
    Table,
    bindparam,
    create_engine,
    insert,
    select,
    update,
)

from bot.store.columns import Moment, SealedColumn
from bot.store.query import Query
from bot.store.sealed import Keys
from bot.store.upsert import upsert

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
SEALED = Keys(["a secret"]).seal("my bin")
things = Table(
    "things",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("name", String, unique=True),
    Column("at", Moment),
    Column("body", SealedColumn),
    Column("open", Boolean),
)
put = Query(insert(things).returning(things.c.id), ["name", "at", "body", "open"])
every = Query(select(things).order_by(things.c.id))
named = Query(select(things.c.name, things.c.open).where(things.c.name == bindparam("wanted")))


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        things.create(connection)
        yield connection
    engine.dispose()


def thing(connection: Connection, name: str, *, is_open: bool = True) -> int:
    row = put.one(connection, {"name": name, "at": NOON, "body": SEALED, "open": is_open})
    assert row is not None
    return int(row.id)


def test_rows_have_names_and_python_types(connection: Connection) -> None:
    number = thing(connection, "one")
    (row,) = every.all(connection, {})
    assert row == (number, "one", NOON, bytes(SEALED), True)
    assert (row.name, row.at, row.open) == ("one", NOON, True)
    assert row.at.tzinfo is dt.UTC
    assert row.open is True


def test_it_gives_what_sqlalchemy_gives(connection: Connection) -> None:
    for name in ("one", "two", "three"):
        thing(connection, name, is_open=name != "two")
    assert every.all(connection, {}) == [tuple(row) for row in connection.execute(select(things))]


def test_one_row_or_none(connection: Connection) -> None:
    thing(connection, "one")
    assert named.one(connection, {"wanted": "one"}) == ("one", True)
    assert named.one(connection, {"wanted": "two"}) is None


def test_values_that_are_part_of_the_statement_are_kept(connection: Connection) -> None:
    thing(connection, "one")
    close = Query(update(things).where(things.c.open, things.c.at <= NOON).values(open=False, name="gone"))
    close.run(connection, {})
    assert [(row.name, row.open) for row in every.all(connection, {})] == [("gone", False)]


def test_values_are_checked_as_everywhere(connection: Connection) -> None:
    with pytest.raises(TypeError, match="only sealed values go into a sealed column"):
        put.one(connection, {"name": "one", "at": NOON, "body": "my bin", "open": True})


def test_a_missing_value_is_a_mistake(connection: Connection) -> None:
    with pytest.raises(KeyError, match="wanted"):
        named.one(connection, {})


def test_what_is_inserted_twice_is_decided_by_the_upsert(connection: Connection) -> None:
    rename = Query(
        upsert(
            things,
            lambda new: new.on_conflict_do_update(
                index_elements=["name"],
                set_={"name": things.c.name + "!"},
            ).returning(things.c.name),
        ),
        ["name", "at", "body", "open"],
    )
    row = {"name": "one", "at": NOON, "body": SEALED, "open": True}
    assert [rename.one(connection, row), rename.one(connection, row)] == [("one",), ("one!",)]
