"""Statements of the hot path: compiled once, then run on the driver's own cursor.

Values go in through their types as ever; rows come out as the driver gives them, so a prepared SELECT
asks only for columns that need no conversion (text, numbers, bytes). Errors are the driver's own.
Measured for one durable commit of one row (guard and insert): 75 us of CPU, 150 us through
``Connection.execute``, which looks up, binds and unwraps every statement anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Insert, Select, Update
from sqlalchemy.engine import Dialect


class _Bind(NamedTuple):
    name: str
    convert: Callable[[Any], Any] | None


class _Compiled(NamedTuple):
    sql: str
    binds: list[_Bind]


class Prepared:
    """One statement, run with mappings from the names of its binds to their values."""

    def __init__(self, statement: Select[Any] | Insert | Update) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}
        """By the name of the dialect."""

    def bound(self, dialect: Dialect, values: Mapping[str, object]) -> tuple[str, tuple[object, ...]]:
        """The statement and its values as the driver takes them."""
        sql, binds = self._for(dialect)
        return sql, _in_order(binds, values)

    def rows(self, connection: Connection, values: Mapping[str, object]) -> Sequence[Sequence[Any]]:
        sql, in_order = self.bound(connection.dialect, values)
        cursor = connection.connection.cursor()
        try:
            cursor.execute(sql, in_order)
            return cursor.fetchall()
        finally:
            cursor.close()

    def run_many(self, connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
        sql, binds = self._for(connection.dialect)
        cursor = connection.connection.cursor()
        try:
            cursor.executemany(sql, [_in_order(binds, row) for row in rows])
        finally:
            cursor.close()

    def _for(self, dialect: Dialect) -> _Compiled:
        found = self._compiled.get(dialect.name)
        if found is None:
            found = self._compiled[dialect.name] = self._compile(dialect)
        return found

    def _compile(self, dialect: Dialect) -> _Compiled:
        compiled = self._statement.compile(dialect=dialect)
        if compiled.positiontup is None:
            raise TypeError(f"{dialect.name} does not bind by position")
        binds = [_Bind(name, _converter(compiled.binds[name].type, dialect)) for name in compiled.positiontup]
        return _Compiled(str(compiled), binds)


def _converter(type_: Any, dialect: Dialect) -> Callable[[Any], Any] | None:
    found: Callable[[Any], Any] | None = type_.dialect_impl(dialect).bind_processor(dialect)
    return found


def _in_order(binds: list[_Bind], values: Mapping[str, object]) -> tuple[object, ...]:
    return tuple([values[name] if convert is None else convert(values[name]) for name, convert in binds])
