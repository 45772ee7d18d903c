"""Every test here runs once per adapter: what a port promises does not depend on who keeps the promise."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, select

from server.domain.access import Decision
from server.domain.plan import PartId, PlanId
from server.features.consent.store import ConsentStore
from server.ports.log import UpdateLog
from server.ports.rights import AccessBook
from server.storage.database.database import Database
from server.storage.database.migrate import migrate
from server.storage.founding import found_plan
from server.storage.keys import Keys, NoKeys
from server.storage.log.update_log import SqlUpdateLog
from server.storage.metadata import updates
from server.storage.rights import SqlAccessBook, raise_version
from tests.acceptance.founding import OWNER, PLAN, Clock, signing, small_plan
from tests.support.models.encrypting import EncryptingKeys
from tests.support.servers.postgres import Postgres


class Process:
    """What one process of the server has of the storage: its own connections, and the shared truth."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.consents = ConsentStore(database, clock)
        self.book: AccessBook = SqlAccessBook(database)
        self.log: UpdateLog = SqlUpdateLog(database, clock)

    async def sign(self, decision: Decision, plan: PlanId = PLAN) -> int:
        """The access version that holds from now on."""
        await self.consents.sign(OWNER, plan, signing(decision))
        access = await self.book.access(plan)
        assert access is not None
        return access.plan.access_version

    async def change_access(self, part: PartId, plan: PlanId = PLAN) -> int:
        """Ends every right the rooms have admitted under; the last seq of ``part`` at that very moment."""

        def work(connection: Connection) -> int:
            raise_version(connection, plan)  # from here on nobody adds to the plan
            last = connection.execute(select(func.max(updates.c.seq)).where(updates.c.part_id == part))
            return int(last.scalar_one())

        return await self.database.write(work)


class Storage:
    """One store that processes can be started on."""

    def __init__(self, url: str, keys: Keys) -> None:
        self._url, self._keys = url, keys
        self._started: list[Database] = []
        self.clock = Clock()

    async def process(self, keys: Keys | None = None) -> Process:
        """``keys``: others than everybody else has."""
        database = await Database.open(self._url, keys=keys or self._keys)
        self._started.append(database)
        return Process(database, self.clock)

    async def stop(self) -> None:
        while self._started:
            await self._started.pop().close()


@pytest.fixture(params=["sqlite", "postgresql"])
async def url(request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres) -> AsyncIterator[str]:
    """A migrated, empty database of each kind."""
    if request.param == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path / 'samplan.db'}"
        migrate(url)
        yield url
    else:
        url = await postgres.create_database()
        yield url
        await postgres.drop_database(url)


@pytest.fixture(params=["plain", "sealed"])
def keys(request: pytest.FixtureRequest) -> Keys:
    """What is stored is stored as it is, or really encrypted: no promise depends on it."""
    return EncryptingKeys(b"everybody's secret") if request.param == "sealed" else NoKeys()


@pytest.fixture
async def storage(url: str, keys: Keys) -> AsyncIterator[Storage]:
    """A store of each kind with the small plan in it."""
    store = Storage(url, keys)
    await found_plan((await store.process()).database, small_plan())
    yield store
    await store.stop()


@pytest.fixture
async def process(storage: Storage) -> Process:
    return await storage.process()


@pytest.fixture
async def another(storage: Storage) -> Process:
    return await storage.process()
