from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.storage.database.database import Database
from server.storage.founding import found_plan
from server.storage.rights import SqlAccessBook
from tests.acceptance.founding import small_plan
from tests.support.at_rest import pytest_asyncio_loop_factories
from tests.support.servers.migrated import migrated

__all__ = ["pytest_asyncio_loop_factories"]  # a hook: tests can wait until nothing happens by itself


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "samplan.db"


@pytest.fixture
def url(path: Path) -> str:
    """A migrated, empty database."""
    return migrated(path)


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = await Database.open(url, busy_timeout=0.05)
    yield opened
    await opened.close()


@pytest.fixture
async def book(database: Database) -> SqlAccessBook:
    """The book of rights with the small plan in it."""
    await found_plan(database, small_plan())
    return SqlAccessBook(database)
