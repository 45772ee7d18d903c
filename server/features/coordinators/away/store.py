"""Coordinators' time off ahead, and how many of their cases somebody stands in for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from server.catalogue.catalogue import Catalogue
from server.domain.cases.records import day_of
from server.domain.cases.vocabulary import CaseStatus
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.ports.clock import Clock
from server.storage.cases.tables import cases
from server.storage.database.database import Database
from server.storage.metadata import persons
from server.storage.municipality.directory import coordinators
from server.storage.municipality.records import municipality_numbered, own_catalogue
from server.storage.municipality.rights import require_right

from .rules import AnnouncedAbsence, TimeOff, absences


class Away:
    """``standard``: the catalogue of which a municipality's own is made."""

    def __init__(self, database: Database, clock: Clock, standard: Catalogue) -> None:
        self._database, self._clock, self._standard = database, clock, standard

    async def ahead(self, person: PersonId, number: str) -> tuple[AnnouncedAbsence, ...]:
        """Raises ``NotFound`` without the right to handle its cases."""

        def work(connection: Connection) -> tuple[AnnouncedAbsence, ...]:
            found = municipality_numbered(connection, number)
            where = found.id if found else MunicipalityId("")
            require_right(connection, person, where, UnitRight.CASE_HANDLER)
            if found is None:
                return ()
            today = day_of(self._clock())
            known = [TimeOff(*row) for row in connection.execute(_announced(where))]
            own = own_catalogue(connection, found, self._standard)
            return absences(known, own.rule("coordinator.absent", on=today).amount, today)

        return await self._database.read(work)


def _announced(where: MunicipalityId) -> Select[Any]:
    """In the order of the fields of ``TimeOff``."""
    it = coordinators.c
    said = or_(it.away_from.is_not(None), it.away_until.is_not(None))
    days = it.away_from, it.away_until, it.substitute
    counted = _open(where), _open(where, cases.c.substitute_id.is_not(None))
    found = select(it.person_id, persons.c.name, it.workplace, *days, *counted)
    return found.join(persons, persons.c.id == it.person_id).where(it.municipality_id == where, said)


def _open(where: MunicipalityId, *more: Any) -> Any:
    """How many open cases they are appointed in there."""
    it = cases.c
    theirs = it.coordinator_id == coordinators.c.person_id, it.municipality_id == where
    counted = select(func.count()).where(*theirs, it.status == CaseStatus.OPEN.value, *more)
    return counted.correlate(coordinators).scalar_subquery()
