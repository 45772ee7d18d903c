"""By when one has to complain, with each step of the reckoning. Pure; lengths are ``ComplaintRules``.

The weeks run from when one knew enough. Asking for the reasons before the end stops them, and they begin anew
when the reasons come; whoever decided may give longer before the end; an end on a Saturday, Sunday or holiday
rolls forward (domstolloven § 149).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from server.domain.cases.rules import days_after, years_after

from .rules import ComplaintRules
from .vocabulary import Basis

SATURDAY = 5


class StepKind(StrEnum):
    KNOWN = "known-on"
    SAID = "known-on-said"
    REASONS_ASKED = "reasons-asked"
    REASONS_TOO_LATE = "reasons-asked-too-late"
    REASONS_CAME = "reasons-came"
    EXTENDED = "extended"
    EXTENDED_TOO_LATE = "extended-too-late"
    WEEKS = "weeks"
    ROLLED = "rolled-forward"


@dataclass(frozen=True, slots=True)
class DeadlineStep:
    """``day``: the one it leads to. ``weeks``: how many were added, of ``StepKind.WEEKS`` alone."""

    kind: StepKind
    day: date
    weeks: int = 0


@dataclass(frozen=True, slots=True)
class Started:
    """From when the weeks run, as it was said (``transitions.DaysSaid``)."""

    basis: Basis
    known_on: date
    uncertain: bool = False
    reasons_asked: date | None = None
    reasons_came: date | None = None
    extended_on: date | None = None
    extended_to: date | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """``end``: the last day; ``None`` while the reasons are waited for. ``latest``: until when it may be
    taken up although it is late."""

    start: date
    end: date | None
    latest: date
    uncertain: bool
    steps: tuple[DeadlineStep, ...]

    def is_late(self, day: date) -> bool:
        return self.end is not None and day > self.end

    def days_left(self, day: date) -> int | None:
        return None if self.end is None else (self.end - day).days


def reckoned(started: Started, rules: ComplaintRules) -> Deadline:
    return _extended(_from_weeks(started, rules), started, rules)


def reckoned_of_rejection(told_on: date, rules: ComplaintRules) -> Deadline:
    """By when to complain that a complaint was rejected, which is a decision of its own (fvl § 2)."""
    end, steps = _counted(told_on, rules.rejection_weeks, rules)
    latest = years_after(told_on, rules.late_years)
    return Deadline(told_on, end, latest, False, (DeadlineStep(StepKind.KNOWN, told_on), *steps))


def _extended(found: Deadline, started: Started, rules: ComplaintRules) -> Deadline:
    """What was given once it was over makes nothing good, and one that stands still has no end to move."""
    on, to = started.extended_on, started.extended_to
    if found.end is None or on is None or to is None or to <= found.end:
        return found
    if on > found.end:
        return replace(found, steps=(*found.steps, DeadlineStep(StepKind.EXTENDED_TOO_LATE, on)))
    end, step = rolled_forward(to, rules), DeadlineStep(StepKind.EXTENDED, to)
    rolled = () if end == to else (DeadlineStep(StepKind.ROLLED, end),)
    return replace(found, end=end, steps=(*found.steps, step, *rolled))


def _from_weeks(started: Started, rules: ComplaintRules) -> Deadline:
    known = DeadlineStep(StepKind.SAID if started.uncertain else StepKind.KNOWN, started.known_on)
    end, steps = _counted(started.known_on, rules.weeks[started.basis], rules)
    asked, came = started.reasons_asked, started.reasons_came
    if asked is None:
        return _deadline(started, rules, started.known_on, end, (known, *steps))
    if asked > end:
        too_late = DeadlineStep(StepKind.REASONS_TOO_LATE, asked)
        return _deadline(started, rules, started.known_on, end, (known, *steps, too_late))
    stopped = known, DeadlineStep(StepKind.REASONS_ASKED, asked)
    if came is None:
        return _deadline(started, rules, started.known_on, None, stopped)
    end, steps = _counted(came, rules.weeks[started.basis], rules)
    return _deadline(started, rules, came, end, (*stopped, DeadlineStep(StepKind.REASONS_CAME, came), *steps))


def _deadline(
    started: Started, rules: ComplaintRules, start: date, end: date | None, steps: tuple[DeadlineStep, ...]
) -> Deadline:
    latest = years_after(started.known_on, rules.late_years)
    return Deadline(start, end, latest, started.uncertain, steps)


def _counted(start: date, weeks: int, rules: ComplaintRules) -> tuple[date, tuple[DeadlineStep, ...]]:
    counted = days_after(start, 7 * weeks)
    steps = (DeadlineStep(StepKind.WEEKS, counted, weeks),)
    end = rolled_forward(counted, rules)
    return end, steps if end == counted else (*steps, DeadlineStep(StepKind.ROLLED, end))


def rolled_forward(day: date, rules: ComplaintRules) -> date:
    """The first working day from ``day``."""
    while day.weekday() >= SATURDAY or rules.is_holiday(day):
        day = days_after(day, 1)
    return day
