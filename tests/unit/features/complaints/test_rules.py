"""The numbers of the catalogue, and the days that are holidays."""

from __future__ import annotations

from datetime import date, timedelta

from server.catalogue import standard
from server.domain.complaints.vocabulary import Basis
from server.features.complaints.rules import YEARS, is_holiday, rules_on


def test_the_numbers_are_those_of_the_catalogue() -> None:
    rules = rules_on(standard(), date(2026, 3, 2))
    assert rules.weeks == {Basis.HEALTH: 4, Basis.SOCIAL: 3, Basis.NAV: 3, Basis.CHILD_WELFARE: 3}
    assert rules.party_age == {Basis.HEALTH: 12, Basis.SOCIAL: 12, Basis.NAV: 12, Basis.CHILD_WELFARE: 15}
    assert (rules.late_years, rules.delay_months, rules.rejection_weeks) == (1, 1, 3)


def test_holidays_of_2026() -> None:
    """https://lovdata.no/lov/1995-02-24-12 § 2, and 1 and 17 May."""
    days = [date(2026, 1, 1) + timedelta(days=each) for each in range(365)]
    found = [f"{day.day}.{day.month}" for day in days if is_holiday(day)]
    assert found == [
        "1.1",
        "2.4",
        "3.4",
        "5.4",
        "6.4",
        "1.5",
        "14.5",
        "17.5",
        "24.5",
        "25.5",
        "25.12",
        "26.12",
    ]
    assert all(is_holiday(date(year, 12, 25)) for year in YEARS)
