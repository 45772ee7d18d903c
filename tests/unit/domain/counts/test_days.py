"""Of how long something took no more is shown than enough persons share."""

from __future__ import annotations

from collections import Counter

import pytest

from server.domain.counts.days import Days, at_percent, shown_days


@pytest.mark.parametrize(("percent", "found"), [(1, 1), (50, 2), (51, 3), (75, 3), (90, 4), (100, 4)])
def test_the_nearest_rank_is_one_of_the_numbers(percent: int, found: int) -> None:
    assert at_percent([1, 2, 3, 4], percent) == found


def test_of_nothing_there_is_no_rank() -> None:
    assert at_percent([], 50) is None


@pytest.mark.parametrize(
    ("people", "longest", "shown"),
    [
        (9, False, Days(None, None, None)),
        (10, False, Days(5, None, None)),
        (100, False, Days(5, 9, None)),
        (9, True, Days(None, 9, 9)),
    ],
)
def test_a_number_of_days_is_shown_where_enough_persons_reach_it(
    people: int, *, longest: bool, shown: Days
) -> None:
    assert shown_days(Counter(range(1, 10)), people, 10, longest=longest) == shown
