from __future__ import annotations

import asyncio

import pytest

from server.domain.errors import Invalid
from server.domain.plan import SERVER, PersonId
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.features.municipalities.store import Municipalities
from server.storage.database.database import Database
from server.storage.ledger import Ledger
from server.storage.municipality.rights import rights_of
from server.storage.persons import Person, enrol
from tests.unit.features.fakes import CountedChance, SetClock

BERIT, OLA = PersonId("berit"), PersonId("ola")


@pytest.fixture
async def store(database: Database) -> Municipalities:
    people = [Person(BERIT, "Berit", demo_key="berit"), Person(OLA, "Ola", demo_key="ola")]
    await database.write(lambda connection: enrol(connection, people))
    return Municipalities(database, SetClock(), CountedChance())


@pytest.fixture
async def lia(store: Municipalities) -> MunicipalityId:
    added = await store.add(SERVER, "9901", "Lia kommune")
    assert added is not None
    return added.id


async def logged(database: Database) -> list[str]:
    return [entry.event.action for entry in await Ledger(database).entries(None)]


async def test_a_municipality_is_there_once_by_its_number(
    store: Municipalities, lia: MunicipalityId, database: Database
) -> None:
    assert await store.add(SERVER, "9901", "En annen") is None
    await store.add(SERVER, "9902", "Berg kommune")
    assert [each.name for each in await store.all()] == ["Berg kommune", "Lia kommune"]
    found = await store.numbered("9901")
    assert found is not None
    assert (found.id, found.name, found.version) == (lia, "Lia kommune", 1)
    for number in ("9903", "", "\x00", "ø"):
        assert await store.numbered(number) is None
    assert await logged(database) == ["municipality-added"] * 2


async def test_who_is_given_a_right_holds_it_until_it_ends(
    store: Municipalities, lia: MunicipalityId, database: Database
) -> None:
    assert await store.give(SERVER, lia, BERIT, UnitRight.CASE_HANDLER)
    assert not await store.give(SERVER, lia, BERIT, UnitRight.CASE_HANDLER)
    assert await store.give(BERIT, lia, OLA, UnitRight.STATISTICS)
    assert [(each.name, each.held.right) for each in await store.holders(lia)] == [
        ("Berit", UnitRight.CASE_HANDLER),
        ("Ola", UnitRight.STATISTICS),
    ]
    assert await store.end(BERIT, lia, OLA, UnitRight.STATISTICS)
    assert not await store.end(BERIT, lia, OLA, UnitRight.STATISTICS)
    assert [each.name for each in await store.holders(lia)] == ["Berit"]
    assert await store.give(BERIT, lia, OLA, UnitRight.STATISTICS)  # again: another right
    given = ["unit-right-given", "unit-right-given", "unit-right-ended", "unit-right-given"]
    assert await logged(database) == ["municipality-added", *given]


async def test_nobody_and_nowhere_are_given_no_right(
    store: Municipalities, lia: MunicipalityId, database: Database
) -> None:
    for nobody in ("nobody", "", "\x00", "ø", SERVER):
        with pytest.raises(Invalid):
            await store.give(SERVER, lia, PersonId(nobody), UnitRight.STATISTICS)
    assert not await store.end(SERVER, MunicipalityId("nowhere"), BERIT, UnitRight.STATISTICS)
    assert await logged(database) == ["municipality-added"]


async def test_two_who_give_the_same_at_once_give_it_once(
    store: Municipalities, lia: MunicipalityId, database: Database
) -> None:
    giving = [store.give(SERVER, lia, BERIT, UnitRight.CASE_HANDLER) for _ in range(4)]
    assert sorted(await asyncio.gather(*giving)) == [False, False, False, True]
    assert len(await database.read(lambda connection: rights_of(connection, BERIT))) == 1
