"""Operators are told of a clock that dated a record far ahead, and of none that differs a little."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from server.domain.cases.records import CLOCKS_DIFFER
from server.storage.cases import ahead
from server.telemetry.counts import counts
from tests.unit.domain.cases.situations import NOW, SAMPLES, commanded

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("last", "seconds"),
    [
        (None, []),
        (NOW - timedelta(days=400), []),
        (NOW + CLOCKS_DIFFER, []),
        (NOW + CLOCKS_DIFFER + SECOND, [301.0]),
        (NOW + timedelta(days=1), [86400.0]),
    ],
)
def test_what_is_far_ahead_is_logged_and_counted(
    last: datetime | None, seconds: list[float], caplog: pytest.LogCaptureFixture
) -> None:
    before = counts.records_ahead
    ahead.look_at(last, commanded(SAMPLES["taken"]))
    assert [vars(each)["seconds"] for each in caplog.records] == seconds
    assert counts.records_ahead - before == len(seconds)
