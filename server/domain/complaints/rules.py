"""What of a complaint is law or a setting: handed in as values, and reckoned with here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from server.domain.cases.rules import years_after

from .vocabulary import Basis


@dataclass(frozen=True, slots=True)
class ComplaintRules:
    """``weeks`` of each deadline, ``rejection_weeks`` of complaining about a rejection; ``party_age`` in
    years; ``closing_days`` after which the clock closes one that nobody has anything to do in.
    ``is_holiday``: of a day in Norway that is no Saturday or Sunday."""

    weeks: Mapping[Basis, int]
    party_age: Mapping[Basis, int]
    late_years: int
    delay_months: int
    rejection_weeks: int
    closing_days: int
    is_holiday: Callable[[date], bool]

    def may_complain(self, born: date | None, basis: Basis, on: date) -> bool:
        """By themselves. Whose day of birth is not known may: nobody loses a right by what is not known."""
        return born is None or on >= years_after(born, self.party_age[basis])
