"""The demo killed while it is made, in each database: nothing of a stage is there, and the next makes it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection, func, select

from server.capabilities import witnessed_rows
from server.demo import IncompleteDemo, found_demo, found_demo_cases
from server.demo.cases.founding import CASES
from server.demo.cases.people import CASE_PEOPLE, case_person
from server.domain.plan import PersonId
from server.ports.clock import utc_now
from server.ports.randomness import SystemChance
from server.storage.cases.tables import case_records, cases
from server.storage.database.database import Database
from server.storage.messages.tables import messages
from server.storage.metadata import comments, ledger, parts, persons, plans
from server.storage.municipality.tables import municipalities
from server.storage.persons import enrol
from server.storage.seals.verifying import LogVerifier
from tests.support.servers.forked import forked, usual_environment
from tests.support.wide import postgresql_later

TABLES = (persons, municipalities, plans, parts, comments, ledger, cases, case_records, messages)
BEFORE_COMMIT = 0


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url)
    yield database
    await database.close()


async def made(url: str, stage: str = "", die_at: int = 0) -> int:
    process = await forked(
        "tests.acceptance.demo_maker", url, stage, str(die_at), environment=usual_environment()
    )
    output, _ = await process.communicate()
    assert process.returncode is not None, output.decode()
    return process.returncode


def counted(connection: Connection) -> list[int]:
    """The rows of each of ``TABLES``."""
    return [connection.scalar(select(func.count()).select_from(table)) or 0 for table in TABLES]


@postgresql_later
async def test_each_stage_is_there_as_a_whole_or_not_at_all_and_is_made_once(
    database: Database, url: str
) -> None:
    nothing = await database.read(counted)
    for at in (1, 40, 400, BEFORE_COMMIT):
        assert await made(url, "plan", at) == -signal.SIGKILL
        assert await database.read(counted) == nothing
    assert await made(url, "cases", 1) == -signal.SIGKILL
    of_the_plan = await database.read(counted)
    assert of_the_plan != nothing
    for at in (100, 3000, BEFORE_COMMIT):
        assert await made(url, "cases", at) == -signal.SIGKILL
        assert await database.read(counted) == of_the_plan
    # Whoever waits too long for the other is refused, and makes nothing.
    assert 0 in await asyncio.gather(made(url), made(url))
    whole = dict(zip(TABLES, await database.read(counted), strict=True))
    assert (whole[plans], whole[cases], whole[municipalities]) == (3, CASES, 1)
    assert await made(url) == 0
    assert await database.read(counted) == [*whole.values()]
    assert [wrong async for wrong in LogVerifier(database, None, witnessed_rows()).wrong()] == []


async def test_what_an_older_version_left_half_made_is_said_and_nothing_is_added(database: Database) -> None:
    await found_demo(database, utc_now, SystemChance())
    person = case_person(CASE_PEOPLE[0], PersonId("half"))
    await database.write(lambda connection: enrol(connection, [person]))
    before = await database.read(counted)
    with pytest.raises(IncompleteDemo, match="half made: remove the database"):
        await found_demo_cases(database, utc_now, SystemChance())
    assert await database.read(counted) == before
