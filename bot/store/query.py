"""A query of the hot path: written once with SQLAlchemy, compiled once for each database.

A turn runs the same seven statements every time. Sent through SQLAlchemy's execution each of them costs five
times what SQLite itself takes for it; here the compiled text, the names and the converters of the types are
kept, and the driver's cursor of the connection is used. The transaction is still SQLAlchemy's.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from sqlalchemy import Connection, Executable
from sqlalchemy.engine import Dialect
from sqlalchemy.engine.interfaces import DBAPICursor

AnyRow: TypeAlias = Any
"""A row: a tuple whose fields have the names of the columns."""


class Query:
    """`statement`, one for all databases or one for each by its dialect's name.

    An INSERT names the `columns` that it is given. Parameters that stand for lists are not possible here.
    """

    def __init__(
        self, statement: Executable | Mapping[str, Executable], columns: Sequence[str] | None = None
    ) -> None:
        self._statement = statement
        self._columns = columns
        self._compiled: dict[str, _Compiled] = {}

    def all(self, connection: Connection, values: Mapping[str, Any]) -> list[AnyRow]:
        """Runs the query; its rows."""
        compiled = self._for(connection.dialect)
        cursor = compiled.execute(connection, values)
        rows = [compiled.row(row) for row in cursor.fetchall()]
        cursor.close()
        return rows

    def one(self, connection: Connection, values: Mapping[str, Any]) -> AnyRow | None:
        """Runs the query; its only row, None when there is none."""
        rows = self.all(connection, values)
        return rows[0] if rows else None

    def run(self, connection: Connection, values: Mapping[str, Any]) -> None:
        """Runs a statement without rows."""
        self._for(connection.dialect).execute(connection, values).close()

    def _for(self, dialect: Dialect) -> _Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            statement = self._statement
            chosen = statement if isinstance(statement, Executable) else statement[dialect.name]
            found = self._compiled[dialect.name] = _Compiled(chosen, dialect, self._columns)
        return found


class _Compiled:
    """The query for one dialect."""

    def __init__(self, statement: Any, dialect: Dialect, columns: Sequence[str] | None) -> None:
        compiled = statement.compile(dialect=dialect, column_keys=columns)
        self._text = str(compiled)
        self._order: Sequence[str] | None = compiled.positiontup
        types = {name: bind.type.dialect_impl(dialect) for name, bind in compiled.binds.items()}
        self._binds = {n: c for n, kind in types.items() if (c := kind.bind_processor(dialect))}
        fixed = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}
        self._fixed = {name: self._bind(name, value) for name, value in fixed.items()}
        given = list(statement.exported_columns)
        self._row = namedtuple("Row", [column.key for column in given])  # type: ignore[misc]
        kinds = enumerate(column.type.dialect_impl(dialect) for column in given)
        self._results = [(i, c) for i, kind in kinds if (c := kind.result_processor(dialect, None))]

    def execute(self, connection: Connection, values: Mapping[str, Any]) -> DBAPICursor:
        named = self._fixed | {name: self._bind(name, value) for name, value in values.items()}
        cursor = connection.connection.cursor()
        cursor.execute(self._text, [named[name] for name in self._order] if self._order else named)
        return cursor

    def row(self, raw: Sequence[Any]) -> AnyRow:
        values = list(raw)
        for place, convert in self._results:
            values[place] = convert(values[place])
        return self._row(*values)

    def _bind(self, name: str, value: Any) -> Any:
        convert = self._binds.get(name)
        return value if convert is None else convert(value)
