from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.harness.server import Server


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    """A real server process with the demo plan."""
    server = Server(tmp_path)
    await server.prepare()
    await server.start()
    yield server
    await server.stop()
