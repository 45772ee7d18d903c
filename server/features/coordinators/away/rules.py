"""Coordinators' time off, as their unit knows of it ahead (decision 0069). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from server.domain.cases.rules import days_after
from server.domain.cases.state import Absence


@dataclass(frozen=True, slots=True)
class TimeOff:
    """As the unit keeps it. ``since``: ``None`` where nobody said from when; ``until``: the last day,
    ``None`` where nobody knows. ``substitute``: as it is written down of them, which no case goes by.
    ``cases``: open ones that they coordinate; ``noted``: the absences that are noted in these."""

    person: str
    name: str
    workplace: str
    since: date | None
    until: date | None
    substitute: str
    cases: int
    noted: tuple[Absence, ...]


@dataclass(frozen=True, slots=True)
class AnnouncedAbsence:
    """``uncovered``: cases in which nobody stands in on some day of it; ``empty_from``: the first day on
    which the place counts as empty in one of them, where the time off lasts so long."""

    person: str
    name: str
    workplace: str
    since: date | None
    until: date | None
    substitute: str
    cases: int
    uncovered: int
    empty_from: date | None


def absences(known: Iterable[TimeOff], absence_days: int, today: date) -> tuple[AnnouncedAbsence, ...]:
    """Those that are not over, the first to come first. ``absence_days``: for how long a coordinator may be
    away without a substitute."""
    ahead = [_absence(each, absence_days, today) for each in known if _is_ahead(each, today)]
    return tuple(sorted(ahead, key=lambda each: (each.since or date.min, each.name, each.person)))


def _is_ahead(each: TimeOff, today: date) -> bool:
    return each.since is not None if each.until is None else each.until >= today


def _absence(each: TimeOff, absence_days: int, today: date) -> AnnouncedAbsence:
    alone = list(_alone(each, today))
    empty = min((days_after(day, absence_days + 1) for day in alone if day), default=None)
    lasts = empty is not None and (each.until is None or each.until >= empty)
    return AnnouncedAbsence(
        each.person,
        each.name,
        each.workplace,
        each.since,
        each.until,
        each.substitute,
        each.cases,
        len(alone),
        empty if lasts else None,
    )


def _alone(off: TimeOff, today: date) -> Iterator[date | None]:
    """For each case in which nobody stands in on some day of it, from when; ``None`` where nobody said.

    As ``is_too_long`` judges: by what is noted in the case, and a name is enough."""
    first = max(off.since or today, today)
    yield from [off.since] * (off.cases - len(off.noted))
    for away in off.noted:
        if not away.lasts(first):
            yield off.since
        elif not away.substitute:
            yield away.since
        elif away.until is not None and (off.until is None or away.until < off.until):
            yield days_after(away.until, 1)
