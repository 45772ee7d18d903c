"""Ages and days, at the days on which they turn."""

from __future__ import annotations

from datetime import date

import pytest

from server.domain.cases.rules import days_after, months_after, years_after
from tests.unit.domain.cases.situations import ADULT, CHILD, EXPECTED, RULES


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 3, 31), -12, date(2025, 3, 31)),
    ],
)
def test_months(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


def test_years_and_days() -> None:
    assert years_after(date(2008, 2, 29), 18) == date(2026, 2, 28)
    assert days_after(date(2026, 2, 28), 2) == date(2026, 3, 2)


def test_no_day_is_beyond_the_calendar() -> None:
    """Somebody may name any, and nobody else's clock stands still by it."""
    assert [days_after(date.max, 1), days_after(date.min, -1)] == [date.max, date.min]
    assert [months_after(date.max, 1), months_after(date.min, -1)] == [date.max, date.min]
    assert days_after(date.max, -1) == date(9999, 12, 30)


@pytest.mark.rule(12)
def test_somebody_is_of_age_and_consents_from_the_birthday_itself() -> None:
    assert RULES.is_child(CHILD, date(2028, 3, 19))
    assert not RULES.is_child(CHILD, date(2028, 3, 20))
    assert not RULES.may_consent(CHILD, date(2026, 3, 19))
    assert RULES.may_consent(CHILD, date(2026, 3, 20))


def test_one_who_is_expected_is_a_child_and_an_unknown_day_of_birth_says_nothing() -> None:
    unknown = type(ADULT)("Kari")
    assert RULES.is_child(EXPECTED, date(2026, 3, 2))
    assert not RULES.is_child(unknown, date(2026, 3, 2))
    assert not RULES.may_consent(unknown, date(2026, 3, 2))
