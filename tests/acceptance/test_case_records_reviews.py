"""What the clock opens in each database: once, however many workers look, and whenever one of them dies."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, select, update

from server.capabilities import witnessed_rows
from server.catalogue import standard
from server.domain.cases.case_transitions import Subject
from server.domain.cases.life.transitions import ReviewNotDone
from server.domain.cases.vocabulary import CaseId
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId
from server.features.cases.rules import rules_on
from server.storage.cases.records import add_record, begin_case, stored_case
from server.storage.cases.reviewing import Reviewing
from server.storage.cases.tables import case_records
from server.storage.database.database import Database
from server.storage.messages.tables import messages
from server.storage.metadata import decisions, participants, plans
from server.storage.seals.verifying import LogVerifier
from tests.acceptance.cases import CASE, OTHER, done, municipality, read
from tests.acceptance.founding import Clock
from tests.acceptance.telling import require_told
from tests.support.servers.forked import Forked, forked, usual_environment
from tests.support.wide import postgresql_later
from tests.unit.domain.cases.situations import NOW, SAMPLES, TODAY, History, opened, plan_begun

KARI = PersonId("kari")
DUE = date(2026, 3, 30)
BORN = Subject("Leo", born=date(2010, 3, 30), person=KARI)
"""Sixteen in four weeks; begins at upper secondary school in August."""


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url)
    yield database
    await database.close()


@pytest.fixture
async def where(database: Database) -> MunicipalityId:
    where = await municipality(database)
    await database.write(lambda connection: founded(connection, where, CASE, opened(subject=BORN)))
    return where


def founded(connection: Connection, where: MunicipalityId, which: CaseId, history: History) -> None:
    first, *others = history.records
    stored = begin_case(connection, which, where, first)
    for record in others:
        stored = add_record(connection, stored, record)


def reviewing(database: Database, days: int = 0) -> Reviewing:
    return Reviewing(database, Clock(NOW + timedelta(hours=1, days=days)), standard(), rules_on)


class Turning:
    """A clock that passes midnight each time it is looked at."""

    def __init__(self) -> None:
        self._looks = -1

    def __call__(self) -> datetime:
        self._looks += 1
        return NOW + timedelta(days=self._looks)


async def waits(database: Database, which: CaseId = CASE) -> list[tuple[str, date]]:
    found = await database.read(lambda connection: stored_case(connection, which))
    assert found is not None
    return [(each.transition.event.value, each.transition.day) for each in found.case.reviews.open]


async def wrong(database: Database) -> list[str]:
    return [each async for each in LogVerifier(database, None, witnessed_rows()).wrong()]


@pytest.mark.usefixtures("where")
async def test_what_comes_with_a_birth_is_opened_once_by_the_clock(database: Database) -> None:
    both = [("health-consent", DUE), ("upper-secondary", date(2026, 8, 1))]
    assert await reviewing(database).open() == 2
    assert await waits(database) == both
    assert await reviewing(database, 200).open() == 0
    record = (await database.read(read)).records[-1].command
    assert (record.by.person, record.by.actor) == (None, "clock")
    told = select(messages.c.person_id).where(messages.c.text == "review-opened")
    assert await database.read(lambda c: set(c.scalars(told))) == {KARI}

    def settle(connection: Connection) -> None:
        done(connection, read(connection), ReviewNotDone(read(connection).case.number, "Ringte."), 2)

    await database.write(settle)
    assert await waits(database) == both[:1]
    assert await reviewing(database, (DUE - TODAY).days).open() == 0
    assert await wrong(database) == []


async def test_a_case_that_cannot_be_read_holds_up_no_other(
    database: Database, where: MunicipalityId
) -> None:
    def work(connection: Connection) -> None:
        founded(connection, where, CaseId("a"), opened(subject=BORN))
        broken = update(case_records).where(case_records.c.case_id == "a", case_records.c.number == 1)
        connection.execute(broken.values(said={}))

    await database.write(work)
    assert await reviewing(database).open() == 2


@pytest.mark.usefixtures("where")
async def test_a_case_at_rest_has_nothing_to_be_gone_through(database: Database) -> None:
    await database.write(lambda c: done(c, read(c), SAMPLES["declined"]) and None)
    assert await reviewing(database).open() == 0


async def test_ends_in_the_plan_are_told_without_whose_or_of_what(
    database: Database, where: MunicipalityId
) -> None:
    """A representation that ends in sixty days and a consent in thirty; her other case has no plan."""

    def work(connection: Connection) -> None:
        founded(connection, where, OTHER, plan_begun())
        plan = {
            "id": "plan",
            "owner_id": KARI,
            "access_version": 1,
            "created_at": NOW,
            "municipality_id": where,
        }
        connection.execute(insert(plans).values(plan))
        for who, role, until in (("hanne", "representative", on(2026, 5, 1)), ("relative", "school", None)):
            place = {"id": who, "plan_id": "plan", "person_id": who, "role": role, "until": until}
            connection.execute(insert(participants).values(organisation="", **place))
        for number, level, until, gone in (
            (1, "read", on(2026, 4, 1), False),
            (2, "comment", on(2026, 4, 1), False),
            (3, "none", on(2026, 4, 1), False),
            (4, "read", on(2026, 4, 2), False),
            (5, "read", on(2026, 3, 20), True),
        ):
            signed = {"level": level, "until": until, "overridden": gone, "number": number}
            usual = {"signed_by": KARI, "signed_at": NOW, "kind": "goal", "purpose": "", "text": "Ja."}
            connection.execute(
                insert(decisions).values(plan_id="plan", participant_id="relative", **usual, **signed)
            )

    await database.write(work)
    assert await reviewing(database).open() == 2 + 2
    assert await waits(database, OTHER) == [
        ("representation-ends", date(2026, 5, 1)),
        ("consent-ends", date(2026, 4, 1)),
    ]
    assert await reviewing(database, 1).open() == 1
    assert await reviewing(database, 60).open() == 0


def on(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 10, tzinfo=UTC)


# -- several workers, and deaths ------------------------------------------------------------------


async def worker(url: str, die_at: int = 0, day: date = TODAY) -> Forked:
    asked = (url, str(day), str(die_at))
    return await forked("tests.acceptance.review_worker", *asked, environment=usual_environment())


@pytest.mark.usefixtures("where")
async def test_several_workers_open_each_once(database: Database, url: str) -> None:
    """One of them has a clock that is a day ahead."""
    workers = [await worker(url, day=TODAY + timedelta(days=days)) for days in (0, 0, 1)]
    said = [int((await each.communicate())[0]) for each in workers]
    assert sum(said) == len(await waits(database)) == 2
    moments = [record.command.at for record in (await database.read(read)).records]
    assert moments == sorted(moments)
    assert await wrong(database) == []


@postgresql_later
@pytest.mark.usefixtures("where")
@pytest.mark.timeout(240)
async def test_a_worker_that_dies_leaves_all_or_nothing_and_the_next_opens_it(
    database: Database, url: str
) -> None:
    deaths = 0
    for die_at in range(1, 90, 3):
        before = await waits(database)
        process = await worker(url, die_at)
        await process.communicate()
        assert len(await waits(database)) in (0, 2)
        await database.read(lambda connection: require_told(connection, CASE))
        if process.returncode == 0:
            break
        deaths += not before
    assert deaths > 2, "it did not die in the middle of anything"
    await (await worker(url)).communicate()
    assert len(await waits(database)) == 2
    assert await wrong(database) == []


@pytest.mark.usefixtures("where")
async def test_what_a_day_opens_is_recorded_on_that_day(
    database: Database,
) -> None:
    assert await Reviewing(database, Turning(), standard(), rules_on).open() == 2
    records = (await database.read(read)).records
    assert {each.day for each in records if each.transition.action == "review-opened"} == {TODAY}
