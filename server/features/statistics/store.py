"""Counts as a unit reads them; who may, is read in the same transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, func, insert, not_, null, or_, select

from server.catalogue.catalogue import Catalogue
from server.domain.audit import Event
from server.domain.cases.vocabulary import CaseId
from server.domain.counts.definitions import COUNTS, Wanted
from server.domain.counts.tables import Chosen, Tallied
from server.domain.errors import Exists, NotFound
from server.domain.plan import PersonId
from server.domain.unit.rights import COUNTING, MunicipalityId, UnitRight
from server.storage import ledger
from server.storage.cases.about import about
from server.storage.cases.counts import count_uncounted, is_uncounted
from server.storage.cases.records import StoredCase, stored_cases
from server.storage.cases.tables import case_counts, cases
from server.storage.complaints.counts import tallied_complaints
from server.storage.counts.months import plans_now, plans_then
from server.storage.database.database import Database
from server.storage.municipality.records import Municipality, municipality_numbered, own_catalogue
from server.storage.municipality.rights import rights_in

from .entries import YearFrozen
from .periods import Period
from .tables import YearReport, as_year_report, year_reports

PAGE = 50
COUNTED_AT_ONCE = 100
C = case_counts.c
EVENTS = tuple(count.key for count in COUNTS if count.event is not None)
ENDED_ON = case((C.origin.is_(None), null()), else_=C.since).label("on")


@dataclass(frozen=True, slots=True)
class Unit:
    """A municipality as somebody of its unit sees it. ``full``: they handle its cases."""

    municipality: Municipality
    catalogue: Catalogue
    full: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """``of_plans``: whether what stands in plans was counted at the end of the period."""

    unit: Unit
    rows: Sequence[Tallied]
    of_plans: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """Which cases are listed. ``any_of``: each a count, its values (all where empty) and its origins."""

    period: Period
    any_of: Sequence[Wanted]
    chosen: Chosen
    after: tuple[date, str] | None = None


class CountStore:
    """``standard``: the catalogue of which a municipality's own is made."""

    def __init__(self, database: Database, standard: Catalogue) -> None:
        self._database, self._standard = database, standard

    async def unit(self, person: PersonId, number: str, rights: frozenset[UnitRight] = COUNTING) -> Unit:
        """Raises ``NotFound`` without any of ``rights``. Its cases are counted when this returns."""

        def work(connection: Connection) -> tuple[Unit, bool]:
            unit = self._unit(connection, person, number, rights)
            return unit, is_uncounted(connection, unit.municipality.id)

        unit, uncounted = await self._database.read(work)
        where = unit.municipality.id
        while uncounted:
            uncounted = await self._database.write(lambda c: count_uncounted(c, where, COUNTED_AT_ONCE))
        return unit

    async def tallied(self, person: PersonId, number: str, period: Period, *, by_case: bool = False) -> Tally:
        """``by_case``: events of each case by themselves. Raises ``NotFound``."""

        def work(connection: Connection) -> Tally:
            unit = self._unit(connection, person, number, COUNTING)
            where = unit.municipality.id
            asked = _states(where, period), _events(where, period, by_case=by_case)
            rows = [row for each in asked for row in _rows(connection, each)]
            of_age = unit.catalogue.rule("age.majority", on=period.as_of).amount
            rows += tallied_complaints(connection, where, period.first, period.as_of, of_age)
            of_plans = _of_plans(connection, unit, period)
            return Tally(unit, [*rows, *(of_plans or ())], of_plans is not None)

        return await self._database.read(work)

    async def behind(
        self, person: PersonId, number: str, behind: Listed
    ) -> tuple[list[StoredCase], dict[str, set[str]], bool]:
        """A page of the cases, what each counts for among those asked about, and whether there are more.

        Raises ``NotFound`` for whoever does not handle cases there.
        """

        def work(connection: Connection) -> tuple[list[StoredCase], dict[str, set[str]], bool]:
            unit = self._unit(connection, person, number, HANDLING)
            where = unit.municipality.id
            found = [
                CaseId(each)
                for each in connection.execute(_page(where, about(connection, person), behind)).scalars()
            ]
            page = found[:PAGE]
            return stored_cases(connection, page), _kinds(connection, where, page, behind), len(found) > PAGE

        return await self._database.read(work)

    async def years(self, person: PersonId, number: str) -> tuple[Unit, list[YearReport]]:
        """Newest first. Raises ``NotFound``."""

        def work(connection: Connection) -> tuple[Unit, list[YearReport]]:
            unit = self._unit(connection, person, number, COUNTING)
            found = select(year_reports).where(year_reports.c.municipality_id == unit.municipality.id)
            rows = connection.execute(found.order_by(year_reports.c.year.desc()))
            return unit, [as_year_report(row) for row in rows]

        return await self._database.read(work)

    async def plans_counted(self, person: PersonId, number: str, days: Collection[date]) -> set[date]:
        """At the end of which of ``days`` what stands in plans was counted. Raises ``NotFound``."""

        def work(connection: Connection) -> set[date]:
            unit = self._unit(connection, person, number, COUNTING)
            return {day for day in days if plans_then(connection, unit.municipality.id, day) is not None}

        return await self._database.read(work)

    async def freeze(self, person: PersonId, number: str, new: YearReport) -> None:
        """Raises ``NotFound`` for whoever does not handle cases there, ``Exists`` if that year is frozen."""

        def work(connection: Connection) -> None:
            unit = self._unit(connection, person, number, HANDLING)
            ledger.hold(connection, ledger.NO_PLAN)  # nobody freezes the same meanwhile
            same = select(year_reports.c.id).where(
                year_reports.c.municipality_id == unit.municipality.id, year_reports.c.year == new.year
            )
            if connection.execute(same).first() is not None:
                raise Exists
            said = YearFrozen(new.municipality, new.year, new.id, new.fingerprint)
            ledger.append(connection, [Event.of(said, new.frozen_at, person)])
            connection.execute(insert(year_reports).values(_columns(new)))

        await self._database.write(work)

    def _unit(
        self, connection: Connection, person: PersonId, number: str, rights: frozenset[UnitRight]
    ) -> Unit:
        where = municipality_numbered(connection, number)
        held = rights_in(connection, person, where.id if where else MunicipalityId(""))
        if where is None or not held & rights:
            raise NotFound
        own = own_catalogue(connection, where, self._standard)
        return Unit(where, own, UnitRight.CASE_HANDLER in held)


HANDLING = frozenset({UnitRight.CASE_HANDLER})


def _columns(new: YearReport) -> dict[str, object]:
    return {
        "id": new.id,
        "municipality_id": new.municipality,
        "year": new.year,
        "frozen_at": new.frozen_at,
        "frozen_by": new.frozen_by,
        "content": dict(new.content),
    }


# -- counting -------------------------------------------------------------------------------------

ALIKE = (C["count"], C.value, C.child, C.service, C.origin)


def _rows(connection: Connection, asked: Select[Any]) -> list[Tallied]:
    return [Tallied(*row) for row in connection.execute(asked)]


def _of_plans(connection: Connection, unit: Unit, period: Period) -> Sequence[Tallied] | None:
    where = unit.municipality.id
    if period.finished:
        return plans_then(connection, where, period.as_of)
    return list(plans_now(connection, where, unit.catalogue, period.as_of))


def _states(where: MunicipalityId, period: Period) -> Select[Any]:
    holding = and_(C.since <= period.as_of, or_(C.until.is_(None), C.until > period.as_of))
    found = select(*ALIKE, null().label("on"), func.count().label("cases"))
    return found.where(C.municipality_id == where, holding).group_by(*ALIKE)


def _events(where: MunicipalityId, period: Period, *, by_case: bool) -> Select[Any]:
    whose = (C.case_id,) if by_case else ()
    found = select(*ALIKE, ENDED_ON, func.count().label("cases"), *whose)
    return found.where(C.municipality_id == where, _happened(period)).group_by(*ALIKE, ENDED_ON, *whose)


def _happened(period: Period) -> ColumnElement[bool]:
    return and_(C["count"].in_(EVENTS), C.since >= period.first, C.since <= period.as_of)


# -- the cases behind a number --------------------------------------------------------------------


def _page(where: MunicipalityId, mine: ColumnElement[bool], behind: Listed) -> Select[Any]:
    """Nobody is shown their own case: they do not handle it. ``mine``: whether it is."""
    counted = select(C.case_id).where(C.municipality_id == where, _is_behind(behind))
    found = select(cases.c.id).where(
        cases.c.id.in_(counted),
        cases.c.received.is_not(None),
        not_(mine),
    )
    if behind.after is not None:
        day, last = behind.after
        found = found.where(or_(cases.c.received > day, (cases.c.received == day) & (cases.c.id > last)))
    return found.order_by(cases.c.received, cases.c.id).limit(PAGE + 1)


def _is_behind(behind: Listed) -> ColumnElement[bool]:
    period, chosen = behind.period, behind.chosen
    holding = and_(C.since <= period.as_of, or_(C.until.is_(None), C.until > period.as_of))
    wanted = or_(*(_of_line(*each) for each in behind.any_of))
    areas = () if chosen.child is None else (C.child == chosen.child,)
    services = () if chosen.service is None else (C.service == chosen.service,)
    return and_(or_(holding, _happened(period)), wanted, *areas, *services)


def _of_line(count: str, values: tuple[str, ...], origins: tuple[date, date] | None) -> ColumnElement[bool]:
    some = () if not values else (C.value.in_(values),)
    since = () if origins is None else (C.origin >= origins[0], C.origin <= origins[1])
    return and_(C["count"] == count, *some, *since)


def _kinds(
    connection: Connection, where: MunicipalityId, page: Sequence[CaseId], behind: Listed
) -> dict[str, set[str]]:
    """By case, the counts and values it is behind."""
    asked = select(C.case_id, C["count"], C.value).where(
        C.municipality_id == where, C.case_id.in_(page), _is_behind(behind)
    )
    found: dict[str, set[str]] = {each: set() for each in page}
    for row in connection.execute(asked):
        found[row.case_id] |= {row[1], f"{row[1]}/{row.value}"}
    return found
