"""One SQLite file: one thread writes, several read."""

from __future__ import annotations

from functools import partial

from sqlalchemy import Connection

from . import sqlite
from .sqlite import refusing_when_unavailable
from .threads import Threads
from .transactions import T, Work

READERS = 4


class SqliteDatabase:
    """Is ``transactions.Transactions``. What ``work`` reads while it writes stays true until it commits."""

    def __init__(self, url: str, busy_timeout: float) -> None:
        """Raises ``ValueError`` for a URL that names no SQLite file; nothing is opened yet."""
        path = sqlite.path_of(url)
        self._writer = sqlite.writing_engine(path, busy_timeout)
        self._reader = sqlite.reading_engine(path, busy_timeout, READERS)
        self._writing: Connection | None = None
        self._write_thread = Threads("storage-write", 1)
        self._read_threads = Threads("storage-read", READERS)

    async def read(self, work: Work[T]) -> T:
        return await self._read_threads.run(partial(self._read, work))

    async def write(self, work: Work[T]) -> T:
        return await self._write_thread.run(partial(self._write, work))

    async def at_once(self, statement: str, *values: object) -> None:
        """Nothing: a statement more or less is no round through a network here."""

    async def close(self) -> None:
        await self._write_thread.close()
        await self._read_threads.close()
        if self._writing is not None:
            self._writing.close()
            self._writing = None
        self._writer.dispose()
        self._reader.dispose()

    def _read(self, work: Work[T]) -> T:
        with refusing_when_unavailable(), self._reader.begin() as connection:
            return work(connection)

    def _write(self, work: Work[T]) -> T:
        with refusing_when_unavailable(on_failure=self._drop_writer):
            if self._writing is None:
                self._writing = self._writer.connect()
            with self._writing.begin():
                return work(self._writing)

    def _drop_writer(self) -> None:
        """After a failure nobody knows what state the connection is in; the next write gets a new one."""
        connection, self._writing = self._writing, None
        if connection is not None:
            connection.invalidate()
            connection.close()
