"""A unit's overview, the cases behind its numbers, and its report of each year."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from pydantic import TypeAdapter

from server.catalogue.catalogue import Catalogue
from server.domain.cases.records import day_of, morning_of
from server.domain.counts.definitions import BY_KEY, COUNTS, Count, behind
from server.domain.counts.lengths import Lengths
from server.domain.counts.tables import Chosen, CountTable, Measured, Tallied, as_published, in_full, measured
from server.domain.errors import Forbidden, Invalid, NotFound, NotNow
from server.domain.plan import PersonId
from server.ports.clock import Clock
from server.ports.randomness import Chance
from server.ports.readings import CasesListed, ReadNames
from server.storage.cases.records import StoredCase
from server.storage.counts.months import LATEST, still_counted
from server.storage.database.told import day_and_id, list_place

from .answers import (
    CountedCase,
    CountedCases,
    Frozen,
    JournalCase,
    JournalCases,
    UnitOverview,
    YearAnswer,
    YearLine,
    YearsAnswer,
)
from .periods import Period, month_of, year_of
from .store import HANDLING, CountStore, Listed, Tally, Unit
from .tables import YearReport

FROZEN = TypeAdapter(Frozen)
STATES = frozenset(count.key for count in COUNTS if count.state is not None or count.of_plans)
OF_CASES = frozenset(count.key for count in COUNTS if count.of_cases)
ALL = Chosen()
JOURNAL = ("active-plans", "coordinators")


@dataclass(frozen=True, slots=True)
class OverviewWish:
    """As it was asked. ``month``: "2026-11"; the others ``None`` for all."""

    month: str | None = None
    child: bool | None = None
    service: str | None = None

    @property
    def chosen(self) -> Chosen:
        return Chosen(self.child, self.service)


@dataclass(frozen=True, slots=True)
class LineWish:
    """A line of the table. ``value``: ``None`` for its total."""

    count: str
    value: str | None = None


class Statistics:
    def __init__(self, store: CountStore, clock: Clock, chance: Chance, names: ReadNames) -> None:
        self._store, self._clock, self._chance, self._names = store, clock, chance, names

    async def overview(self, person: PersonId, number: str, wish: OverviewWish) -> UnitOverview:
        """Whoever sees counts alone is shown months that are over, what lasted at their end, and no choice.

        Raises ``NotFound``, ``Forbidden``, ``Invalid``.
        """
        unit = await self._store.unit(person, number)
        if not unit.full and wish.chosen != ALL:
            raise Forbidden
        period = month_of(wish.month, self._today, finished=not unit.full)
        tally = await self._store.tallied(person, number, period)
        unit, found = tally.unit, self._measured(tally, wish.chosen, period)
        return UnitOverview(
            month=period.month,
            as_of=period.as_of,
            finished=period.finished,
            full=unit.full,
            blanked_under=self._least(unit.catalogue),
            services=_services(tally.rows) if unit.full else (),
            counts=self._full(unit, found) if unit.full else self._published(unit, _lasting(found)),
        )

    async def behind(
        self, person: PersonId, number: str, wish: OverviewWish, line: LineWish, after: str | None
    ) -> CountedCases:
        """A page of the cases behind a number; that their names were read is in the log when this returns.

        Raises ``NotFound``, ``Invalid``.
        """
        unit = await self._store.unit(person, number, HANDLING)
        count = _count(line)
        period = month_of(wish.month, self._today, finished=False)
        wanted = behind(count, line.value, period.as_of, self._lengths(unit.catalogue, period))
        asked = Listed(period, wanted, wish.chosen, day_and_id(after))
        page, _, more = await self._page(person, number, unit, asked)
        return CountedCases(tuple(map(_case, page)), _next(page, more))

    async def years(self, person: PersonId, number: str) -> YearsAnswer:
        """Raises ``NotFound``."""
        unit, frozen = await self._store.years(person, number)
        lines = tuple(YearLine(each.year, each.frozen_at) for each in frozen)
        last, began = self._today.year - 1, day_of(unit.municipality.created_at).year
        done = {each.year for each in lines}
        ends = [date(year, 12, 31) for year in range(last, began - 1, -1) if year not in done]
        counted = await self._store.plans_counted(person, number, ends)
        may: list[date] = []
        waiting: list[date] = []
        for end in ends if unit.full else ():
            (may if self._is_told(end, of_plans=end in counted) else waiting).append(end)
        return YearsAnswer(
            lines,
            may_freeze=may[0].year if may else None,
            waits_until=waiting[0] + LATEST + timedelta(days=1) if waiting else None,
        )

    async def year(self, person: PersonId, number: str, text: str) -> YearAnswer:
        """Frozen, or for case handlers as it is so far. Raises ``NotFound``, ``Invalid``."""
        unit, reports = await self._store.years(person, number)
        period = year_of(text, self._today)
        frozen = {each.year: each for each in reports}
        this, before = frozen.get(period.first.year), frozen.get(period.first.year - 1)
        if this is None and not unit.full:
            raise NotFound
        if this is not None:
            so_far = _as_frozen(this)
        else:
            so_far = self._frozen_of(await self._year(person, number, period), period)
        return YearAnswer(
            year=period.first.year,
            as_of=so_far.as_of,
            frozen_at=this.frozen_at if this else None,
            digest=this.fingerprint if this else None,
            full=unit.full,
            blanked_under=self._least(unit.catalogue),
            counts=_read(so_far, unit),
            before=_read(_as_frozen(before), unit) if before else (),
        )

    async def freeze(self, person: PersonId, number: str, text: str) -> None:
        """The year as it was at its end. Raises ``NotFound``, ``Invalid``, ``NotNow``, ``Exists``.

        What stood in plans is counted in the first mornings after it, and waited for as long as it may be.
        """
        unit = await self._store.unit(person, number, HANDLING)
        period = year_of(text, self._today)
        if not period.finished or period.first.year < day_of(unit.municipality.created_at).year:
            raise NotNow("year-not-over")
        tally = await self._year(person, number, period)
        if not self._is_told(period.as_of, of_plans=tally.of_plans):
            raise NotNow("year-not-over")
        content = FROZEN.dump_python(self._frozen_of(tally, period), mode="json")
        where, now = unit.municipality.id, self._clock()
        new = YearReport(self._chance.id(), where, period.first.year, now, person, content)
        await self._store.freeze(person, number, new)

    async def published(self, person: PersonId, number: str, text: str) -> tuple[Unit, Frozen]:
        """What is exported of a frozen year, whoever exports it. Raises ``NotFound``, ``Invalid``."""
        unit, reports = await self._store.years(person, number)
        year = year_of(text, self._today).first.year
        for each in reports:
            if each.year == year:
                return unit, _as_frozen(each)
        raise NotFound

    async def journal(self, person: PersonId, number: str, text: str, after: str | None) -> JournalCases:
        """Whom the journal is to speak of at the end of the year; logged as ``behind``.

        Raises ``NotFound``, ``Invalid``.
        """
        unit = await self._store.unit(person, number, HANDLING)
        period = year_of(text, self._today)
        wanted = tuple((key, (), None) for key in JOURNAL)
        asked = Listed(period, wanted, ALL, day_and_id(after))
        page, kinds, more = await self._page(person, number, unit, asked)
        return JournalCases(tuple(_journal(each, kinds[each.case.id]) for each in page), _next(page, more))

    def _is_told(self, end: date, *, of_plans: bool) -> bool:
        """Whether all that ever will be is told of that day: what stood in plans is counted in mornings."""
        return of_plans or not still_counted(end, morning_of(self._clock()))

    async def _page(
        self, person: PersonId, number: str, unit: Unit, asked: Listed
    ) -> tuple[list[StoredCase], dict[str, set[str]], bool]:
        page, kinds, more = await self._store.behind(person, number, asked)
        shown = tuple(each.case.id for each in page)
        await self._names.listed(person, unit.municipality.id, CasesListed, shown)
        return page, kinds, more

    async def _year(self, person: PersonId, number: str, period: Period) -> Tally:
        await self._store.unit(person, number)
        return await self._store.tallied(person, number, period, by_case=True)

    def _frozen_of(self, tally: Tally, period: Period) -> Frozen:
        unit, found = tally.unit, self._measured(tally, ALL, period)
        return Frozen(period.as_of, self._full(unit, found), self._published(unit, found))

    def _measured(self, tally: Tally, chosen: Chosen, period: Period) -> tuple[Measured, ...]:
        lengths = self._lengths(tally.unit.catalogue, period)
        return measured(tally.rows, chosen, period.as_of, lengths, of_plans=tally.of_plans)

    def _full(self, unit: Unit, found: Iterable[Measured]) -> tuple[CountTable, ...]:
        return in_full(found, self._least(unit.catalogue))

    def _published(self, unit: Unit, found: Iterable[Measured]) -> tuple[CountTable, ...]:
        return as_published(found, self._least(unit.catalogue))

    def _least(self, catalogue: Catalogue) -> int:
        return catalogue.rule("statistics.blanked-under", on=self._today).amount

    def _lengths(self, catalogue: Catalogue, period: Period) -> Lengths:
        def amount(key: str) -> int:
            return catalogue.rule(key, on=period.as_of).amount

        return Lengths(
            answer_days=amount("case.delay-notice"),
            absence_days=amount("coordinator.absent"),
            of_age_notice_months=amount("age.child-coordinator-task"),
            late_days=amount("statistics.revision-late"),
        )

    @property
    def _today(self) -> date:
        return day_of(self._clock())


def _lasting(found: Iterable[Measured]) -> tuple[Measured, ...]:
    """Events are published by year alone: twelve months and their sum would tell each other's blanks."""
    return tuple(each for each in found if each.count.key in STATES)


def _as_frozen(report: YearReport) -> Frozen:
    frozen: Frozen = FROZEN.validate_python(report.content)
    return frozen


def _read(frozen: Frozen, unit: Unit) -> tuple[CountTable, ...]:
    return frozen.full if unit.full else frozen.published


def _services(rows: Iterable[Tallied]) -> tuple[str, ...]:
    return tuple(sorted({row.service for row in rows if row.service and row.count in OF_CASES}))


def _count(line: LineWish) -> Count:
    """Raises ``Invalid`` for what is no count, or has no cases behind it."""
    count, value = BY_KEY.get(line.count), line.value
    if count is None or not count.lists_cases:
        raise Invalid("count: there is no such")
    if value is not None and value not in (*count.values, *(name for name, _ in count.bands)):
        raise Invalid("value: there is no such")
    return count


def _case(stored: StoredCase) -> CountedCase:
    facts = stored.case.case
    return CountedCase(
        stored.case.id, facts.subject.name, facts.subject.protected, facts.status, facts.received
    )


def _journal(stored: StoredCase, kinds: set[str]) -> JournalCase:
    subject = stored.case.case.subject
    return JournalCase(
        id=stored.case.id,
        name=subject.name,
        protected=subject.protected,
        plan="active-plans" in kinds,
        coordinator="coordinators/coordinator" in kinds,
        child_coordinator="coordinators/child-coordinator" in kinds,
    )


def _next(page: list[StoredCase], more: bool) -> str | None:
    return list_place(page[-1].case.case.received, page[-1].case.id) if more and page else None
