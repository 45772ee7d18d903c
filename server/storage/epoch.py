"""The epoch identifies the database's history: every restore from a backup begins a new one.

A page holds copies of documents and sends whatever the server lacks. After a restore that would bring back
lost edits under the wrong names; a different epoch makes the page discard its copies instead.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, inspect, select, update

from server.domain.audit import Details, Event
from server.domain.plan import SERVER
from server.ports.log import StorageUnavailable

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
        """Random text, the same until the next restore.

        Raises ``SchemaUnknown`` for a database that was not migrated, ``StorageUnavailable``.
        """
        return await self._database.read(_name)

    async def until_other_than(self, name: str, seconds: float) -> None:
        """Look every ``seconds``, and return when the database has another history than ``name``."""
        while True:
            await asyncio.sleep(seconds)
            with suppress(StorageUnavailable, SchemaUnknown):  # away, or just being restored
                if await self.name() != name:
                    return

    async def write_again(self) -> None:
        """Store the name unchanged. Raises ``StorageUnavailable``.

        A warm-up: a process's first commit takes longer than any later one (SQLite creates a file, 5 ms).
        """
        await self._database.write(
            lambda connection: connection.execute(update(epoch).values(name=epoch.c.name)) and None
        )

    async def begin(self, name: str, at: datetime) -> int:
        """Begin the epoch ``name`` and end all sessions; returns their number. Raises as ``name`` does.

        A person who had logged out since the backup would be logged in again, and nothing else stops a
        client that does not send its epoch.
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
