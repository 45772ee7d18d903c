from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.integration.http_site import Site, site


@pytest.fixture(scope="session")
def demo_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demo plan, closed; tests copy it."""
    directory = tmp_path_factory.mktemp("demo")

    async def build() -> None:
        async with site(directory):
            pass

    asyncio.run(build())
    return directory / "samplan.db"


@pytest.fixture
async def here(tmp_path: Path, demo_database: Path) -> AsyncIterator[Site]:
    """The HTTP side with the demo plan, in this process."""
    async with site(tmp_path, copied_from=demo_database) as built:
        yield built
