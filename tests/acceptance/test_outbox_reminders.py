"""Reminders in each database: each once, however many workers reckon them and however late."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, delete, insert, select, update

from server.catalogue import standard
from server.domain.cases.care_transitions import CoordinatorReleased, HandoverBegun
from server.domain.cases.case_transitions import (
    ConsentChecked,
    CriterionAssessed,
    QuestionAnswered,
    RepresentativeRegistered,
    SubjectCorrected,
)
from server.domain.cases.records import end_of
from server.domain.cases.reminders import Reminded, Reminder
from server.domain.cases.vocabulary import Assessed, Consent, Thing
from server.domain.plan import SERVER, PersonId
from server.domain.unit.rights import UnitRight
from server.features.cases.rules import rules_on
from server.features.complaints.rules import rules_on as complaint_rules_on
from server.features.municipalities.store import Municipalities
from server.ports.clock import utc_now
from server.ports.log import StorageUnavailable
from server.storage.cases.about import strangers
from server.storage.cases.leaders import leaders_asked
from server.storage.cases.reviewing import Reviewing
from server.storage.cases.tables import case_records, cases
from server.storage.complaints.closing import ComplaintClosing
from server.storage.complaints.reminding import ComplaintReminding
from server.storage.counts.months import PlanMonths
from server.storage.database.database import Database
from server.storage.ledger import Ledger
from server.storage.messages.reminding import Reminding
from server.storage.messages.tables import messages
from server.storage.metadata import participants, persons, plans
from server.storage.persons import Person, enrol
from server.worker.clocks import Clocks, reckoned
from tests.acceptance.cases import CASE, began, done, municipality, read
from tests.acceptance.founding import Clock
from tests.unit.domain.cases.situations import (
    ADULT,
    NOW,
    SAMPLES,
    TODAY,
    appointed,
    decided,
    proposed,
    wished,
)
from tests.unit.features.fakes import CountedChance

GRANTED = (
    ConsentChecked(Consent.GIVEN, "Kari"),
    CriterionAssessed("lasting", Assessed.MET, "Ja."),
    CriterionAssessed("several-services", Assessed.MET, "Ja."),
    decided(Thing.PLAN),
    decided(Thing.COORDINATOR),
    wished(),
    proposed(who="coordinator"),
    CoordinatorReleased("Liv"),
    appointed(),
)
HANNE, HANDLER, KARI = PersonId("hanne"), PersonId("case-handler"), PersonId("kari")


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """With a case that was taken the day after it was reported, and a unit of two."""
    database = await Database.open(url)
    where = await municipality(database)
    store = Municipalities(database, Clock(), CountedChance(100))
    for person in (HANNE, HANDLER):
        await store.give(SERVER, where, person, UnitRight.CASE_HANDLER)

    def work(connection: Connection) -> None:
        began(connection, where)
        done(connection, read(connection), SAMPLES["taken"])
        connection.execute(delete(messages))

    await database.write(work)
    yield database
    await database.close()


async def run(database: Database, day: int) -> int:
    """Returns how many messages were added."""
    return await Reminding(database, utc_now, standard()).of_cases(TODAY + timedelta(days=day), reckoned)


async def told(database: Database) -> set[tuple[str, str]]:
    found = select(messages.c.text, messages.c.person_id)
    return await database.read(lambda c: {(row.text, row.person_id) for row in c.execute(found)})


async def test_the_unit_is_warned_and_then_all_of_it(database: Database) -> None:
    assert await run(database, 20) == 0
    assert await run(database, 21) == 1
    assert await told(database) == {("answer-soon", HANDLER)}
    assert await run(database, 29) == 0
    assert await run(database, 30) == 2
    assert await told(database) == {
        ("answer-soon", HANDLER),
        ("answer-late", HANDLER),
        ("answer-late", HANNE),
    }
    assert await run(database, 31) == 0


async def test_one_case_that_cannot_be_read_holds_up_no_other(database: Database) -> None:
    def work(connection: Connection) -> None:
        row = connection.execute(select(cases)).mappings().one()
        connection.execute(insert(cases).values({**row, "id": "a"}))
        record = connection.execute(select(case_records).where(case_records.c.number == 1)).mappings().one()
        connection.execute(insert(case_records).values({**record, "case_id": "a", "said": {}}))

    await database.write(work)
    assert await run(database, 21) == 1
    assert await told(database) == {("answer-soon", HANDLER)}


async def test_a_handler_who_has_left_the_unit_is_told_nothing_and_the_unit_is(database: Database) -> None:
    store = Municipalities(database, Clock(), CountedChance(200))
    where = await store.numbered("9901")
    assert where is not None
    await store.end(SERVER, where.id, HANDLER, UnitRight.CASE_HANDLER)
    await run(database, 21)
    await database.write(lambda c: done(c, read(c), SAMPLES["asked"]) and None)
    await database.write(lambda c: done(c, read(c), QuestionAnswered(3, "Ro.")) and None)
    found = await told(database)
    assert {("answer-soon", HANNE), ("answered", HANNE)} <= found
    assert HANDLER not in {person for _, person in found}


async def test_a_worker_that_was_away_tells_the_newest_alone(database: Database) -> None:
    assert await run(database, 90) == 2
    assert {text for text, _ in await told(database)} == {"answer-late"}


async def test_several_at_once_tell_each_once(database: Database) -> None:
    await asyncio.gather(*(run(database, 30) for _ in range(4)))
    rows = await database.read(lambda c: c.execute(select(messages.c.id)).all())
    assert len(rows) == len(set(rows)) == 2
    entries = [each.event for each in await Ledger(database).entries_of_case(CASE)]
    assert len([each for each in entries if each.action == "reminder-sent"]) == 1


async def test_what_the_clock_told_stands_in_the_log_of_the_case(database: Database) -> None:
    await run(database, 30)
    last = (await Ledger(database).entries_of_case(CASE))[-1].event
    assert (last.action, last.person, dict(last.details)) == (
        "reminder-sent",
        SERVER,
        {"text": "answer-late", "people": 2},
    )


async def test_of_what_is_decided_meanwhile_nobody_is_told(database: Database) -> None:
    def work(connection: Connection) -> None:
        done(connection, read(connection), SAMPLES["declined"])
        connection.execute(delete(messages))

    await database.write(work)
    assert await run(database, 30) == 0


@pytest.mark.rule(13)
async def test_who_acts_for_the_owner_is_told_what_they_are_through_the_last_day(database: Database) -> None:
    def work(connection: Connection) -> None:
        for person, days in ((HANNE, 400), (PersonId("relative"), 3)):
            until = TODAY + timedelta(days=days)
            done(
                connection,
                read(connection),
                RepresentativeRegistered(person, "N", "guardian", until, "Vedtak"),
            )
        connection.execute(delete(messages))

    await database.write(work)
    reminder = Reminder("r", "vacant", (Reminded.OWNER,))
    for day, people in ((3, {KARI, HANNE, "relative"}), (4, {KARI, HANNE})):
        named = replace(reminder, name=f"r/{day}")
        reminding = Reminding(database, utc_now, standard())
        await reminding.of_cases(TODAY + timedelta(days=day), lambda *_, each=named: [each])
        theirs = select(messages.c.person_id).where(messages.c.event.endswith(f"r/{day}"))
        found = await database.read(lambda c, theirs=theirs: set(c.scalars(theirs)))  # type: ignore[misc]
        assert found == people
    # HANNE works in the unit too, and is of none in this case.
    await run(database, 30)
    late = select(messages.c.person_id).where(messages.c.text == "answer-late")
    assert await database.read(lambda c: set(c.scalars(late))) == {HANDLER}


async def test_a_representation_that_ends_is_told_of(database: Database) -> None:
    ends = date(2026, 6, 1)

    def work(connection: Connection) -> None:
        until = NOW.replace(month=6, day=1)
        plan = {"id": "p", "owner_id": KARI, "access_version": 1, "created_at": NOW}
        connection.execute(insert(plans).values(plan))
        for person, role, end in ((HANNE, "representative", until), (HANDLER, "coordinator", None)):
            place = {"id": person, "plan_id": "p", "person_id": person, "role": role, "until": end}
            connection.execute(insert(participants).values(organisation="", **place))

    await database.write(work)
    reminding = Reminding(database, Clock(), standard())
    added = [await reminding.of_representatives(ends + timedelta(days=day)) for day in (-61, -60, -14, 0, 1)]
    assert added == [0, 3, 3, 3, 0]
    assert {person for text, person in await told(database) if text == "representation-ends"} == {
        KARI,
        HANNE,
        HANDLER,
    }


async def test_the_clock_runs_once_a_day_and_not_before_the_morning(database: Database) -> None:
    clock = Clock(NOW.replace(hour=3) + timedelta(days=31))
    of_complaints = ComplaintReminding(database, clock, standard())
    closing = ComplaintClosing(database, clock, standard(), complaint_rules_on)
    reviewing = Reviewing(database, clock, standard(), rules_on)
    months = PlanMonths(database, clock, standard())
    clocks = Clocks(months, reviewing, Reminding(database, clock, standard()), of_complaints, closing, clock)
    assert await clocks.run() == 2
    assert await clocks.run() == 0
    clock.advance(24 * 3600)
    assert await clocks.run() == 0


class Uncountable(PlanMonths):
    async def count(self, today: date) -> int:
        raise StorageUnavailable(str(today))


class Closings(ComplaintClosing):
    closed = 0

    async def close(self) -> int:
        self.closed += 1
        return await super().close()


async def test_no_reminder_waits_for_the_month_to_be_counted_and_no_complaint_to_be_closed(
    database: Database,
) -> None:
    clock = Clock(NOW + timedelta(days=31))
    of_complaints = ComplaintReminding(database, clock, standard())
    closing = Closings(database, clock, standard(), complaint_rules_on)
    reviewing = Reviewing(database, clock, standard(), rules_on)
    months = Uncountable(database, clock, standard())
    clocks = Clocks(months, reviewing, Reminding(database, clock, standard()), of_complaints, closing, clock)
    before = await told(database)
    with pytest.raises(StorageUnavailable):
        await clocks.run()
    assert await told(database) > before
    assert closing.closed == 1


async def test_the_leader_of_whose_last_day_has_passed_is_told_that_the_place_is_empty(
    database: Database,
) -> None:
    def work(connection: Connection) -> None:
        stored = read(connection)
        for each in (*GRANTED, HandoverBegun("Slutter.", last_day=TODAY + timedelta(days=5))):
            done(connection, stored, each)
            stored = read(connection)
        connection.execute(delete(messages))

    store = Municipalities(database, Clock(), CountedChance(200))
    where = (await store.all())[0].id
    await store.give(SERVER, where, HANNE, UnitRight.LEADER, "HELSE")
    await store.give(SERVER, where, HANDLER, UnitRight.LEADER, "Skolen")
    await database.write(work)
    await run(database, 5)
    assert ("vacant", HANNE) not in await told(database)
    await run(database, 6)
    assert {each for each in await told(database) if each[0] == "vacant"} == {
        ("vacant", KARI),
        ("vacant", HANDLER),
        ("vacant", HANNE),
    }


GRO = Person(PersonId("gro"), "Kari Mo", demo_key="gro")


@pytest.mark.rule(15)
async def test_who_has_the_name_and_birthday_of_whom_a_case_is_about_is_told_nothing_of_it_by_the_unit(
    database: Database,
) -> None:
    """Somebody reported them with their name: they handle cases in this unit, lead a service, and see no list
    that has it."""
    store = Municipalities(database, Clock(), CountedChance(300))
    where = (await store.all())[0].id
    born = update(persons).where(persons.c.id == GRO.id).values(birth_date=date(1980, 5, 1))
    await database.write(lambda c: enrol(c, [GRO]))
    await database.write(lambda c: c.execute(born) and None)
    await store.give(SERVER, where, GRO.id, UnitRight.CASE_HANDLER)
    await store.give(SERVER, where, GRO.id, UnitRight.LEADER, "Helse")
    about_gro = SubjectCorrected(replace(ADULT, name="Kari Anne Mo", person=None))

    def work(connection: Connection) -> None:
        stored = done(connection, read(connection), about_gro)
        connection.execute(delete(messages))
        for each in GRANTED[:-2]:
            stored = done(connection, stored, each)
        assert leaders_asked(connection, stored.case, where) == []
        leaves = HandoverBegun("Slutter.", last_day=TODAY + timedelta(days=5))
        for then in (*GRANTED[-2:], leaves, SAMPLES["reported"]):
            stored = done(connection, stored, then)

    await run(database, 31)
    late = {person for text, person in await told(database) if text == "answer-late"}
    assert late == {HANDLER, HANNE, GRO.id}
    await database.write(work)
    await run(database, 6)
    await run(database, 60)
    found = {person for _, person in await told(database)}
    assert HANDLER in found
    assert GRO.id not in found
    here = await database.read(lambda c: strangers(c, read(c).case, (GRO.id, HANNE, HANDLER)))
    assert here == [HANNE, HANDLER]


@pytest.mark.rule(10)
async def test_what_happens_to_the_plan_is_told_to_who_coordinates_and_to_the_unit_where_nobody_does(
    database: Database,
) -> None:
    plan = [SAMPLES[each] for each in ("plan-offered", "plan-consented", "plan-begun")]

    def work(connection: Connection) -> None:
        stored = read(connection)
        leaves = HandoverBegun("Slutter.", last_day=TODAY + timedelta(days=10))
        for each in (*GRANTED, *plan, leaves):
            stored = done(connection, stored, each)
        connection.execute(delete(messages))
        stored = done(connection, stored, SAMPLES["plan-declared-valid"], day=30)

    await database.write(work)
    assert {each for each in await told(database) if each[0] == "plan-valid"} == {("plan-valid", HANDLER)}
    await run(database, (date(2026, 9, 1) - TODAY).days)
    assert {person for text, person in await told(database) if text == "revision-due"} == {HANDLER, HANNE}


@pytest.mark.rule(13)
async def test_whom_a_case_registered_is_reminded_of_by_the_case_alone_also_after_the_plan_is_in_line(
    database: Database,
) -> None:
    """At midnight they leave the plan; the worker comes at seven."""
    ends = date(2026, 6, 1)

    def work(connection: Connection) -> None:
        registered = RepresentativeRegistered(HANNE, "N", "guardian", ends, "Vedtak")
        done(connection, read(connection), registered)
        plan = {"id": "p", "owner_id": KARI, "access_version": 1, "created_at": NOW}
        connection.execute(insert(plans).values(plan))
        place = {
            "id": "a",
            "plan_id": "p",
            "person_id": HANNE,
            "role": "representative",
            "until": end_of(ends),
        }
        connection.execute(insert(participants).values(organisation="", **place))
        connection.execute(delete(messages))

    await database.write(work)
    reminding = Reminding(database, Clock(), standard())
    for day, text in ((-60, "representation-ends"), (0, "representation-ends"), (1, "representation-ended")):
        today = ends + timedelta(days=day)
        if day == 1:
            over = update(participants).values(ended_at=end_of(ends))
            await database.write(lambda c, over=over: c.execute(over) and None)  # type: ignore[misc]
        await reminding.of_cases(today, reckoned)
        assert await reminding.of_representatives(today) == 0
        mine = select(messages.c.text).where(messages.c.person_id == HANNE)
        every = await database.read(lambda c, mine=mine: list(c.scalars(mine)))  # type: ignore[misc]
        assert (text in every, "representation-ended" in every) == (True, day == 1)
    whom = {person for text, person in await told(database) if text == "representation-ended"}
    assert whom == {KARI, HANNE, HANDLER}
