"""Which cases a unit's list shows: those that are asked for, and none that is about whoever reads it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, not_, or_, select

from server.catalogue.catalogue import Catalogue
from server.domain.cases.vocabulary import CaseStatus, Means, Thing
from server.domain.plan import PersonId
from server.domain.unit.names import folded_name
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.storage.cases.about import about
from server.storage.cases.records import StoredCase, barred, stored_cases
from server.storage.cases.tables import cases
from server.storage.database.database import Database
from server.storage.database.told import may_be_an_id
from server.storage.metadata import persons
from server.storage.municipality.records import Municipality, municipality_numbered, own_catalogue
from server.storage.municipality.rights import holders, require_right

PAGE = 50
WAITING = (CaseStatus.REPORTED.value, CaseStatus.CLARIFYING.value)


class Age(StrEnum):
    """``FRESH``: for the unit's cycle at most; ``AGING``: until an answer is due; ``LATE``: longer."""

    FRESH = "fresh"
    AGING = "aging"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class WantedCases:
    """All of it holds of each case. ``after``: after that day and id, oldest first.

    ``unasked``: their consent is not checked. ``handler``: "" for nobody's. ``name``: a part of it.
    """

    statuses: tuple[str, ...] = WAITING
    after: tuple[date, str] | None = None
    age: Age | None = None
    means: Means | None = None
    thing: Thing | None = None
    unasked: bool = False
    protected: bool = False
    handler: str | None = None
    coordinator: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """The first days on which a case that waits is ``FRESH``, and ``AGING``."""

    fresh: date
    aging: date

    def of(self, age: Age) -> ColumnElement[bool]:
        received = cases.c.received
        if age is Age.FRESH:
            return received >= self.fresh
        return received < self.aging if age is Age.LATE else received.between(self.aging, self._before())

    def _before(self) -> date:
        return self.fresh - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class CasesPage:
    """``ages``: how many wait, by ``Age``."""

    where: MunicipalityId
    cases: Sequence[StoredCase]
    catalogue: Catalogue
    names: Mapping[PersonId, str]
    ages: tuple[int, int, int]
    more: bool


class CaseLists:
    """``standard``: the catalogue of which a municipality's own is made."""

    def __init__(self, database: Database, standard: Catalogue) -> None:
        self._database, self._standard = database, standard

    async def page(
        self, person: PersonId, number: str, wanted: WantedCases, bounds: Callable[[Catalogue], Bounds]
    ) -> CasesPage:
        """Raises ``NotFound`` without the right to handle cases there."""

        def work(connection: Connection) -> CasesPage:
            where = _handled_by(connection, person, number)
            own, mine = own_catalogue(connection, where, self._standard), about(connection, person)
            ends = bounds(own)
            found = found_page(connection, where.id, wanted, mine, ends)
            page = stored_cases(connection, found[:PAGE])
            named = names_of(connection, {each.case.case.handler for each in page})
            counted = ages(connection, where.id, mine, ends)
            return CasesPage(where.id, page, own, named, counted, len(found) > PAGE)

        return await self._database.read(work)

    async def handlers(self, person: PersonId, number: str) -> list[tuple[PersonId, str]]:
        """Who handles cases there, by name. Raises ``NotFound`` for whoever does not."""

        def work(connection: Connection) -> list[tuple[PersonId, str]]:
            held = holders(connection, _handled_by(connection, person, number).id)
            handlers = {each.person for each in held if each.right is UnitRight.CASE_HANDLER}
            return sorted(names_of(connection, handlers).items(), key=lambda each: each[1])

        return await self._database.read(work)


def _handled_by(connection: Connection, person: PersonId, number: str) -> Municipality:
    """Raises ``NotFound`` without the right to handle its cases."""
    where = municipality_numbered(connection, number)
    require_right(connection, person, where.id if where else MunicipalityId(""), UnitRight.CASE_HANDLER)
    assert where is not None
    return where


def names_of(connection: Connection, people: Collection[PersonId | None]) -> dict[PersonId, str]:
    asked = {each for each in people if each is not None and may_be_an_id(each)}
    found = select(persons.c.id, persons.c.name).where(persons.c.id.in_(asked))
    return {row.id: row.name for row in connection.execute(found)}


def found_page(
    connection: Connection,
    where: MunicipalityId,
    wanted: WantedCases,
    mine: ColumnElement[bool],
    bounds: Bounds,
) -> list[Any]:
    """One more id than a page, where there are more."""
    found = select(cases.c.id).where(
        cases.c.municipality_id == where, not_(mine), cases.c.received.is_not(None)
    )
    page = found.where(*_filters(wanted, bounds)).order_by(cases.c.received, cases.c.id).limit(PAGE + 1)
    return list(connection.execute(page).scalars())


def _filters(wanted: WantedCases, bounds: Bounds) -> Iterator[ColumnElement[bool]]:
    yield cases.c.status.in_(wanted.statuses)
    if wanted.after is not None:
        day, last = wanted.after
        yield or_(cases.c.received > day, and_(cases.c.received == day, cases.c.id > last))
    if wanted.age is not None:
        yield bounds.of(wanted.age)
    if wanted.means is not None:
        yield cases.c.means == wanted.means.value
    if wanted.thing is not None:
        yield cases.c.asked.contains(barred(wanted.thing))
    if wanted.unasked:
        yield not_(cases.c.consent_checked)
    if wanted.protected:
        yield cases.c.protected
    yield from _people(wanted)


def _people(wanted: WantedCases) -> Iterator[ColumnElement[bool]]:
    if wanted.handler is not None:
        yield cases.c.handler_id == wanted.handler if wanted.handler else cases.c.handler_id.is_(None)
    if wanted.coordinator is not None:
        yield cases.c.coordinator_id == wanted.coordinator
    if wanted.name.strip():
        yield cases.c.name.contains(folded_name(wanted.name), autoescape=True)


def ages(
    connection: Connection, where: MunicipalityId, mine: ColumnElement[bool], bounds: Bounds
) -> tuple[int, int, int]:
    """How many wait, by ``Age``."""
    received = cases.c.received
    bucket = case((received >= bounds.fresh, 0), (received >= bounds.aging, 1), else_=2)
    counted = select(bucket, func.count()).where(
        cases.c.municipality_id == where, cases.c.status.in_(WAITING), not_(mine)
    )
    found = {row[0]: row[1] for row in connection.execute(counted.group_by(bucket))}
    return found.get(0, 0), found.get(1, 0), found.get(2, 0)
