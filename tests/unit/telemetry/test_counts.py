from __future__ import annotations

import pytest

from server.telemetry.counts import Histogram


@pytest.mark.parametrize(("value", "place"), [(0, 0), (1, 0), (1.01, 1), (5, 1), (5.01, 2), (10**9, 2)])
def test_a_value_falls_where_it_is_not_above_the_bound(value: float, place: int) -> None:
    spread = Histogram((1, 5))
    spread.observe(value)
    assert spread.counts == [int(n == place) for n in range(3)]
    assert spread.total == value
