"""The median of paired ratios, with its confidence interval."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Interval:
    """A sample's median, and a confidence interval of the population's median."""

    median: float
    low: float
    high: float
    coverage: float
    """Its confidence, whatever the distribution; below the one asked for if there are too few values."""


def interval_of_median(values: Sequence[float], confidence: float = CONFIDENCE) -> Interval:
    """The distribution-free interval by order statistics: the r-th smallest to the r-th largest value.

    Each value is below the true median with probability 1/2, so their number is binomial. Of all ranks that
    cover it with ``confidence`` the narrowest is taken; fewer than 6 values do not reach 95 %, and result in
    their whole range. Raises ``ValueError`` without values.
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
