from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.storage.database.database import Database
from server.storage.database.migrate import migrate
from server.storage.plans import Plans
from tests.acceptance.founding import small_plan


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "samplan.db"


@pytest.fixture
def url(path: Path) -> str:
    """A migrated, empty database."""
    url = f"sqlite+aiosqlite:///{path}"
    migrate(url)
    return url


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = await Database.open(url, busy_timeout=0.05)
    yield opened
    await opened.close()


@pytest.fixture
async def plans(database: Database) -> Plans:
    """The plan store with the small plan in it."""
    plans = Plans(database)
    await plans.found(small_plan())
    return plans
