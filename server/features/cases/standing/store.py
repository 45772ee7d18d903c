"""Cases as whoever stands in for their coordinator sees them: as long as the absence (decision 0066)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy import Connection, Select, not_, select

from server.catalogue.catalogue import Catalogue
from server.domain.cases.records import day_of
from server.domain.cases.vocabulary import Actor, CaseId, CaseStatus
from server.domain.cases.waiting import coordinating
from server.domain.plan import PersonId
from server.features.cases.desk.coordinated import StoodInCase, stood_in_case
from server.features.cases.desk.noting.store import note_reading
from server.features.cases.desk.store import PAGE, SeenCase
from server.features.cases.rules import rules_on
from server.ports.clock import Clock
from server.storage.cases.about import about
from server.storage.cases.records import stored_case
from server.storage.cases.tables import cases
from server.storage.database.database import Database
from server.storage.database.told import may_be_an_id
from server.storage.municipality.records import municipality, own_catalogue

MOST_PAGES = 20
"""Of open cases whose coordinator has not come back: more of them than anybody is let stand in for."""


class StandIns:
    """``standard``: the catalogue of which a municipality's own is made."""

    def __init__(self, database: Database, clock: Clock, standard: Catalogue) -> None:
        self._database, self._clock, self._standard = database, clock, standard

    async def of(self, person: PersonId) -> tuple[StoodInCase, ...]:
        """Those in which they stand in today. That these are read is in the log when this returns; whoever
        stands in nowhere waits for no writer."""
        now, after = self._clock(), ""
        there: list[StoodInCase] = []
        for _ in range(MOST_PAGES):
            asked = partial(self._page, person=person, after=after, today=day_of(now))
            found, some = await self._database.read(asked)
            there += some
            if len(found) < PAGE:
                break
            after = found[-1]

        def work(connection: Connection) -> None:
            for each in there:
                note_reading(connection, person, CaseId(each.id), now)

        if there:
            await self._database.write(work)
        return tuple(there)

    def seen(self, connection: Connection, person: PersonId, which: CaseId) -> SeenCase | None:
        """``None`` for a case in which they do not stand in, as for none: after the same statements."""
        return self._seen(connection, person, which, day_of(self._clock()))

    def _page(
        self, connection: Connection, person: PersonId, after: str, today: date
    ) -> tuple[Sequence[str], list[StoodInCase]]:
        """The cases that are looked at after that id, and those of them in which they stand in."""
        wanted = _let_stand_in(connection, person).where(cases.c.id > after).order_by(cases.c.id).limit(PAGE)
        found = connection.scalars(wanted).all()
        seen = (self._seen(connection, person, CaseId(each), today) for each in found)
        return found, [stood_in_case(each, today) for each in seen if each is not None]

    def _seen(self, connection: Connection, person: PersonId, which: CaseId, today: date) -> SeenCase | None:
        asked = which if may_be_an_id(which) else ""
        wanted = _let_stand_in(connection, person).where(cases.c.id == asked)
        stored = stored_case(connection, which) if connection.scalar(wanted) is not None else None
        where = None if stored is None else municipality(connection, stored.municipality)
        if stored is None or where is None:
            return None
        own, case = own_catalogue(connection, where, self._standard), stored.case
        there = coordinating(case, rules_on(own, today), today) is not None
        if not there or case.coordinator.substitute_on(today) != person:
            return None
        return SeenCase(stored, Actor.COORDINATOR, where.name, where.number, own, {}, stands_in=True)


def _let_stand_in(connection: Connection, person: PersonId) -> Select[Any]:
    """Whether it lasts, the records say: what is kept of it stays when the last day is over."""
    theirs = cases.c.substitute_id == person, not_(about(connection, person))
    return select(cases.c.id).where(*theirs, cases.c.status == CaseStatus.OPEN.value)
