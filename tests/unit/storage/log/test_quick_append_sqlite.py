"""A single row on SQLite: what the one statement takes, and what it leaves to the long way."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from server.domain.plan import SERVER, PartId
from server.ports.log import AccessChanged, Behind, Committed, Submission
from server.storage.database.database import Database
from server.storage.founding import found_plan
from server.storage.log.quick_append import append_at_once_to
from server.storage.log.update_log import SqlUpdateLog
from tests.acceptance.founding import ABOUT_ME, NOW, OWNER, READING_HELP, Clock, small_plan, written


async def appended(database: Database, submissions: list[Submission]) -> dict[PartId, Committed]:
    return await append_at_once_to(database)(
        database, submissions, NOW, dict.fromkeys([each.plan for each in submissions])
    )


@pytest.fixture(autouse=True)
async def founded(database: Database) -> None:
    await found_plan(database, small_plan())


async def test_one_row_goes_at_once_and_is_stored_as_the_long_way_stores_it(
    database: Database, path: Path
) -> None:
    here = written(b"a", after=1, person=OWNER)
    assert await appended(database, [here]) == {READING_HELP: Committed(2, NOW)}
    both = [written(b"b", after=2, person=OWNER), written(b"c", after=1, part=ABOUT_ME, person=OWNER)]
    assert await SqlUpdateLog(database, Clock()).append(both) == [Committed(3, NOW), Committed(2, NOW)]
    with sqlite3.connect(path) as connection:
        found = connection.execute(
            "SELECT part_id, seq, person_id, participant_id, committed_at, typeof(payload)"
            " FROM updates WHERE part_id = ? AND seq > 1 ORDER BY seq",
            [READING_HELP],
        ).fetchall()
    connection.close()
    assert found[0][2:] == found[1][2:]
    assert [row[1] for row in found] == [2, 3]


@pytest.mark.parametrize(
    "other",
    [
        {"clients": {5: OWNER}},
        {"title": "Les"},
        {"valid_until": NOW},
        {"access_version": 0},
        {"after": 2},
        {"after": 0, "person": SERVER},
        {"part": "no-such-part"},
    ],
)
async def test_anything_else_is_left_to_the_long_way(database: Database, other: dict[str, Any]) -> None:
    assert await appended(database, [written(b"x", **{"after": 1, "person": OWNER, **other})]) == {}
    assert await SqlUpdateLog(database, Clock()).since(READING_HELP, 1) == []


async def test_the_long_way_then_says_why(database: Database) -> None:
    log = SqlUpdateLog(database, Clock())
    assert await log.append([written(b"x", after=1, access_version=0)]) == [AccessChanged()]
    assert await log.append([written(b"x", after=2)]) == [Behind()]


async def test_a_row_that_is_stored_already_is_not_stored_twice(database: Database) -> None:
    log, submission = SqlUpdateLog(database, Clock()), written(b"x", after=1, person=OWNER)
    assert await log.append([submission]) == await log.append([submission]) == [Committed(2, NOW)]
    assert [row.payload for row in await log.since(READING_HELP, 1)] == [b"x"]
