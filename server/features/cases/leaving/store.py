"""Who of a municipality's directory may take over, and whether whoever asks may hand over there."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection

from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.storage.database.database import Database
from server.storage.municipality.directory import listed_in
from server.storage.municipality.records import municipality_numbered
from server.storage.municipality.rights import require_right

from .rules import Successor


class Successors:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(
        self, person: PersonId, number: str, people: Collection[str]
    ) -> tuple[MunicipalityId, Mapping[PersonId, Successor]]:
        """Those of ``people`` who are listed. Raises ``NotFound`` without the right to handle its cases."""

        def work(connection: Connection) -> tuple[MunicipalityId, Mapping[PersonId, Successor]]:
            found = municipality_numbered(connection, number)
            where = found.id if found else MunicipalityId("")
            require_right(connection, person, where, UnitRight.CASE_HANDLER)
            listed = listed_in(connection, where, people)
            return where, {
                who: Successor(who, row.name, row.workplace, row.trained_on is not None)
                for who, row in listed.items()
            }

        return await self._database.read(work)
