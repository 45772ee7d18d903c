"""Every test here runs once per adapter: a port's contract does not depend on its implementation."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, func, select

from server.domain.access import Decision
from server.domain.plan import PartId, PlanId
from server.features.consent.store import ConsentStore
from server.ports.log import UpdateLog
from server.ports.rights import AccessBook
from server.storage.database.database import Database
from server.storage.founding import found_plan
from server.storage.keys import Keys, NoKeys
from server.storage.log.update_log import SqlUpdateLog
from server.storage.metadata import updates
from server.storage.rights import SqlAccessBook, raise_version
from tests.acceptance.founding import OWNER, PLAN, Clock, signing, small_plan
from tests.support.models.encrypting import EncryptingKeys
from tests.support.principals import demo
from tests.support.servers.migrated import migrated
from tests.support.servers.postgres import Postgres
from tests.support.wide import one_now


class Process:
    """The storage as one server process sees it: connections of its own to the shared database."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.consents = ConsentStore(database, clock)
        self.book: AccessBook = SqlAccessBook(database)
        self.log: UpdateLog = SqlUpdateLog(database, clock)

    async def sign(self, decision: Decision, plan: PlanId = PLAN) -> int:
        """Returns the new access version."""
        await self.consents.sign(demo(OWNER), plan, signing(decision))
        access = await self.book.access(plan)
        assert access is not None
        return access.plan.access_version

    async def change_access(self, part: PartId, plan: PlanId = PLAN) -> int:
        """Invalidates every right that rooms have admitted under; the last seq of ``part`` at that moment."""

        def work(connection: Connection) -> int:
            raise_version(connection, plan)  # locks the plan: nobody else adds rows from here on
            last = connection.execute(select(func.max(updates.c.seq)).where(updates.c.part_id == part))
            return int(last.scalar_one())

        return await self.database.write(work)


class Storage:
    """One database on which processes can be started."""

    def __init__(self, url: str, keys: Keys) -> None:
        self._url, self._keys = url, keys
        self._started: list[Database] = []
        self.clock = Clock()

    async def process(self, keys: Keys | None = None) -> Process:
        """``keys``: other ones than those of the other processes."""
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
        yield migrated(tmp_path / "samplan.db")
    else:
        url = await postgres.create_database()
        yield url
        await postgres.drop_database(url)


DATABASES = ("sqlite", "postgresql")
NOW = {"sqlite": "plain", "postgresql": "sealed"}


def pytest_itemcollected(item: pytest.Item) -> None:
    """In ``make test`` what holds of a port on each database, with one kind of payloads; of anything else on
    one of them. In ``make wide`` the rest."""
    if not isinstance(item, pytest.Function) or not hasattr(item, "callspec"):
        return
    params: Mapping[str, Any] = item.callspec.params
    by = next((each for each in ("url", "intact", "empty") if each in params), None)
    if by is None or any(by in mark.args[0] for mark in item.iter_markers("parametrize")):
        return  # the test itself says which, and when
    database, alike = params[by], item.nodeid.replace(params[by], "")
    if "keys" in params:
        later = params["keys"] != NOW[database]
    else:
        later = any(each == database and marks for each, marks in one_now(alike, *DATABASES))
    if later:
        item.add_marker(pytest.mark.wide)


@pytest.fixture(params=["plain", "sealed"])
def keys(request: pytest.FixtureRequest) -> Keys:
    """Payloads are stored plain, or really encrypted: the contract does not depend on it."""
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
