"""Whatever is in the database, the warm-up is no reason for a server not to start."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from server.rehearsal import rehearse
from server.storage.log.sealing import HEADER
from server.storage.log.update_log import SqlUpdateLog
from server.storage.metadata import participants, updates
from tests.unit.features.fakes import NOON
from tests.unit.features.family import Family, family


@pytest.fixture
async def stored(tmp_path: Path) -> AsyncIterator[Family]:
    async with family(tmp_path) as stored:
        yield stored


async def rehearsed(stored: Family) -> None:
    await rehearse(stored.database, SqlUpdateLog(stored.database, lambda: NOON), lambda: NOON)


async def test_a_participation_that_is_over_does_not_keep_the_server_from_starting(stored: Family) -> None:
    ended = update(participants).values(until=NOON - timedelta(days=1))
    await stored.database.write(lambda connection: connection.execute(ended) and None)
    await rehearsed(stored)


async def test_a_part_that_cannot_be_opened_does_not_keep_the_server_from_starting(stored: Family) -> None:
    sealed = update(updates).values(payload=HEADER + b"of another release")
    await stored.database.write(lambda connection: connection.execute(sealed) and None)
    await rehearsed(stored)
