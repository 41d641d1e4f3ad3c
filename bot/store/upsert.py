"""`INSERT … ON CONFLICT`, which both databases have and SQLAlchemy spells once for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = Any  # the two dialects' `Insert` have these methods in common, but no common class
Upsert = Callable[[Connection], Executable]


def upsert(table: Table, build: Callable[[Insert], Executable]) -> Upsert:
    """The statement that `build` makes of an insert into `table`, made once for each database and chosen by
    the connection it is to run on."""
    made = {"sqlite": build(sqlite.insert(table)), "postgresql": build(postgresql.insert(table))}
    return lambda connection: made[connection.dialect.name]
