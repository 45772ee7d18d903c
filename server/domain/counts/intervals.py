"""From which day until when each count holds for one case: derived from its records alone.

A day is counted as it was at its end, by what was recorded by then. So what a day counted never changes,
whatever is recorded later. What will change by itself (a revision that becomes overdue, a birthday) is in it
already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from server.domain.cases.flow import followed
from server.domain.cases.records import Record
from server.domain.cases.rules import days_after, years_after
from server.domain.cases.state import ALIVE, Case
from server.domain.cases.vocabulary import CaseId

from .definitions import COUNTS, At, Recorded


@dataclass(frozen=True, slots=True, order=True)
class Counted:
    """What one case adds to one count. ``child``: or expected, on that day; ``service``: which is
    responsible, "" while none is.
    """

    count: str
    value: str
    child: bool
    service: str
    origin: date | None


@dataclass(frozen=True, slots=True)
class Interval:
    """From ``since`` to before ``until`` (``None``: until something is recorded); of an event the same."""

    counted: Counted
    since: date
    until: date | None


def intervals_of(case: CaseId, records: Sequence[Record], of_age: int) -> list[Interval]:
    """In an order that follows from the records."""
    days = list(_days(case, records))
    return [*_events(case, records, of_age), *_states(days, of_age)]


def _days(case: CaseId, records: Iterable[Record]) -> Iterator[tuple[date, Case]]:
    """The case at the end of each day of records. A clock that went back makes no day."""
    now, day = Case(case), None
    for record in records:
        if day is not None and record.day > day:
            yield day, now
        now, day = followed(now, record), max(record.day, day or record.day)
    if day is not None:
        yield day, now


def _events(case: CaseId, records: Sequence[Record], of_age: int) -> Iterator[Interval]:
    now, day = Case(case), date.min
    for record in records:
        before, now, day = now, followed(now, record), max(record.day, day)
        for count in COUNTS:
            for value, origin in count.event(Recorded(before, now, record)) if count.event else ():
                yield Interval(_counted(count.key, value, origin, now, day, of_age), day, day)


def _states(days: Sequence[tuple[date, Case]], of_age: int) -> Iterator[Interval]:
    open_: dict[Counted, date] = {}
    for place, (first, case) in enumerate(days):
        following = days[place + 1][0] if place + 1 < len(days) else date.max
        turns = {day for day in _turning_days(case, of_age) if first < day < following}
        for day in (first, *sorted(turns)):
            holding = set(_holding(case, day, of_age))
            for gone in sorted(open_.keys() - holding, key=_order):
                yield Interval(gone, open_.pop(gone), day)
            open_ |= dict.fromkeys(sorted(holding - open_.keys(), key=_order), day)
    yield from (Interval(counted, since, None) for counted, since in open_.items())


def _turning_days(case: Case, of_age: int) -> Iterator[date]:
    """Those on which a count may change though nothing is recorded."""
    for each in case.coordinator.appointments:
        yield from (each.start, *([each.end] if each.end else ()))
    if case.coordinator.goes is not None:
        yield case.coordinator.goes
    if case.coordinator.absence is not None and case.coordinator.absence.until is not None:
        yield days_after(case.coordinator.absence.until, 1)
    if case.plan.next_revision is not None:
        yield days_after(case.plan.next_revision, 1)
    if case.case.subject.born is not None:
        yield years_after(case.case.subject.born, of_age)


def _holding(case: Case, day: date, of_age: int) -> Iterator[Counted]:
    if case.case.status not in ALIVE:
        return
    at = At(case, day, of_age)
    for count in COUNTS:
        for value, origin in count.state(at) if count.state else ():
            yield _counted(count.key, value, origin, case, day, of_age)


def _counted(count: str, value: str, origin: date | None, case: Case, day: date, of_age: int) -> Counted:
    return Counted(count, value, _is_child(case, day, of_age), case.responsibility.service, origin)


def _is_child(case: Case, day: date, of_age: int) -> bool:
    subject = case.case.subject
    if subject.born is None:
        return subject.expected is not None
    return day < years_after(subject.born, of_age)


def _order(counted: Counted) -> tuple[str, str, bool, str, date]:
    return (
        counted.count,
        counted.value,
        counted.child,
        counted.service,
        counted.origin or days_after(date.min, 0),
    )
