"""Processes in network namespaces of their own are cut from the others and from the database, and come back.

The short form pulls no cables (``test_cluster_history`` holds up and cuts off a process with a proxy, without
root); this one needs root and runs with the long forms.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.support.clients.writers import let_all_edit
from tests.support.cluster.history import anomalies
from tests.support.cluster.namespaces import ApartProcess, add_apart
from tests.support.cluster.people import Author, witnessed
from tests.support.cluster.processes import Cluster
from tests.support.servers.postgres import Postgres
from tests.support.servers.redis import RedisServer

pytestmark = pytest.mark.asyncio(loop_scope="module")
SOAK = os.environ.get("TESTS_SOAK") == "1"
__test__ = SOAK
CUTS = (2.0, 8.0, 30.0)
KEYS = ("owner", "coordinator", "mother", "school")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory, postgres: Postgres) -> AsyncIterator[Cluster]:
    directory: Path = tmp_path_factory.mktemp("apart")
    url = await postgres.create_database()
    redis = RedisServer(directory)
    await redis.start()
    built = Cluster(postgres, url, redis)
    apart: list[ApartProcess] = []
    try:
        await built.add(directory)
        apart += [await add_apart(built, directory) for _ in range(2)]
        await built.start()
        await built.log_in(KEYS)
        yield built
    finally:
        await built.stop()
        for process in apart:
            await process.remove()
        await redis.stop()
        await postgres.drop_database(url)


async def pulled(process: ApartProcess, seconds: float) -> None:
    await asyncio.sleep(2)
    await process.cut_off()
    await asyncio.sleep(seconds)
    await process.heal()
    await asyncio.sleep(2)


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seconds", CUTS)
async def test_a_process_whose_cable_was_pulled_comes_back(place: Cluster, seconds: float) -> None:
    chance = random.Random(1)
    owner = place.people["owner"]
    plan = (await owner.plan())["id"]
    answer = await owner.send("POST", f"/api/plans/{plan}/parts", {"kind": "goal", "title": "Hver for oss"})
    document = str(answer.json()["document"])
    await let_all_edit(owner, [place.people[key] for key in KEYS[1:]], [document])
    authors = [
        Author(place.processes, place.people[key].token, letter, document, chance)
        for key, letter in zip(KEYS, "abcd", strict=True)
    ]
    process = place.processes[-1]
    assert isinstance(process, ApartProcess)
    history = await witnessed(place, authors, pulled(process, seconds), chance)
    print(f"cut off for {seconds:.0f} s: {len(history.appends)} words, {len(history.reads)} states seen")
    assert anomalies(history, behind_seconds=15.0) == []
