from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from server.sync.protocol.closings import Token
from tests.unit.sync.plan.opened import Opened


@pytest.fixture
async def opened() -> AsyncIterator[Opened]:
    opened = Opened()
    yield opened
    await opened.plan.close(Token.GOING_DOWN)
    opened.rights.close()
