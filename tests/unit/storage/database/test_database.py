from __future__ import annotations

import asyncio
import os
import sqlite3
import threading
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError, OperationalError

from server.ports.log import StorageUnavailable
from server.storage.database.database import Database
from server.storage.database.sqlite_database import READERS

ADD_PERSON = text(
    "INSERT INTO persons (id, name, locale, organisation, coordinating_unit) VALUES (:id, '', 'nb', '', 0)"
)

ORPHAN = text(
    "INSERT INTO sessions (token_hash, person_id, csrf_token, opened_at, expires_at)"
    " VALUES (x'00', 'nobody', '', '2026-01-01 00:00:00', '2026-01-01 00:00:00')"
)


def add(connection: Connection, name: str) -> None:
    connection.execute(ADD_PERSON, {"id": name})


def names(connection: Connection) -> set[str]:
    return set(connection.scalars(text("SELECT id FROM persons WHERE id <> 'server'")))


async def test_what_is_written_can_be_read(database: Database) -> None:
    await database.write(lambda connection: add(connection, "kari"))
    assert await database.read(names) == {"kari"}


async def test_the_result_of_the_work_is_the_result_of_the_write(database: Database) -> None:
    assert await database.write(lambda _: 42) == 42


async def test_work_that_raises_leaves_nothing_behind(database: Database) -> None:
    def work(connection: Connection) -> None:
        add(connection, "kari")
        raise PermissionError("refused")

    with pytest.raises(PermissionError):
        await database.write(work)
    assert await database.read(names) == set()
    await database.write(lambda connection: add(connection, "tor"))
    assert await database.read(names) == {"tor"}


async def test_the_writing_connection_has_what_durability_rests_on(database: Database) -> None:
    def settings(connection: Connection) -> dict[str, object]:
        wanted = ("synchronous", "journal_mode", "foreign_keys", "busy_timeout")
        return {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in wanted}

    assert await database.write(settings) == {
        "synchronous": 2,  # FULL
        "journal_mode": "wal",
        "foreign_keys": 1,
        "busy_timeout": 50,
    }


async def test_the_write_lock_is_held_before_the_work_reads_anything(database: Database, path: Path) -> None:
    """Else a guard would read what somebody else may change before the insert that relies on it."""

    def work(connection: Connection) -> None:
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            sqlite3.connect(path, timeout=0, isolation_level=None).execute("BEGIN IMMEDIATE")

    await database.write(work)


async def test_a_read_sees_one_state_however_long_it_takes(database: Database) -> None:
    loop = asyncio.get_running_loop()
    begun, written = asyncio.Event(), threading.Event()

    def slow(connection: Connection) -> tuple[set[str], set[str]]:
        before = names(connection)
        loop.call_soon_threadsafe(begun.set)
        assert written.wait(10)
        return before, names(connection)

    reading = asyncio.create_task(database.read(slow))
    await begun.wait()
    await database.write(lambda connection: add(connection, "kari"))
    written.set()
    assert await reading == (set(), set())
    assert await database.read(names) == {"kari"}


async def test_writing_in_a_read_is_unavailable(database: Database) -> None:
    with pytest.raises(StorageUnavailable, match="readonly"):
        await database.read(lambda connection: add(connection, "kari"))


async def test_a_commit_that_failed_leaves_no_transaction_open(database: Database) -> None:
    """What came next would be written in it, acknowledged, and gone."""

    def broken_at_commit(connection: Connection) -> None:
        add(connection, "kari")
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        connection.execute(ORPHAN)

    with pytest.raises(IntegrityError):
        await database.write(broken_at_commit)
    added = "INSERT INTO persons (id, name, locale, organisation) VALUES ('tor', '', 'nb', '')"
    await database.at_once(added)
    assert await database.read(names) == {"tor"}
    await database.write(lambda connection: add(connection, "kari"))


async def test_a_connection_that_failed_is_replaced_and_closed(database: Database, path: Path) -> None:
    def connections() -> int:
        return sum(
            os.path.realpath(entry.path) == str(path.resolve()) for entry in os.scandir("/proc/self/fd")
        )

    for _ in range(4 * READERS):
        with pytest.raises(StorageUnavailable):
            await database.read(lambda connection: add(connection, "kari"))
        assert await database.read(names) == set()
    assert connections() <= READERS + 1
    await database.close()
    assert connections() == 0


async def test_a_database_locked_by_another_process_is_unavailable_until_it_is_free(
    database: Database, path: Path
) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageUnavailable, match="SQLITE_BUSY"):
        await database.write(lambda connection: add(connection, "kari"))
    other.execute("COMMIT")
    other.close()
    await database.write(lambda connection: add(connection, "tor"))
    assert await database.read(names) == {"tor"}


async def test_a_mistake_in_a_statement_is_not_the_weather(database: Database) -> None:
    with pytest.raises(OperationalError, match="no such table"):
        await database.write(lambda connection: connection.execute(text("SELECT * FROM nowhere")))
    await database.write(lambda connection: add(connection, "kari"))


async def test_foreign_keys_are_enforced(database: Database) -> None:
    with pytest.raises(Exception, match="FOREIGN KEY"):
        await database.write(lambda connection: connection.execute(ORPHAN))


async def test_a_cancelled_write_is_still_carried_out(database: Database) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def work(connection: Connection) -> None:
        begun.set()
        assert go_on.wait(10)
        add(connection, "kari")

    writing = asyncio.create_task(database.write(work))
    await asyncio.to_thread(begun.wait)
    writing.cancel()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await writing
    await database.write(lambda _: None)  # the one writing thread is through with the first
    assert await database.read(names) == {"kari"}


async def test_writes_that_were_handed_over_are_done_before_it_closes(url: str) -> None:
    first = await Database.open(url)
    await asyncio.gather(*(first.write(partial(add, name=f"p{n}")) for n in range(20)), first.close())
    second = await Database.open(url)
    assert await second.read(names) == {f"p{n}" for n in range(20)}
    await second.close()
    with pytest.raises(RuntimeError, match="closed"):
        await second.read(names)


async def test_a_database_that_is_not_there_is_not_made_by_opening_it(tmp_path: Path) -> None:
    missing = tmp_path / "missing.db"
    with pytest.raises(StorageUnavailable, match=r"missing.db is not there: run `samplan migrate` first"):
        await Database.open(f"sqlite:///{missing}")
    assert not missing.exists()
