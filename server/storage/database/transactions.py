"""What a database does for the rest of storage: run work inside one transaction.

Work is a plain function over a Core ``Connection``. It runs inside a transaction that is already open, must
not keep the connection, and may be run again from its beginning when the database undid it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, ClassVar, Protocol, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")
Work = Callable[[Connection], T]


class Transactions(Protocol):
    """One kind of database, opened; ``database.Database`` says what each call promises."""

    dialect: ClassVar[str]

    async def read(self, work: Work[T]) -> T: ...

    async def write(self, work: Work[T]) -> T: ...

    def at_once(self, statement: str, *values: object) -> Awaitable[Sequence[Sequence[Any]]]: ...

    async def close(self) -> None: ...
