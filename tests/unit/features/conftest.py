from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.features.family import Family
from tests.unit.features.family import family as stored_family
from tests.unit.features.readings import Reading


@pytest.fixture
async def family(tmp_path: Path) -> AsyncIterator[Family]:
    async with stored_family(tmp_path) as family:
        yield family


@pytest.fixture
async def reading() -> AsyncIterator[Reading]:
    """What is refused is not tried again by itself."""
    reading = Reading()
    yield reading
    await reading.log.close()


@pytest.fixture
async def retrying() -> AsyncIterator[Reading]:
    """What is refused is tried again in the next turn of the loop."""
    reading = Reading(retry_seconds=0.0)
    yield reading
    reading.go_on()
    reading.ledger.takes_nothing = False
    await reading.log.close()
