"""The database as everything else in storage sees it: read something, or change something durably.

Work is a plain function over a Core ``Connection``: it runs on a thread of this database's, inside one
transaction that is already open, and must not keep the connection. One thread writes; several read.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Self, TypeVar

from sqlalchemy import Connection, Engine, select

from . import sqlite
from .sqlite import refusing_when_unavailable
from .tables import persons
from .threads import Threads

T = TypeVar("T")
Work = Callable[[Connection], T]

READERS = 4


class Database:
    """One SQLite file, opened. Cancelling a ``write`` does not undo it: the thread finishes what it began."""

    def __init__(self, writer: Engine, reader: Engine) -> None:
        self._writer = writer
        self._reader = reader
        self._writing: Connection | None = None
        self._write_thread = Threads("storage-write", 1)
        self._read_threads = Threads("storage-read", READERS)

    @classmethod
    async def open(cls, url: str, *, busy_timeout: float = 5.0) -> Self:
        """Open the migrated database at ``url``; ``busy_timeout`` in seconds.

        Raises ``ValueError`` for a URL that names no SQLite file, ``StorageUnavailable`` if the file is
        not there or cannot be opened, ``sqlite.NotDurable`` if this file system cannot keep the promises.
        """
        path = sqlite.path_of(url)
        database = cls(
            sqlite.writing_engine(path, busy_timeout), sqlite.reading_engine(path, busy_timeout, READERS)
        )
        try:
            await database.write(lambda _: None)
            await database.ping()
        except BaseException:
            await database.close()
            raise
        return database

    async def read(self, work: Work[T]) -> T:
        """Run ``work`` on one consistent state of the database; writing in it fails."""
        return await self._read_threads.run(partial(self._read, work))

    async def write(self, work: Work[T]) -> T:
        """Run ``work`` alone among all writers; when this returns, what it wrote is on disk.

        Whatever ``work`` raises undoes it and is raised here. Raises ``StorageUnavailable`` if the
        database is locked, full or unreadable; if COMMIT itself failed that may rarely be wrong after a
        crash (the commit record may have reached the disk), so what is repeated must recognise itself.
        """
        return await self._write_thread.run(partial(self._write, work))

    async def ping(self) -> None:
        """Raises ``StorageUnavailable`` unless the database answers, from its file and not from memory."""
        await self.read(lambda connection: connection.execute(select(persons.c.id).limit(1)).one())

    async def close(self) -> None:
        """Waits for work that has begun."""
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
