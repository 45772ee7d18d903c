"""A server with the demo plan, started on a copy of a prepared database."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from .server import START_SECONDS, Server


@asynccontextmanager
async def demo_server(
    directory: Path, demo_database: Path, sql: str = "", kind: type[Server] = Server
) -> AsyncIterator[Server]:
    """``sql`` is run before the first client: further persons, for instance.

    The server is started before it: its warm-up would take long with hundreds of people.
    """
    database = directory / "samplan.db"
    shutil.copy(demo_database, database)
    server = kind(directory)
    await server.start()
    try:
        if sql:
            with closing(sqlite3.connect(database, timeout=START_SECONDS)) as connection:
                connection.executescript(sql)
        yield server
    finally:
        await server.stop()
