from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.plan import Kind, Part, ParticipantId, PartId, PlanId
from server.features.login.store import People
from server.storage.database.database import Database
from server.storage.errors import AlreadyThere
from server.storage.founding import PlanFounded, found_plan
from server.storage.ledger import Ledger
from server.storage.rights import SqlAccessBook
from tests.acceptance.founding import OWNER, PLAN, small_plan
from tests.unit.features.units import end_plans


async def test_a_plan_is_founded_once(book: SqlAccessBook, database: Database) -> None:
    before = await book.access(PLAN)
    assert await found_plan(database, replace(small_plan(), parts=[], decisions=[])) is False
    assert await book.access(PLAN) == before
    entries = await Ledger(database).entries(PLAN)
    assert [entry.event.action for entry in entries] == [PlanFounded.action]


@pytest.mark.rule(2)
async def test_a_person_has_one_plan(book: SqlAccessBook, database: Database) -> None:
    with pytest.raises(AlreadyThere):
        await found_plan(database, replace(small_plan(), id=PlanId("another")))
    assert await book.access(PlanId("another")) is None


@pytest.mark.rule(2)
async def test_an_ended_plan_blocks_no_other(book: SqlAccessBook, database: Database) -> None:
    await end_plans(database)
    another = replace(small_plan(), id=PlanId("another"), participants=[], parts=[], decisions=[], events=[])
    assert await found_plan(database, another)
    with pytest.raises(AlreadyThere):
        await found_plan(database, replace(another, id=PlanId("third")))


async def test_a_plan_that_cannot_be_founded_whole_is_not_founded(database: Database) -> None:
    plan, stray = small_plan(), Part(PartId("stray"), PLAN, Kind.MEASURE, created_by=ParticipantId("nobody"))
    broken = replace(plan, parts=[*plan.parts, replace(plan.parts[0], part=stray)])
    with pytest.raises(Exception, match="FOREIGN KEY"):
        await found_plan(database, broken)
    assert await SqlAccessBook(database).access(PLAN) is None
    assert await People(database).person(OWNER) is None
