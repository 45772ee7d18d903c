"""Cases in which somebody of a leader's service is proposed; who leads is read in the same transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, false, func, not_, or_, select

from server.catalogue.catalogue import Catalogue
from server.domain.cases.leaders import asked_for
from server.domain.cases.records import Record, day_of
from server.domain.cases.rules import CaseRules
from server.domain.cases.vocabulary import CaseId, CaseStatus
from server.domain.errors import LimitReached, NotFound
from server.domain.plan import PersonId
from server.domain.unit.names import folded_name
from server.domain.unit.rights import HeldRight, MunicipalityId, UnitRight
from server.features.cases.desk.inbox.store import names_of
from server.features.cases.desk.store import MOST_RECORDS
from server.features.cases.rules import rules_on
from server.ports.clock import Clock
from server.storage.cases.about import about
from server.storage.cases.records import StoredCase, add_record, stored_case, stored_cases
from server.storage.cases.tables import cases
from server.storage.database.database import Database
from server.storage.database.told import may_be_an_id
from server.storage.municipality.directory import coordinators
from server.storage.municipality.records import Municipality, all_municipalities, municipality, own_catalogue
from server.storage.municipality.rights import rights_of

from .rules import AnsweringLeader

PAGE = 50
Judge = Callable[[StoredCase, AnsweringLeader, CaseRules], Record]
Load = Mapping[tuple[MunicipalityId, PersonId], int]


@dataclass(frozen=True, slots=True)
class AskedPage:
    """``active``, ``agreed``: of whom is asked for, how many cases they have there, and how many they may."""

    leads: Sequence[HeldRight]
    cases: Sequence[StoredCase]
    municipalities: Mapping[MunicipalityId, Municipality]
    active: Load
    agreed: Load
    after: str | None


class ReleaseStore:
    """``standard``: the catalogue of which a municipality's own is made."""

    def __init__(self, database: Database, clock: Clock, standard: Catalogue) -> None:
        self._database, self._clock, self._standard = database, clock, standard

    async def page(self, person: PersonId, after: str) -> AskedPage:
        """By id, after that one. Empty for whoever leads nothing."""

        def work(connection: Connection) -> AskedPage:
            leads = _led(connection, person)
            wanted = select(cases.c.id).where(_asking(connection, person, leads), cases.c.id > after)
            found = connection.scalars(wanted.order_by(cases.c.id).limit(PAGE + 1)).all()
            there = stored_cases(connection, [CaseId(each) for each in found[:PAGE]])
            people = {who.person for each in there if (who := asked_for(each.case)) is not None}
            every = {each.id: each for each in all_municipalities(connection)}
            load = _active(connection, people), _agreed(connection, people)
            return AskedPage(leads, there, every, *load, found[PAGE - 1] if len(found) > PAGE else None)

        return await self._database.read(work)

    async def answer(self, person: PersonId, which: CaseId, judge: Judge) -> None:
        """Add what ``judge`` gives. Raises ``NotFound`` for a case that asks nobody of theirs as for none,
        ``LimitReached``, ``Outdated``, and what ``judge`` raises.
        """

        def work(connection: Connection) -> None:
            stored = _asked(connection, person, which)
            if len(stored.records) >= MOST_RECORDS:
                raise LimitReached
            name = names_of(connection, {person})[person]
            rules = self._rules(connection, stored.municipality, now := self._clock())
            add_record(connection, stored, judge(stored, AnsweringLeader(person, name, now), rules))

        await self._database.read(lambda connection: _asked(connection, person, which))
        await self._database.write(work)

    def _rules(self, connection: Connection, which: MunicipalityId, now: datetime) -> CaseRules:
        where = municipality(connection, which)
        own = self._standard if where is None else own_catalogue(connection, where, self._standard)
        return rules_on(own, day_of(now))


def _led(connection: Connection, person: PersonId) -> list[HeldRight]:
    return [each for each in rights_of(connection, person) if each.right is UnitRight.LEADER]


def _asking(connection: Connection, person: PersonId, leads: Sequence[HeldRight]) -> ColumnElement[bool]:
    """That a case asks a leader of one of these services; not one that is about this person."""
    services = [
        and_(
            cases.c.municipality_id == each.municipality,
            cases.c.asks_leader_of == folded_name(each.workplace),
        )
        for each in leads
    ]
    return and_(or_(false(), *services), not_(about(connection, person)))


def _asked(connection: Connection, person: PersonId, which: CaseId) -> StoredCase:
    """Raises ``NotFound``: also where it is they themselves who are proposed."""
    asking = _asking(connection, person, _led(connection, person))
    wanted = select(cases.c.id).where(cases.c.id == (which if may_be_an_id(which) else ""), asking)
    found = connection.scalar(wanted)
    stored = None if found is None else stored_case(connection, which)
    if stored is None or is_theirs(stored, person):
        raise NotFound
    return stored


def is_theirs(stored: StoredCase, person: PersonId) -> bool:
    """Nobody releases themselves."""
    asked = asked_for(stored.case)
    return asked is None or asked.person == person


def _active(connection: Connection, people: set[PersonId]) -> Load:
    of = cases.c.municipality_id, cases.c.coordinator_id
    counted = select(*of, func.count()).where(
        cases.c.coordinator_id.in_(people), cases.c.status == CaseStatus.OPEN.value
    )
    return _by_person(connection.execute(counted.group_by(*of)))


def _agreed(connection: Connection, people: set[PersonId]) -> Load:
    it = coordinators.c
    agreed = select(it.municipality_id, it.person_id, it.most_cases).where(it.person_id.in_(people))
    return _by_person(connection.execute(agreed))


def _by_person(rows: Any) -> Load:
    return {(MunicipalityId(where), PersonId(who)): int(number) for where, who, number in rows}
