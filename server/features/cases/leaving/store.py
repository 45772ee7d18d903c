"""Who of a municipality's directory may take over, and whether whoever asks may hand over there."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from server.domain.plan import PersonId
from server.domain.unit.rights import HeldRight, MunicipalityId, UnitRight
from server.storage.database.database import Database
from server.storage.municipality.directory import listed_in
from server.storage.municipality.records import municipality_numbered
from server.storage.municipality.rights import leaders_in, require_right

from .rules import Successor


@dataclass(frozen=True, slots=True)
class FoundSuccessors:
    """``listed``: those asked for who are in the directory. ``leaders``: whoever leads a service there."""

    municipality: MunicipalityId
    listed: Mapping[PersonId, Successor]
    leaders: Sequence[HeldRight]


class Successors:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, person: PersonId, number: str, people: Collection[str]) -> FoundSuccessors:
        """Raises ``NotFound`` without the right to handle the municipality's cases."""

        def work(connection: Connection) -> FoundSuccessors:
            found = municipality_numbered(connection, number)
            where = found.id if found else MunicipalityId("")
            require_right(connection, person, where, UnitRight.CASE_HANDLER)
            listed = {
                who: Successor(who, row.name, row.workplace, row.trained_on is not None, row.service)
                for who, row in listed_in(connection, where, people).items()
            }
            return FoundSuccessors(where, listed, leaders_in(connection, where))

        return await self._database.read(work)
