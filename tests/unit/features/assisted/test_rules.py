from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from server.domain.errors import TooManyRequests
from server.features.assisted.rules import DAY, MOST_A_DAY, require_day

NOW = datetime(2126, 11, 21, 12, tzinfo=UTC)


def test_one_more_begins_when_the_first_of_a_day_is_a_day_old() -> None:
    lately = [NOW - timedelta(minutes=each) for each in range(MOST_A_DAY)]
    with pytest.raises(TooManyRequests) as refused:
        require_day(lately, NOW)
    wait = timedelta(seconds=refused.value.retry_after)
    assert wait == lately[-1] + DAY - NOW
    require_day(lately, NOW + wait)
    require_day(lately[:-1], NOW)
