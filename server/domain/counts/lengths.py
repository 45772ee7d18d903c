"""From which day a length must be counted for a line of the counts to have it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.domain.cases.rules import CaseRules, days_after, months_after

EMPTY, AWAY = "empty", "away"
"""How a place is vacant: who is away may come back in time."""


@dataclass(frozen=True, slots=True)
class Lengths:
    """Numbers of days and months that a municipality may have chosen, or that the law says."""

    answer_days: int
    absence_days: int
    of_age_notice_months: int
    late_days: int

    @classmethod
    def of(cls, rules: CaseRules, late_days: int) -> Lengths:
        return cls(rules.answer_days, rules.absence_days, rules.of_age_notice_months, late_days)


Origins = tuple[date, date]
"""The first and the last day from which the length of a line may be counted."""


def _over(day: date, days: int) -> Origins:
    return date.min, days_after(day, -days - 1)


def late_answers(_: str, day: date, lengths: Lengths) -> Origins:
    return _over(day, lengths.answer_days)


def long_vacant(value: str, day: date, lengths: Lengths) -> Origins:
    return _over(day, lengths.absence_days) if value == AWAY else (date.min, date.max)


def soon(_: str, day: date, lengths: Lengths) -> Origins:
    return day, months_after(day, lengths.of_age_notice_months)


def up_to(day: date, lengths: Lengths) -> Origins:
    return days_after(day, -lengths.late_days), date.max


def longer(day: date, lengths: Lengths) -> Origins:
    return _over(day, lengths.late_days)
