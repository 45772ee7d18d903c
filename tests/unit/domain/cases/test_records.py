"""A day of a case is a day in Norway."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from server.domain.cases.records import OSLO, Record, day_of, morning_of
from tests.unit.domain.cases.situations import SAMPLES, commanded


def test_a_day_begins_at_midnight_in_norway() -> None:
    assert day_of(datetime(2026, 3, 1, 22, 59, tzinfo=UTC)) == date(2026, 3, 1)
    assert day_of(datetime(2026, 3, 1, 23, 0, tzinfo=UTC)) == date(2026, 3, 2)
    assert day_of(datetime(2026, 7, 1, 22, 0, tzinfo=UTC)) == date(2026, 7, 2)


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 6, 1), date(2026, 10, 25), date(2027, 1, 1)])
def test_a_morning_is_at_seven_by_the_clock_on_a_day_of_any_length(day: date) -> None:
    seven = datetime.combine(day, time(7), OSLO).astimezone(UTC)
    assert morning_of(seven) == day
    assert morning_of(seven - timedelta(seconds=1)) == day - timedelta(days=1)


def test_a_record_says_what_was_done_and_when() -> None:
    record = Record(1, commanded(SAMPLES["taken"], day=3), "clarifying")
    assert (record.transition, record.day) == (SAMPLES["taken"], date(2026, 3, 5))
