"""A plan as full as it may be, by the database: through the door it would take its owner minutes."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def fill(database: Path, number: int) -> None:
    """Measures of the owner until the only plan has ``number`` parts, in rows as its first measure's."""
    with closing(sqlite3.connect(database, timeout=60)) as connection, connection:
        connection.row_factory = sqlite3.Row
        (owner,) = connection.execute("SELECT id FROM participants WHERE role = 'owner'").fetchone()
        first = connection.execute("SELECT * FROM parts WHERE kind = 'measure' LIMIT 1").fetchone()
        (there, last) = connection.execute("SELECT count(*), max(position) FROM parts").fetchone()
        added = [
            {
                **dict(first),
                "id": f"measure-number-{place:07}",
                "title": f"Tiltak nummer {place} av mange",
                "position": last + place,
                "created_by": owner,
            }
            for place in range(1, number - there + 1)
        ]
        columns = ", ".join(dict(first))
        values = ", ".join(f":{name}" for name in dict(first))
        connection.executemany(f"INSERT INTO parts ({columns}) VALUES ({values})", added)
        connection.execute("UPDATE plans SET access_version = access_version + 1")
