"""What of a case is law or a municipality's own setting: handed in as values, and reckoned with here."""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

from .case_transitions import Subject
from .vocabulary import LifeEvent


@dataclass(frozen=True, slots=True)
class LifeRules:
    """``ages``: of birthdays that matter, and ``school_years``: of the calendar year in which somebody goes
    over to the next school, in years. ``reminder_days``: after the day by which it is to be gone through."""

    ages: Mapping[LifeEvent, int]
    school_years: Mapping[LifeEvent, int]
    school_begins_months: int
    notice_days: int
    school_notice_months: int
    care_months: int
    review_days: int
    reminder_days: Sequence[int]


@dataclass(frozen=True, slots=True)
class CaseRules:
    """Lengths are in the unit that ends their name; ages in years.

    ``criteria``: what the unit assesses, each with a reason. ``consent_bases``: on which of them somebody
    else than the owner consents to the plan, and acts for them. ``representation_days``: after the last day
    of that, those before it negative, it is reminded of. ``near_months``: how far from today a day may lie
    that somebody says. ``together_days``: for how long at most the owner has both an old and a new
    coordinator. The last four are switches of a municipality: whether a signed consent to coordination is
    asked, whether both parents are where one consents, from which services a coordinator may come (``None``:
    any), and whether it has to be said from which.
    """

    take_days: int
    warn_days: int
    answer_days: int
    absence_days: int
    review_months: int
    near_months: int
    together_days: int
    revision_months: int
    of_age: int
    of_age_notice_months: int
    consent_age: int
    criteria: tuple[str, ...]
    consent_bases: frozenset[str]
    life: LifeRules
    representation_days: tuple[int, ...] = ()
    asks_coordination: bool = False
    asks_both_parents: bool = True
    appointable: frozenset[str] | None = None
    says_service: bool = False

    def is_child(self, who: Subject, on: date) -> bool:
        """Also one who is expected. Whose day of birth is not known is none."""
        if who.born is None:
            return who.expected is not None
        return on < years_after(who.born, self.of_age)

    def is_near(self, day: date, today: date) -> bool:
        return months_after(today, -self.near_months) <= day <= months_after(today, self.near_months)

    def usual_revision(self, today: date) -> date:
        """When a plan that is valid from today is usually gone through again."""
        return months_after(today, self.revision_months)

    def last_revision(self, today: date) -> date:
        """As late as a plan may be gone through next."""
        return months_after(today, max(self.near_months, self.revision_months))

    def may_consent(self, who: Subject, on: date) -> bool:
        """By themselves. Whose day of birth is not known may not: it is asked first."""
        return who.born is not None and on >= years_after(who.born, self.consent_age)


def years_after(day: date, years: int) -> date:
    return months_after(day, 12 * years)


def months_after(day: date, months: int) -> date:
    """The same day of the month, or its last: a year after 29 February is 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return date.min if months < 0 else date.max
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def days_after(day: date, days: int) -> date:
    """Beyond the calendar its first or last day: somebody may name any, and no clock stands still by it."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))
