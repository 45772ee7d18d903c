"""Coordinators' time off, as their unit knows of it ahead (decision 0069). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class TimeOff:
    """As the unit keeps it. ``since``: ``None`` where nobody said from when; ``until``: the last day,
    ``None`` where nobody knows. ``cases``: open ones that they coordinate; ``covered``: of these, those in
    which the unit has let somebody stand in."""

    person: str
    name: str
    workplace: str
    since: date | None
    until: date | None
    substitute: str
    cases: int
    covered: int


@dataclass(frozen=True, slots=True)
class AnnouncedAbsence:
    """``uncovered``: cases without a substitute, all where none is known; ``empty_from``: the day from which
    their places count as empty, where the time off lasts so long and has none."""

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
    ahead = [_absence(each, absence_days) for each in known if _is_ahead(each, today)]
    return tuple(sorted(ahead, key=lambda each: (each.since or date.min, each.name, each.person)))


def _is_ahead(each: TimeOff, today: date) -> bool:
    return each.since is not None if each.until is None else each.until >= today


def _absence(each: TimeOff, absence_days: int) -> AnnouncedAbsence:
    named = bool(each.substitute.strip())
    uncovered = 0 if named else each.cases - each.covered
    empty = None if each.since is None else each.since + timedelta(days=absence_days + 1)
    lasts = empty is not None and (each.until is None or each.until >= empty)
    return AnnouncedAbsence(
        each.person,
        each.name,
        each.workplace,
        each.since,
        each.until,
        each.substitute,
        each.cases,
        uncovered,
        empty if lasts and uncovered else None,
    )
