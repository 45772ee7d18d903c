"""The short way does what the long way does, also when somebody else holds what it needs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert
from sqlalchemy.util import await_only

from server.domain.plan import SERVER, PartId
from server.ports.log import AccessChanged, Committed, Submission
from server.storage.database.database import Database
from server.storage.founding import found_plan
from server.storage.log.heads import held_heads
from server.storage.log.quick_append import append_at_once_to
from server.storage.log.update_log import SqlUpdateLog
from server.storage.metadata import updates
from server.storage.rights import raise_version
from tests.acceptance.founding import ABOUT_ME, NOW, OWNER, PLAN, READING_HELP, Clock, small_plan, written
from tests.support.servers.postgres import Postgres


async def appended(database: Database, submissions: list[Submission]) -> dict[PartId, Committed]:
    return await append_at_once_to(database)(
        database, submissions, NOW, dict.fromkeys([each.plan for each in submissions])
    )


@pytest.fixture
async def database(postgres: Postgres) -> AsyncIterator[Database]:
    url = await postgres.create_database()
    opened = await Database.open(url)
    await found_plan(opened, small_plan())
    yield opened
    await opened.close()
    await postgres.drop_database(url)


async def test_plain_rows_of_many_parts_go_at_once(database: Database) -> None:
    here, there = written(b"a", b"b", after=1), written(b"c", after=1, part=ABOUT_ME, person=OWNER)
    done = await appended(database, [here, there])
    assert done == {READING_HELP: Committed(3, NOW), ABOUT_ME: Committed(2, NOW)}
    rows = await SqlUpdateLog(database, Clock()).since(READING_HELP, 1)
    assert [row.payload for row in rows] == [b"a", b"b"]


@pytest.mark.parametrize(
    "other",
    [
        {"clients": {5: OWNER}},
        {"title": "Les"},
        {"valid_until": NOW},
        {"access_version": 0},
        {"after": 2},
        {"after": 0, "person": SERVER},  # whose own row stands in between
    ],
)
async def test_anything_else_is_left_to_the_long_way(database: Database, other: dict[str, Any]) -> None:
    submission = written(b"x", **{"after": 1, "person": OWNER, **other})
    beside = written(b"y", after=1, part=ABOUT_ME, person=OWNER, valid_until=NOW + timedelta(seconds=1))
    assert await appended(database, [submission, beside]) == {ABOUT_ME: Committed(2, NOW)}
    assert await appended(database, [written(b"x", after=1), written(b"y", after=2)]) == {}


class Holding:
    """Somebody in another process who has written under the locks, and has not committed yet."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._there, self._go_on = asyncio.Event(), asyncio.Event()
        self._writing: asyncio.Task[None] | None = None

    async def begin(self, change: Any) -> None:
        def work(connection: Connection) -> None:
            held_heads(connection, [READING_HELP])
            change(connection)
            self._there.set()
            await_only(self._go_on.wait())

        self._writing = asyncio.create_task(self._database.write(work))
        await self._there.wait()

    async def end(self) -> None:
        assert self._writing is not None
        self._go_on.set()
        await self._writing


async def until_somebody_waits(postgres: Postgres) -> None:
    async with asyncio.timeout(60):
        while not await postgres.run("SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"):  # noqa: ASYNC110
            await asyncio.sleep(0.01)


def add_a_row(connection: Connection) -> None:
    row = {"part_id": READING_HELP, "seq": 2, "person_id": OWNER, "batch_id": "theirs", "payload": b"theirs"}
    connection.execute(insert(updates).values(**row, participant_id="owner", committed_at=NOW))


async def test_a_number_that_was_taken_while_it_waited_is_not_given_twice(
    database: Database, postgres: Postgres
) -> None:
    holding = Holding(database)
    await holding.begin(add_a_row)
    appending = asyncio.create_task(SqlUpdateLog(database, Clock()).append([written(b"ours", after=1)]))
    await until_somebody_waits(postgres)
    await holding.end()
    assert await appending == [Committed(3, NOW)]
    rows = await SqlUpdateLog(database, Clock()).since(READING_HELP, 1)
    assert [row.payload for row in rows] == [b"theirs", b"ours"]


async def test_a_withdrawal_that_commits_while_it_waits_refuses_the_rows(
    database: Database, postgres: Postgres
) -> None:
    holding = Holding(database)
    await holding.begin(lambda connection: raise_version(connection, PLAN))
    appending = asyncio.create_task(SqlUpdateLog(database, Clock()).append([written(b"late", after=1)]))
    await until_somebody_waits(postgres)
    await holding.end()
    assert await appending == [AccessChanged()]
    assert await SqlUpdateLog(database, Clock()).since(READING_HELP, 1) == []
