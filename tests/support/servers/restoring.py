"""A backup of a server's SQLite file, and its restore, as described in docs/operations.md."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from .server import Server


def back_up(server: Server) -> Path:
    """While the server runs."""
    backup = server.database.with_name("backup.db")
    with closing(sqlite3.connect(server.database)) as live, closing(sqlite3.connect(backup)) as copy:
        live.backup(copy)
    return backup


async def restore(server: Server, backup: Path) -> None:
    """Stop the server, replace the database, run ``samplan restored``, and start the server again."""
    await server.stop()
    put_back(backup, server.database)
    assert "Sessions ended" in await server.command("restored")
    await server.start()


def put_back(backup: Path, database: Path) -> None:
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    database.write_bytes(backup.read_bytes())
