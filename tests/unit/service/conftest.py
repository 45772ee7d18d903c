from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.unit.service.family import Family
from tests.unit.service.family import family as stored_family


@pytest.fixture
async def family(tmp_path: Path) -> AsyncIterator[Family]:
    async with stored_family(tmp_path) as family:
        yield family
