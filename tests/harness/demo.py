"""A server with the demo plan, started from a copy of a finished database."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

from .server import Server


@asynccontextmanager
async def demo_server(directory: Path, demo_database: Path, sql: str = "") -> AsyncIterator[Server]:
    """``sql`` is run on the copy before the server sees it: witnesses, for instance."""
    database = directory / "samplan.db"
    shutil.copy(demo_database, database)
    if sql:
        with closing(sqlite3.connect(database)) as connection:
            connection.executescript(sql)
    server = Server(directory)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
