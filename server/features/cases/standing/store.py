"""Cases as whoever stands in for their coordinator sees them: as long as the absence (decision 0066)."""

from __future__ import annotations

from sqlalchemy import Connection, not_, select

from server.catalogue.catalogue import Catalogue
from server.domain.cases.records import day_of
from server.domain.cases.vocabulary import Actor, CaseId, CaseStatus
from server.domain.cases.waiting import in_place
from server.domain.plan import PersonId
from server.features.cases.desk.coordinated import StoodInCase, stood_in_case
from server.features.cases.desk.store import PAGE, SeenCase, note_reading
from server.features.cases.rules import rules_on
from server.ports.clock import Clock
from server.storage.cases.about import about
from server.storage.cases.records import stored_case
from server.storage.cases.tables import cases
from server.storage.database.database import Database
from server.storage.database.told import may_be_an_id
from server.storage.municipality.records import municipality, own_catalogue


class StandIns:
    """``standard``: the catalogue of which a municipality's own is made."""

    def __init__(self, database: Database, clock: Clock, standard: Catalogue) -> None:
        self._database, self._clock, self._standard = database, clock, standard

    async def of(self, person: PersonId) -> tuple[StoodInCase, ...]:
        """Those in which they stand in today. That these are read is in the log when this returns."""
        theirs = select(cases.c.id).where(cases.c.substitute_id == person).order_by(cases.c.id).limit(PAGE)
        found = await self._database.read(lambda connection: connection.scalars(theirs).all())

        def work(connection: Connection) -> tuple[StoodInCase, ...]:
            seen = [self.seen(connection, person, CaseId(each)) for each in found]
            for each in (there := [each for each in seen if each is not None]):
                note_reading(connection, person, each.stored.case.id, self._clock())
            return tuple(stood_in_case(each, day_of(self._clock())) for each in there)

        return await self._database.write(work) if found else ()

    def seen(self, connection: Connection, person: PersonId, which: CaseId) -> SeenCase | None:
        """``None`` for a case in which they do not stand in, as for none: after the same statements."""
        asked = which if may_be_an_id(which) else ""
        theirs = cases.c.substitute_id == person, not_(about(connection, person))
        wanted = select(cases.c.id).where(cases.c.id == asked, *theirs)
        stored = stored_case(connection, which) if connection.scalar(wanted) is not None else None
        where = None if stored is None else municipality(connection, stored.municipality)
        if stored is None or where is None:
            return None
        own, today = own_catalogue(connection, where, self._standard), day_of(self._clock())
        case = stored.case
        there = case.case.status is CaseStatus.OPEN and in_place(case, rules_on(own, today), today)
        if not there or case.coordinator.substitute_on(today) != person:
            return None
        return SeenCase(stored, Actor.COORDINATOR, where.name, where.number, own, {}, stands_in=True)
