"""Municipalities and the rights in their units, with their entries in the access log."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from server.domain import day_bounds
from server.domain.audit import Event
from server.domain.errors import Exists, Invalid, LimitReached, NotFound, Outdated
from server.domain.plan import SERVER, PersonId
from server.domain.unit.rights import HeldRight, MunicipalityId, UnitRight, UnitRightId
from server.ports.clock import Clock
from server.ports.randomness import Chance
from server.storage import ledger
from server.storage.counts.day_counts import count_act, day_table
from server.storage.database.database import Database
from server.storage.identity.moving import hold_logins, is_somebody
from server.storage.metadata import persons
from server.storage.municipality import records, rights
from server.storage.municipality.records import Municipality
from server.storage.municipality.tables import municipalities, municipality_texts

from .entries import MunicipalityAdded, OwnTextChanged, SettingsChanged, UnitRightEnded, UnitRightGiven


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a right in a unit."""

    held: HeldRight
    name: str


@dataclass(frozen=True, slots=True)
class Own:
    """A municipality with the texts it says in its own words, by key and language."""

    municipality: Municipality
    texts: Mapping[tuple[str, str], str]


municipality_days = day_table("municipality_days")
MOST_CHANGES_A_DAY = 500
"""Of settings, texts and leaders, by one case handler."""
MOST_LEADERS = 500
"""In one municipality: each of their services has one or a few."""
Allowed = Callable[[Connection], None]
"""Asked inside the transaction. Raises ``NotFound``."""


def anybody(_: Connection) -> None:
    """Whoever has the command line; and what everybody may read."""


def case_handler(person: PersonId, where: MunicipalityId) -> Allowed:
    return lambda connection: rights.require_right(connection, person, where, UnitRight.CASE_HANDLER)


class Municipalities:
    """``by`` is who does it: ``SERVER`` stands for whoever has the command line."""

    def __init__(self, database: Database, clock: Clock, chance: Chance) -> None:
        self._database, self._clock, self._chance = database, clock, chance

    async def all(self) -> Sequence[Municipality]:
        """By name."""
        return await self._database.read(records.all_municipalities)

    async def numbered(self, number: str) -> Municipality | None:
        return await self._database.read(lambda connection: records.municipality_numbered(connection, number))

    async def own(self, where: MunicipalityId, allowed: Allowed = anybody) -> Own:
        """Raises ``NotFound``, also what ``allowed`` raises."""

        def work(connection: Connection) -> Own:
            allowed(connection)
            found = records.municipality(connection, where)
            if found is None:
                raise NotFound
            return Own(found, records.own_texts(connection, where))

        return await self._database.read(work)

    async def add(self, by: PersonId, number: str, name: str) -> Municipality | None:
        """With the usual settings; ``None`` if there is one of that number."""
        now = self._clock()
        new = Municipality(MunicipalityId(self._chance.id()), number, name, {}, 1, now)
        event = Event.of(MunicipalityAdded(new.id, number, name), now, by)
        added = await self._database.write(
            lambda connection: records.add_municipality(connection, new, event)
        )
        return new if added else None

    async def change(
        self, by: PersonId, it: Municipality, settings: Mapping[str, Any], allowed: Allowed
    ) -> int:
        """``it``: as it was read, with another number or name where that is to change. Its new version.

        Raises ``NotFound``, ``Exists`` for a number that is another one's, and ``Outdated`` if it has been
        changed since it was read.
        """
        now, written = self._clock(), json.dumps(settings, ensure_ascii=False, sort_keys=True)
        version = it.version + 1
        event = Event.of(SettingsChanged(it.id, version, it.number, it.name, written), now, by)

        def work(connection: Connection) -> int:
            ledger.hold(connection, ledger.NO_PLAN)  # nobody changes it meanwhile
            allowed(connection)
            _count(connection, by, now)
            other = records.municipality_numbered(connection, it.number)
            if other is not None and other.id != it.id:
                raise Exists
            as_read = (municipalities.c.id == it.id) & (municipalities.c.version == it.version)
            values = {"number": it.number, "name": it.name, "settings": dict(settings), "version": version}
            if not connection.execute(update(municipalities).where(as_read).values(**values)).rowcount:
                raise Outdated
            ledger.append(connection, [event])
            return version

        return await self._database.write(work)

    async def say(
        self, by: PersonId, where: MunicipalityId, key: str, language: str, text: str, allowed: Allowed
    ) -> None:
        """In its own words; "": as it is usual. Raises ``NotFound``."""
        now, it = self._clock(), municipality_texts.c
        event = Event.of(OwnTextChanged(where, key, language, text), now, by)
        there = (it.municipality_id == where) & (it.key == key) & (it.language == language)

        def work(connection: Connection) -> None:
            ledger.hold(connection, ledger.NO_PLAN)
            allowed(connection)
            _count(connection, by, now)
            before = connection.scalar(select(it.text).where(there)) or ""
            if before == text:
                return
            connection.execute(delete(municipality_texts).where(there))
            values = {"municipality_id": where, "key": key, "language": language, "text": text}
            if text:
                connection.execute(insert(municipality_texts).values(**values, changed_by=by, changed_at=now))
            ledger.append(connection, [event])

        await self._database.write(work)

    # -- rights ---------------------------------------------------------------------------------------

    async def units_of(self, person: PersonId) -> Sequence[tuple[Municipality, UnitRight]]:
        """The rights that ``person`` holds, with the municipality of each."""

        def work(connection: Connection) -> list[tuple[Municipality, UnitRight]]:
            held = rights.rights_of(connection, person)
            every = {each.id: each for each in records.all_municipalities(connection)} if held else {}
            return [(every[each.municipality], each.right) for each in held]

        return await self._database.read(work)

    async def give(
        self,
        by: PersonId,
        where: MunicipalityId,
        person: PersonId,
        right: UnitRight,
        workplace: str = "",
        allowed: Allowed = anybody,
    ) -> bool:
        """``False`` if the person holds it already. ``workplace``: of a leader.

        Raises what ``allowed`` raises, ``Invalid`` if there is no such person, ``LimitReached``,
        ``TooManyRequests``.
        """
        now = self._clock()
        place = " ".join(workplace.split())
        held = HeldRight(UnitRightId(self._chance.id()), where, person, right, now, by, workplace=place)
        event = Event.of(UnitRightGiven.of(held), now, by)

        def work(connection: Connection) -> bool:
            hold_logins(connection)
            ledger.hold(connection, ledger.NO_PLAN)  # nobody gives another one meanwhile
            allowed(connection)
            _count(connection, by, now)
            if not is_somebody(connection, person):
                raise Invalid("person: nobody is called that")
            if right is UnitRight.LEADER and len(rights.leaders_in(connection, where)) >= MOST_LEADERS:
                raise LimitReached
            return rights.give(connection, held, event)

        return await self._database.write(work)

    async def end(
        self,
        by: PersonId,
        where: MunicipalityId,
        person: PersonId,
        right: UnitRight,
        workplace: str = "",
        allowed: Allowed = anybody,
    ) -> bool:
        """``False`` if the person does not hold it. Raises what ``allowed`` raises, ``TooManyRequests``."""
        now = self._clock()

        def work(connection: Connection) -> bool:
            ledger.hold(connection, ledger.NO_PLAN)
            allowed(connection)
            _count(connection, by, now)
            found = rights.held_by(connection, person, where, right, workplace)
            if found is None:
                return False
            ended = replace(found, ended_at=now, ended_by=by)
            rights.end(connection, ended, Event.of(UnitRightEnded.of(ended), now, by))
            return True

        return await self._database.write(work)

    async def holders(self, where: MunicipalityId, allowed: Allowed = anybody) -> Sequence[Holder]:
        """Oldest first. Raises what ``allowed`` raises."""

        def work(connection: Connection) -> Sequence[Holder]:
            allowed(connection)
            return _holders(connection, where)

        return await self._database.read(work)


def _count(connection: Connection, by: PersonId, now: datetime) -> None:
    """Raises ``TooManyRequests``. Whoever has the command line is not counted."""
    if by != SERVER:
        day_bounds.require(count_act(connection, municipality_days, by, now), MOST_CHANGES_A_DAY, now)


def _holders(connection: Connection, where: MunicipalityId) -> list[Holder]:
    held = rights.holders(connection, where)
    asked = select(persons.c.id, persons.c.name).where(persons.c.id.in_({each.person for each in held}))
    names = {row.id: row.name for row in connection.execute(asked)}
    return [Holder(each, names[each.person]) for each in held]
