from __future__ import annotations

import os
import random
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings

from tests.support.servers.postgres import Postgres, in_memory, own_cluster
from tests.support.servers.server import Server
from tests.support.soak import pytest_collection_modifyitems, pytest_runtest_makereport

__all__ = [
    "pytest_collection_modifyitems",
    "pytest_runtest_makereport",
]  # hooks: make soak runs the long forms and records them

settings.register_profile("a busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("a busy machine")  # how long an example takes there says nothing about the code
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # servers start some hundred times: compile theirs once
if os.environ.get("TESTS_SOAK") != "1":
    # One for the whole run, in the names of some tests: processes that share them must find the same names.
    os.environ.setdefault("TESTS_SEED", str(random.randrange(10**6)))


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    """A real server process with the demo plan."""
    server = Server(tmp_path)
    await server.prepare()
    await server.start()
    yield server
    await server.stop()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres() -> AsyncIterator[Postgres]:
    """A real database server for all; whoever stops or kills one has a cluster of their own."""
    async with own_cluster(within=in_memory()) as cluster:
        yield cluster
