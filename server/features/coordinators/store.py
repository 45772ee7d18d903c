"""Who may coordinate in each municipality, as its unit keeps it."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, literal, or_, select, update

from server.domain import day_bounds
from server.domain.audit import Event
from server.domain.cases.vocabulary import CaseStatus
from server.domain.errors import Invalid, LimitReached, NotNow, Outdated
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.ports.clock import Clock
from server.storage import ledger
from server.storage.cases.tables import cases
from server.storage.counts.day_counts import count_act, day_table
from server.storage.database.database import Database
from server.storage.database.told import may_be_an_id
from server.storage.identity.moving import hold_logins, is_somebody
from server.storage.metadata import persons
from server.storage.municipality.directory import coordinators
from server.storage.municipality.records import municipality_numbered
from server.storage.municipality.rights import require_right

from .answers import Directory, FoundPeople, FoundPerson, ListedCoordinator
from .entries import CoordinatorListed, CoordinatorUnlisted, PersonLookedFor
from .known.store import known
from .rules import MOST_CHANGES_A_DAY, MOST_LISTED, Listing, require_sensible

coordinator_days = day_table("coordinator_days")
PAGE = 100
LISTING = tuple(each.name for each in fields(Listing))


class Coordinators:
    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def page(self, person: PersonId, number: str, after: str | None) -> Directory:
        """By name; ``after``: whom a page ended with. Raises ``NotFound`` without the right."""

        def work(connection: Connection) -> Directory:
            where = _handled_by(connection, person, number)
            rows = connection.execute(_page(where, after)).all()
            found = tuple(_answer(row) for row in rows[:PAGE])
            return Directory(found, found[-1].person if len(rows) > PAGE else None)

        return await self._database.read(work)

    async def keep(self, by: PersonId, number: str, whom: PersonId, version: int, listing: Listing) -> int:
        """The new version. ``version``: as it was read; 0: they are not listed yet.

        Raises ``NotFound`` without the right, ``Invalid``, ``Outdated`` if it was changed meanwhile,
        ``LimitReached``, ``TooManyRequests``.
        """
        require_sensible(listing)

        def work(connection: Connection) -> int:
            hold_logins(connection)
            ledger.hold(connection, ledger.NO_PLAN)  # nobody changes it meanwhile
            where = _handled_by(connection, by, number)
            now = self._clock()
            day_bounds.require(count_act(connection, coordinator_days, by, now), MOST_CHANGES_A_DAY, now)
            if not version and not is_somebody(connection, whom):
                raise Invalid("person: nobody is called that")
            _write(connection, where, whom, version, listing)
            said = json.dumps(asdict(listing), default=str, ensure_ascii=False, sort_keys=True)
            ledger.append(connection, [Event.of(CoordinatorListed(where, whom, version + 1, said), now, by)])
            return version + 1

        return await self._database.write(work)

    async def remove(self, by: PersonId, number: str, whom: PersonId, version: int) -> None:
        """Raises ``NotFound`` without the right, ``NotNow`` ("still-coordinates") while they have cases
        there, ``Outdated``, ``TooManyRequests``.
        """

        def work(connection: Connection) -> None:
            ledger.hold(connection, ledger.NO_PLAN)
            where = _handled_by(connection, by, number)
            now = self._clock()
            day_bounds.require(count_act(connection, coordinator_days, by, now), MOST_CHANGES_A_DAY, now)
            if not may_be_an_id(whom):
                raise Outdated  # as for anybody who is not listed
            if connection.scalar(select(_active(where, literal(whom)))):
                raise NotNow("still-coordinates")
            it = coordinators.c
            theirs = delete(coordinators).where(
                it.municipality_id == where, it.person_id == whom, it.version == version
            )
            if connection.execute(theirs).rowcount != 1:
                raise Outdated
            ledger.append(connection, [Event.of(CoordinatorUnlisted(where, whom, version), now, by)])

        await self._database.write(work)

    async def look_for(self, by: PersonId, number: str, name: str) -> FoundPeople:
        """Who is called exactly that, of those whom ``known`` knows. That it was asked is in the log.

        Raises ``NotFound`` without the right, ``TooManyRequests``.
        """

        def work(connection: Connection) -> FoundPeople:
            where = _handled_by(connection, by, number)
            now = self._clock()
            day_bounds.require(count_act(connection, coordinator_days, by, now), MOST_CHANGES_A_DAY, now)
            found = FoundPeople(
                tuple(FoundPerson(row[0], row[1], row[2]) for row in known(connection, where, name, now))
            )
            said = PersonLookedFor(where, name, " ".join(each.person for each in found.people))
            ledger.append(connection, [Event.of(said, now, by)])
            return found

        return await self._database.write(work)


def _active(where: MunicipalityId, whom: Any) -> Any:
    """How many open cases somebody is appointed in there."""
    it = cases.c
    return (
        select(func.count())
        .where(it.coordinator_id == whom, it.municipality_id == where, it.status == CaseStatus.OPEN.value)
        .scalar_subquery()
    )


def _write(
    connection: Connection, where: MunicipalityId, whom: PersonId, version: int, listing: Listing
) -> None:
    """Raises ``Outdated``, ``LimitReached``."""
    it = coordinators.c
    values = {**asdict(listing), "version": version + 1}
    theirs = and_(it.municipality_id == where, it.person_id == whom)
    if version:
        changed = update(coordinators).where(theirs, it.version == version).values(values)
        if connection.execute(changed).rowcount != 1:
            raise Outdated
        return
    if connection.execute(select(it.version).where(theirs)).first() is not None:
        raise Outdated
    listed = select(func.count()).where(it.municipality_id == where)
    if int(connection.execute(listed).scalar_one()) >= MOST_LISTED:
        raise LimitReached
    connection.execute(insert(coordinators).values(values | {"municipality_id": where, "person_id": whom}))


def _page(where: MunicipalityId, after: str | None) -> Any:
    it = coordinators.c
    active = _active(where, it.person_id).label("active_cases")
    found = select(coordinators, persons.c.name, active).join(persons, persons.c.id == it.person_id)
    found = found.where(it.municipality_id == where).order_by(persons.c.name, persons.c.id).limit(PAGE + 1)
    if after is None:
        return found
    last = after if may_be_an_id(after) else ""
    name = select(persons.c.name).where(persons.c.id == last).scalar_subquery()
    return found.where(or_(persons.c.name > name, and_(persons.c.name == name, persons.c.id > last)))


def _answer(row: Any) -> ListedCoordinator:
    kept = {name: getattr(row, name) for name in LISTING}
    return ListedCoordinator(
        person=row.person_id, name=row.name, active_cases=row.active_cases, version=row.version, **kept
    )


def _handled_by(connection: Connection, person: PersonId, number: str) -> MunicipalityId:
    """Raises ``NotFound`` without the right to handle its cases."""
    found = municipality_numbered(connection, number)
    where = found.id if found else MunicipalityId("")
    require_right(connection, person, where, UnitRight.CASE_HANDLER)
    return where
