"""What cases count for in each database: kept with each record, caught up with, and found if it is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable
from datetime import date

import pytest
from sqlalchemy import Connection, select, text

from server.capabilities import witnessed_rows
from server.catalogue import standard
from server.domain.cases.state import Case
from server.domain.cases.vocabulary import CaseId
from server.domain.counts.tables import Chosen
from server.domain.errors import NotFound
from server.domain.plan import SERVER, PersonId
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.features.municipalities.store import Municipalities
from server.features.statistics.periods import Period
from server.features.statistics.store import CountStore, Listed
from server.storage.cases import counts
from server.storage.cases.records import add_record, begin_case, stored_case
from server.storage.cases.tables import case_counts, cases
from server.storage.database.database import Database
from server.storage.persons import Person, enrol
from server.storage.seals.verifying import LogVerifier
from tests.acceptance.cases import municipality
from tests.acceptance.founding import Clock
from tests.unit.domain.cases.situations import History, coordinated, plan_begun, reported
from tests.unit.domain.counts import by_hand
from tests.unit.domain.counts.histories import with_a_valid_plan
from tests.unit.features.fakes import CountedChance

HANNE, NUMBER = PersonId("hanne"), "9901"
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31), finished=True)
HISTORIES: tuple[Callable[[], History], ...] = (
    coordinated,
    plan_begun,
    with_a_valid_plan,
    lambda: History().does(reported()),
)


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url)
    yield database
    await database.close()


@pytest.fixture
async def where(database: Database) -> MunicipalityId:
    """With three cases of each history, and Hanne who handles them."""
    where = await municipality(database)
    people = [Person(PersonId(name), name) for name in ("hilde", "nora")]
    await database.write(lambda connection: enrol(connection, people))
    await Municipalities(database, Clock(), CountedChance()).give(
        SERVER, where, HANNE, UnitRight.CASE_HANDLER
    )

    def work(connection: Connection) -> None:
        for place, history in enumerate(HISTORIES * 3):
            founded(connection, where, f"case{place:02}", history())

    await database.write(work)
    return where


def founded(connection: Connection, where: MunicipalityId, which: str, history: History) -> None:
    first, *others = history.records
    stored = begin_case(connection, CaseId(which), where, first)
    for record in others:
        stored = add_record(connection, stored, record)


def store(database: Database) -> CountStore:
    return CountStore(database, standard())


async def tallied(database: Database) -> Counter[tuple[str, str]]:
    await store(database).unit(HANNE, NUMBER)
    rows = (await store(database).tallied(HANNE, NUMBER, MARCH)).rows
    found = Counter[tuple[str, str]]()
    for row in rows:
        found[row.count, row.value] += row.number
    return found


def by_the_hand() -> Counter[tuple[str, str]]:
    found = Counter[tuple[str, str]]()
    for history in HISTORIES * 3:
        records = history().records
        found += by_hand.holding(records, MARCH.as_of) + by_hand.happened(records, MARCH.first, MARCH.as_of)
    return found


RAW = {"coordinating", "late-answers", "overdue", "vacant", "of-age-soon"}
"""Told apart in the tables, by their origins."""


def plain(found: Counter[tuple[str, str]]) -> Counter[tuple[str, str]]:
    return Counter({key: number for key, number in found.items() if key[0] not in RAW})


async def wrong(database: Database) -> list[str]:
    return [each async for each in LogVerifier(database, None, witnessed_rows()).wrong()]


@pytest.mark.usefixtures("where")
async def test_what_is_kept_is_what_is_counted_by_hand(database: Database) -> None:
    found = await tallied(database)
    assert plain(found) == plain(by_the_hand())
    assert found["overdue", ""] == 3
    assert found["coordinating", "trained/hilde"] == 6
    assert await wrong(database) == []


async def test_each_event_may_be_had_by_its_case(database: Database, where: MunicipalityId) -> None:
    assert where
    rows = (await store(database).tallied(HANNE, NUMBER, MARCH, by_case=True)).rows
    reports = [row for row in rows if row.count == "reports"]
    assert len({row.case for row in reports}) == len(reports) == 12


async def test_cases_of_a_process_that_does_not_count_are_counted_before_they_are_read(
    database: Database, where: MunicipalityId, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = await tallied(database)
    await database.write(lambda c: c.execute(text("UPDATE cases SET counted = NULL")) and None)
    await database.write(lambda c: c.execute(text("DELETE FROM case_counts")) and None)
    assert await wrong(database) == []
    monkeypatch.setattr("server.features.statistics.store.COUNTED_AT_ONCE", 5)
    assert await tallied(database) == right
    assert not await database.read(lambda c: counts.is_uncounted(c, where))


TAMPERING = (
    "DELETE FROM case_counts WHERE case_id = 'case00'",
    "UPDATE case_counts SET service = 'NAV' WHERE case_id = 'case00'",
    "UPDATE case_counts SET until = since WHERE case_id = 'case00' AND until IS NULL",
)


@pytest.mark.usefixtures("where")
@pytest.mark.parametrize("statement", TAMPERING)
async def test_what_was_counted_beside_the_records_is_found(database: Database, statement: str) -> None:
    await database.write(lambda c: c.execute(text(statement)) and None)
    assert await wrong(database) == ["case case00: what is counted of it does not follow from its records"]


async def test_counting_is_of_the_transaction_of_the_record(
    database: Database, where: MunicipalityId
) -> None:
    def fails(connection: Connection) -> None:
        founded(connection, where, "lost", coordinated())
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(fails)
    lost = select(case_counts.c.case_id).where(case_counts.c.case_id == "lost")
    assert await database.read(lambda c: c.execute(lost).all()) == []


async def test_the_cases_behind_a_number_come_a_page_at_a_time_and_never_ones_own(
    database: Database, where: MunicipalityId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.features.statistics.store.PAGE", 2)
    own = CaseId("case00")
    await database.write(
        lambda c: c.execute(cases.update().where(cases.c.id == own).values(owner_id=HANNE)) and None
    )
    found: list[str] = []
    after = None
    while True:
        asked = Listed(MARCH, [("without-plan", (), None)], Chosen(), after)
        page, kinds, more = await store(database).behind(HANNE, NUMBER, asked)
        found += [each.case.id for each in page]
        assert all(kinds[each.case.id] == {"without-plan", "without-plan/"} for each in page)
        if not more:
            break
        last = page[-1].case
        assert last.case.received is not None
        after = last.case.received, last.id
    assert where
    assert found == ["case04", "case08"]
    own_case = await database.read(lambda c: stored_case(c, own))
    assert own_case is not None
    assert isinstance(own_case.case, Case)


@pytest.mark.usefixtures("where")
@pytest.mark.parametrize("person", ["kari", "nobody", ""])
async def test_who_is_not_of_the_unit_reads_nothing(database: Database, person: str) -> None:
    asked = Listed(MARCH, [("reports", (), None)], Chosen())
    for reading in (
        store(database).unit(PersonId(person), NUMBER),
        store(database).unit(HANNE, "9902"),
        store(database).tallied(PersonId(person), NUMBER, MARCH),
        store(database).behind(PersonId(person), NUMBER, asked),
        store(database).years(PersonId(person), NUMBER),
    ):
        with pytest.raises(NotFound):
            await reading
