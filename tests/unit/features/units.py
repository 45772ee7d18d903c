"""A municipality whose unit somebody is of, stored."""

from __future__ import annotations

from sqlalchemy import update

from server.domain.plan import SERVER, PersonId
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.features.municipalities.store import Municipalities
from server.ports.randomness import SystemChance
from server.storage.database.database import Database
from server.storage.metadata import plans
from server.storage.persons import Person, enrol
from tests.unit.features.fakes import NOON, SetClock

CLERK = PersonId("clerk")


async def unit(
    database: Database,
    number: str = "9901",
    person: PersonId = CLERK,
    right: UnitRight = UnitRight.CASE_HANDLER,
) -> MunicipalityId:
    """The municipality of that number, founded if it is not there, with ``person`` in its unit."""
    store = Municipalities(database, SetClock(), SystemChance())
    somebody = Person(person, f"Navn {person}", demo_key=person)
    await database.write(lambda connection: enrol(connection, [somebody]))
    await store.add(SERVER, number, f"Kommune {number}")
    found = await store.numbered(number)
    assert found is not None
    await store.give(SERVER, found.id, person, right)
    return found.id


async def serve_all_plans(database: Database, municipality: MunicipalityId) -> None:
    given = update(plans).values(municipality_id=municipality)
    await database.write(lambda connection: connection.execute(given) and None)


async def end_plans(database: Database) -> None:
    ended = update(plans).values(ended_at=NOON)
    await database.write(lambda connection: connection.execute(ended) and None)
