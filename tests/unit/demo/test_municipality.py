from __future__ import annotations

import pytest

from server.demo.municipality import found_municipality
from server.domain.plan import PersonId
from server.domain.unit.rights import UnitRight
from server.features.municipalities.store import Municipalities
from server.storage.database.database import Database
from server.storage.persons import Person
from tests.unit.features.fakes import CountedChance, SetClock


@pytest.mark.rule(15)
async def test_the_demo_has_one_municipality_and_one_case_handler(database: Database) -> None:
    store = Municipalities(database, SetClock(), CountedChance())
    unit = Person(PersonId("unit"), "Torunn", demo_key="unit")
    founded = {await found_municipality(database, store, unit) for _ in range(2)}
    (only,) = await store.all()
    assert founded == {only.id}
    assert [(each.name, each.held.right) for each in await store.holders(only.id)] == [
        ("Torunn", UnitRight.CASE_HANDLER)
    ]
