"""`INSERT … ON CONFLICT`, which both databases have and SQLAlchemy spells once for each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

Insert = Any  # the two dialects' `Insert` have these methods in common, but no common class


def upsert(table: Table, build: Callable[[Insert], Executable]) -> Mapping[str, Executable]:
    """The statement that `build` makes of an insert into `table`, by the names of the dialects."""
    return {"sqlite": build(sqlite.insert(table)), "postgresql": build(postgresql.insert(table))}
