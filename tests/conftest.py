from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.harness.postgres import Postgres, own_cluster
from tests.harness.server import Server
from tests.harness.soak import pytest_runtest_makereport, pytest_sessionfinish

__all__ = ["pytest_runtest_makereport", "pytest_sessionfinish"]  # hooks: what make soak finds is recorded


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
    async with own_cluster() as cluster:
        yield cluster
