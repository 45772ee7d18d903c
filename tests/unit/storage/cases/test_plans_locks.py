"""Plans are locked before the rows of cases, on PostgreSQL (``storage/database/locks``), and what was
recorded while a plan was waited for counts.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, select
from sqlalchemy.util import await_only

from server.catalogue import standard
from server.domain.cases.care_transitions import CoordinatorAbsent
from server.domain.plan import PersonId, PlanId, Role
from server.features.cases.desk.places import CoordinatorsTakeTheirPlaces
from server.features.cases.desk.store import CaseStore, Judgement, SeenCase
from server.features.cases.desk.wording import ending_words
from server.ports.randomness import SystemChance
from server.storage.cases.plans import Doing
from server.storage.cases.tables import cases
from server.storage.database.database import Database
from server.storage.metadata import participants, plans
from server.storage.persons import Person, enrol
from server.storage.rights import hold_plan
from tests.acceptance.cases import CASE, done, municipality, read
from tests.acceptance.consenting import does, offered
from tests.acceptance.founding import Clock
from tests.support.servers.postgres import Postgres
from tests.unit.domain.cases.situations import RULES, SAMPLES
from tests.unit.features.fakes import ListeningHub
from tests.unit.storage.log.test_quick_append import until_somebody_waits

TOO_LONG = datetime(2026, 3, 19, 6, tzinfo=UTC)
"""Whoever went on 4 March has been away for longer than the rule lets them."""


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


def returned(connection: Connection) -> None:
    """Hilde is back, who was away for too long."""
    done(connection, read(connection), SAMPLES["coordinator-returned"], day=2)


def without_records(database: Database) -> Awaitable[object]:
    """A command that finds nothing to add, and goes by the place being empty on 19 March."""

    def judge(seen: SeenCase) -> Judgement:
        words = ending_words(standard(), TOO_LONG.date())
        return Judgement((), Doing(None, TOO_LONG, SystemChance().id, words, RULES))

    plan = PlanId(SystemChance().id())
    return CaseStore(database, Clock(TOO_LONG), standard()).act(PersonId("kari"), CASE, None, plan, judge)


async def at_midnight(database: Database) -> int:
    clock = Clock(TOO_LONG)
    return await CoordinatorsTakeTheirPlaces(
        database, ListeningHub(), standard(), clock, SystemChance()
    ).take()


@pytest.mark.parametrize("following", [at_midnight, without_records])
async def test_a_plan_follows_what_was_recorded_while_it_was_waited_for(
    database: Database, postgres: Postgres, following: Callable[[Database], Awaitable[object]]
) -> None:
    """Otherwise whoever is back leaves the plan all the same, and what was signed for them is lost."""
    await does(database, "plan-consented")
    away = CoordinatorAbsent(None, "")
    await database.write(lambda connection: done(connection, read(connection), away, day=2) and None)
    held, go_on = asyncio.Event(), asyncio.Event()

    def comes_back(connection: Connection) -> None:
        hold_plan(connection, PlanId(connection.scalars(select(plans.c.id)).one()))
        held.set()
        await_only(go_on.wait())
        returned(connection)

    coming = asyncio.create_task(database.write(comes_back))
    await held.wait()
    waiting = asyncio.ensure_future(following(database))
    await until_somebody_waits(postgres)
    go_on.set()
    await coming
    await asyncio.gather(waiting, return_exceptions=True)
    there = select(participants.c.person_id).where(
        participants.c.role == Role.COORDINATOR, participants.c.ended_at.is_(None)
    )
    assert await database.read(lambda connection: list(connection.scalars(there))) == ["hilde"]
