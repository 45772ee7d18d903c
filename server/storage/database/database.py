"""The database as everything else in storage sees it: read something, or change something durably."""

from __future__ import annotations

from typing import Self

from sqlalchemy import Connection, inspect, select

from server.storage.keys import Keys, NoKeys
from server.storage.metadata import persons

from . import postgresql, sqlite
from .migrate import SchemaUnknown
from .postgresql_database import PostgresqlDatabase
from .sqlite_database import SqliteDatabase
from .transactions import T, Transactions, Work

CONNECTIONS = 10


class Database:
    """One SQLite file or one PostgreSQL database, opened.

    Cancelling a ``write`` does not undo it: what has begun is carried to its end.
    """

    def __init__(self, transactions: Transactions, keys: Keys) -> None:
        self._transactions = transactions
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
    ) -> Self:
        """Open the migrated database at ``url``, where payloads are sealed with ``keys``.

        ``busy_timeout``: seconds SQLite waits for another process's lock. ``connections``: how many to
        PostgreSQL at most. Raises ``WrongAddress`` for a URL of neither, ``StorageUnavailable`` if the
        database is not there or cannot be opened, ``SchemaUnknown`` if it was not migrated, ``NotDurable``
        if it cannot keep the promises.
        """
        opened: Transactions
        if postgresql.is_meant_by(url):
            opened = PostgresqlDatabase(postgresql.address_of(url), connections)
        else:
            opened = SqliteDatabase(url, busy_timeout)
        database = cls(opened, keys or NoKeys())
        try:
            await opened.write(lambda _: None)
            await opened.read(_require_tables)
            await database.ping()
        except BaseException as error:
            await database.close()
            if sqlite.is_unreadable(error):
                raise SchemaUnknown(sqlite.UNREADABLE_SAYS) from error
            raise
        return database

    async def read(self, work: Work[T]) -> T:
        """Run ``work`` on one consistent state of the database; writing in it fails.

        Raises ``StorageUnavailable``.
        """
        return await self._transactions.read(work)

    async def write(self, work: Work[T]) -> T:
        """Run ``work``; when this returns, what it wrote is on disk.

        On SQLite it is alone among all writers, on PostgreSQL it locks what it relies on. Whatever ``work``
        raises undoes it and is raised here. Raises ``StorageUnavailable`` if the database is locked or
        cannot be reached, ``StorageReadOnly`` if it takes nothing more. If COMMIT itself failed, it may
        have happened all the same: what is repeated must recognise itself.
        """
        return await self._transactions.write(work)

    @property
    def dialect(self) -> str:
        """``sqlite`` or ``postgresql``."""
        return self._transactions.dialect

    async def ping(self) -> None:
        """Raises ``StorageUnavailable`` unless the database answers, from its tables and not from memory."""
        await self.read(lambda connection: connection.execute(select(persons.c.id).limit(1)).one())

    async def close(self) -> None:
        """Waits some seconds for work that has begun."""
        await self._transactions.close()


def _require_tables(connection: Connection) -> None:
    if not inspect(connection).has_table(persons.name):
        raise SchemaUnknown("it has none of this program's tables: run `samplan migrate` first")
