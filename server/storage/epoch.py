"""Which history the database tells: another one after every restore from a backup.

A page holds copies of documents and hands in whatever the server has not. After a restore that would bring
back what was lost, under the wrong names; by the epoch the two histories can be told apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, inspect, select, update

from server.domain.audit import Details, Event
from server.domain.plan import SERVER

from . import ledger
from .database.database import Database
from .database.migrate import SchemaUnknown
from .metadata import epoch, sessions


@dataclass(frozen=True, slots=True)
class Restored(Details):
    """``sessions``: how many ended with the old history."""

    action = "restored"
    sessions: int


class Epoch:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def name(self) -> str:
        """Random text, the same for as long as the history goes on.

        Raises ``SchemaUnknown`` for a database that was not migrated, ``StorageUnavailable``.
        """
        return await self._database.read(_name)

    async def write_again(self) -> None:
        """Store the name as it is. Raises ``StorageUnavailable``.

        A process's first commit takes longer than any later one (on SQLite a file is made for it, 5 ms).
        """
        await self._database.write(
            lambda connection: connection.execute(update(epoch).values(name=epoch.c.name)) and None
        )

    async def begin(self, name: str, at: datetime) -> int:
        """From now on this is another history, called ``name``; how many sessions ended with the old one.

        All end: who had logged out since the backup would be logged in again, and a client that does not
        say its epoch is kept out by nothing else. Raises as ``name`` does.
        """

        def work(connection: Connection) -> int:
            _name(connection)
            connection.execute(update(epoch).values(name=name))
            ended = connection.execute(delete(sessions)).rowcount
            ledger.append(connection, [Event.of(Restored(ended), at, SERVER)])
            return ended

        return await self._database.write(work)


def _name(connection: Connection) -> str:
    if not inspect(connection).has_table(epoch.name):
        raise SchemaUnknown("its schema is older than this program: run `samplan migrate` first")
    return str(connection.scalars(select(epoch.c.name)).one())
