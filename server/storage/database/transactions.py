"""The interface of a database to the rest of storage: running work inside one transaction.

Work is a plain function over a Core ``Connection``. It runs inside a transaction that is already open, must
not keep the connection, and is run again from its beginning if the database rolled it back.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from functools import partial
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
Work = Callable[[Connection], T]


class Within(Protocol):
    """Runs work in transactions; ``database.Database`` documents the calls."""

    @property
    def dialect(self) -> str: ...

    async def read(self, work: Work[T]) -> T: ...

    async def write(self, work: Work[T]) -> T: ...

    def at_once(self, statement: str, *values: object) -> Awaitable[Sequence[Sequence[Any]]]: ...

    async def close(self) -> None: ...


class Transactions(Within, Protocol):
    """One kind of database, opened."""

    def together(self) -> AbstractAsyncContextManager[Within]: ...


Run = Callable[[Work[Any]], Awaitable[Any]]
"""Runs work on the connection whose transaction is open."""


class OneTransaction:
    """Is ``Within``, for the demo alone (``Database.together``). A ``write`` that raises undoes itself alone;
    ``read`` sees what was written before."""

    def __init__(self, dialect: str, run: Run) -> None:
        self.dialect, self._run = dialect, run

    async def read(self, work: Work[T]) -> T:
        found: T = await self._run(work)
        return found

    async def write(self, work: Work[T]) -> T:
        found: T = await self._run(partial(_in_savepoint, work))
        return found

    async def at_once(self, statement: str, *_: object) -> Sequence[Sequence[Any]]:
        raise RuntimeError(f"at once is a transaction of its own: {statement}")

    async def close(self) -> None:
        """The transaction is ended by whoever opened it."""


def _in_savepoint(work: Work[T], connection: Connection) -> T:
    with connection.begin_nested():
        return work(connection)
