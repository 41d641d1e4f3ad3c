"""Columns refuse what must not be stored: times without a zone, and personal data in the clear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, MetaData, Table, create_engine, insert, select
from sqlalchemy.exc import StatementError

from bot.store.columns import Id, Moment, SealedColumn
from bot.store.sealed import Keys

table = Table(
    "t", MetaData(), Column("id", Id, primary_key=True), Column("at", Moment), Column("body", SealedColumn)
)
moments = st.datetimes(
    min_value=dt.datetime(1970, 1, 2),  # noqa: DTZ001 - hypothesis wants bounds without a zone
    max_value=dt.datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([dt.UTC, ZoneInfo("Europe/London"), ZoneInfo("Asia/Karachi")]),
)


@pytest.fixture(scope="module")
def connection() -> Iterator[Connection]:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        table.create(connection)
        yield connection
    engine.dispose()


def stored(connection: Connection, **values: object) -> object:
    """The values' only column as it is read back."""
    number = connection.execute(insert(table).values(values)).inserted_primary_key
    assert number is not None
    (name,) = values
    return connection.execute(select(table.c[name]).where(table.c.id == number[0])).scalar_one()


@given(moment=moments)
def test_a_moment_comes_back_in_utc(connection: Connection, moment: dt.datetime) -> None:
    back = stored(connection, at=moment)
    assert isinstance(back, dt.datetime)
    assert back.tzinfo is dt.UTC
    assert back == moment.astimezone(dt.UTC)


def test_a_time_without_a_zone_is_refused(connection: Connection) -> None:
    with pytest.raises(StatementError, match="a stored time needs a zone"):
        stored(connection, at=dt.datetime(2026, 11, 20, 9, 0))  # noqa: DTZ001 - the mistake that is tested


def test_sealed_data_comes_back_as_it_was(connection: Connection) -> None:
    sealed = Keys(["a secret"]).seal("my bin")
    assert stored(connection, body=sealed) == bytes(sealed)


@pytest.mark.parametrize("plain", ["my bin", b"my bin", 7])
def test_plain_data_does_not_go_into_a_sealed_column(connection: Connection, plain: object) -> None:
    with pytest.raises(StatementError, match="only sealed values go into a sealed column"):
        stored(connection, body=plain)


def test_nothing_is_nothing(connection: Connection) -> None:
    assert stored(connection, at=None) is None
    assert stored(connection, body=None) is None
