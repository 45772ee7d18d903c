from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from server.sync.part import log_follower
from server.sync.protocol.closings import Token
from tests.unit.sync.fakes import MemoryLog
from tests.unit.sync.open_room import Open
from tests.unit.sync.processes import World


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried again is tried at once."""
    monkeypatch.setattr(log_follower, "RETRY_DELAYS", (0.0, 0.0))


@pytest.fixture
def log() -> MemoryLog:
    return MemoryLog()


@pytest.fixture
async def opened() -> AsyncIterator[Open]:
    opened = Open(MemoryLog())
    yield opened
    opened.log.gate.set()  # a test that has failed meanwhile leaves it closed
    opened.room.finish(Token.GOING_DOWN)
    await opened.task


@pytest.fixture
async def world() -> AsyncIterator[World]:
    world = World()
    yield world
    await world.close()
