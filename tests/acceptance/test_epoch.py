"""Which history a database tells, and what ends with it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from server.features.login.store import People
from server.storage.database.database import Database
from server.storage.database.migrate import SchemaUnknown, migrate
from server.storage.epoch import Epoch, Restored
from server.storage.ledger import Ledger
from server.storage.metadata import epoch
from tests.acceptance.conftest import Process, Storage
from tests.acceptance.founding import NOW, OWNER, SCHOOL

TOKENS = {OWNER: b"\x01" * 32, SCHOOL: b"\x02" * 32}
LONG_AFTER = NOW.replace(year=NOW.year + 30)


async def test_the_epoch_stays_through_restarts_and_migrations(
    storage: Storage, process: Process, url: str
) -> None:
    began = await Epoch(process.database).name()
    assert len(began) > 20
    await asyncio.to_thread(migrate, url)
    assert await Epoch((await storage.process()).database).name() == began


async def test_no_two_databases_begin_with_the_same(process: Process, tmp_path: Path) -> None:
    other = f"sqlite+aiosqlite:///{tmp_path / 'other.db'}"
    await asyncio.to_thread(migrate, other)
    database = await Database.open(other)
    assert await Epoch(database).name() != await Epoch(process.database).name()
    await database.close()


async def test_another_history_begins_without_anybody_being_logged_in(
    process: Process, another: Process
) -> None:
    people = People(process.database)
    for person, token in TOKENS.items():
        await people.open_session(person, token, "csrf", NOW, LONG_AFTER)
    assert await Epoch(process.database).begin("after the fire", NOW) == len(TOKENS)
    assert await Epoch(another.database).name() == "after the fire"
    assert await People(another.database).sessions_over(TOKENS.values(), NOW) == set(TOKENS.values())
    ledger = Ledger(another.database)
    (entry,) = await ledger.entries(None)
    assert (entry.event.action, entry.event.details) == (Restored.action, {"sessions": len(TOKENS)})
    assert await ledger.verify(None) is None


async def test_a_database_of_before_there_were_epochs_says_what_to_do(process: Process) -> None:
    await process.database.write(epoch.drop)
    with pytest.raises(SchemaUnknown, match="samplan migrate"):
        await Epoch(process.database).name()
    with pytest.raises(SchemaUnknown, match="samplan migrate"):
        await Epoch(process.database).begin("after the fire", NOW)
