"""A municipality and a case in it, stored."""

from __future__ import annotations

from sqlalchemy import Connection

from server.domain.cases.flow import judged
from server.domain.cases.records import Transition
from server.domain.cases.state import Case
from server.domain.cases.vocabulary import CaseId
from server.domain.plan import SERVER, PersonId
from server.domain.unit.rights import MunicipalityId
from server.features.municipalities.store import Municipalities
from server.storage.cases.records import StoredCase, add_record, begin_case, stored_case
from server.storage.database.database import Database
from server.storage.persons import Person, enrol
from tests.acceptance.founding import Clock
from tests.unit.domain.cases.situations import RULES, WHO, commanded, reported
from tests.unit.features.fakes import CountedChance

CASE, OTHER = CaseId("case"), CaseId("other")


async def municipality(database: Database) -> MunicipalityId:
    """With everybody who acts in cases, and whom samples of transitions name."""
    names = {by.person for by in WHO.values() if by.person} | {PersonId("kari"), PersonId("hanne")}
    people = [Person(PersonId(name), f"Navn {name}", demo_key=name) for name in sorted(names)]
    await database.write(lambda connection: enrol(connection, people))
    added = await Municipalities(database, Clock(), CountedChance()).add(SERVER, "9901", "Lia kommune")
    assert added is not None
    return added.id


def began(connection: Connection, where: MunicipalityId, case: CaseId = CASE) -> StoredCase:
    first = judged(Case(case), commanded(reported()), RULES)
    return begin_case(connection, case, where, first)


def read(connection: Connection, case: CaseId = CASE) -> StoredCase:
    found = stored_case(connection, case)
    assert found is not None
    return found


def done(connection: Connection, before: StoredCase, transition: Transition, day: float = 1) -> StoredCase:
    return add_record(connection, before, judged(before.case, commanded(transition, day=day), RULES))
