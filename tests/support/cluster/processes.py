"""Several server processes on one PostgreSQL and one Redis, each behind proxies that simulate faults."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from pycrdt import Doc

from tests.support.clients.people import Person
from tests.support.faults.network import Proxy
from tests.support.servers.postgres import Postgres
from tests.support.servers.redis import RedisServer
from tests.support.servers.server import Server
from tests.support.servers.stored import StoredRow

SECRET = "en hemmelighet som bare prøvene har"
PATIENCE_SECONDS = 60.0


class Process(Server):
    """One of several servers, with its own proxies to the database and to Redis."""

    def __init__(
        self,
        name: str,
        directory: Path,
        database: Proxy,
        redis: Proxy | None,
        environment: Mapping[str, str],
    ) -> None:
        super().__init__(directory)
        self._environment |= environment
        self.name, self.to_database, self.to_redis = name, database, redis

    async def cut_off(self) -> None:
        """From the others and from the database: bytes are dropped both ways, connections stay open."""
        self.to_database.blackhole()
        if self.to_redis is not None:
            self.to_redis.blackhole()

    async def heal(self) -> None:
        await self.to_database.heal()
        if self.to_redis is not None:
            await self.to_redis.heal()

    async def ready(self, seconds: float = PATIENCE_SECONDS) -> float:
        """Wait until ``/readyz`` says so; how long that took."""
        began = time.monotonic()
        async with asyncio.timeout(seconds):
            person = Person(self, "owner")
            try:
                while (await person.http.get("/readyz")).status_code != 200:  # noqa: ASYNC110 - the same
                    await asyncio.sleep(0.05)
            finally:
                await person.close()
        return time.monotonic() - began


class Cluster:
    def __init__(self, postgres: Postgres, url: str, redis: RedisServer | None) -> None:
        self.postgres, self.url, self.redis = postgres, url, redis
        self.processes: list[Process] = []
        self.people: dict[str, Person] = {}

    def __getitem__(self, number: int) -> Process:
        return self.processes[number]

    @property
    def database(self) -> str:
        return self.url.rsplit("/", 1)[1]

    async def add(self, directory: Path, **environment: str) -> Process:
        """One more process, not started yet."""
        name = "ABCDEFGH"[len(self.processes)]
        (directory / name).mkdir()
        database = Proxy(self.postgres.port)
        await database.open()
        settings = {
            "SAMPLAN_DATABASE_URL": self.url.replace(f":{self.postgres.port}/", f":{database.port}/"),
            "SAMPLAN_SECRET_KEY": SECRET,
            "SAMPLAN_POLL_SECONDS": "0.5",
            **environment,
        }
        redis = None
        if self.redis is not None:
            redis = Proxy(self.redis.port)
            await redis.open()
            settings["SAMPLAN_REDIS_URL"] = f"redis://127.0.0.1:{redis.port}/0"
        self.processes.append(Process(name, directory / name, database, redis, settings))
        return self.processes[-1]

    async def start(self) -> None:
        """The demo plan, all processes, and everybody logged in at the first."""
        await self.processes[0].command("demo", "--plan-only")
        await asyncio.gather(*(process.start() for process in self.processes))

    async def log_in(self, keys: Sequence[str]) -> None:
        """Those logged in already log in again, with a new session."""
        for key in keys:
            if key in self.people:
                await self.people[key].close()
            self.people[key] = await Person(self.processes[0], key).log_in()

    async def at(self, process: Process, key: str) -> Person:
        """The same login at another process; the caller closes it."""
        person = Person(process, key)
        known = self.people[key]
        person.http.cookies.set("samplan_session", known.token, domain="127.0.0.1")
        person.token, person.csrf = known.token, known.csrf
        return person

    async def heal(self) -> None:
        for process in self.processes:
            await process.heal()

    async def stop(self) -> None:
        await self.heal()
        for person in self.people.values():
            await person.close()
        await asyncio.gather(*(process.stop() for process in self.processes))
        for process in self.processes:
            for proxy in (process.to_database, process.to_redis):
                if proxy is not None:
                    await proxy.close()

    # -- the database -------------------------------------------------------------------------------

    async def rows_of(self, document: str) -> list[StoredRow]:
        """The log of ``document``; fails unless it is dense. Read without the server and its code."""
        found = await self.postgres.run(
            "SELECT seq, person_id, payload FROM updates WHERE part_id = $1 ORDER BY seq",
            document.removeprefix("part/"),
            database=self.database,
        )
        rows = [StoredRow(*row) for row in found]
        assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
        return rows

    async def replayed(self, document: str) -> Doc[Any]:
        doc: Doc[Any] = Doc()
        for row in await self.rows_of(document):
            doc.apply_update(row.payload)
        return doc


@asynccontextmanager
async def cluster(
    directory: Path,
    postgres: Postgres,
    *,
    size: int = 3,
    redis: bool = True,
    tablespace: str = "pg_default",
    **environment: str,
) -> AsyncIterator[Cluster]:
    """``size`` processes with the demo plan on a database of their own; removed at the end."""
    url = await postgres.create_database(tablespace=tablespace)
    store = RedisServer(directory) if redis else None
    if store is not None:
        await store.start()
    built = Cluster(postgres, url, store)
    try:
        for _ in range(size):
            await built.add(directory, **environment)
        await built.start()
        yield built
    finally:
        await built.stop()
        if store is not None:
            await store.stop()
        await built.postgres.drop_database(url)  # another one may have taken over


async def eventually(
    holds: Callable[[], Awaitable[bool]], seconds: float = PATIENCE_SECONDS, pause: float = 0.05
) -> float:
    """Poll until it holds; returns the seconds. For conditions that no frame announces."""
    began = time.monotonic()
    async with asyncio.timeout(seconds):
        while not await holds():  # noqa: ASYNC110 - what is asked is another process
            await asyncio.sleep(pause)
    return time.monotonic() - began
