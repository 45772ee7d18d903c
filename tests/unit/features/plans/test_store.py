from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from server.domain.errors import NotFound
from server.domain.plan import Participant, ParticipantId, PersonId, PlanId, Role
from server.features.plans.answers import PlanCountsAnswer
from server.features.plans.store import PlanStore
from server.storage.database.database import Database
from server.storage.founding import found_plan
from server.storage.persons import Person
from server.storage.rights import SqlAccessBook
from tests.acceptance.founding import NOW, PLAN, SCHOOL, SCHOOL_PLACE, Clock, small_plan

STRANGER = PersonId("stranger")


@pytest.fixture
def store(book: SqlAccessBook, database: Database) -> PlanStore:
    return PlanStore(database, Clock())


async def test_people_find_the_plans_they_take_part_in(store: PlanStore) -> None:
    ((plan, place),) = await store.plans_of(SCHOOL)
    assert (plan.id, plan.owner_name, place.id, place.role) == (PLAN, "Kari", SCHOOL_PLACE, Role.SCHOOL)
    assert await store.plans_of(STRANGER) == []


async def test_people_see_the_plans_they_take_part_in(store: PlanStore) -> None:
    assert (await store.sight(SCHOOL, PLAN)).me.id == SCHOOL_PLACE
    with pytest.raises(NotFound):
        await store.sight(STRANGER, PLAN)


async def test_whose_participation_is_over_has_no_plan(database: Database) -> None:
    plan, end = small_plan(), NOW + timedelta(days=1)
    guests = [replace(who, until=end) if who.id == SCHOOL_PLACE else who for who in plan.participants]
    await found_plan(database, replace(plan, participants=guests))
    for now, plans in ((end - timedelta(microseconds=1), 1), (end, 0)):
        assert len(await PlanStore(database, Clock(now)).plans_of(SCHOOL)) == plans


@pytest.mark.rule(15)
async def test_the_overview_counts_and_names_only_the_coordinator(
    store: PlanStore, database: Database
) -> None:
    other = PersonId("per")
    await found_plan(
        database,
        replace(
            small_plan(),
            id=PlanId("another"),
            owner=other,
            created_at=NOW + timedelta(days=1),
            persons=[Person(other, "Per")],
            participants=[
                Participant(ParticipantId("per"), PlanId("another"), other, "Per", Role.OWNER),
                Participant(
                    ParticipantId("gone"), PlanId("another"), SCHOOL, "Tor", Role.COORDINATOR, until=NOW
                ),
            ],
            parts=[],
            decisions=[],
            events=[],
        ),
    )
    assert await store.overview() == [
        PlanCountsAnswer("Berit", participants=3, parts=2, measures=1, goals=0, created_at=NOW),
        PlanCountsAnswer(
            None, participants=1, parts=0, measures=0, goals=0, created_at=NOW + timedelta(days=1)
        ),
    ]
