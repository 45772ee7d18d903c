"""A machine whose clock is far ahead, or behind, in each database: what is dated, counted and told."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import Connection, select

from server.capabilities import witnessed_rows
from server.domain.cases.records import Record
from server.domain.cases.vocabulary import Thing
from server.domain.complaints.vocabulary import ComplaintId
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId
from server.storage.cases import ahead as look
from server.storage.cases.records import add_record
from server.storage.cases.tables import case_counts
from server.storage.complaints.counts import tallied_complaints
from server.storage.complaints.ownership import Ownership
from server.storage.complaints.records import add_record as store
from server.storage.complaints.records import begin_complaint
from server.storage.database.database import Database
from server.storage.seals.verifying import LogVerifier
from server.telemetry.counts import counts
from tests.acceptance.cases import began, done, municipality
from tests.unit.domain.cases.situations import NOW, TODAY, assessed, decided
from tests.unit.domain.complaints.situations import sent

EVENT = "a record is ahead of this clock"
Told = Callable[[], list[str]]
YEARS = 3650
LATER = TODAY + timedelta(days=YEARS)


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url)
    yield database
    await database.close()


@pytest.fixture
async def where(database: Database) -> MunicipalityId:
    return await municipality(database)


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> Told:
    """The events so far, each of which is counted as well."""
    before = counts.records_ahead

    def events() -> list[str]:
        found = [each.getMessage() for each in caplog.records if each.name == look.__name__]
        assert counts.records_ahead - before == len(found)
        return found

    return events


def days(many: float) -> timedelta:
    return timedelta(days=many)


CLOCKS = pytest.mark.parametrize(
    ("ahead", "then", "apart"),
    [(YEARS, 2, True), (5, 1, True), (5, 5 - 1 / 24, True), (5, 5 - 1 / 1440, False)],
    ids=["ten years ahead", "days behind", "an hour behind", "a minute behind"],
)
"""On which day something is recorded, and on which the next by another clock."""


@CLOCKS
async def test_a_case_goes_by_the_clock_that_writes_and_its_counts_by_the_order(
    database: Database, where: MunicipalityId, told: Told, ahead: int, then: float, *, apart: bool
) -> None:
    def work(connection: Connection) -> Sequence[Record]:
        stored = began(connection, where)
        for record in assessed().records[1:]:
            stored = add_record(connection, stored, record)
        stored = done(connection, stored, decided(Thing.PLAN), ahead)
        return done(connection, stored, decided(Thing.COORDINATOR), then).records

    *_, before, after = await database.write(work)
    assert (before.command.at, after.command.at) == (NOW + days(ahead), NOW + days(then if apart else ahead))
    wanted = select(case_counts.c.since).where(case_counts.c.count == "decisions")
    counted = await database.read(lambda connection: list(connection.scalars(wanted)))
    assert counted == [before.day] * 2
    assert told() == [EVENT] * apart
    assert [each async for each in LogVerifier(database, None, witnessed_rows()).wrong()] == []


@CLOCKS
async def test_a_complaint_goes_by_the_clock_that_writes_and_its_counts_by_the_order(
    database: Database, where: MunicipalityId, told: Told, ahead: int, then: float, *, apart: bool
) -> None:
    standing = Ownership(PersonId("owner"), None, where, None, NOW, PersonId("owner"))
    records = sent().does("received", day=ahead).does("forwarded", day=then).records

    def work(connection: Connection) -> list[Record]:
        stored = begin_complaint(connection, ComplaintId("complaint"), standing, records[0])
        for record in records[1:]:
            stored = store(connection, stored, record)
        return list(stored.records)

    *_, before, after = await database.write(work)
    assert (before.command.at, after.command.at) == (NOW + days(ahead), NOW + days(then if apart else ahead))
    counted = await database.read(
        lambda connection: list(tallied_complaints(connection, where, TODAY, LATER, 18))
    )
    assert sorted((each.count, each.on) for each in counted) == [
        ("complaint-answers", before.day),
        ("complaints", TODAY),
    ]
    none = await database.read(
        lambda connection: list(
            tallied_complaints(connection, where, TODAY + days(1), before.day - days(1), 18)
        )
    )
    assert none == []
    assert told() == [EVENT] * apart
