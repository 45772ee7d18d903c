"""A plan founded, coordinated and ended by its case, in each database: whole, once, and as the log says."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import Connection, insert, select, text

from server.capabilities import witnessed_rows
from server.catalogue import standard
from server.domain.cases.care_transitions import CoordinatorAbsent
from server.domain.cases.case_transitions import CriterionAssessed, Subject
from server.domain.cases.records import OSLO
from server.domain.cases.vocabulary import Assessed, CaseId, CoordinatorKind, PlanStatus, Thing, Wish
from server.domain.errors import NotNow, Outdated
from server.domain.plan import SERVER, PersonId, PlanId
from server.domain.unit.rights import MunicipalityId
from server.features.cases.desk.places import CoordinatorsTakeTheirPlaces, until_midnight
from server.ports.randomness import SystemChance
from server.storage.cases.records import add_record, begin_case
from server.storage.cases.tables import case_records
from server.storage.database.database import Database
from server.storage.ledger import Ledger
from server.storage.metadata import participants, plans
from server.storage.persons import Person, enrol
from server.storage.rights import SqlAccessBook
from server.storage.seals.verifying import LogVerifier
from tests.acceptance.cases import CASE, OTHER, began, done, municipality, read
from tests.acceptance.consenting import appointed_for, away_until, does, leaves_after, offered
from tests.acceptance.founding import Clock
from tests.acceptance.telling import require_told
from tests.support.servers.forked import forked, usual_environment
from tests.support.wide import postgresql_later
from tests.unit.domain.cases.situations import (
    RULES,
    SAMPLES,
    History,
    appointed,
    decided,
    proposed,
    reported,
    wished,
)
from tests.unit.features.fakes import ListeningHub


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url)
    yield database
    await database.close()


@pytest.fixture
async def where(database: Database) -> MunicipalityId:
    """Kari is offered a plan, and Hilde coordinates."""
    where = await municipality(database)
    hilde = Person(PersonId("hilde"), "Hilde")
    await database.write(lambda connection: enrol(connection, [hilde]))
    await database.write(lambda connection: offered(connection, where))
    return where


async def wrong(database: Database) -> list[str]:
    return [each async for each in LogVerifier(database, None, witnessed_rows()).wrong()]


async def founded(database: Database) -> list[PlanId]:
    return await database.read(lambda connection: list(connection.scalars(select(plans.c.id))))


async def taking_part(database: Database) -> list[tuple[str, str]]:
    there = (
        select(participants.c.person_id, participants.c.role)
        .where(participants.c.ended_at.is_(None))
        .order_by(participants.c.role)
    )
    return await database.read(lambda connection: [(row[0], row[1]) for row in connection.execute(there)])


@pytest.mark.rule(1)
@pytest.mark.usefixtures("where")
async def test_consent_founds_a_plan_with_the_owner_and_whoever_coordinates(database: Database) -> None:
    assert (await does(database, "plan-consented")).status == PlanStatus.DRAFTING
    (plan,) = await founded(database)
    assert (await database.read(read)).case.plan.plan == plan
    assert await taking_part(database) == [("hilde", "coordinator"), ("kari", "owner")]
    access = await SqlAccessBook(database).access(plan)
    assert access is not None
    assert (len(access.decisions), len(access.parts)) == (0, 4)
    assert await wrong(database) == []


@pytest.mark.rule(2)
@pytest.mark.parametrize("cases", [(CASE, CASE), (CASE, OTHER)], ids=["one case", "two cases"])
async def test_of_two_consents_at_once_one_founds_a_plan(
    database: Database, url: str, where: MunicipalityId, cases: tuple[CaseId, CaseId]
) -> None:
    await database.write(lambda connection: offered(connection, where, OTHER))
    second = await Database.open(url)
    consenting = [
        does(each, "plan-consented", case) for each, case in zip((database, second), cases, strict=True)
    ]
    found = await asyncio.gather(*consenting, return_exceptions=True)
    await second.close()
    refused = [each for each in found if isinstance(each, BaseException)]
    assert [type(each) for each in refused] in ([Outdated], [NotNow])
    assert len(await founded(database)) == 1
    assert len(await taking_part(database)) == 2
    assert await wrong(database) == []


@pytest.mark.rule(7)
@pytest.mark.usefixtures("where")
async def test_the_plan_has_the_day_of_its_next_revision_from_its_case_until_it_ends(
    database: Database,
) -> None:
    async def has(plan: PlanId) -> tuple[date | None, int]:
        access = await SqlAccessBook(database).access(plan)
        assert access is not None
        return access.plan.next_revision, access.plan.access_version

    await does(database, "plan-consented")
    (plan,) = await founded(database)
    none, before = await has(plan)
    assert none is None
    for action, said in (
        ("plan-declared-valid", {"next_revision": "2026-09-01"}),
        ("revision-came", {"why": "Ny skole."}),
        ("plan-revised", {"next_revision": "2027-03-01", "approved": True}),
    ):
        await does(database, action, **said)
    # Open pages are told of each of the two days, and of nothing where it stays the same.
    assert await has(plan) == (date(2027, 3, 1), before + 2)
    await does(database, "plan-ended", reason="Ferdig.")
    assert (await has(plan))[0] is None
    assert await wrong(database) == []


@pytest.mark.rule(10)
@pytest.mark.usefixtures("where")
async def test_an_end_takes_everybody_but_the_owner_out(database: Database) -> None:
    await does(database, "plan-consented")
    await does(database, "plan-ended", reason="Jeg vil ikke.")
    assert await taking_part(database) == [("kari", "owner")]
    (plan,) = await founded(database)
    assert [entry.event.action for entry in await Ledger(database).entries(plan)] == [
        "plan-founded",
        "participation-begun",
        "participation-ended",
        "plan-ended",
    ]
    assert await wrong(database) == []


@pytest.mark.rule(4)
@pytest.mark.usefixtures("where")
async def test_who_was_appointed_ahead_takes_their_place_on_the_day(database: Database) -> None:
    await does(database, "plan-consented")
    await database.write(lambda connection: appointed_for(connection, date(2026, 4, 1)))
    clock, hub = Clock(), ListeningHub()
    places = CoordinatorsTakeTheirPlaces(database, hub, standard(), clock, SystemChance())
    assert (await places.take(), hub.heard) == (0, [])
    assert await taking_part(database) == [("hilde", "coordinator"), ("kari", "owner")]
    clock.now = datetime(2026, 3, 31, 22, 0, 1, tzinfo=UTC)  # the first of April in Norway
    (plan,) = await founded(database)
    taken = await asyncio.gather(places.take(), places.take())
    assert (sum(taken), hub.heard) == (1, [("plan_changed", plan)])
    assert await taking_part(database) == [("hanne", "coordinator"), ("kari", "owner")]
    assert await places.take() == 0
    assert await wrong(database) == []


@pytest.mark.rule(14)
@pytest.mark.usefixtures("where")
async def test_what_the_clock_did_in_the_plan_is_not_said_to_be_done_by_who_came_last(
    database: Database,
) -> None:
    await does(database, "plan-consented")
    await database.write(lambda connection: appointed_for(connection, date(2026, 4, 1)))
    await does(database, "wish-recorded", wish="no-preference", said_by="Kari")
    assert await at_midnight(database, date(2026, 4, 1)).take() == 1
    (plan,) = await founded(database)
    entries = [each.event for each in await Ledger(database).entries(plan)][-2:]
    assert [(each.action, each.person) for each in entries] == [
        ("participation-ended", SERVER),
        ("participation-begun", SERVER),
    ]
    gone = select(participants.c.person_id, participants.c.ended_by).where(
        participants.c.ended_at.is_not(None)
    )
    assert await database.read(lambda c: [tuple(row) for row in c.execute(gone)]) == [("hilde", None)]
    assert await wrong(database) == []


@pytest.mark.rule(4)
@pytest.mark.usefixtures("where")
async def test_who_stands_in_leaves_the_plan_with_the_last_day_of_the_absence(database: Database) -> None:
    await does(database, "plan-consented")
    tor = Person(PersonId("tor"), "Tor")
    await database.write(lambda connection: enrol(connection, [tor]))
    await database.write(lambda connection: away_until(connection, date(2026, 3, 31), tor.id))
    clock, hub = Clock(), ListeningHub()
    places = CoordinatorsTakeTheirPlaces(database, hub, standard(), clock, SystemChance())
    clock.now = datetime(2026, 3, 31, 21, 59, 59, tzinfo=UTC)  # the last second of it in Norway
    assert (await places.take(), hub.heard) == (0, [])
    assert ("tor", "substitute") in await taking_part(database)
    clock.now = datetime(2026, 3, 31, 22, tzinfo=UTC)
    (plan,) = await founded(database)
    assert (sum(await asyncio.gather(places.take(), places.take())), hub.heard) == (
        1,
        [("plan_changed", plan)],
    )
    assert await taking_part(database) == [("hilde", "coordinator"), ("kari", "owner")]
    assert await wrong(database) == []


@pytest.mark.rule(4)
@pytest.mark.usefixtures("where")
async def test_whose_last_day_has_passed_is_out_of_the_plan_though_nobody_comes_after(
    database: Database,
) -> None:
    await does(database, "plan-consented")
    await database.write(lambda connection: leaves_after(connection, date(2026, 3, 31)))
    clock, hub = Clock(), ListeningHub()
    places = CoordinatorsTakeTheirPlaces(database, hub, standard(), clock, SystemChance())
    clock.now = datetime(2026, 3, 31, 21, 59, 59, tzinfo=UTC)  # the last second of it in Norway
    assert (await places.take(), hub.heard) == (0, [])
    clock.now = datetime(2026, 3, 31, 22, tzinfo=UTC)
    (plan,) = await founded(database)
    taken = await asyncio.gather(places.take(), places.take())
    assert (sum(taken), hub.heard) == (1, [("plan_changed", plan)])
    assert await taking_part(database) == [("kari", "owner")]
    assert await places.take() == 0
    assert await wrong(database) == []


@pytest.mark.rule(4)
async def test_one_case_that_cannot_be_read_holds_nobody_else_up(
    database: Database, where: MunicipalityId
) -> None:
    await does(database, "plan-consented")
    before = CaseId("a")
    spoiled = {"case_id": before, "number": 2, "said": {"start": "2026-04-01"}}

    def work(connection: Connection) -> None:
        appointed_for(connection, date(2026, 4, 1))
        began(connection, where, before)
        newest = select(case_records).where(case_records.c.action == "coordinator-appointed")
        row = connection.execute(newest.order_by(case_records.c.number.desc())).mappings().first()
        connection.execute(insert(case_records).values({**(row or {}), **spoiled}))

    await database.write(work)
    clock = Clock()
    clock.now = datetime(2026, 3, 31, 22, 0, 1, tzinfo=UTC)
    places = CoordinatorsTakeTheirPlaces(database, ListeningHub(), standard(), clock, SystemChance())
    assert await places.take() == 1
    assert await taking_part(database) == [("hanne", "coordinator"), ("kari", "owner")]


def test_it_is_looked_again_at_midnight_in_norway() -> None:
    assert until_midnight(datetime(2026, 3, 31, 21, 59, tzinfo=UTC)) == 60
    assert until_midnight(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == 22.5 * 3600  # an hour twice


TAMPERING = {
    "UPDATE plans SET ended_at = NULL": "end of plan {plan} is missing",
    "UPDATE plans SET ended_at = '2026-03-04 05:06:08'": "end of plan {plan} was changed",
    "DELETE FROM ledger WHERE action = 'plan-ended'": "end of plan {plan} was added beside the log",
}


@pytest.mark.rule("P8")
@pytest.mark.parametrize("statement", TAMPERING)
@pytest.mark.usefixtures("where")
async def test_an_end_that_was_changed_beside_the_log_is_found(database: Database, statement: str) -> None:
    await does(database, "plan-consented")
    await does(database, "plan-ended", reason="Jeg vil ikke.")
    await database.write(lambda connection: connection.execute(text(statement)) and None)
    (plan,) = await founded(database)
    assert f"plan {plan}: {TAMPERING[statement].format(plan=plan)}" in await wrong(database)


@postgresql_later
@pytest.mark.usefixtures("where")
@pytest.mark.timeout(240)
async def test_whoever_dies_between_two_statements_has_founded_it_whole_or_not_at_all(
    database: Database, url: str
) -> None:
    deaths = 0
    for die_at in range(1, 80, 4):  # a process takes seconds to start
        asked = "tests.acceptance.consenting", url, str(die_at)
        process = await forked(*asked, environment=usual_environment())
        await process.communicate()
        assert await wrong(database) == []
        await database.read(lambda connection: require_told(connection, CASE))
        case = (await database.read(read)).case
        if case.plan.status is PlanStatus.DRAFTING:
            assert await founded(database) == [case.plan.plan]
            assert len(await taking_part(database)) == 2
            break
        deaths += 1
        assert case.plan.status is PlanStatus.OFFERED
        assert (await founded(database), await taking_part(database)) == ([], [])
    assert deaths > 5, "it did not die in the middle of anything"


# -- what the clock ends --------------------------------------------------------------------------


def at_midnight(database: Database, day: date) -> CoordinatorsTakeTheirPlaces:
    """The first second of ``day`` in Norway."""
    clock = Clock(datetime.combine(day, time(0, 0, 1), OSLO).astimezone(UTC))
    return CoordinatorsTakeTheirPlaces(database, ListeningHub(), standard(), clock, SystemChance())


async def goes_away(database: Database, until: date | None, substitute: str = "") -> None:
    """On 4 March, when the plan was consented to."""
    away = CoordinatorAbsent(until, substitute)
    await database.write(lambda connection: done(connection, read(connection), away, day=2) and None)


@pytest.mark.usefixtures("where")
@pytest.mark.parametrize("until", [None, date(2026, 4, 10)])
async def test_who_is_away_for_too_long_leaves_the_plan_on_the_day(
    database: Database, until: date | None
) -> None:
    await does(database, "plan-consented")
    await goes_away(database, until)
    assert await at_midnight(database, date(2026, 3, 18)).take() == 0
    assert ("hilde", "coordinator") in await taking_part(database)
    too_long = at_midnight(database, date(2026, 3, 19))
    assert sum(await asyncio.gather(too_long.take(), too_long.take())) == 1
    assert await taking_part(database) == [("kari", "owner")]
    (plan,) = await founded(database)
    last = (await Ledger(database).entries(plan))[-1].event
    assert last.action == "participation-ended"
    assert await at_midnight(database, date(2026, 4, 10)).take() == 0
    back = await at_midnight(database, date(2026, 4, 11)).take()
    assert (back, len(await taking_part(database))) == ((0, 1) if until is None else (1, 2))
    assert await wrong(database) == []


@pytest.mark.usefixtures("where")
@pytest.mark.parametrize(
    ("until", "substitute"), [(None, "Tor"), (date(2026, 3, 10), "")], ids=["substitute", "short"]
)
async def test_who_has_a_substitute_or_was_not_away_for_long_stays(
    database: Database, until: date | None, substitute: str
) -> None:
    await does(database, "plan-consented")
    await goes_away(database, until, substitute)
    assert await at_midnight(database, date(2026, 5, 1)).take() == 0
    assert ("hilde", "coordinator") in await taking_part(database)


@contextmanager
def counted_writes(database: Database) -> Iterator[list[int]]:
    """How many transactions that write there were, in the only item, as long as the block lasts."""
    found, write = [0], database.write

    def counting(work: Any) -> Any:
        found[0] += 1
        return write(work)

    with patch.object(database, "write", counting):
        yield found


@pytest.mark.usefixtures("where")
async def test_who_is_away_is_looked_at_without_a_transaction_that_writes_until_something_changes(
    database: Database,
) -> None:
    await does(database, "plan-consented")
    await goes_away(database, date(2026, 4, 10))
    for day, writes in (
        *((date(2026, 3, 18), 0), (date(2026, 3, 19), 1), (date(2026, 3, 20), 0)),
        *((date(2026, 4, 10), 0), (date(2026, 4, 11), 1), (date(2026, 4, 12), 0)),
    ):
        with counted_writes(database) as found:
            assert await at_midnight(database, day).take() == writes
        assert found == [writes], day


@pytest.mark.usefixtures("where")
async def test_who_is_appointed_ahead_without_a_plan_is_looked_at_without_one_either(
    database: Database,
) -> None:
    await database.write(lambda connection: appointed_for(connection, date(2026, 4, 1)))
    with counted_writes(database) as found:
        assert await at_midnight(database, date(2026, 4, 1)).take() == 0
    assert found == [0]


async def growing_up(database: Database, where: MunicipalityId) -> None:
    """Liv has a plan and a child's coordinator, and is of age on 20 March."""
    born = Subject("Liv", born=date(2008, 3, 20), person=PersonId("kari"))
    both = reported(subject=born), reported(subject=born, wish=Wish.CHILD_COORDINATOR)
    history = History().all([*both, SAMPLES["taken"], SAMPLES["consent-checked"]])
    history.all(CriterionAssessed(each, Assessed.MET, "Ja.") for each in RULES.criteria)
    history.all(decided(thing) for thing in (Thing.PLAN, Thing.CHILD_COORDINATOR))
    history.all([wished(), proposed(), SAMPLES["coordinator-released"], appointed(CoordinatorKind.CHILD)])
    first, *others = history.does(SAMPLES["plan-offered"]).records

    def work(connection: Connection) -> None:
        stored = begin_case(connection, OTHER, where, first)
        for record in others:
            stored = add_record(connection, stored, record)

    await database.write(work)
    await does(database, "plan-consented", OTHER)


async def test_on_the_day_of_age_the_childs_coordinator_leaves_and_the_place_is_empty(
    database: Database, where: MunicipalityId
) -> None:
    await growing_up(database, where)
    assert await at_midnight(database, date(2026, 3, 19)).take() == 0
    assert ("hilde", "coordinator") in await taking_part(database)
    birthday = at_midnight(database, date(2026, 3, 20))
    assert sum(await asyncio.gather(birthday.take(), birthday.take())) == 1
    assert await taking_part(database) == [("kari", "owner")]
    stored = await database.read(lambda connection: read(connection, OTHER))
    record, empty = stored.records[-1], stored.case.coordinator
    assert (record.transition.action, record.command.by.actor) == ("came-of-age", "clock")
    assert (record.command.by.person, empty.status, empty.since) == (None, "vacant", date(2026, 3, 20))
    assert await birthday.take() == 0
    behind = at_midnight(database, date(2026, 3, 19))
    assert await behind.take() == 0
    assert await wrong(database) == []


async def test_whom_somebody_takes_over_from_on_that_day_is_followed_without_a_gap(
    database: Database, where: MunicipalityId
) -> None:
    await growing_up(database, where)

    def work(connection: Connection) -> None:
        stored = read(connection, OTHER)
        for each in (SAMPLES["handover-begun"], proposed(who="hanne"), SAMPLES["coordinator-released"]):
            stored = done(connection, stored, each)
        done(connection, stored, appointed(start=date(2026, 3, 20)))

    await database.write(work)
    assert await at_midnight(database, date(2026, 3, 20)).take() == 1
    assert await taking_part(database) == [("hanne", "coordinator"), ("kari", "owner")]
    stored = await database.read(lambda connection: read(connection, OTHER))
    assert stored.case.coordinator.status == "appointed"
