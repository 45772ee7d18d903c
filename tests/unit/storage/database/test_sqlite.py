from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from server.ports.log import StorageUnavailable
from server.storage.database import sqlite
from server.storage.database.database import Database
from server.storage.database.migrate import SchemaUnknown, migrate
from server.storage.errors import NotDurable, WrongAddress

NOBODY = 65_534


@pytest.mark.parametrize("driver", ["sqlite", "sqlite+aiosqlite", "sqlite+pysqlite"])
def test_the_driver_part_of_the_url_is_only_a_name(driver: str) -> None:
    assert sqlite.path_of(f"{driver}:///var/samplan.db") == Path("var/samplan.db")
    assert sqlite.path_of(f"{driver}:////srv/samplan.db") == Path("/srv/samplan.db")


@pytest.mark.parametrize(
    "url",
    ["sqlite://", "sqlite:///:memory:", "sqlite:///a.db?mode=ro", "postgresql+asyncpg://localhost/samplan"],
)
def test_a_url_that_names_no_sqlite_file_is_refused(url: str) -> None:
    with pytest.raises(WrongAddress, match=r"SQLite|file"):
        sqlite.path_of(url)


async def open_and_close(url: str) -> None:
    await (await Database.open(url)).close()


@pytest.mark.parametrize("header", [b"", b"SQLite format 3\0"], ids=["text", "damaged"])
async def test_a_file_that_is_no_database_is_told_from_one(tmp_path: Path, header: bytes) -> None:
    path = tmp_path / "samplan.db"
    path.write_bytes(header + b"nothing that SQLite ever wrote. " * 200)
    before, url = path.read_bytes(), f"sqlite+aiosqlite:///{path}"
    with pytest.raises(SchemaUnknown, match="no SQLite database"):
        await open_and_close(url)
    with pytest.raises(SchemaUnknown, match="no SQLite database"):
        migrate(url)
    assert path.read_bytes() == before


def test_a_file_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageUnavailable, match="cannot be made"):
        migrate(f"sqlite+aiosqlite:///{tmp_path}/file/samplan.db")


@pytest.mark.parametrize("name", ["a b.db", "50%.db", "a#b.db", "blåbær.db"])
def test_any_file_name_will_do(tmp_path: Path, name: str) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path}/{name}"
    migrate(url)
    asyncio.run(open_and_close(url))
    assert [each.name for each in tmp_path.iterdir()] == [name]


def test_a_setting_that_does_not_take_stops_everything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In memory SQLite keeps no log to write ahead to, and says so only if asked."""
    memory = sqlite3.connect(":memory:")
    monkeypatch.setattr("sqlite3.dbapi2.connect", lambda *_, **__: memory)
    with pytest.raises(NotDurable, match="journal_mode is 'memory'"):
        sqlite.writing_engine(tmp_path / "new.db", busy_timeout=1).connect()
    memory.close()


def test_whoever_finds_a_new_file_being_switched_waits(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "new.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    mine = sqlite3.connect(tmp_path / "new.db", isolation_level=None, timeout=60)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        mine.execute("PRAGMA journal_mode = WAL")
    letting_go = threading.Timer(0.1, lambda: other.execute("COMMIT"))
    letting_go.start()
    engine = sqlite.creating_engine(tmp_path / "new.db", busy_timeout=60)
    with engine.connect() as waiting:
        assert waiting.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
    letting_go.join()
    engine.dispose()
    mine.close()
    other.close()


@pytest.mark.parametrize(
    ("number", "name"),
    [
        (sqlite3.SQLITE_BUSY_SNAPSHOT, "SQLITE_BUSY_SNAPSHOT"),
        (sqlite3.SQLITE_IOERR_FSYNC, "SQLITE_IOERR_FSYNC"),
        (sqlite3.SQLITE_FULL, "SQLITE_FULL"),
        (sqlite3.SQLITE_READONLY_DBMOVED, "SQLITE_READONLY_DBMOVED"),
    ],
)
def test_what_the_world_does_is_unavailable(number: int, name: str) -> None:
    error = sqlite3.OperationalError("outside")
    error.sqlite_errorcode, error.sqlite_errorname = number, name
    for found in (sqlite.refusal_of(error), sqlite.refusal_of(DBAPIError("SELECT", {}, error))):
        assert isinstance(found, StorageUnavailable)
        assert name in str(found)


@pytest.mark.parametrize("number", [sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CORRUPT])
def test_what_repeating_does_not_help_is_not(number: int) -> None:
    error = sqlite3.DatabaseError("ours")
    error.sqlite_errorcode = number
    assert sqlite.refusal_of(error) is None


async def test_a_full_database_is_unavailable_and_recovers(database: Database) -> None:
    grow = text(
        "INSERT INTO persons (id, name, locale, organisation) SELECT hex(randomblob(20000)), '', 'nb', ''"
    )
    await database.write(lambda connection: connection.execute(text("PRAGMA max_page_count = 1")))
    with pytest.raises(StorageUnavailable, match="SQLITE_FULL"):
        await database.write(lambda connection: connection.execute(grow))
    await database.write(lambda connection: connection.execute(grow))
    assert (
        await database.read(
            lambda connection: connection.execute(text("SELECT count(*) FROM persons")).scalar_one()
        )
        == 2
    )


@pytest.mark.parametrize("which", ["samplan.db", "samplan.db-wal", "."])
@pytest.mark.parametrize("mode", [0o400, 0o000])
def test_what_another_user_owns_is_named(which: str, mode: int) -> None:
    """As after a restore by root: SQLite would say that it is unable to open a file, and not which or why."""
    with TemporaryDirectory(dir="/tmp") as place:
        directory = Path(place)
        directory.chmod(0o755)
        path, url = directory / "samplan.db", f"sqlite+aiosqlite:///{directory}/samplan.db"
        migrate(url)
        (directory / "samplan.db-wal").touch()
        for each in (directory, *directory.iterdir()):
            os.chown(each, NOBODY if os.geteuid() == 0 else -1, -1)
        owned = directory / which
        owned.chmod(mode | (0o555 if owned.is_dir() else 0))
        try:
            with as_nobody():
                with pytest.raises(StorageUnavailable, match=re.escape(str(owned.resolve()))):
                    sqlite.require_access(path)
                with pytest.raises(StorageUnavailable, match="must belong to the user who runs samplan"):
                    migrate(url)
        finally:
            directory.chmod(0o755)


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may read and write everything."""
    was = os.geteuid()
    if was == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(was)
