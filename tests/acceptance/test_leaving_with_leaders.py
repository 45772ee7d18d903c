"""Cases of a coordinator who leaves, where the next one's leader answers for themselves, in each database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, select

from server.capabilities import witnessed_rows
from server.catalogue import standard
from server.domain.cases.records import day_of
from server.domain.cases.tracks.vacancy import empty_since
from server.domain.cases.vocabulary import CaseId, CoordinatorWish
from server.domain.identity.principal import Principal
from server.domain.plan import SERVER, PersonId
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.features.accesslog.names import NamesLog
from server.features.accesslog.readings import ReadingLog
from server.features.cases.desk.store import CaseStore
from server.features.cases.leaving.service import CaseToMove, Leavings, LeavingWish, MovedCase
from server.features.cases.leaving.store import Successors
from server.features.cases.release.rules import LeaderAnswers
from server.features.cases.release.service import Releases
from server.features.cases.release.store import ReleaseStore
from server.features.coordinators.rules import Listing
from server.features.coordinators.store import Coordinators
from server.features.municipalities.store import Municipalities
from server.ports.randomness import SystemChance
from server.ports.sessions import SignedIn
from server.storage.cases.records import add_record, begin_case, stored_cases
from server.storage.cases.tables import cases
from server.storage.database.database import Database
from server.storage.ledger import Ledger
from server.storage.messages.tables import messages
from server.storage.persons import Person, enrol
from server.storage.seals.verifying import LogVerifier
from tests.acceptance.cases import municipality
from tests.acceptance.consenting import ENDS
from tests.acceptance.founding import Clock
from tests.unit.domain.cases.situations import History, coordinated, wished
from tests.unit.features.fakes import ListeningHub

LIV = SignedIn(Principal(PersonId("liv")), "Liv", "", "nb", "", ENDS, ENDS, b"")
NUMBER, UNIT = "9901", PersonId("case-handler")
LAST = day_of(Clock()()) + timedelta(days=20)
BEGUN, PROPOSED, RELEASED, APPOINTED = (
    "handover-begun",
    "coordinator-proposed",
    "coordinator-released",
    "coordinator-appointed",
)
ALL = [CaseId(f"case-{number}") for number in range(4)]


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    database = await Database.open(url)
    yield database
    await database.close()


@pytest.fixture
async def where(database: Database) -> MunicipalityId:
    """Hilde coordinates four; Nora's leader answers for themselves, and Tor's service has none."""
    where = await municipality(database)
    names = ["hilde", "nora", "tor", "liv"]
    people = [Person(PersonId(name), name.title(), demo_key=name) for name in names]
    await database.write(lambda connection: enrol(connection, people))
    store = Municipalities(database, Clock(), SystemChance())
    await store.give(SERVER, where, UNIT, UnitRight.CASE_HANDLER)
    for who, workplace in (("nora", "Helse"), ("tor", "NAV Lia")):
        await Coordinators(database, Clock()).keep(UNIT, NUMBER, PersonId(who), 0, Listing(workplace))
    histories = [coordinated() for _ in ALL]
    histories[3].does(wished(CoordinatorWish.SOMEBODY, "Tor"))
    await database.write(lambda connection: stored_as(connection, where, histories))
    await store.give(SERVER, where, PersonId("liv"), UnitRight.LEADER, "Helse")
    return where


def stored_as(connection: Connection, where: MunicipalityId, histories: list[History]) -> None:
    for case, history in zip(ALL, histories, strict=True):
        stored = begin_case(connection, case, where, history.records[0])
        for record in history.records[1:]:
            stored = add_record(connection, stored, record)


async def hands_over(
    database: Database, *to: str | None, appoint: bool = False, last: date = LAST, leader: str = ""
) -> list[MovedCase]:
    """``to``: the successor of each of the cases."""
    store = CaseStore(database, Clock(), standard())
    leavings = Leavings(Successors(database), store, ListeningHub(), Clock(), SystemChance())
    moves = [CaseToMove(case, who, leader, "") for case, who in zip(ALL, to, strict=False)]
    wish = LeavingWish(PersonId("hilde"), last, "Slutter.", appoint, moves)
    return list(await leavings.hand_over(UNIT, NUMBER, wish))


def releases(database: Database) -> Releases:
    names = NamesLog(ReadingLog(Ledger(database), Clock()), Clock())
    return Releases(ReleaseStore(database, Clock(), standard()), names)


async def answers(database: Database, case: CaseId, *, released: bool, reason: str = "") -> None:
    (asked,) = [each for each in (await releases(database).asked(LIV, "")).requests if each.case == case]
    await releases(database).answer(LIV, case, LeaderAnswers(asked.proposal, released, reason))


async def told(database: Database, person: str) -> list[str]:
    wanted = select(messages.c.text).where(messages.c.person_id == person).order_by(messages.c.event)
    return await database.read(lambda connection: list(connection.scalars(wanted)))


def came(moved: list[MovedCase]) -> list[tuple[tuple[str, ...], str, str]]:
    return [(each.did, each.lacks, each.refused or each.detail) for each in moved]


@pytest.mark.rule(4)
@pytest.mark.usefixtures("where")
async def test_each_case_waits_for_its_leader_who_is_told_and_a_no_stops_that_case_alone(
    database: Database,
) -> None:
    sent = "nora", "nora", "tor", "nora"
    first = await hands_over(database, *sent, leader="Liv, på telefon", appoint=True)
    asked = (BEGUN, PROPOSED)
    assert came(first) == [
        (asked, "leader-asked", ""),
        (asked, "leader-asked", ""),
        ((BEGUN, PROPOSED, RELEASED, APPOINTED), "", ""),
        ((BEGUN,), "departure-unexplained", ""),
    ]
    assert await told(database, "liv") == ["release-asked"] * 2
    assert came(await hands_over(database, *sent, appoint=True)) == [
        ((), "leader-asked", ""),
        ((), "leader-asked", ""),
        ((), "", ""),
        ((), "departure-unexplained", ""),
    ]
    await answers(database, ALL[0], released=True)
    await answers(database, ALL[1], released=False, reason="Hun har fullt.")
    assert (await releases(database).asked(LIV, "")).requests == ()
    assert came(await hands_over(database, *sent, appoint=True))[:2] == [
        ((APPOINTED,), "", ""),
        ((), "leader-declined", ""),
    ]
    assert await told(database, "liv") == ["release-asked"] * 2
    another = await hands_over(database, "nora", "tor", "tor", "tor", appoint=True, leader="Per, på telefon")
    assert came(another) == [
        ((), "", ""),
        ((PROPOSED, RELEASED, APPOINTED), "", ""),
        ((), "", ""),
        ((PROPOSED, RELEASED, APPOINTED), "", ""),
    ]
    found = await database.read(
        lambda connection: stored_cases(
            connection, [CaseId(each) for each in connection.scalars(select(cases.c.id))]
        )
    )
    facts = {each.case.id: each.case.coordinator for each in found}
    newest = [facts[case].appointments[-1] for case in ALL]
    assert [each.person for each in newest] == ["nora", "tor", "tor", "tor"]
    assert {each.start for each in newest} == {LAST + timedelta(days=1)}
    assert [each.person for case in ALL if (each := facts[case].on(LAST))] == ["hilde"] * 4
    wrong = [each async for each in LogVerifier(database, None, witnessed_rows()).wrong()]
    assert wrong == []


@pytest.mark.usefixtures("where")
async def test_until_the_leader_answers_the_place_is_theirs_who_leave_and_then_it_is_empty(
    database: Database,
) -> None:
    await hands_over(database, "nora")
    found = await database.read(lambda connection: stored_cases(connection, ALL[:1]))
    facts = found[0].case.coordinator
    assert [facts.on(day) is not None for day in (LAST, LAST + timedelta(days=1))] == [True, False]
    assert empty_since(facts, LAST + timedelta(days=1)) == LAST + timedelta(days=1)
    await answers(database, ALL[0], released=True)
    assert came(await hands_over(database, "nora", appoint=True)) == [((APPOINTED,), "", "")]
