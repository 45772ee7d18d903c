"""One SQLite file: one thread writes, several read."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Sequence
from functools import partial
from typing import Any, ClassVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from . import sqlite
from .sqlite import Refusing
from .threads import Threads
from .transactions import T, Work

READERS = 4


class SqliteDatabase:
    """Is ``transactions.Transactions``. What ``work`` reads while it writes stays true until it commits."""

    dialect: ClassVar[str] = "sqlite"

    def __init__(self, url: str, busy_timeout: float) -> None:
        """Raises ``ValueError`` for a URL that names no SQLite file; nothing is opened yet."""
        path = sqlite.path_of(url)
        self._writer = sqlite.writing_engine(path, busy_timeout)
        self._reader = sqlite.reading_engine(path, busy_timeout, READERS)
        self._writing: tuple[Connection, sqlite3.Connection] | None = None
        self._refusing = Refusing(self._drop_writer)
        self._write_thread = Threads("storage-write", 1)
        self._read_threads = Threads("storage-read", READERS)

    async def read(self, work: Work[T]) -> T:
        return await self._read_threads.run(partial(self._read, work))

    async def write(self, work: Work[T]) -> T:
        return await self._write_thread.run(partial(self._write, work))

    def at_once(self, statement: str, *values: object) -> Awaitable[Sequence[Sequence[Any]]]:
        return self._write_thread.run(partial(self._at_once, statement, values))

    async def close(self) -> None:
        await self._write_thread.close()
        await self._read_threads.close()
        if self._writing is not None:
            connection, _ = self._writing
            connection.close()
            self._writing = None
        self._writer.dispose()
        self._reader.dispose()

    def _read(self, work: Work[T]) -> T:
        with Refusing(), self._reader.begin() as connection:
            return work(connection)

    def _write(self, work: Work[T]) -> T:
        with self._refusing:
            connection, _ = self._connected()
            with connection.begin():
                return work(connection)

    def _at_once(self, statement: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        try:
            _, driver = self._writing or self._connected()
            return driver.execute(statement, values).fetchall()
        except (DBAPIError, sqlite3.Error) as error:
            self._refusing.refuse(error)
            raise

    def _connected(self) -> tuple[Connection, sqlite3.Connection]:
        if self._writing is None:
            connection = self._writer.connect()
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            self._writing = connection, driver
        return self._writing

    def _drop_writer(self) -> None:
        """After a failure nobody knows what state the connection is in; the next write gets a new one."""
        writing, self._writing = self._writing, None
        if writing is not None:
            connection, _ = writing
            connection.invalidate()
            connection.close()
