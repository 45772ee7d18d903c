"""A server with the demo plan, started from a copy of a finished database."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from .server import START_SECONDS, Server


@asynccontextmanager
async def demo_server(directory: Path, demo_database: Path, sql: str = "") -> AsyncIterator[Server]:
    """``sql`` is run before anybody comes: witnesses, for instance.

    The server has started by then: it rehearses on what it finds, which with hundreds of people takes long.
    """
    database = directory / "samplan.db"
    shutil.copy(demo_database, database)
    server = Server(directory)
    await server.start()
    try:
        if sql:
            with closing(sqlite3.connect(database, timeout=START_SECONDS)) as connection:
                connection.executescript(sql)
        yield server
    finally:
        await server.stop()
