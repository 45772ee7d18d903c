"""A case that moves, in each database: the report there and its record here are both stored, or neither."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from server.capabilities import witnessed_rows
from server.catalogue import standard
from server.domain.cases.case_transitions import Subject
from server.domain.cases.vocabulary import CaseId
from server.domain.errors import NotNow, Outdated
from server.domain.plan import SERVER, PersonId
from server.domain.unit.rights import MunicipalityId
from server.features.cases.desk.store import CaseStore
from server.features.cases.moving.service import Moving, PassingOn
from server.features.cases.moving.store import MovingStore
from server.features.cases.store import report_days
from server.features.municipalities.store import Municipalities
from server.ports.sessions import SignedIn
from server.storage.cases.records import hold_cases
from server.storage.cases.tables import cases
from server.storage.counts.day_counts import count_act
from server.storage.database import postgresql_database
from server.storage.database.database import Database
from server.storage.database.locks import lock_names
from server.storage.municipality.records import municipality_numbered
from server.storage.seals.verifying import LogVerifier
from tests.acceptance.cases import CASE, municipality, read
from tests.acceptance.founding import Clock
from tests.acceptance.test_case_records_reviews import founded
from tests.acceptance.test_names import WAITED_FOR
from tests.support.principals import demo
from tests.unit.domain.cases.situations import NOW, SAMPLES, opened
from tests.unit.features.fakes import CountedChance

KARI, THERE = PersonId("kari"), "9902"


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url)
    yield database
    await database.close()


@pytest.fixture
async def where(database: Database) -> MunicipalityId:
    where = await municipality(database)
    await Municipalities(database, Clock(), CountedChance(10)).add(SERVER, THERE, "Berg kommune")
    gone = opened(subject=Subject("Kari Li", person=KARI)).does(SAMPLES["moved"])
    await database.write(lambda connection: founded(connection, where, CASE, gone))
    return where


def kari() -> SignedIn:
    ends = NOW + timedelta(days=1)
    return SignedIn(demo(KARI), "Kari Li", "", "nb", "", ends, ends, b"")


def moving(database: Database, number: int) -> Moving:
    clock, catalogue = Clock(NOW + timedelta(days=5)), standard()
    store = MovingStore(CaseStore(database, clock, catalogue), clock, catalogue)
    return Moving(store, clock, CountedChance(number))


async def every_case(database: Database) -> list[str]:
    return await database.read(lambda c: sorted(c.scalars(cases.select().with_only_columns(cases.c.id))))


@pytest.mark.usefixtures("where")
async def test_of_two_who_send_at_once_one_does_and_the_log_vouches_for_both(database: Database) -> None:
    wish = PassingOn((await database.read(read)).case.number, THERE, ["asked"])
    both = [moving(database, number).pass_on(kari(), CASE, wish) for number in (100, 200)]
    done = await asyncio.gather(*both, return_exceptions=True)
    assert sorted(isinstance(each, Outdated) for each in done) == [False, True]
    assert len(await every_case(database)) == 2
    assert [each async for each in LogVerifier(database, None, witnessed_rows()).wrong()] == []


@pytest.mark.usefixtures("where")
async def test_what_comes_later_is_in_the_same_case_there(database: Database) -> None:
    here = moving(database, 100)
    for follows in (["asked"], ["decisions"]):
        number = (await database.read(read)).case.number
        await here.pass_on(kari(), CASE, PassingOn(number, THERE, follows))
    (new,) = set(await every_case(database)) - {CASE}
    stored = await database.read(lambda connection: read(connection, CaseId(new)))
    assert [each.transition.action for each in stored.records] == ["reported", "reported"]
    assert stored.case.case.subject.person == KARI


THERE_TOO = CaseId("there")


async def lives_in_both(database: Database) -> None:
    """They moved to ``THERE`` once, and from it."""
    there = await database.read(lambda connection: municipality_numbered(connection, THERE))
    assert there is not None
    gone = opened(subject=Subject("Kari Li", person=KARI)).does(SAMPLES["moved"])
    await database.write(lambda connection: founded(connection, there.id, THERE_TOO, gone))


async def passes(database: Database, case: CaseId, to: str, number: int) -> None:
    """From the case as it is."""
    known = await database.read(lambda connection: read(connection, case))
    await moving(database, number).pass_on(kari(), case, PassingOn(known.case.number, to, ["asked"]))


@pytest.mark.usefixtures("where")
@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
async def test_who_moves_and_who_reports_there_wait_in_a_row_and_never_in_a_circle(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_database, "TRIES", 1)  # what a deadlock undid is not run again
    await lives_in_both(database)
    held = asyncio.Event()

    def reported(connection: Connection) -> None:
        """As ``ReportStore`` locks."""
        lock_names(connection, f"case of {KARI}")
        held.set()
        while not connection.scalar(WAITED_FOR):
            pass
        count_act(connection, report_days, KARI, NOW)
        hold_cases(connection, [THERE_TOO])
        hold_cases(connection, [CASE])

    async def moves() -> None:
        await held.wait()
        await passes(database, CASE, THERE, 100)

    async with asyncio.timeout(20):
        await asyncio.gather(database.write(reported), moves())


@pytest.mark.usefixtures("where")
async def test_moves_there_and_back_at_once_are_both_done_or_one_is_told_that_it_came_late(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgresql_database, "TRIES", 1)
    await lives_in_both(database)
    async with asyncio.timeout(20):
        crossing = passes(database, CASE, THERE, 100), passes(database, THERE_TOO, "9901", 200)
        done = await asyncio.gather(*crossing, return_exceptions=True)
    assert [each for each in done if each is not None and not isinstance(each, Outdated | NotNow)] == []
    assert None in done
