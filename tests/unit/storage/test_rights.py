"""What a person sees, read inside a transaction; what every ``AccessBook`` keeps is in tests/acceptance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection

from server.domain.errors import NotFound
from server.domain.plan import Participant, ParticipantId, PartId, PersonId, PlanId, Role
from server.domain.sight import Sight
from server.storage.database.database import Database
from server.storage.founding import NewPlan, found_plan
from server.storage.persons import Person
from server.storage.rights import Hold, SqlAccessBook, sight_at, sight_in
from tests.acceptance.founding import ABOUT_ME, NOW, PLAN, READING_HELP, SCHOOL, SCHOOL_PLACE, small_plan
from tests.support.principals import demo

STRANGER, NOWHERE, ANOTHER = PersonId("stranger"), PartId("nowhere"), PlanId("another")
Asked = Callable[[Connection], Sight]


def in_plan(plan: PlanId, person: PersonId, now: datetime = NOW, hold: Hold = Hold.NOTHING) -> Asked:
    return lambda connection: sight_in(connection, plan, demo(person), now, hold)


def at_part(part: PartId, person: PersonId, hold: Hold = Hold.NOTHING) -> Asked:
    return lambda connection: sight_at(connection, part, demo(person), NOW, hold)


def another_plan() -> NewPlan:
    """Younger, and the school's own."""
    owner = ParticipantId("tor")
    return NewPlan(
        id=ANOTHER,
        owner=SCHOOL,
        created_at=NOW + timedelta(days=1),
        persons=[Person(SCHOOL, "Tor")],
        participants=[Participant(owner, ANOTHER, SCHOOL, "Tor", Role.OWNER)],
        parts=[replace(new, part=replace(new.part, id=PartId("his"), plan=ANOTHER, created_by=owner))
               for new in small_plan().parts[:1]],
        decisions=[],
        events=[],
    )  # fmt: skip


@pytest.mark.parametrize("hold", Hold)
async def test_a_plan_is_seen_by_who_takes_part_in_it(
    book: SqlAccessBook, database: Database, hold: Hold
) -> None:
    sight = await database.write(in_plan(PLAN, SCHOOL, hold=hold))
    assert (sight.me.id, sight.access) == (SCHOOL_PLACE, await book.access(PLAN))
    at = await database.write(at_part(READING_HELP, SCHOOL, hold))
    assert (at.me.id, at.access) == (SCHOOL_PLACE, sight.access)


async def test_a_plan_of_others_and_one_that_does_not_exist_are_refused_alike(
    book: SqlAccessBook, database: Database
) -> None:
    for plan, person in ((PLAN, STRANGER), (PlanId("nowhere"), SCHOOL), (PlanId("a\x00b"), SCHOOL)):
        with pytest.raises(NotFound):
            await database.read(in_plan(plan, person))
    with pytest.raises(NotFound):
        await database.read(at_part(ABOUT_ME, STRANGER))


async def test_whose_participation_is_over_sees_nothing(database: Database) -> None:
    plan, end = small_plan(), NOW + timedelta(days=1)
    guests = [replace(who, until=end) if who.id == SCHOOL_PLACE else who for who in plan.participants]
    await found_plan(database, replace(plan, participants=guests))
    assert (await database.read(in_plan(PLAN, SCHOOL, end - timedelta(microseconds=1)))).levels
    with pytest.raises(NotFound):
        await database.read(in_plan(PLAN, SCHOOL, end))


async def test_a_part_leads_to_its_own_plan_and_one_that_is_nowhere_to_some_plan(
    book: SqlAccessBook, database: Database
) -> None:
    await found_plan(database, another_plan())
    for part, plan in ((ABOUT_ME, PLAN), (PartId("his"), ANOTHER), (NOWHERE, PLAN), (PartId("\x00"), PLAN)):
        assert (await database.read(at_part(part, SCHOOL))).access.plan.id == plan


async def test_a_hidden_part_and_none_cost_the_same_statements(
    book: SqlAccessBook, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither an answer nor the time it takes tells them apart."""
    counted: list[int] = []

    def count(part: PartId) -> Asked:
        def work(connection: Connection) -> Sight:
            statements: list[str] = []
            raw = connection.connection.dbapi_connection
            assert raw is not None
            raw.set_trace_callback(statements.append)
            try:
                return sight_at(connection, part, demo(PersonId("berit")), NOW)
            finally:
                raw.set_trace_callback(None)
                counted.append(len(statements))

        return work

    for part in (READING_HELP, NOWHERE):
        sight = await database.read(count(part))
        with pytest.raises(NotFound):
            sight.part(part)
    assert counted[0] == counted[1] > 1
