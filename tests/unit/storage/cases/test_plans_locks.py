"""Plans are locked before the rows of cases, on PostgreSQL (``storage/database/locks``)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.util import await_only

from server.domain.plan import PersonId, PlanId
from server.storage.cases.tables import cases
from server.storage.database.database import Database
from server.storage.metadata import plans
from server.storage.persons import Person, enrol
from server.storage.rights import hold_plan
from tests.acceptance.cases import CASE, municipality
from tests.acceptance.consenting import does, offered
from tests.support.servers.postgres import Postgres
from tests.unit.storage.log.test_quick_append import until_somebody_waits


@pytest.fixture
async def database(postgres: Postgres) -> AsyncIterator[Database]:
    url = await postgres.create_database()
    opened = await Database.open(url)
    where = await municipality(opened)
    await opened.write(lambda connection: enrol(connection, [Person(PersonId("hilde"), "Hilde")]))
    await opened.write(lambda connection: offered(connection, where))
    yield opened
    await opened.close()
    await postgres.drop_database(url)


async def test_a_command_in_a_case_that_waits_for_its_plan_keeps_nobody_from_the_case(
    database: Database, postgres: Postgres
) -> None:
    """Whoever says in the plan that something has changed holds it, and then adds a record to the case."""
    await does(database, "plan-consented")
    held, go_on = asyncio.Event(), asyncio.Event()

    def in_the_plan(connection: Connection) -> None:
        hold_plan(connection, PlanId(connection.scalars(select(plans.c.id)).one()))
        held.set()
        await_only(go_on.wait())
        row = select(cases.c.id).where(cases.c.id == CASE).with_for_update(nowait=True)
        assert connection.scalar(row) == CASE

    saying = asyncio.create_task(database.write(in_the_plan))
    await held.wait()
    commanding = asyncio.create_task(does(database, "plan-ended", reason="need-over"))
    await until_somebody_waits(postgres)
    go_on.set()
    await saying
    assert (await commanding).transition.action == "plan-ended"
