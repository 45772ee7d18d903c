"""What of a complaint is law or a setting: handed in as values, and reckoned with here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from server.domain.cases.rules import months_after, years_after

from .vocabulary import Basis


@dataclass(frozen=True, slots=True)
class ComplaintRules:
    """``weeks`` of each deadline, ``rejection_weeks`` of complaining about a rejection; ``party_age`` in
    years; ``closing_days`` after which the clock closes one that nobody has anything to do in;
    ``near_months``: how far from today a day may lie that somebody says. ``is_holiday``: of a day in Norway
    that is no Saturday or Sunday."""

    weeks: Mapping[Basis, int]
    party_age: Mapping[Basis, int]
    late_years: int
    delay_months: int
    rejection_weeks: int
    closing_days: int
    near_months: int
    is_holiday: Callable[[date], bool]

    def may_complain(self, born: date | None, basis: Basis, on: date) -> bool:
        """By themselves. Whose day of birth is not known may: nobody loses a right by what is not known."""
        return born is None or on >= years_after(born, self.party_age[basis])

    def is_too_far(self, day: date, today: date) -> bool:
        """A day to come."""
        return day > months_after(today, self.near_months)

    def is_too_long_ago(self, day: date, today: date) -> bool:
        return day < months_after(today, -self.near_months)
