"""Statements of the hot path: compiled once, then run on the driver's own cursor.

Values are converted by their SQLAlchemy types as usual. Errors are the driver's own.
Measured for one durable commit of one row (guard and insert): 75 us of CPU, 150 us through
``Connection.execute``, which looks up, binds and unwraps every statement anew; for the rights of one
plan 0.5 ms, 2 ms where its four statements were also built each time.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    Connection,
    Insert,
    Select,
    Table,
    Update,
    any_,
    bindparam,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect

AT_ONCE = 64
"""Values in one statement: on SQLite a cached one with 512 values keeps 200 kB, with 64 35 kB (measured)."""

Convert = Callable[[Any], Any] | None


class _Bind(NamedTuple):
    """``name`` of the value to bind; ``None``: always ``constant``."""

    name: str | None
    convert: Convert
    constant: object


class _Compiled(NamedTuple):
    sql: str
    binds: list[_Bind]
    converts: list[tuple[int, Callable[[Any], Any]]]
    """Of the columns that are converted their places, and how; NULL is ``None`` in every type."""
    named: Callable[[Sequence[Any]], Any]


class Prepared:
    """One statement, run with mappings from its bind names to values."""

    def __init__(self, statement: Select[Any] | Insert | Update) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}
        """By the name of the dialect."""

    def rows(self, connection: Connection, values: Mapping[str, object]) -> Sequence[Any]:
        """The rows of a SELECT, as named tuples."""
        compiled = self._for(connection.dialect)
        converts, named = compiled.converts, compiled.named
        cursor = connection.connection.cursor()
        try:
            cursor.execute(compiled.sql, _in_order(compiled.binds, values))
            found = cursor.fetchall()
        finally:
            cursor.close()
        return list(map(named, _converted(found, converts) if converts else found))

    def row(self, connection: Connection, values: Mapping[str, object]) -> Any:
        """The only row, or ``None``."""
        found = self.rows(connection, values)
        return found[0] if found else None

    def run_many(self, connection: Connection, rows: Sequence[Mapping[str, object]]) -> None:
        compiled = self._for(connection.dialect)
        cursor = connection.connection.cursor()
        try:
            cursor.executemany(compiled.sql, [_in_order(compiled.binds, row) for row in rows])
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
        binds = [_bind(compiled.binds[name], dialect) for name in compiled.positiontup]
        columns = self._statement.selected_columns if isinstance(self._statement, Select) else ()
        every = [_converts_out(column.type, dialect) for column in columns]
        converts = [(place, convert) for place, convert in enumerate(every) if convert is not None]
        row = namedtuple("row", [column.key for column in columns])  # type: ignore[misc]
        return _Compiled(str(compiled), binds, converts, partial(tuple.__new__, row))  # without a Python call


class Among:
    """``statement`` for the rows whose ``column`` is among those ``wanted``.

    On SQLite it is one statement for each of ``sizes``, used for numbers of values up to that size.
    """

    sizes = tuple(1 << power for power in range(AT_ONCE.bit_length()))

    def __init__(self, statement: Select[Any], column: ColumnElement[Any]) -> None:
        self.statement, self.column = statement, column
        in_array = column == any_(bindparam("wanted", type_=ARRAY(column.type)))
        self._in_array = Prepared(statement.where(in_array))
        self._one_by_one: dict[int, Prepared] = {}

    def rows(self, connection: Connection, wanted: Sequence[object], **values: object) -> Iterator[Any]:
        if connection.dialect.name == "postgresql":
            yield from self._in_array.rows(connection, {"wanted": list(wanted), **values})
            return
        for start in range(0, len(wanted), AT_ONCE):
            asked = list(wanted[start : start + AT_ONCE])
            count = 1 << (len(asked) - 1).bit_length()  # the next of ``sizes``
            asked += asked[-1:] * (count - len(asked))
            numbered = {f"wanted{place}": value for place, value in enumerate(asked)}
            yield from self._for(count).rows(connection, numbered | values)

    def _for(self, count: int) -> Prepared:
        found = self._one_by_one.get(count)
        if found is None:
            binds = [bindparam(f"wanted{place}", type_=self.column.type) for place in range(count)]
            chosen = self.statement.where(self.column.in_(binds))
            found = self._one_by_one[count] = Prepared(chosen)
        return found


def upsert(connection: Connection, table: Table) -> Any:
    """An insert with ``on_conflict_do_update``, which both databases have and SQLAlchemy has for each."""
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


def _bind(bind: BindParameter[Any], dialect: Dialect) -> _Bind:
    convert: Convert = bind.type.dialect_impl(dialect).bind_processor(dialect)
    if bind.value is None:
        return _Bind(bind.key, convert, None)
    return _Bind(None, None, bind.value if convert is None else convert(bind.value))


def _converts_out(type_: Any, dialect: Dialect) -> Convert:
    found: Convert = type_.dialect_impl(dialect).result_processor(dialect, None)
    return found


def _converted(
    rows: Sequence[Sequence[Any]], converts: list[tuple[int, Callable[[Any], Any]]]
) -> list[list[Any]]:
    found = list(map(list, rows))
    for row in found:
        for place, convert in converts:
            if row[place] is not None:
                row[place] = convert(row[place])
    return found


def _in_order(binds: list[_Bind], values: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(
        [
            constant if name is None else values[name] if convert is None else convert(values[name])
            for name, convert, constant in binds
        ]
    )
