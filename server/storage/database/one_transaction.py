"""Several reads and writes in one transaction that is open: they are stored together, or not at all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection

from .transactions import T, Work

Run = Callable[[Work[Any]], Awaitable[Any]]
"""Runs work on the connection whose transaction is open."""


class OneTransaction:
    """Is ``transactions.Transactions``. A ``write`` that raises undoes itself alone; ``read`` sees what was
    written before."""

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
