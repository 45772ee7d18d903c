from __future__ import annotations

from datetime import timedelta

import pytest

from server.domain.day_bounds import require
from server.domain.errors import TooManyRequests
from tests.unit.domain.people import NOW


def test_a_day_ends_at_midnight() -> None:
    require(3, 3, NOW)
    with pytest.raises(TooManyRequests) as refused:
        require(4, 3, NOW)
    assert refused.value.retry_after == timedelta(hours=12).total_seconds()
