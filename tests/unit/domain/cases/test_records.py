"""A day of a case is a day in Norway."""

from __future__ import annotations

from datetime import UTC, date, datetime

from server.domain.cases.records import Record, day_of
from tests.unit.domain.cases.situations import SAMPLES, commanded


def test_a_day_begins_at_midnight_in_norway() -> None:
    assert day_of(datetime(2026, 3, 1, 22, 59, tzinfo=UTC)) == date(2026, 3, 1)
    assert day_of(datetime(2026, 3, 1, 23, 0, tzinfo=UTC)) == date(2026, 3, 2)
    assert day_of(datetime(2026, 7, 1, 22, 0, tzinfo=UTC)) == date(2026, 7, 2)


def test_a_record_says_what_was_done_and_when() -> None:
    record = Record(1, commanded(SAMPLES["taken"], day=3), "clarifying")
    assert (record.transition, record.day) == (SAMPLES["taken"], date(2026, 3, 5))
