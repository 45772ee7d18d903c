"""The median of paired ratios, and how far it can be trusted."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Interval:
    """A sample's median, and two of its values between which the population's median is."""

    median: float
    low: float
    high: float
    coverage: float
    """The probability of that, whatever the distribution; below what was asked if there are too few."""


def interval_of_median(values: Sequence[float], confidence: float = CONFIDENCE) -> Interval:
    """The distribution-free interval by order statistics: the r-th smallest to the r-th largest value.

    Each value is below the true median with probability 1/2, so how many are is binomial. Of all ranks that
    cover it with ``confidence`` the narrowest is taken; fewer than 6 values do not reach 95 %, and give all
    they span. Raises ``ValueError`` when there are no values.
    """
    if not values:
        raise ValueError("no values")
    ordered, rank = sorted(values), 1
    while 2 * (rank + 1) <= len(ordered) and coverage_of(len(ordered), rank + 1) >= confidence:
        rank += 1
    return Interval(
        statistics.median(ordered), ordered[rank - 1], ordered[-rank], coverage_of(len(ordered), rank)
    )


def coverage_of(count: int, rank: int) -> float:
    """The probability that the median is between the ``rank``-th smallest and largest of ``count`` values."""
    outside: int = sum(math.comb(count, below) for below in range(rank))
    return max(0.0, 1 - outside / 2.0 ** (count - 1))
