from __future__ import annotations

import random
import statistics

import pytest

from bench.ratios import coverage_of, interval_of_median


@pytest.mark.parametrize(
    ("count", "rank", "coverage"),
    [(6, 1, 0.96875), (12, 3, 0.96143), (13, 3, 0.97754), (20, 6, 0.95861), (30, 10, 0.95723)],
)
def test_the_ranks_are_those_of_the_binomial_table(count: int, rank: int, coverage: float) -> None:
    values = list(range(1, count + 1))
    random.Random(1).shuffle(values)
    interval = interval_of_median(values)
    assert (interval.low, interval.high) == (rank, count + 1 - rank)
    assert interval.coverage == pytest.approx(coverage, abs=1e-5)
    assert interval.median == statistics.median(values)


@pytest.mark.parametrize("count", range(6, 60))
def test_no_narrower_interval_would_be_enough(count: int) -> None:
    interval = interval_of_median(range(1, count + 1))
    rank = int(interval.low)
    assert interval.coverage >= 0.95 > coverage_of(count, rank + 1)


@pytest.mark.parametrize(("count", "coverage"), [(1, 0.0), (2, 0.5), (5, 0.9375)])
def test_too_few_values_span_what_they_can_and_say_how_little_that_is(count: int, coverage: float) -> None:
    interval = interval_of_median(range(count))
    assert (interval.low, interval.high, interval.coverage) == (0, count - 1, coverage)


def test_of_no_values_there_is_no_median() -> None:
    with pytest.raises(ValueError, match="no values"):
        interval_of_median([])


def test_one_wild_pair_of_twelve_moves_no_end() -> None:
    ratios = [0.97, 0.98, 0.98, 0.99, 0.99, 1.0, 1.0, 1.01, 1.01, 1.02, 1.02, 1.03]
    assert interval_of_median([*ratios[:-1], 40.0]).high == interval_of_median(ratios).high


def test_it_holds_the_true_median_as_often_as_it_says() -> None:
    chance, trials = random.Random(7), 2_000
    held = 0
    for _ in range(trials):
        interval = interval_of_median([chance.lognormvariate(0.0, 0.1) for _ in range(12)])
        held += interval.low <= 1.0 <= interval.high
    assert held / trials == pytest.approx(interval.coverage, abs=0.015)
