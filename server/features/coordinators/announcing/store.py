"""Coordinators' own time off, as they say it themselves and their unit keeps it (decision 0072)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select, update

from server.domain import day_bounds
from server.domain.audit import Event
from server.domain.errors import NotFound, Outdated
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId
from server.features.coordinators.entries import TimeOffSaid
from server.features.coordinators.rules import MOST_SAID_A_DAY, require_days_in_order
from server.features.coordinators.store import coordinator_days
from server.ports.clock import Clock
from server.storage import ledger
from server.storage.counts.day_counts import count_act
from server.storage.database.database import Database
from server.storage.municipality.directory import coordinators
from server.storage.municipality.records import municipality_numbered
from server.storage.municipality.tables import municipalities


@dataclass(frozen=True, slots=True)
class OwnTimeOff:
    """``municipality``: its number. ``until``: the last day. ``substitute``: as the unit has written it down.
    ``version``: what a change names."""

    municipality: str
    name: str
    since: date | None
    until: date | None
    substitute: str
    version: int


class TimeOffAnnouncing:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def own(self, person: PersonId) -> tuple[OwnTimeOff, ...]:
        """Where a unit lists them, by its name."""
        it, where = coordinators.c, municipalities.c
        days = it.away_from, it.away_until, it.substitute, it.version
        listed = select(where.number, where.name, *days).join(municipalities, where.id == it.municipality_id)
        wanted = listed.where(it.person_id == person).order_by(where.name, where.number)
        rows = await self._database.read(lambda connection: connection.execute(wanted).all())
        return tuple(OwnTimeOff(*row) for row in rows)

    async def announce(
        self, person: PersonId, number: str, version: int, since: date | None, until: date | None
    ) -> int:
        """The new version of what the unit keeps of them. Both days ``None``: they are not to be away.

        Raises ``Invalid``, ``NotFound`` where no unit lists them, ``Outdated``, ``TooManyRequests``.
        """
        require_days_in_order(since, until)

        def work(connection: Connection) -> int:
            ledger.hold(connection, ledger.NO_PLAN)  # nobody changes it meanwhile
            found, now, it = municipality_numbered(connection, number), self._clock(), coordinators.c
            where = found.id if found else MunicipalityId("")
            theirs = it.municipality_id == where, it.person_id == person
            kept = connection.scalar(select(it.version).where(*theirs))
            if kept is None:
                raise NotFound
            day_bounds.require(count_act(connection, coordinator_days, person, now), MOST_SAID_A_DAY, now)
            if kept != version:
                raise Outdated
            days = {"away_from": since, "away_until": until, "version": version + 1}
            connection.execute(update(coordinators).where(*theirs).values(days))
            said = TimeOffSaid(where, version + 1, str(since or ""), str(until or ""))
            ledger.append(connection, [Event.of(said, now, person)])
            return version + 1

        return await self._database.write(work)
