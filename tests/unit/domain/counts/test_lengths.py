"""A length counts from the day after its last."""

from __future__ import annotations

from datetime import date

from server.domain.counts.lengths import AWAY, EMPTY, Lengths, late_answers, long_vacant, longer, soon, up_to
from tests.unit.domain.cases.situations import RULES

DAY = date(2026, 12, 31)
LENGTHS = Lengths.of(RULES, late_days=30)


def test_what_is_over_by_one_day_counts() -> None:
    assert late_answers("", DAY, LENGTHS)[1] == date(2026, 11, 30)
    assert long_vacant(AWAY, DAY, LENGTHS)[1] == date(2026, 12, 16)
    assert long_vacant(EMPTY, DAY, LENGTHS) == (date.min, date.max)


def test_what_comes_within_a_year_comes_soon() -> None:
    assert soon("", DAY, LENGTHS) == (DAY, date(2027, 12, 31))


def test_one_band_ends_where_the_other_begins() -> None:
    assert (up_to(DAY, LENGTHS)[0] - longer(DAY, LENGTHS)[1]).days == 1
