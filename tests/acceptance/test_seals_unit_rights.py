"""A right in a unit that nobody gave is found, on each database."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from server.domain.plan import SERVER, PersonId
from server.domain.seals import SealingKey
from server.domain.unit.rights import UnitRight
from server.features.municipalities.store import Municipalities
from server.storage.database.database import Database
from server.storage.founding import found_plan
from server.storage.seals.keys import SealingKeys
from tests.acceptance.founding import OWNER, Clock, small_plan
from tests.support.models.sealed_plans import Sealing
from tests.unit.features.fakes import CountedChance

BERIT = PersonId("berit")


@pytest.fixture
async def sealing(url: str, tmp_path: Path) -> AsyncIterator[Sealing]:
    """Berit is a case handler; Kari, who was one, counts."""
    database = await Database.open(url)
    await found_plan(database, small_plan())
    store = Municipalities(database, Clock(), CountedChance())
    lia = await store.add(SERVER, "9901", "Lia kommune")
    assert lia is not None
    await store.give(SERVER, lia.id, BERIT, UnitRight.CASE_HANDLER)  # id-2
    await store.give(BERIT, lia.id, OWNER, UnitRight.CASE_HANDLER)  # id-3
    await store.end(BERIT, lia.id, OWNER, UnitRight.CASE_HANDLER)
    await store.give(BERIT, lia.id, OWNER, UnitRight.STATISTICS)  # id-4
    await store.give(BERIT, lia.id, OWNER, UnitRight.LEADER, "Skolen")  # id-5
    sealing = Sealing(database, SealingKeys(SealingKey.of("the key of these tests")), tmp_path)
    await sealing.seal()
    yield sealing
    await database.close()


GIVE = (
    'INSERT INTO unit_rights (id, municipality_id, person_id, "right", workplace, given_at, given_by)'
    " SELECT 'x', municipality_id, 'teacher', 'case-handler', '', given_at, {} FROM unit_rights"
    " WHERE id = 'id-2'"
)
TAMPERING = {
    GIVE.format("'berit'"): "unit right x was added beside the log",
    GIVE.format("NULL"): "unit right x was added beside the log",  # as if it had been carried over
    "UPDATE unit_rights SET ended_at = NULL WHERE id = 'id-3'": "unit right id-3 was changed",
    "UPDATE unit_rights SET \"right\" = 'case-handler' WHERE id = 'id-4'": "unit right id-4 was changed",
    "UPDATE unit_rights SET person_id = 'teacher' WHERE id = 'id-2'": "unit right id-2 was changed",
    "UPDATE unit_rights SET workplace = 'Helse' WHERE id = 'id-5'": "unit right id-5 was changed",
    "DELETE FROM unit_rights WHERE id = 'id-3'": "unit right id-3 is missing",
}


@pytest.mark.rule("P8")
async def test_what_was_changed_in_rights_is_named(sealing: Sealing) -> None:
    assert await sealing.wrong() == []
    for statement, wrong in TAMPERING.items():
        rows = await sealing.database.read(rows_of)
        await run(sealing.database, statement)
        assert await sealing.wrong() == [f"logins: {wrong}"], statement
        await put_back(sealing.database, rows)
    assert await sealing.wrong() == []


async def test_a_right_that_was_carried_over_needs_no_entry(sealing: Sealing) -> None:
    """It follows from what is sealed about the person."""
    await run(sealing.database, "UPDATE persons SET coordinating_unit = TRUE WHERE id = 'teacher'")
    await run(sealing.database, GIVE.format("NULL"))
    assert await sealing.wrong() == ["person teacher was changed"]


def rows_of(connection: Connection) -> list[dict[str, object]]:
    return [dict(row) for row in connection.execute(text("SELECT * FROM unit_rights")).mappings()]


async def run(database: Database, statement: str) -> None:
    await database.write(lambda connection: connection.execute(text(statement)) and None)


async def put_back(database: Database, rows: list[dict[str, object]]) -> None:
    columns = ", ".join(f'"{name}"' for name in rows[0])
    values = ", ".join(f":{name}" for name in rows[0])
    await run(database, "DELETE FROM unit_rights")
    insert = text(f"INSERT INTO unit_rights ({columns}) VALUES ({values})")
    await database.write(lambda connection: connection.execute(insert, rows) and None)
