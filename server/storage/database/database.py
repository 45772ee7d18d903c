"""The database for the rest of the server: transactions that read, and transactions that write durably."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, select

from server.storage.keys import Keys, NoKeys
from server.storage.metadata import persons

from . import postgresql, sqlite
from .migrate import SchemaUnknown, require_newest
from .postgresql_database import PostgresqlDatabase
from .sqlite_database import SqliteDatabase
from .transactions import T, Transactions, Within, Work

logger = logging.getLogger(__name__)

CONNECTIONS = 10


class Use(Enum):
    """What a database is opened for. On SQLite a process that serves, or restores, is alone in doing so.

    On PostgreSQL many may serve; nobody may while it is restored.
    """

    COMMAND = "command"
    SERVE = "serve"
    RESTORE = "restore"


class Database:
    """One SQLite file or one PostgreSQL database, opened.

    Cancelling a ``write`` does not undo it: a transaction that has begun runs to its end.
    """

    def __init__(self, transactions: Within, keys: Keys, held: ExitStack | None = None) -> None:
        self._transactions = transactions
        self._held = held or ExitStack()
        self.keys = keys
        self.at_once = transactions.at_once
        """Run one statement in the database's own ``dialect`` as a durable transaction of its own.

        Returns its rows. Raises ``StorageUnavailable`` as ``write`` does, and ``Undone`` if somebody else
        came first.
        """

    @classmethod
    async def open(
        cls,
        url: str,
        *,
        busy_timeout: float = 5.0,
        connections: int = CONNECTIONS,
        keys: Keys | None = None,
        use: Use = Use.COMMAND,
    ) -> Self:
        """Open the migrated database at ``url``, where payloads are sealed with ``keys``.

        ``busy_timeout``: seconds SQLite waits for another process's lock. ``connections``: how many to
        PostgreSQL at most. Raises ``WrongAddress`` for a URL of neither, ``StorageUnavailable`` if the
        database does not exist or cannot be opened, ``SchemaUnknown`` if it was not migrated, ``SchemaNewer``
        if a newer version of this program migrated it, ``NotDurable``
        if its settings do not make commits durable, ``Served`` where another process rules ``use`` out.
        """
        held = ExitStack()
        opened: Transactions
        if postgresql.is_meant_by(url):
            name = postgresql.SERVER_NAME if use is Use.SERVE else postgresql.NAME
            opened = PostgresqlDatabase(postgresql.address_of(url), connections, name)
        else:
            _hold(sqlite.path_of(url), use, held)
            opened = SqliteDatabase(url, busy_timeout)
        database = cls(opened, keys or NoKeys(), held)
        try:
            await opened.write(lambda _: None)
            await opened.read(require_newest)
            await database.ping()
            if use is Use.RESTORE:
                await opened.read(postgresql.require_unserved)
            if use is Use.SERVE:
                await opened.read(partial(_warn_of_too_few, connections))
        except BaseException as error:
            await database.close()
            if sqlite.is_unreadable(error):
                raise SchemaUnknown(sqlite.UNREADABLE_SAYS) from error
            raise
        return database

    async def read(self, work: Work[T]) -> T:
        """Run ``work`` on one consistent snapshot of the database; writing in it fails.

        Raises ``StorageUnavailable``.
        """
        return await self._transactions.read(work)

    async def write(self, work: Work[T]) -> T:
        """Run ``work``; when this returns, what it wrote is on disk.

        On SQLite it is the only writer, on PostgreSQL ``work`` locks the rows it relies on. An exception of
        ``work`` rolls back and is raised here. Raises ``StorageUnavailable`` if the database is locked or
        cannot be reached, ``StorageReadOnly`` if it accepts no writes. If COMMIT itself failed, the
        transaction may be stored all the same: a retry must recognise it.
        """
        return await self._transactions.write(work)

    @asynccontextmanager
    async def together(self) -> AsyncIterator[Database]:
        """A database in which all that is written is stored when the block ends, and nothing if it raises.

        For the demo alone, which is made of writes of many capabilities: an act of somebody is one ``write``.
        Nobody else writes on SQLite until then. Raises what ``write`` does. Within one there is no other.
        """
        if not isinstance(self._transactions, SqliteDatabase | PostgresqlDatabase):
            raise RuntimeError("this is one transaction already")
        async with self._transactions.together() as transactions:
            yield Database(transactions, self.keys)

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._transactions.dialect

    async def ping(self) -> None:
        """Raises ``StorageUnavailable`` unless the database answers a query on one of its tables."""
        await self.read(lambda connection: connection.execute(select(persons.c.id).limit(1)).one())

    async def close(self) -> None:
        """Waits a few seconds for work that has begun."""
        await self._transactions.close()
        self._held.close()


def _hold(path: Path, use: Use, held: ExitStack) -> None:
    sqlite.require_access(path)
    if use is not Use.COMMAND:
        held.enter_context(sqlite.held_alone(path))


def _warn_of_too_few(connections: int, connection: Connection) -> None:
    if most := postgresql.too_few(connection, connections):
        logger.warning(
            "max_connections of PostgreSQL is too low for SAMPLAN_DATABASE_CONNECTIONS", extra={"count": most}
        )
