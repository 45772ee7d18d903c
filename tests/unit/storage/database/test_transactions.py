"""Several writes stored together; the other database is asked by ``tests/acceptance/test_demo_killed.py``."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from server.domain.plan import SERVER, PersonId
from server.ports.log import StorageUnavailable
from server.storage.database.database import Database
from server.storage.metadata import persons
from server.storage.persons import Person, enrol
from tests.support.servers.migrated import migrated


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = await Database.open(migrated(tmp_path / "samplan.db"), busy_timeout=0.1)
    yield database
    await database.close()


async def enrolled(database: Database, name: str) -> None:
    await database.write(lambda connection: enrol(connection, [Person(PersonId(name), name)]))


def names(connection: Connection) -> list[str]:
    wanted = select(persons.c.name).where(persons.c.id != SERVER).order_by(persons.c.name)
    return list(connection.scalars(wanted))


async def test_all_of_it_is_stored_when_it_ends_and_is_read_in_it_before(database: Database) -> None:
    async with database.together() as whole:
        await enrolled(whole, "Kari")
        await enrolled(whole, "Ola")
        assert await whole.read(names) == ["Kari", "Ola"]
        assert await database.read(names) == []
    assert await database.read(names) == ["Kari", "Ola"]


async def test_nothing_is_stored_where_it_raises(database: Database) -> None:
    async def half() -> None:
        async with database.together() as whole:
            await enrolled(whole, "Kari")
            raise LookupError

    with pytest.raises(LookupError):
        await half()
    assert await database.read(names) == []
    await enrolled(database, "Ola")


async def test_a_write_that_raises_undoes_itself_alone(database: Database) -> None:
    def half(connection: Connection) -> None:
        enrol(connection, [Person(PersonId("ola"), "Ola")])
        raise LookupError

    async with database.together() as whole:
        await enrolled(whole, "Kari")
        with pytest.raises(LookupError):
            await whole.write(half)
    assert await database.read(names) == ["Kari"]


async def test_nobody_else_writes_meanwhile_and_there_is_none_within_one(database: Database) -> None:
    async with database.together() as whole:
        with pytest.raises(StorageUnavailable):
            await enrolled(database, "Ola")
        with pytest.raises(RuntimeError, match="one transaction already"):
            await whole.together().__aenter__()
        with pytest.raises(RuntimeError, match="SELECT 1"):
            await whole.at_once("SELECT 1")


async def test_where_nothing_can_be_connected_no_thread_is_left(database: Database, tmp_path: Path) -> None:
    (tmp_path / "samplan.db").rename(tmp_path / "elsewhere.db")
    with pytest.raises(StorageUnavailable):
        await database.together().__aenter__()
    assert "storage-together" not in {each.name.rpartition("-")[0] for each in threading.enumerate()}
