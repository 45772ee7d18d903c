from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta

import pytest

from server.domain.access import Decision, Level
from server.domain.errors import NotFound
from server.domain.plan import Kind, Participant, ParticipantId, PersonId, PlanId, Role
from server.domain.unit.rights import UnitRight
from server.features.plans.answers import PlanCountsAnswer
from server.features.plans.store import PlanStore
from server.storage.database.database import Database
from server.storage.founding import found_plan
from server.storage.persons import Person
from server.storage.rights import SqlAccessBook
from tests.acceptance.founding import (
    COORDINATOR,
    NOW,
    OWNER,
    OWNER_PLACE,
    PLAN,
    READING_HELP,
    SCHOOL,
    SCHOOL_PLACE,
    Clock,
    first_part,
    opening,
    small_plan,
)
from tests.support.principals import demo
from tests.unit.features.units import CLERK, end_plans, serve_all_plans, unit

STRANGER = PersonId("stranger")


@pytest.fixture
def store(book: SqlAccessBook, database: Database) -> PlanStore:
    return PlanStore(database, Clock())


async def test_people_find_the_plans_they_take_part_in(store: PlanStore) -> None:
    (mine,) = await store.plans_of(demo(SCHOOL))
    plan, place = mine.plan, mine.me
    assert (plan.id, plan.owner_name, place.id, place.role) == (PLAN, "Kari", SCHOOL_PLACE, Role.SCHOOL)
    assert await store.plans_of(demo(STRANGER)) == []


async def test_people_see_the_plans_they_take_part_in(store: PlanStore) -> None:
    assert (await store.sight(demo(SCHOOL), PLAN)).me.id == SCHOOL_PLACE
    with pytest.raises(NotFound):
        await store.sight(demo(STRANGER), PLAN)


async def test_whose_participation_is_over_has_no_plan(database: Database) -> None:
    plan, end = small_plan(), NOW + timedelta(days=1)
    guests = [replace(who, until=end) if who.id == SCHOOL_PLACE else who for who in plan.participants]
    await found_plan(database, replace(plan, participants=guests))
    for now, plans in ((end - timedelta(microseconds=1), 1), (end, 0)):
        assert len(await PlanStore(database, Clock(now)).plans_of(demo(SCHOOL))) == plans


WITHDRAWN = opening(Level.NONE, kind=Kind.MEASURE), opening(Level.NONE, kind=Kind.ABOUT_ME)
BUT_READING_HELP = replace(WITHDRAWN[0], beyond=frozenset({READING_HELP}))


@pytest.mark.rule(17)
@pytest.mark.parametrize(
    ("signed", "listed"),
    [
        ((), False),
        (WITHDRAWN, False),
        ((opening(Level.READ, kind=Kind.ABOUT_ME), WITHDRAWN[0]), True),
        ((*WITHDRAWN, opening(Level.READ, kind=Kind.GOAL)), True),
        ((*WITHDRAWN, opening(Level.READ, part=READING_HELP)), True),
        ((opening(Level.READ, part=READING_HELP, until=NOW),), False),
        ((opening(Level.EDIT, kind=Kind.GOAL, until=NOW),), False),
        ((opening(Level.READ, kind=Kind.MEASURE), BUT_READING_HELP), True),
    ],
)
@pytest.mark.parametrize("creator", [OWNER_PLACE, SCHOOL_PLACE])
async def test_who_has_lost_everything_has_no_plan(
    database: Database, signed: tuple[Decision, ...], listed: bool, creator: ParticipantId
) -> None:
    """The list says the same as the plan itself."""
    decisions = [replace(each, number=number) for number, each in enumerate(signed, start=1)]
    parts = [first_part(READING_HELP, Kind.MEASURE, creator)]
    await found_plan(database, replace(small_plan(), parts=parts, decisions=decisions))
    store = PlanStore(database, Clock())
    if creator == SCHOOL_PLACE and not any(d.part == READING_HELP or d.kind is Kind.MEASURE for d in signed):
        listed = True  # nothing was said about what they made
    assert [mine.plan.id for mine in await store.plans_of(demo(SCHOOL))] == ([PLAN] if listed else [])
    with nullcontext() if listed else pytest.raises(NotFound):
        await store.sight(demo(SCHOOL), PLAN)
    for other in (OWNER, COORDINATOR):
        assert len(await store.plans_of(demo(other))) == 1


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
    await serve_all_plans(database, await unit(database))
    assert await store.overview(CLERK) == [
        PlanCountsAnswer("Berit", participants=3, parts=2, measures=1, goals=0, created_at=NOW),
        PlanCountsAnswer(
            None, participants=1, parts=0, measures=0, goals=0, created_at=NOW + timedelta(days=1)
        ),
    ]


@pytest.mark.rule(15)
async def test_a_unit_sees_counts_of_its_own_municipality_alone(store: PlanStore, database: Database) -> None:
    mine = await unit(database)
    await unit(database, "9902", PersonId("neighbour"))
    await unit(database, "9901", PersonId("counter"), UnitRight.STATISTICS)
    assert await store.overview(CLERK) == []
    await serve_all_plans(database, mine)
    assert len(await store.overview(CLERK)) == 1
    assert await store.overview(PersonId("counter")) == []
    assert await store.overview(PersonId("neighbour")) == []
    for stranger in (OWNER, SCHOOL, PersonId("nobody")):
        with pytest.raises(NotFound):
            await store.overview(stranger)
    await end_plans(database)
    assert await store.overview(CLERK) == []
