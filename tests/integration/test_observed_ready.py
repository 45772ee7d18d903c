"""What a process says of itself while the database or Redis is away."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.cluster.processes import eventually
from tests.support.faults.network import Proxy
from tests.support.servers.postgres import Postgres
from tests.support.servers.redis import RedisServer
from tests.support.servers.server import Server

SECONDS = 60.0
ANSWER_SECONDS = 10.0
"""A check is given up after two seconds; the rest is for a busy machine."""
SECRET = "nobody knows this one but the tests"


@pytest.fixture
async def redis(tmp_path: Path) -> AsyncIterator[RedisServer]:
    server = RedisServer(tmp_path)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def to_database(postgres: Postgres) -> AsyncIterator[Proxy]:
    proxy = Proxy(postgres.port)
    await proxy.open()
    yield proxy
    await proxy.close()


class Asked:
    """``/readyz`` and ``/metrics`` of one process."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def until(self, status: int, said: dict[str, Any]) -> None:
        """Wait for this answer; every one on the way comes in time."""
        async with asyncio.timeout(SECONDS):
            while True:
                began = time.monotonic()
                answer = await self._http.get("/readyz")
                assert time.monotonic() - began < ANSWER_SECONDS
                if (answer.status_code, answer.json()) == (status, said):
                    return
                await asyncio.sleep(0.05)

    async def well(self) -> bool:
        return not await self.degraded("database")

    async def degraded(self, what: str) -> bool:
        metrics = (await self._http.get("/metrics")).text
        return f'samplan_degraded{{what="{what}"}} 1.0' in metrics.splitlines()


async def test_a_database_that_lost_its_tables_is_one_that_does_not_answer(tmp_path: Path) -> None:
    server = Server(tmp_path)
    await server.prepare()
    await server.start()
    try:
        async with httpx.AsyncClient(base_url=server.url, timeout=SECONDS) as http:
            assert (await http.get("/readyz")).status_code == 200
            with sqlite3.connect(server.database) as database:
                database.execute("ALTER TABLE persons RENAME TO people")
            await Asked(http).until(503, {"status": "database", "degraded": ["database"]})
            with sqlite3.connect(server.database) as database:
                database.execute("ALTER TABLE people RENAME TO persons")
            await Asked(http).until(200, {"status": "ready", "degraded": []})
    finally:
        await server.stop()
    assert sum("a check failed" in line for line in server.log) == 1


async def test_what_is_away_is_named_until_it_is_back(
    tmp_path: Path, postgres: Postgres, redis: RedisServer, to_database: Proxy
) -> None:
    url = await postgres.create_database()
    server = Server(
        tmp_path,
        SAMPLAN_DATABASE_URL=url.replace(f":{postgres.port}/", f":{to_database.port}/"),
        SAMPLAN_REDIS_URL=redis.url,
        SAMPLAN_SECRET_KEY=SECRET,
    )
    await server.start()
    try:
        async with httpx.AsyncClient(base_url=server.url, timeout=SECONDS) as http:
            asked = Asked(http)
            await asked.until(200, {"status": "ready", "degraded": []})
            assert not await asked.degraded("redis")
            await redis.kill()
            await asked.until(503, {"status": "redis", "degraded": ["redis"]})
            assert await asked.degraded("redis")
            assert not await asked.degraded("database")
            to_database.blackhole()
            assert await asked.degraded("database")  # although nobody asks for anything
            await asked.until(503, {"status": "database", "degraded": ["database", "redis"]})
            assert (await http.get("/healthz")).json() == {"status": "alive"}
            await redis.start()
            await asked.until(503, {"status": "database", "degraded": ["database"]})
            await to_database.heal()
            await eventually(asked.well)
            await asked.until(200, {"status": "ready", "degraded": []})
    finally:
        await server.stop()
        await postgres.drop_database(url)
