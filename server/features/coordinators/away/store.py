"""Coordinators' time off ahead, and what is noted of it in their cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, and_, exists, or_, select

from server.catalogue.catalogue import Catalogue
from server.domain.cases.care_transitions import CoordinatorAbsent
from server.domain.cases.records import day_of
from server.domain.cases.vocabulary import CaseStatus
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.ports.clock import Clock
from server.storage.cases.records import stored_cases
from server.storage.cases.tables import case_records, cases
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
            own = own_catalogue(connection, found, self._standard)
            known = _announced(connection, where, today)
            return absences(known, own.rule("coordinator.absent", on=today).amount, today)

        return await self._database.read(work)


def _announced(connection: Connection, where: MunicipalityId, today: date) -> Iterator[TimeOff]:
    """What is not over, with what is noted in their cases."""
    it = coordinators.c
    ahead = it.away_until >= today, and_(it.away_from.is_not(None), it.away_until.is_(None))
    days = it.away_from, it.away_until, it.substitute
    found = select(it.person_id, persons.c.name, it.workplace, *days)
    found = found.join(persons, persons.c.id == it.person_id)
    for row in connection.execute(found.where(it.municipality_id == where, or_(*ahead))).all():
        theirs = connection.execute(_open(where, row.person_id)).all()
        ever_away = stored_cases(connection, [each.id for each in theirs if each.was_away])
        noted = (each.case.coordinator.absence for each in ever_away)
        yield TimeOff(*row, len(theirs), tuple(each for each in noted if each is not None))


def _open(where: MunicipalityId, person: PersonId) -> Select[Any]:
    """Those they are appointed in there. ``was_away``: somebody was absent in it, ever; the records
    of the others need not be read."""
    it = cases.c
    theirs = it.coordinator_id == person, it.municipality_id == where, it.status == CaseStatus.OPEN.value
    absent = case_records.c.case_id == it.id, case_records.c.action == CoordinatorAbsent.action
    return select(it.id, exists().where(*absent).label("was_away")).where(*theirs)
