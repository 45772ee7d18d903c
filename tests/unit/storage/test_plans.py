from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from server.domain.access import Decision, Level, PlanAccess
from server.domain.audit import Action
from server.domain.plan import (
    SERVER,
    Area,
    Kind,
    Part,
    Participant,
    ParticipantId,
    PartId,
    PersonId,
    PlanId,
    Role,
)
from server.domain.sight import PlanSight
from server.features.login.store import People
from server.ports.log import AccessChanged, Row
from server.storage.database.database import Database
from server.storage.drafts import PlanCounts
from server.storage.errors import AlreadyThere, NotInPlan
from server.storage.ledger import Ledger
from server.storage.log.update_log import SqlUpdateLog
from server.storage.persons import Person
from server.storage.plans import Plans
from tests.acceptance.founding import (
    ABOUT_ME,
    NOW,
    OWNER,
    OWNER_PLACE,
    PLAN,
    READING_HELP,
    SCHOOL,
    SCHOOL_PLACE,
    Clock,
    anybody,
    event,
    opening,
    small_plan,
    withdrawal,
    written,
)

ADDED, CHANGED, SIGNED = (
    event(action) for action in (Action.PART_ADDED, Action.PART_CHANGED, Action.DECISION_SIGNED)
)
HOMEWORK = PartId("homework")
CONTENT = Row(SERVER, None, b"homework")


class Refused(Exception):
    pass


def refuse(_: PlanAccess) -> None:
    raise Refused


async def access(plans: Plans) -> PlanAccess:
    found = await plans.access(PLAN)
    assert found is not None
    return found


async def actions(database: Database) -> list[str]:
    return [entry.event.action for entry in await Ledger(database).entries(PLAN)]


def homework(**more: object) -> Part:
    return replace(Part(HOMEWORK, PLAN, Kind.MEASURE, created_by=SCHOOL_PLACE), **more)  # type: ignore[arg-type]


async def add(plans: Plans, part: Part) -> Part:
    return await plans.add_part(part, CONTENT, {9: SERVER}, ADDED, anybody)


async def test_a_plan_is_founded_once(plans: Plans, database: Database) -> None:
    before = await access(plans)
    assert await plans.found(replace(small_plan(), parts=[], decisions=[])) is False
    assert await access(plans) == before
    assert await actions(database) == [Action.PLAN_FOUNDED]


@pytest.mark.rule(2)
async def test_a_person_has_one_plan(plans: Plans) -> None:
    with pytest.raises(AlreadyThere):
        await plans.found(replace(small_plan(), id=PlanId("another")))
    assert await plans.access(PlanId("another")) is None


async def test_a_plan_that_cannot_be_founded_whole_is_not_founded(database: Database) -> None:
    plan = small_plan()
    broken = replace(plan, parts=[*plan.parts, replace(plan.parts[0], part=homework(created_by="nobody"))])
    with pytest.raises(Exception, match="FOREIGN KEY"):
        await Plans(database).found(broken)
    assert await Plans(database).access(PLAN) is None
    assert await People(database).person(OWNER) is None


async def test_people_find_the_plans_they_take_part_in(plans: Plans) -> None:
    ((plan, place),) = await plans.plans_of(SCHOOL, NOW)
    assert (plan.id, plan.owner_name, place.id, place.role) == (PLAN, "Kari", SCHOOL_PLACE, Role.SCHOOL)
    assert await plans.plans_of(PersonId("stranger"), NOW) == []


async def test_whose_participation_is_over_has_no_plan(database: Database) -> None:
    plan, end = small_plan(), NOW + timedelta(days=1)
    guests = [replace(who, until=end) if who.id == SCHOOL_PLACE else who for who in plan.participants]
    plans = Plans(database)
    await plans.found(replace(plan, participants=guests))
    assert len(await plans.plans_of(SCHOOL, end - timedelta(microseconds=1))) == 1
    assert await plans.plans_of(SCHOOL, end) == []


@pytest.mark.rule(15)
async def test_the_overview_counts_and_names_only_the_coordinator(plans: Plans) -> None:
    other = PersonId("per")
    await plans.found(
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
        )
    )
    assert await plans.overview(NOW) == [
        PlanCounts("Berit", participants=3, parts=2, measures=1, goals=0, created_at=NOW),
        PlanCounts(None, participants=1, parts=0, measures=0, goals=0, created_at=NOW + timedelta(days=1)),
    ]


async def test_a_part_is_added_last_with_its_content(plans: Plans, database: Database) -> None:
    stored = await add(
        plans, homework(title="Lekser", area=Area.EDUCATION, responsible=SCHOOL_PLACE, position=-5)
    )
    assert stored == homework(
        title="Lekser", area=Area.EDUCATION, responsible=SCHOOL_PLACE, position=1, created_after=2
    )
    now = await access(plans)
    assert now.parts[HOMEWORK] == stored
    assert now.plan.access_version == 2
    assert await plans.plan_of(HOMEWORK) == PLAN
    loaded = await SqlUpdateLog(database, Clock()).load(HOMEWORK)
    assert loaded is not None
    assert [row.payload for row in loaded.rows] == [b"homework"]
    assert loaded.clients == {9: SERVER}
    (_, entry) = await Ledger(database).entries(PLAN)
    assert (entry.event.action, entry.event.part) == (Action.PART_ADDED, HOMEWORK)


async def test_whoever_creates_a_part_after_the_last_decision_edits_it(plans: Plans) -> None:
    await plans.sign(PLAN, opening(Level.NONE, kind=Kind.MEASURE), SIGNED, anybody)
    await add(plans, homework())
    seen = PlanSight(await access(plans), NOW)
    assert seen.access_of(SCHOOL_PLACE, HOMEWORK).source == "creator"


async def test_a_plan_has_one_section_of_a_kind_and_many_measures(plans: Plans) -> None:
    await add(plans, homework())
    with pytest.raises(AlreadyThere):
        await add(plans, homework(id=PartId("second"), kind=Kind.ABOUT_ME))
    assert PartId("second") not in (await access(plans)).parts


@pytest.mark.parametrize(
    "stray",
    [
        homework(plan=PlanId("nowhere")),
        homework(responsible=ParticipantId("nobody")),
        homework(created_by=ParticipantId("nobody")),
    ],
)
async def test_a_part_that_has_no_place_in_the_plan_is_refused(plans: Plans, stray: Part) -> None:
    with pytest.raises(NotInPlan):
        await add(plans, stray)
    assert HOMEWORK not in (await access(plans)).parts


async def test_only_what_is_named_is_changed(plans: Plans, database: Database) -> None:
    await plans.change_part(
        READING_HELP, {"responsible": SCHOOL_PLACE, "area": Area.EDUCATION}, CHANGED, anybody
    )
    changed = await plans.change_part(READING_HELP, {"position": 4}, CHANGED, anybody)
    assert (changed.responsible, changed.area, changed.position) == (SCHOOL_PLACE, Area.EDUCATION, 4)
    await plans.change_part(READING_HELP, {"responsible": None}, CHANGED, anybody)
    now = await access(plans)
    assert now.parts[READING_HELP] == replace(changed, responsible=None)
    assert now.plan.access_version == 4
    assert await actions(database) == [Action.PLAN_FOUNDED, *[Action.PART_CHANGED] * 3]


async def test_a_change_to_nothing_or_to_nobody_is_refused(plans: Plans) -> None:
    with pytest.raises(NotInPlan):
        await plans.change_part(PartId("nowhere"), {"position": 1}, CHANGED, anybody)
    with pytest.raises(NotInPlan):
        await plans.change_part(READING_HELP, {"responsible": ParticipantId("nobody")}, CHANGED, anybody)


async def test_a_decision_gets_the_next_number(plans: Plans, database: Database) -> None:
    until = NOW + timedelta(days=7)
    signed = await plans.sign(PLAN, opening(Level.COMMENT, part=ABOUT_ME, until=until), SIGNED, anybody)
    assert signed == Decision(
        number=3,
        participant=SCHOOL_PLACE,
        level=Level.COMMENT,
        signed_by=OWNER,
        signed_at=NOW,
        part=ABOUT_ME,
        until=until,
        purpose="leksehjelp",
        text="Skolen får skrive.",
    )
    assert (await access(plans)).decisions[-1] == signed
    assert (await Ledger(database).entries(PLAN))[-1].event.details == {"decision": 3}


@pytest.mark.parametrize(
    "stray",
    [
        opening(Level.READ, participant=ParticipantId("nobody"), part=ABOUT_ME),
        opening(Level.READ, part=PartId("nowhere")),
    ],
)
async def test_a_decision_on_what_is_not_in_the_plan_is_refused(plans: Plans, stray: object) -> None:
    with pytest.raises(NotInPlan):
        await plans.sign(PLAN, stray, SIGNED, anybody)  # type: ignore[arg-type]
    with pytest.raises(NotInPlan):
        await plans.sign(PlanId("nowhere"), withdrawal(), SIGNED, anybody)


async def test_what_is_not_allowed_inside_the_transaction_leaves_nothing(
    plans: Plans, database: Database
) -> None:
    before = await access(plans)
    for attempt in (
        plans.sign(PLAN, withdrawal(), SIGNED, refuse),
        plans.add_part(homework(), CONTENT, {}, ADDED, refuse),
        plans.change_part(READING_HELP, {"position": 9}, CHANGED, refuse),
    ):
        with pytest.raises(Refused):
            await attempt
    assert await access(plans) == before
    assert await actions(database) == [Action.PLAN_FOUNDED]


@pytest.mark.rule(13)
async def test_a_signer_is_judged_by_rights_as_they_are_when_it_is_stored(plans: Plans) -> None:
    """Two at once, each allowed only while nothing else has been signed: one of them must lose."""

    def only_first(now: PlanAccess) -> None:
        if now.plan.access_version != 1:
            raise Refused

    results = await asyncio.gather(
        *(plans.sign(PLAN, withdrawal(), SIGNED, only_first) for _ in range(5)), return_exceptions=True
    )
    assert [type(result) for result in results].count(Decision) == 1
    assert len((await access(plans)).decisions) == 3


@pytest.mark.rule("P4")
@pytest.mark.parametrize("change", ["sign", "add", "change"])
async def test_updates_admitted_before_a_change_of_rights_are_refused(
    plans: Plans, database: Database, change: str
) -> None:
    changes = {
        "sign": plans.sign(PLAN, withdrawal(), SIGNED, anybody),
        "add": plans.add_part(homework(), CONTENT, {}, ADDED, anybody),
        "change": plans.change_part(READING_HELP, {"responsible": OWNER_PLACE}, CHANGED, anybody),
    }
    await changes.pop(change)
    for unused in changes.values():
        unused.close()
    log = SqlUpdateLog(database, Clock())
    assert await log.append([written(b"a", after=1)]) == [AccessChanged()]
