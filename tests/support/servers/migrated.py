"""A migrated, empty SQLite database: made once by each process of a test run, and copied."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from server.storage.database.migrate import migrate


def migrated(file: Path) -> str:
    """Write one to ``file``; its URL. All are of one history: who needs another migrates."""
    file.write_bytes(_migrated())
    return f"sqlite+aiosqlite:///{file}"


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as directory:
        file = Path(directory) / "samplan.db"
        migrate(f"sqlite+aiosqlite:///{file}")
        assert [each.name for each in file.parent.iterdir()] == [file.name], "all of it is in one file"
        return file.read_bytes()
