"""One SQLite file: one thread writes, several read."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine

from . import sqlite
from .threads import Threads
from .transactions import OneTransaction, T, Work

READERS = 4
CLOSE_SECONDS = 2.0
"""How long ``close`` waits for work under way."""


class SqliteDatabase:
    """Is ``transactions.Transactions``. Between a write's reads and its commit nobody else writes."""

    dialect: ClassVar[str] = "sqlite"

    def __init__(self, url: str, busy_timeout: float) -> None:
        """Raises ``ValueError`` for a URL that names no SQLite file; nothing is opened yet."""
        path = sqlite.path_of(url)
        self._one_more = partial(sqlite.writing_engine, path, busy_timeout)
        self._writing = _ThreadConnections(sqlite.writing_engine(path, busy_timeout))
        self._reading = _ThreadConnections(sqlite.reading_engine(path, busy_timeout, READERS))
        self._write_thread = Threads("storage-write", 1)
        self._read_threads = Threads("storage-read", READERS)

    async def read(self, work: Work[T]) -> T:
        return await self._read_threads.run(partial(self._reading.run, work))

    async def write(self, work: Work[T]) -> T:
        return await self._write_thread.run(partial(self._writing.run, work))

    def at_once(self, statement: str, *values: object) -> Awaitable[Sequence[Sequence[Any]]]:
        return self._write_thread.run(partial(self._writing.execute, statement, values))

    @asynccontextmanager
    async def together(self) -> AsyncIterator[OneTransaction]:
        """On a thread of its own: what others write meanwhile waits for it, as for another process."""
        async with AsyncExitStack() as ending:
            thread = Threads("storage-together", 1)
            ending.push_async_callback(thread.close, CLOSE_SECONDS)
            connection = await thread.run(partial(_refusing, lambda: self._one_more().connect()))
            ending.push_async_callback(thread.run, connection.engine.dispose)
            ending.push_async_callback(thread.run, connection.close)
            begun = await thread.run(partial(_refusing, connection.begin))
            try:
                yield OneTransaction(
                    self.dialect, lambda work: thread.run(partial(_refusing, work, connection))
                )
            except BaseException:
                await thread.run(begun.rollback)
                raise
            await thread.run(partial(_refusing, begun.commit))

    async def close(self) -> None:
        """Work that hangs is left to the end of the process: a connection in use cannot be closed."""
        if await self._write_thread.close(CLOSE_SECONDS):
            self._writing.close()
        if await self._read_threads.close(CLOSE_SECONDS):
            self._reading.close()


def _refusing(work: Callable[..., T], *arguments: Any) -> T:
    """Raises ``StorageUnavailable`` if the database's environment caused what ``work`` raises."""
    try:
        return work(*arguments)
    except BaseException as error:
        if refusal := sqlite.refusal_of(error):
            raise refusal from error
        raise


class _ThreadConnections:
    """One connection for each thread, kept open between transactions.

    Taking one from the pool and returning it costs 45 us of CPU, twice a short read (measured).
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._mine = threading.local()
        self._open: list[Connection] = []

    def run(self, work: Work[T]) -> T:
        """``work`` in a transaction of its own. Raises ``StorageUnavailable``."""
        try:
            connection, _ = self._connected()
            with connection.begin():
                return work(connection)
        except BaseException as error:
            self._recover(error)
            raise

    def execute(self, statement: str, values: Sequence[Any]) -> Sequence[Sequence[Any]]:
        """The rows of one statement, which is its own transaction. Raises ``StorageUnavailable``."""
        try:
            _, driver = self._connected()
            return driver.execute(statement, values).fetchall()
        except BaseException as error:
            self._recover(error)
            raise

    def close(self) -> None:
        """Only when no thread uses a connection any more."""
        for connection in self._open:
            connection.close()
        self._engine.dispose()

    def _connected(self) -> tuple[Connection, sqlite3.Connection]:
        found: tuple[Connection, sqlite3.Connection] | None = getattr(self._mine, "connected", None)
        if found is None:
            connection = self._engine.connect()
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            found = self._mine.connected = connection, driver
            self._open.append(connection)
        return found

    def _recover(self, error: BaseException) -> None:
        """Raises ``StorageUnavailable`` if the database's environment caused ``error``.

        A connection in an unknown state, or still in a transaction because COMMIT failed, is closed: the
        next statements would run in that transaction and never be committed.
        """
        refusal = sqlite.refusal_of(error)
        connected: tuple[Connection, sqlite3.Connection] | None = getattr(self._mine, "connected", None)
        if connected is not None and (refusal is not None or connected[1].in_transaction):
            del self._mine.connected
            connection, _ = connected
            self._open.remove(connection)
            connection.invalidate()
            connection.close()
        if refusal is not None:
            raise refusal from error
