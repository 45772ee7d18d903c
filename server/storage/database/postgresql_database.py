"""One PostgreSQL database: a pool of connections that write, and one of connections that read."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine, Sequence
from ssl import SSLError
from typing import Any, ClassVar, Generic

import asyncpg
from asyncpg.exceptions import ClientConfigurationError
from sqlalchemy import URL, Connection
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from server.ports.log import StorageUnavailable

from . import postgresql
from .postgresql import DRIVER_ERRORS, ConnectionLost, Undone, refusal_of
from .transactions import OneTransaction, T, Work

AUTHORITY = "the variable PGSSLROOTCERT names the file of the authority that signed the server's certificate"
OF_CERTIFICATES = (ClientConfigurationError, FileNotFoundError, PermissionError, SSLError)
"""What connecting ends with where it is wrong, missing or not to be read."""

CLOSE_SECONDS = 2.0
"""How long ``close`` waits for work under way, and then for the connections to close."""
TRIES = 5
"""How often work that the server rolled back (deadlock, serialization failure) is run in all."""


class PostgresqlDatabase:
    """Is ``transactions.Transactions``."""

    dialect: ClassVar[str] = "postgresql"

    def __init__(self, address: URL, connections: int, name: str) -> None:
        """Nothing is opened yet. At most ``connections`` (three or more) are, most of them for reading.

        One of those for writing is reserved for ``at_once``. ``name``: what the server calls them.
        """
        writing = max(2, connections * 2 // 5)
        self._writer = postgresql.writing_engine(address, writing, name)
        self._reader = postgresql.reading_engine(address, max(1, connections - writing), name)
        self._quick = _QuickConnection(self._writer)
        self._under_way: set[asyncio.Task[Any]] = set()
        self._closed = False

    async def read(self, work: Work[T]) -> T:
        return await self._shielded(_retried(self._reader, work))

    async def write(self, work: Work[T]) -> T:
        return await self._shielded(_retried(self._writer, work))

    async def at_once(self, statement: str, *values: object) -> Sequence[Sequence[Any]]:
        return await self._shielded(self._quick.run(statement, values))

    @contextlib.asynccontextmanager
    async def together(self) -> AsyncIterator[OneTransaction]:
        connection = await connected(self._writer)
        try:
            async with connection.begin():
                yield OneTransaction(self.dialect, connection.run_sync)
        except Exception as error:
            if refusal := refusal_of(error):
                raise refusal from error
            raise
        finally:
            await connection.close()

    async def close(self) -> None:
        """Work that hangs is left to the end of the process."""
        self._closed = True
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=CLOSE_SECONDS)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._quick.close()
                await self._writer.dispose()
                await self._reader.dispose()

    async def _shielded(self, running: Coroutine[Any, Any, T]) -> T:
        """Cancelling the caller does not cancel the query: a cancelled query would cost its connection."""
        if self._closed:
            running.close()
            raise RuntimeError("the database is closed")
        task = asyncio.create_task(running)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)
        return await asyncio.shield(task)


async def _retried(engine: AsyncEngine, work: Work[T]) -> T:
    """Retries only what was rolled back: by the server, or by a connection lost before COMMIT."""
    lost = False
    for _ in range(TRIES - 1):
        attempt = _Attempt(work)
        try:
            return await attempt.on(engine)
        except Undone:
            continue
        except ConnectionLost:
            if lost or attempt.committing:
                raise
            lost = True
    return await _Attempt(work).on(engine)


class _Attempt(Generic[T]):
    """Work, run once in a transaction of its own."""

    def __init__(self, work: Work[T]) -> None:
        self._work = work
        self.committing = False

    async def on(self, engine: AsyncEngine) -> T:
        connection = await connected(engine)
        try:
            return await connection.run_sync(self._transact)
        except Exception as error:
            refusal = refusal_of(error)
            if not isinstance(refusal, Undone | None):
                await connection.invalidate()  # its state is unknown
            if refusal is None:
                raise
            raise refusal from error
        finally:
            await connection.close()

    def _transact(self, connection: Connection) -> T:
        with connection.begin():
            result = self._work(connection)
            self.committing = True
            return result


class _QuickConnection:
    """A writing connection kept open, whose driver is called directly: a third of the CPU."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._kept: AsyncConnection | None = None
        self._driver: Any = None
        self._in_turn = asyncio.Lock()

    async def run(self, statement: str, values: Sequence[object]) -> Sequence[Sequence[Any]]:
        async with self._in_turn:
            if self._driver is None or self._driver.is_closed():
                await self._renew()
            try:
                rows: Sequence[Sequence[Any]] = await self._driver.fetch(statement, *values)
            except asyncpg.UniqueViolationError as error:
                raise Undone(str(error)) from error
            except (*DRIVER_ERRORS, OSError) as error:
                refusal = refusal_of(error)
                if not isinstance(refusal, Undone):
                    await self._drop()
                if refusal is None:
                    raise
                raise refusal from error
            return rows

    async def _renew(self) -> None:
        await self._drop()
        self._kept = await connected(self._engine)
        self._driver = (await self._kept.get_raw_connection()).driver_connection

    async def _drop(self) -> None:
        kept, self._kept, self._driver = self._kept, None, None
        if kept is not None:
            await kept.invalidate()
            await kept.close()

    async def close(self) -> None:
        if self._kept is not None:
            await self._kept.close()
            self._kept = self._driver = None


async def connected(engine: AsyncEngine) -> AsyncConnection:
    """Raises ``StorageUnavailable`` for any failure to connect."""
    try:
        return await engine.connect()
    except (DBAPIError, PoolTimeout, OSError, UnicodeError, *DRIVER_ERRORS) as error:
        # The driver's own words: SQLAlchemy adds an address of its documentation.
        cause = error.orig if isinstance(error, DBAPIError) else error
        raise refusal_of(error) or StorageUnavailable(_in_words(cause, engine.url)) from error


def _in_words(cause: BaseException | None, address: URL) -> str:
    """The driver says "no such file" without its name, or speaks of a home that a service has not."""
    thrown = cause.__cause__ if isinstance(cause, AsyncAdapt_asyncpg_dbapi.InterfaceError) else cause
    of_certificates = isinstance(thrown, OF_CERTIFICATES) and "ssl" in address.query
    return f"{cause}: {AUTHORITY}" if of_certificates else str(cause)
