"""What plans add to the counts in each database: read in three statements, and kept once a month."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

import pytest
from sqlalchemy import Connection, insert, select, update

from server.catalogue import standard
from server.domain.access import Level
from server.domain.counts.tables import Tallied
from server.domain.errors import Invalid, NotNow
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.features.municipalities.store import Municipalities
from server.features.statistics.service import LineWish, OverviewWish, Statistics
from server.features.statistics.store import CountStore
from server.ports.readings import Listing
from server.storage.counts.months import KEPT, PlanMonths, plan_months, plans_then
from server.storage.counts.plans import tallied_plans
from server.storage.database.database import Database
from server.storage.metadata import decisions, participants, parts, plans
from server.storage.municipality.tables import municipalities
from server.storage.persons import Person, enrol
from tests.acceptance.cases import municipality
from tests.acceptance.founding import Clock
from tests.support.statements import counted
from tests.unit.features.fakes import CountedChance

T = TypeVar("T")
DAY = date(2026, 3, 31)
SECRET = "selvskading hver tirsdag"
BOSS = PersonId("hanne")


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url)
    yield database
    await database.close()


@pytest.fixture
async def where(database: Database) -> MunicipalityId:
    where = await municipality(database)
    store = Municipalities(database, Clock(), CountedChance())
    await store.give(BOSS, where, BOSS, UnitRight.CASE_HANDLER)
    return where


def moment(day: int, month: int = 4) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=UTC)


class Plan:
    """Of owner ``number``, with a school that takes part."""

    def __init__(self, connection: Connection, where: MunicipalityId, number: int) -> None:
        self.connection, self.id, self.owner = connection, f"plan{number:02}", f"owner{number:02}"
        self.count = 0
        enrol(connection, [Person(PersonId(self.owner), SECRET)])
        row = {"id": self.id, "owner_id": self.owner, "access_version": 1, "municipality_id": where}
        connection.execute(insert(plans).values(created_at=moment(1, 1), **row))
        self.school = self.joins("school", "Lia skole")

    def _next(self) -> int:
        self.count += 1
        return self.count

    def joins(self, role: str, organisation: str, until: datetime | None = None) -> str:
        new = f"{self.id}-{role}-{self._next()}"
        place = {"id": new, "plan_id": self.id, "person_id": self.owner, "role": role}
        row = place | {"organisation": organisation, "until": until}
        self.connection.execute(insert(participants).values(row))
        return new

    def measure(self, due: str | None, by: str | None, *, kind: str = "measure", away: bool = False) -> None:
        number = self._next()
        row = {"id": f"{self.id}-{number}", "plan_id": self.id, "kind": kind, "title": SECRET, "area": None}
        place = {"responsible_id": by, "position": number, "created_after": 0, "due": due}
        gone = {"put_away_at": moment(1), "put_away_by": by} if away else {}
        self.connection.execute(insert(parts).values(row | place | gone))

    def consent(self, until: datetime | None, *, level: Level = Level.READ, overridden: bool = False) -> None:
        row = {"plan_id": self.id, "number": self._next(), "participant_id": self.school, "kind": "health"}
        said = {"level": level.token, "signed_by": self.owner, "purpose": SECRET, "text": SECRET}
        days = {"signed_at": moment(1, 1), "until": until, "overridden": overridden}
        self.connection.execute(insert(decisions).values(row | said | days))

    def ends(self) -> None:
        self.connection.execute(update(plans).where(plans.c.id == self.id).values(ended_at=moment(1)))


def filled(connection: Connection, where: MunicipalityId) -> None:
    """Twelve plans with two late measures each, one of them the school's; nothing beside them counts."""
    for number in range(12):
        plan = Plan(connection, where, number)
        plan.measure("2026-03-30", plan.school)
        plan.measure("2026-01-01", None)
        for due in ("2026-03-31", "", None):
            plan.measure(due, plan.school)
        plan.measure("2026-01-01", plan.school, away=True)
        plan.measure("2026-01-01", plan.school, kind="goal")
        plan.consent(moment(30, 5))
        plan.consent(moment(2))
        for until in (None, moment(31, 3), moment(31, 5)):
            plan.consent(until)
        plan.consent(moment(2), level=Level.NONE)
        plan.consent(moment(2), overridden=True)
    clinic = plan.joins("health", "Barnepsykiatrisk")
    plan.measure("2026-03-01", clinic)
    plan.joins("representative", "", moment(3))
    plan.joins("representative", "", moment(3, 7))
    over = Plan(connection, where, 12)
    over.measure("2026-01-01", over.school)
    over.consent(moment(2))
    over.ends()


def tally(connection: Connection, where: MunicipalityId) -> list[Tallied]:
    return list(tallied_plans(connection, where, DAY, within=60, of_age=18))


def added(rows: list[Tallied], count: str) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for row in rows:
        if row.count == count:
            found[row.value, row.service] = found.get((row.value, row.service), 0) + row.number
    return found


async def test_what_is_late_and_what_ends_is_as_counted_by_hand(
    database: Database, where: MunicipalityId
) -> None:
    await database.write(lambda c: filled(c, where))
    rows = await database.read(lambda c: tally(c, where))
    assert added(rows, "measures-late") == {("", "Lia skole"): 12, ("", ""): 12, ("", "Barnepsykiatrisk"): 1}
    assert added(rows, "ending") == {("consents", ""): 12, ("representations", ""): 1}
    assert {row.case for row in rows} == {f"owner{number:02}" for number in range(12)}
    assert SECRET not in repr(rows)


async def test_of_one_plan_or_of_many_it_takes_three_statements(
    database: Database, where: MunicipalityId
) -> None:
    def statements(connection: Connection) -> int:
        with counted() as said:
            tally(connection, where)
        return said[0]

    assert await database.read(statements) == 3
    await database.write(lambda c: filled(c, where))
    assert await database.read(statements) == 3


class NobodyReads:
    """Is ``ports.ReadNames`` where no list of cases is shown."""

    async def listed(self, person: PersonId, where: str, of: Listing, which: Sequence[str]) -> None:
        raise AssertionError(which)


def statistics(database: Database, clock: Clock) -> Statistics:
    return Statistics(CountStore(database, standard()), clock, CountedChance(), NobodyReads())


async def numbers(database: Database, clock: Clock, month: str | None = None) -> dict[str, object]:
    shown = await statistics(database, clock).overview(BOSS, "9901", OverviewWish(month))
    return {
        each.key: (each.total, {line.name: line.number for line in each.services})
        for each in shown.counts
        if each.key in ("measures-late", "ending")
    }


async def test_a_handler_sees_them_today_and_no_organisation_of_few(
    database: Database, where: MunicipalityId
) -> None:
    await database.write(lambda c: filled(c, where))
    now = Clock(datetime(2026, 3, 31, 12, tzinfo=UTC))
    late = (25, {"": 12, "Lia skole": 12, "others": 1})
    assert await numbers(database, now) == {"measures-late": late, "ending": (13, {})}
    assert await numbers(database, now, "2026-02") == {}, "nobody counted them then"
    shown = await statistics(database, now).overview(BOSS, "9901", OverviewWish())
    assert shown.services == (), "an organisation is no service of the municipality"


async def test_a_month_is_kept_once_as_it_was_and_without_anybodys_name(
    database: Database, where: MunicipalityId
) -> None:
    await database.write(lambda c: filled(c, where))
    morning = Clock(datetime(2026, 4, 1, 6, tzinfo=UTC))
    months = PlanMonths(database, morning, standard())
    assert await months.count(DAY) == 0, "it is not over"
    assert await months.count(DAY + timedelta(days=1)) == 1
    was = await numbers(database, morning, "2026-03")
    late = (25, {"": 12, "Lia skole": 12, "others": 1})
    assert was == {"measures-late": late, "ending": (13, {})}
    await database.write(lambda c: c.execute(update(parts).values(due="")) and None)
    assert await months.count(DAY + timedelta(days=2)) == 0
    assert await numbers(database, morning, "2026-03") == was
    content = await database.read(lambda c: c.scalar(select(plan_months.c.content)))
    assert {tuple(sorted(each)) for each in content or ()} == {tuple(sorted(KEPT))}
    assert "owner0" not in str(content)
    assert SECRET not in str(content)


async def test_a_month_that_nobody_counted_in_time_is_not_counted_later(
    database: Database, where: MunicipalityId
) -> None:
    months = PlanMonths(database, Clock(datetime(2026, 4, 4, 6, tzinfo=UTC)), standard())
    assert await months.count(date(2026, 4, 4)) == 0
    assert await database.read(lambda c: plans_then(c, where, DAY)) is None


async def test_a_municipality_that_cannot_be_read_keeps_no_other_from_being_counted(
    database: Database, where: MunicipalityId, caplog: pytest.LogCaptureFixture
) -> None:
    store = Municipalities(database, Clock(), CountedChance(100))
    others = [await store.add(BOSS, number, "Vik kommune") for number in ("9900", "9902")]
    broken = update(municipalities).where(municipalities.c.id == where).values(settings={"chosen": "x"})
    await database.write(lambda c: c.execute(broken) and None)
    months = PlanMonths(database, Clock(moment(1)), standard())
    assert await months.count(DAY + timedelta(days=1)) == len(others)
    assert caplog.messages == ["the plans of a municipality could not be counted"]
    whole = broken.values(settings={})
    await database.write(lambda c: c.execute(whole) and None)
    assert await months.count(DAY + timedelta(days=2)) == 1


async def test_nobody_who_writes_waits_while_plans_are_counted(
    database: Database, where: MunicipalityId, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []
    write = database.write

    async def watched(work: Callable[[Connection], T]) -> T:
        def one(connection: Connection) -> T:
            with counted() as said:
                done = work(connection)
            written.append(said[0])
            return done

        return await write(one)

    await database.write(lambda c: filled(c, where))
    monkeypatch.setattr(database, "write", watched)
    assert await PlanMonths(database, Clock(moment(1)), standard()).count(DAY + timedelta(days=1)) == 1
    assert written == [1]


async def test_a_year_is_frozen_once_what_stood_in_plans_is_counted_or_can_be_no_more(
    database: Database, where: MunicipalityId
) -> None:
    await database.write(lambda c: filled(c, where))
    clock = Clock(datetime(2027, 1, 3, 12, tzinfo=UTC))
    here, morning = statistics(database, clock), date(2027, 1, 1)
    offered = await here.years(BOSS, "9901")
    assert (offered.may_freeze, offered.waits_until) == (None, date(2027, 1, 4))
    with pytest.raises(NotNow, match="year-not-over"):
        await here.freeze(BOSS, "9901", "2026")
    assert await PlanMonths(database, clock, standard()).count(morning) == 1
    offered = await here.years(BOSS, "9901")
    assert (offered.may_freeze, offered.waits_until) == (2026, None)
    await here.freeze(BOSS, "9901", "2026")
    shown = {each.key for each in (await here.year(BOSS, "9901", "2026")).counts}
    assert {"measures-late", "ending"} <= shown


async def test_a_year_that_nobody_counted_in_time_is_frozen_without_what_stood_in_plans(
    database: Database, where: MunicipalityId
) -> None:
    clock = Clock(datetime(2027, 1, 4, 5, 59, tzinfo=UTC))  # in Norway a minute before seven: still counted
    here = statistics(database, clock)
    with pytest.raises(NotNow, match="year-not-over"):
        await here.freeze(BOSS, "9901", "2026")
    assert (await here.years(BOSS, "9901")).may_freeze is None
    clock.advance(60)
    assert (await here.years(BOSS, "9901")).may_freeze == 2026
    await here.freeze(BOSS, "9901", "2026")
    shown = {each.key for each in (await here.year(BOSS, "9901", "2026")).counts}
    assert not {"measures-late", "ending"} & shown


async def test_no_cases_are_behind_them_and_a_chosen_service_has_none(
    database: Database, where: MunicipalityId
) -> None:
    here = statistics(database, Clock(datetime(2026, 3, 31, 12, tzinfo=UTC)))
    for key in ("measures-late", "ending"):
        with pytest.raises(Invalid):
            await here.behind(BOSS, "9901", OverviewWish(), LineWish(key), None)
    shown = await here.overview(BOSS, "9901", replace(OverviewWish(), service="helse"))
    assert not {each.key for each in shown.counts} & {"measures-late", "ending", "complaints"}
