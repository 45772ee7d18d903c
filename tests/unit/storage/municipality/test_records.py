from __future__ import annotations

from server.domain.audit import Event
from server.domain.plan import SERVER
from server.domain.unit.rights import MunicipalityId
from server.storage.database.database import Database
from server.storage.municipality.records import Municipality, add_municipality, municipality
from tests.acceptance.founding import NOW

LIA = Municipality(MunicipalityId("lia"), "9901", "Lia kommune", {"words": {"nb": "vedtak"}}, 1, NOW)
ADDED = Event(NOW, SERVER, "municipality-added")


async def test_a_municipality_comes_back_as_it_was_added(database: Database) -> None:
    assert await database.write(lambda connection: add_municipality(connection, LIA, ADDED))
    assert await database.read(lambda connection: municipality(connection, LIA.id)) == LIA
    for nowhere in ("berg", "", "\x00", "ø"):
        assert (
            await database.read(lambda c, n=nowhere: municipality(c, MunicipalityId(n))) is None  # type: ignore[misc]
        )
