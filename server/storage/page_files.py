"""Files of the built page, kept in the database for the processes of other builds.

During a rolling upgrade a page of one build asks a process of another for its scripts, and pages that are
open longer ask for theirs days later. The database is the one place that all processes share.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Column, Connection, LargeBinary, Table, Text, delete, insert, select, update

from .database.database import Database
from .database.locks import lock_names
from .database.schema import Moment, metadata

page_files = Table(
    "page_files",
    metadata,
    Column("name", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
    Column("used_at", Moment, nullable=False),
)
"""``name`` contains a hash of the content: one name is one file in all builds."""

KEPT = timedelta(days=90)
"""How long after a process with a file was started last the file is kept."""


class PageFiles:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, files: Mapping[str, bytes], at: datetime) -> None:
        """Keep ``files``, the hashed ones of this build, and forget those nobody was started with for long.

        Raises ``StorageUnavailable``.
        """

        def work(connection: Connection) -> None:
            lock_names(connection, "page files")
            known = set(connection.scalars(select(page_files.c.name).where(page_files.c.name.in_(files))))
            connection.execute(update(page_files).where(page_files.c.name.in_(known)).values(used_at=at))
            new = [{"name": name, "content": files[name], "used_at": at} for name in files.keys() - known]
            if new:
                connection.execute(insert(page_files), new)
            connection.execute(delete(page_files).where(page_files.c.used_at < at - KEPT))

        await self._database.write(work)

    async def content(self, name: str) -> bytes | None:
        """Raises ``StorageUnavailable``."""
        chosen = select(page_files.c.content).where(page_files.c.name == name)
        return await self._database.read(lambda connection: connection.scalar(chosen))
